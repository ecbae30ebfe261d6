// SPDX-License-Identifier: Apache-2.0

/// The form of EC2's ids.
enum ResourceID {
    /// A prefix, a dash, and 8 (old) or 17 hexadecimal digits.
    static func isWellFormed(_ id: String, prefix: String) -> Bool {
        guard id.utf8.starts(with: prefix.utf8) else { return false }
        let rest = id.utf8.dropFirst(prefix.utf8.count)
        let digits = rest.dropFirst()
        return rest.first == UInt8(ascii: "-") && (digits.count == 8 || digits.count == 17)
            && digits.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// `resource-type` as tags name it, by the prefix of the id.
    static func resourceType(of id: String) -> String? {
        switch id.prefix(while: { $0 != "-" }) {
        case "ami": "image"
        case "snap": "snapshot"
        case "vol": "volume"
        case "i": "instance"
        case "lt": "launch-template"
        default: nil
        }
    }
}
