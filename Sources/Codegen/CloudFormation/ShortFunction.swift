// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// `{"Fn::If": …}` as `!If …`.
struct ShortFunction {
    var tag: String
    var argument: JSONValue

    init?(_ value: JSONValue) {
        guard let members = value.object, members.count == 1, let member = members.first else { return nil }
        switch member.key {
        case "Ref", "Condition":
            guard member.value.string != nil else { return nil }
            tag = "!" + member.key
            argument = member.value
        case "Fn::GetAtt":
            let names = (member.value.array ?? []).compactMap(\.string)
            guard names.count == 2 else { return nil }
            tag = "!GetAtt"
            argument = .string(names.joined(separator: "."))
        case let name where name.hasPrefix("Fn::"):
            tag = "!" + name.dropFirst("Fn::".count)
            argument = member.value
        default:
            return nil
        }
    }
}
