// SPDX-License-Identifier: Apache-2.0

/// An EBS volume.
package struct Volume: Sendable, Hashable {
    package var volumeID: String
    /// `creating`, `available`, `in-use`, `deleting`, `deleted` or `error`.
    package var state: String
    package var sizeGiB: Int
    package var isEncrypted: Bool
    package var tags: [Tag]

    package init(
        volumeID: String,
        state: String = "in-use",
        sizeGiB: Int = 0,
        isEncrypted: Bool = false,
        tags: [Tag] = []
    ) {
        self.volumeID = volumeID
        self.state = state
        self.sizeGiB = sizeGiB
        self.isEncrypted = isEncrypted
        self.tags = tags
    }
}
