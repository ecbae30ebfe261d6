// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// An account as one finds it: several teams, years of images, and everything that makes retiring them delicate.
///
/// Images in use by instances, by an old launch template version or by a parameter; protected, disabled, deprecated,
/// shared and kept ones; images over one snapshot; images of AWS Backup and of Data Lifecycle Manager; one still in
/// the making; instance store devices; snapshots without an image; and public images of strangers.
package enum SampleAccount {
    /// An account that owns this many images; the same one, to the byte, for the same arguments.
    package static func make(
        seed: UInt64 = 1,
        images count: Int = 400,
        now: Date,
        region name: String = "us-east-1"
    ) -> Account {
        var account = Account(seed: seed)
        account.withRegion(name, at: now) { region in
            var builder = SampleBuilder(region: region, now: now, seed: seed)
            var left = max(0, count)
            for family in SampleFamily.all {
                let share = min(left, count * family.weight / 100)
                builder.makeImages(family, count: share)
                left -= share
            }
            builder.makeImages(SampleFamily.handmade, count: left)
            builder.makeSituations()
            builder.putImages(SampleFamily.all + [SampleFamily.handmade])
            builder.putStrangers()
            builder.makeLooseSnapshots(orphans: count / 25, volumeBackups: count / 2)
            region = builder.region
        }
        return account
    }
}
