// SPDX-License-Identifier: Apache-2.0

import Foundation
import OrderedJSON
import StatesEngine

/// A workflow as it is deployed, with its CloudFormation placeholders bound to this machine.
struct WorkflowDefinition {
    /// The checked-in definitions, which are part of the executable so that it works from any directory.
    private static let embedded: [(name: String, bytes: [UInt8])] = [
        ("expire-images", PackageResources.expire_images_asl_json)
    ]

    /// The workflows that are part of the executable.
    static var names: [String] { embedded.map(\.name) }

    let name: String
    let machine: ExecutableStateMachine

    /// The workflow of that name, from a file if one is given.
    ///
    /// - Throws: ``Failure`` when there is no such workflow, or the file is no definition that can run.
    init(_ name: String, file: String?) throws {
        self.name = name
        let text: String
        let source: String
        if let file {
            text = try readInput(file)
            source = file
        } else if let bytes = Self.embedded.first(where: { $0.name == name })?.bytes {
            text = String(decoding: bytes, as: UTF8.self)
            source = name
        } else {
            let names = Self.names.joined(separator: ", ")
            throw Failure.invalid("there is no workflow \"\(name)\"; there are: \(names)")
        }
        do {
            machine = try ExecutableStateMachine(definition: JSONValue(parsing: Self.bind(text)))
        } catch let error as JSONSyntaxError {
            throw Failure.invalid("\(source): \(error)")
        } catch let error as DefinitionError {
            throw Failure.invalid("\(source): \(error)")
        }
    }

    /// Replaces `${Resource}` and `${Resource.Attribute}` as CloudFormation's `Fn::Sub` would.
    ///
    /// A function's logical id names its step; every other resource gets an ARN that nothing here calls.
    static func bind(_ text: String) -> String {
        text.replacing(#/\$\{([A-Za-z0-9]+)(?:\.[A-Za-z]+)?\}/#) { match in
            let logicalID = match.1
            return logicalID.hasSuffix("Function")
                ? "arn:aws:lambda:us-east-1:000000000000:function:\(logicalID.dropLast("Function".count))"
                : "arn:aws:sns:us-east-1:000000000000:\(logicalID)"
        }
    }
}

/// The text of a file that a user named; `-` is standard input.
///
/// - Throws: ``Failure`` when it cannot be read or is no text.
func readInput(_ path: String) throws(Failure) -> String {
    let data: Data
    do {
        data =
            path == "-"
            ? FileHandle.standardInput.readDataToEndOfFile()
            : try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
        throw Failure.invalid("cannot read \(path): \(systemReason(error))")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
        throw Failure.invalid("cannot read \(path): it is not UTF-8 text")
    }
    return text
}

/// Writes a file that a user named.
///
/// - Throws: ``Failure`` when it cannot be written.
func writeOutput(_ text: String, to path: String) throws(Failure) {
    do {
        try Data((text + "\n").utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
        throw Failure.invalid("cannot write \(path): \(systemReason(error))")
    }
}

/// What the operating system says was wrong, without Foundation's wrapping.
private func systemReason(_ error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    if let code = underlying?.code ?? (error as? POSIXError).map({ Int($0.code.rawValue) }) {
        return String(cString: strerror(Int32(code)))
    }
    return (error as? CocoaError)?.code == .fileReadNoSuchFile ? "no such file" : error.localizedDescription
}
