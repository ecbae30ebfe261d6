// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// Checks of paths and payload templates. Each looks at a member of the object at the collector's place.
extension ProblemCollector {
    /// A path to whatever it may lead to, the context object and variables included.
    mutating func checkPath(_ text: String?, _ member: String) {
        guard let text else { return }
        do {
            _ = try JSONPathExpression(parsing: text)
        } catch {
            report(.path, at: member, "Value is not a valid JSONPath", note: error.description)
        }
    }

    mutating func checkPath(_ field: PathField?, _ member: String) {
        checkPath(field?.path, member)
    }

    /// A path to one place of the state's data, or of a variable.
    mutating func checkReferencePath(_ text: String?, _ member: String) {
        guard let text else { return }
        do {
            let path = try ReferencePath(parsing: text)
            guard path.root == .context else { return }
            report(.referencePath, at: member, "Value is not a Reference Path", note: "the context object is not data")
        } catch {
            report(.referencePath, at: member, "Value is not a Reference Path", note: error.description)
        }
    }

    /// A path to a place where something can be put.
    mutating func checkResultPath(_ field: PathField?) {
        guard let text = field?.path else { return }
        checkReferencePath(text, "ResultPath")
        if case .variable? = (try? ReferencePath(parsing: text))?.root {
            let note = "a result goes into the state's input; variables are set by Assign"
            report(.referencePath, at: "ResultPath", "Value is not a Reference Path", note: note)
        }
    }

    /// A path or a function call that can give a string.
    mutating func checkStringExpression(_ text: String?, _ member: String) {
        guard let text else { return }
        do {
            guard case .call(let call) = try DataExpression(parsing: text), !call.function.canGiveString else { return }
            reportExpression(member, note: "\(call.function.rawValue) gives no string")
        } catch {
            reportExpression(member, note: error.description)
        }
    }

    /// A template whose members named `….$` can be computed, and those that look so are named so.
    mutating func checkTemplate(_ json: JSONValue?, _ member: String) {
        guard let json else { return }
        inside(.member(member)) { problems in
            for error in PayloadTemplate.errors(in: json) {
                let place = JSONPointer(problems.pointer.components + error.pointer.components)
                let message = Self.message(forField: error.name)
                let note = error.reason?.description ?? "it is no string"
                problems.report(Problem(.payloadTemplate, at: place, message, note: note))
            }
            problems.warnOfPaths(in: json, .noDollar) { name, text in
                "The value '\(text)' looks like a path or function, but the name '\(name)' does not end in '.$'"
            }
        }
    }

    /// Warns of members that look computed and are not.
    mutating func warnOfPaths(in json: JSONValue, _ rule: Rule, _ message: (String, String) -> String) {
        switch json {
        case .object(let members):
            for (name, value) in members {
                inside(.member(name)) { problems in
                    if let text = value.string, !name.hasSuffix(".$"), Self.looksComputed(text) {
                        problems.report(rule, message(name, text))
                    }
                    problems.warnOfPaths(in: value, rule, message)
                }
            }
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                inside(.element(index)) { $0.warnOfPaths(in: element, rule, message) }
            }
        case .null, .bool, .number, .string:
            break
        }
    }

    private mutating func reportExpression(_ member: String, note: String) {
        report(.payloadTemplate, at: member, Self.message(forField: member), note: note)
    }

    private static func message(forField name: String) -> String {
        "The value for the field '\(name)' must be a valid JSONPath or a valid intrinsic function call"
    }

    private static func looksComputed(_ text: String) -> Bool {
        guard text.hasPrefix("$.") || text.hasPrefix("$$.") || text.hasPrefix("$[") || text.hasPrefix("States.") else {
            return false
        }
        return (try? DataExpression(parsing: text)) != nil
    }
}
