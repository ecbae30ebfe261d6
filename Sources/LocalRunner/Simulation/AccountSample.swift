// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// What an account holds at one moment, in all its regions.
package struct AccountSample: Sendable, Hashable {
    package var time: Date
    /// Registered own images.
    package var images = 0
    /// Own snapshots, those behind images included.
    package var snapshots = 0
    /// The sizes of the volumes that the snapshots are of.
    package var snapshotGiB = 0
    package var cost = StorageCost()
    /// Since the simulation began.
    package var imagesCreated = 0
    package var imagesRetired = 0
    package var snapshotsCreated = 0
    package var snapshotsRetired = 0
    /// The age of the youngest completed backup of the source that is worst off, in seconds; nil without any source.
    package var stalestSeconds: Int?
    /// The age of the oldest backup of all, in seconds.
    package var oldestSeconds: Int?
}

/// What the storage of snapshots costs in a month, at least and at most.
///
/// EC2 tells no snapshot's own share: snapshots of one volume have most of their blocks in common, or none.
package struct StorageCost: Sendable, Hashable {
    /// In US dollars a GiB-month in us-east-1.
    package static let standardDollars = 0.05
    package static let archiveDollars = 0.0125

    /// As if of each volume only its fullest snapshot took room; a whole number, whose sums depend on no order.
    package var leastMicrodollars = 0
    /// As if every snapshot were a full one.
    package var mostMicrodollars = 0

    package var leastDollars: Double { Double(leastMicrodollars) / 1_000_000 }
    package var mostDollars: Double { Double(mostMicrodollars) / 1_000_000 }
}
