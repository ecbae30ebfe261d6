// SPDX-License-Identifier: Apache-2.0

import AWSClient
import FoundationEssentials

/// The account and region that a command works on.
struct TargetAccount {
    let ec2: EC2Client
    /// The time by which ages are counted: the embedded account's own, or now.
    let start: Date
    /// For people.
    let description: String

    /// By name.
    var region: String { ec2.region }
}
