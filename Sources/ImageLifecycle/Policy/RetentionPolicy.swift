// SPDX-License-Identifier: Apache-2.0

/// How long resources are kept.
///
/// A resource is kept if any rule here keeps it.
package struct RetentionPolicy: Sendable, Hashable {
    /// Kept until it is older than this; at exactly this age it stays.
    package var age: PolicyDuration

    package init(age: PolicyDuration) {
        self.age = age
    }
}

extension RetentionPolicy: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case age
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictContainer(decoder, keyedBy: CodingKeys.self)
        age = try fields.required(of: .age)
    }
}
