// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// What runs where a definition invokes a function: `NAME=PROGRAM:HANDLER` or `NAME=URL`.
struct FunctionBinding: ExpressibleByArgument {
    enum Target: Hashable {
        /// A program that speaks Lambda's Runtime API, as `bootstrap` does, with its `_HANDLER`.
        case program(path: String, handler: String)
        /// Lambda's Invoke API; no slash at the end.
        case endpoint(String)
    }

    let name: String
    let target: Target

    init?(argument: String) {
        guard let equals = argument.firstIndex(of: "="), equals > argument.startIndex else { return nil }
        name = String(argument[..<equals])
        let value = argument[argument.index(after: equals)...]
        if value.hasPrefix("http://") || value.hasPrefix("https://") {
            target = .endpoint(value.hasSuffix("/") ? String(value.dropLast()) : String(value))
            return
        }
        guard let colon = value.lastIndex(of: ":"), colon > value.startIndex, value.index(after: colon) < value.endIndex
        else { return nil }
        target = .program(path: String(value[..<colon]), handler: String(value[value.index(after: colon)...]))
    }

    /// - Throws: One sentence when the program is none.
    func check() throws {
        guard case .program(let path, _) = target else { return }
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw ValidationError("--function \(name): there is no program at \(path)")
        }
    }
}
