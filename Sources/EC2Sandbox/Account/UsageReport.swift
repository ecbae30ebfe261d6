// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
import ImageLifecycle

/// Use of one of this account's images in another account.
package struct ForeignUsage: Sendable, Hashable {
    package var imageID: String
    package var accountID: String
    /// `ec2:Instance` or `ec2:LaunchTemplate`.
    package var resourceType: String
    package var count: Int

    package init(imageID: String, accountID: String, resourceType: String = "ec2:Instance", count: Int = 1) {
        self.imageID = imageID
        self.accountID = accountID
        self.resourceType = resourceType
        self.count = count
    }
}

/// A report on who uses an image, asked for and, later, made.
package struct UsageReport: Sendable, Identifiable {
    package var id: String
    package var imageID: String
    package var resourceTypes: [String]
    /// Empty for all accounts.
    package var accountIDs: [String]
    package var createdAt: Date
    package var availableAt: Date
    package var clientToken: String?
    /// Taken when the report was asked for.
    package var entries: [ForeignUsage]

    package func isAvailable(at now: Date) -> Bool { availableAt <= now }
}
