// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// Everything one AWS account holds, region by region.
package struct Account: Sendable {
    /// Twelve digits.
    package let id: String
    private let seed: UInt64
    private var regions: [String: AccountRegion] = [:]
    var configuration = SandboxConfiguration()

    package init(id: String = "123456789012", seed: UInt64 = 1) {
        self.id = id
        self.seed = seed
    }

    /// The regions every account has without opting in.
    package static let regionNames = [
        "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
        "ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1",
        "us-east-1", "us-east-2", "us-west-1", "us-west-2",
    ]

    /// The regions in which anything was ever asked for, in order.
    package var usedRegionNames: [String] { regions.keys.sorted() }

    /// A region as it stands now, empty until something is put there.
    package func region(_ name: String) -> AccountRegion {
        regions[name] ?? AccountRegion(name: name, accountID: id, seed: seed)
    }

    /// Works on a region at a time, after everything due by then has happened.
    package mutating func withRegion<Result, Failure>(
        _ name: String,
        at now: Date,
        _ body: (inout AccountRegion) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let (configuration, id, seed) = (configuration, id, seed)
        // In its place, so that the tables have one owner and are never copied.
        return try Self.work(
            on: &regions[name, default: AccountRegion(name: name, accountID: id, seed: seed)],
            configuration,
            now,
            body
        )
    }

    private static func work<Result, Failure>(
        on region: inout AccountRegion,
        _ configuration: SandboxConfiguration,
        _ now: Date,
        _ body: (inout AccountRegion) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        region.configuration = configuration
        region.settle(until: now)
        return try body(&region)
    }
}
