// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// How AWS would encrypt a resource.
///
/// Kept and shown; nothing is encrypted here.
struct EncryptionConfiguration {
    enum Kind: String, CaseIterable {
        case ownedKey = "AWS_OWNED_KEY"
        case customerKey = "CUSTOMER_MANAGED_KMS_KEY"
    }

    let kind: Kind
    let keyID: String?
    let reuseSeconds: Int?

    static let ownedKey = EncryptionConfiguration(kind: .ownedKey, keyID: nil, reuseSeconds: nil)

    private init(kind: Kind, keyID: String?, reuseSeconds: Int?) {
        self.kind = kind
        self.keyID = keyID
        self.reuseSeconds = reuseSeconds
    }

    init(reading request: inout RequestReader) throws(APIError) {
        keyID = try request.string("kmsKeyId", [.length(1...2048)])
        reuseSeconds = try request.integer("kmsDataKeyReusePeriodSeconds", in: 60...900)
        kind = try request.choice("type", of: Kind.self) ?? .ownedKey
        request.require("type")
    }

    /// - Throws: `InvalidEncryptionConfiguration`.
    func check() throws(APIError) {
        switch (kind, keyID) {
        case (.customerKey, nil):
            throw APIError(
                "InvalidEncryptionConfiguration",
                "Invalid Encryption Configuration: 'kmsKeyId' must be specified for CUSTOMER_MANAGED_KMS_KEY"
            )
        case (.ownedKey, .some):
            throw APIError(
                "InvalidEncryptionConfiguration",
                "Invalid Encryption Configuration: 'kmsKeyId' must not be specified for AWS_OWNED_KEY"
            )
        default:
            return
        }
    }

    var json: JSONValue {
        .object(
            JSONObject(present: [
                ("kmsKeyId", .string(keyID)),
                ("kmsDataKeyReusePeriodSeconds", reuseSeconds.map { .integer($0) }),
                ("type", .string(kind.rawValue)),
            ])
        )
    }
}
