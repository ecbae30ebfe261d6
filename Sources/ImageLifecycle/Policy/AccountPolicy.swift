// SPDX-License-Identifier: Apache-2.0

/// An account that a policy is for, the role to assume there, and the regions to work in.
package struct AccountPolicy: Sendable, Hashable {
    /// 12 digits.
    package var id: String
    /// What `member.yaml` made there, without a path.
    package var roleName: String
    /// What the role asks for, if it asks.
    package var externalID: String?
    /// At least one.
    package var regions: [String]

    package init(id: String, roleName: String, externalID: String? = nil, regions: [String]) {
        self.id = id
        self.roleName = roleName
        self.externalID = externalID
        self.regions = regions
    }
}

extension AccountPolicy: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case id, roleName, externalID, regions
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictContainer(decoder, keyedBy: CodingKeys.self)
        id = try fields.required(of: .id)
        roleName = try fields.required(of: .roleName)
        externalID = try fields.value(of: .externalID)
        regions = try fields.required(of: .regions)
        guard id.utf8.count == 12, id.utf8.allSatisfy(Self.isDigit) else {
            throw fields.problem(.id, "\"\(id)\" is no account id; use 12 digits")
        }
        guard (1...64).contains(roleName.utf8.count), roleName.utf8.allSatisfy(Self.isRoleCharacter) else {
            throw fields.problem(.roleName, "\"\(roleName)\" is no role name; use 1 to 64 letters, digits and +=,.@_-")
        }
        if regions.isEmpty { throw fields.problem(.regions, "is empty; name at least one region") }
        for region in regions where !Self.isRegion(region) {
            throw fields.problem(.regions, "\"\(region)\" is not the name of a region")
        }
        if Set(regions).count < regions.count { throw fields.problem(.regions, "names a region twice") }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isRoleCharacter(_ byte: UInt8) -> Bool {
        isDigit(byte) || isLetter(byte) || "+=,.@_-".utf8.contains(byte)
    }

    /// It becomes part of a host name: nothing else may stand in it.
    private static func isRegion(_ text: String) -> Bool {
        let bytes = text.utf8
        return (1...40).contains(bytes.count) && bytes.first != UInt8(ascii: "-") && bytes.last != UInt8(ascii: "-")
            && bytes.allSatisfy { byte in
                isDigit(byte) || byte == UInt8(ascii: "-") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            }
    }
}
