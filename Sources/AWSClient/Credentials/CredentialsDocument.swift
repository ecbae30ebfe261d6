// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Credentials as JSON, in the spellings of `credential_process`, the container endpoint and the instance metadata.
struct CredentialsDocument: Decodable {
    var version: Int?
    var accessKeyID: String
    var secretAccessKey: String
    var token: String?
    var expiration: String?

    private enum CodingKeys: String, CodingKey {
        case version = "Version"
        case accessKeyID = "AccessKeyId"
        case secretAccessKey = "SecretAccessKey"
        case token = "Token"
        case sessionToken = "SessionToken"
        case expiration = "Expiration"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        version = try container.decodeIfPresent(Int.self, forKey: .version)
        accessKeyID = try container.decode(String.self, forKey: .accessKeyID)
        secretAccessKey = try container.decode(String.self, forKey: .secretAccessKey)
        token =
            try container.decodeIfPresent(String.self, forKey: .token)
            ?? container.decodeIfPresent(String.self, forKey: .sessionToken)
        expiration = try container.decodeIfPresent(String.self, forKey: .expiration)
    }

    /// Reads a document, of a certain version if one is given.
    ///
    /// Errors name the source and never repeat what it says.
    static func read(
        _ json: [UInt8],
        from source: String,
        version: Int? = nil
    ) throws(CredentialsError) -> Credentials {
        let document: CredentialsDocument
        do {
            document = try JSONDecoder().decode(CredentialsDocument.self, from: Data(json))
        } catch {
            throw CredentialsError("\(source) answered something that is not credentials")
        }
        if let version, document.version != version {
            throw CredentialsError("\(source) did not answer credentials of version \(version)")
        }
        var expiration: Date?
        if let text = document.expiration {
            guard let date = Date(timestamp: text) else {
                throw CredentialsError("\(source) gave credentials that expire at \"\(text)\", which is no time")
            }
            expiration = date
        }
        return Credentials(
            accessKeyID: document.accessKeyID,
            secretAccessKey: document.secretAccessKey,
            sessionToken: document.token,
            expiration: expiration
        )
    }
}
