// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// A JSON value in which members named `….$` are computed: `Parameters`, `ResultSelector`, `ItemSelector`, `Assign`.
/// https://states-language.net/spec.html#payload-template
public indirect enum PayloadTemplate: Sendable, Hashable {
    /// A member of a template object.
    public struct Member: Sendable, Hashable {
        /// The member's name in the result, without `.$`.
        public let name: String
        /// What gives the member's value.
        public let value: PayloadTemplate

        /// A member.
        public init(name: String, value: PayloadTemplate) {
            self.name = name
            self.value = value
        }
    }

    /// Why a member named `….$` cannot be computed.
    public struct MemberError: Error, Sendable, Hashable {
        /// The place of the object that has the member, from the template's root.
        public let pointer: JSONPointer
        /// The member's name, with `.$`.
        public let name: String
        /// What is wrong with its value; nil when the value is no string at all.
        public let reason: ExpressionSyntaxError?
    }

    /// A value without anything to compute.
    case literal(JSONValue)
    /// A computed value.
    case expression(DataExpression)
    /// An array with something to compute in it.
    case array([PayloadTemplate])
    /// An object with something to compute in it.
    case object([Member])
}

extension PayloadTemplate {
    /// Compiles a template.
    ///
    /// - Throws: ``MemberError`` for the first member that is wrong.
    public init(_ json: JSONValue) throws(MemberError) {
        var compiler = PayloadTemplateCompiler()
        self = compiler.template(json)
        if let error = compiler.errors.first { throw error }
    }

    /// Everything that is wrong with a template.
    public static func errors(in json: JSONValue) -> [MemberError] {
        var compiler = PayloadTemplateCompiler()
        _ = compiler.template(json)
        return compiler.errors
    }
}

private struct PayloadTemplateCompiler {
    var errors: [PayloadTemplate.MemberError] = []
    private var pointer = JSONPointer()

    mutating func template(_ json: JSONValue) -> PayloadTemplate {
        switch json {
        case .array(let elements):
            let templates = elements.enumerated().map { index, element in below(.element(index), element) }
            return templates.allSatisfy(\.isLiteral) ? .literal(json) : .array(templates)
        case .object(let members):
            let templates = members.compactMap { name, value in member(name, value) }
            return templates.allSatisfy(\.value.isLiteral) ? .literal(json) : .object(templates)
        case .null, .bool, .number, .string:
            return .literal(json)
        }
    }

    private mutating func below(_ component: JSONPointer.Component, _ json: JSONValue) -> PayloadTemplate {
        pointer.components.append(component)
        defer { pointer.components.removeLast() }
        return template(json)
    }

    private mutating func member(_ name: String, _ value: JSONValue) -> PayloadTemplate.Member? {
        guard name.hasSuffix(".$") else {
            return PayloadTemplate.Member(name: name, value: below(.member(name), value))
        }
        guard let text = value.string else {
            errors.append(PayloadTemplate.MemberError(pointer: pointer, name: name, reason: nil))
            return nil
        }
        do {
            let expression = try DataExpression(parsing: text)
            return PayloadTemplate.Member(name: String(name.dropLast(2)), value: .expression(expression))
        } catch {
            errors.append(PayloadTemplate.MemberError(pointer: pointer, name: name, reason: error))
            return nil
        }
    }
}

extension PayloadTemplate {
    fileprivate var isLiteral: Bool {
        if case .literal = self { true } else { false }
    }
}
