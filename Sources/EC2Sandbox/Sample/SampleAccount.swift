// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// An account as one finds it: several teams, years of images, and everything that makes retiring them delicate.
package enum SampleAccount {
    /// An account that owns this many images; the same one, to the byte, for the same arguments.
    package static func make(seed: UInt64 = 1, images: Int = 400, now: Date) -> Account {
        Account(seed: seed)
    }
}
