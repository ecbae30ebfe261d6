// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// EC2's token buckets, one for each region and class of action.
///
/// Sizes and refill rates are those of "Request throttling for the Amazon EC2 API".
struct Throttle: Sendable {
    struct Limit: Sendable, Equatable {
        var burst: Double
        var perSecond: Double
    }

    private struct Bucket: Sendable {
        var tokens: Double
        var filledAt: Date
    }

    private var buckets: [String: Bucket] = [:]

    /// Takes a token.
    mutating func admit(_ exchange: Exchange) throws(EC2Failure) {
        let limit = Self.limit(of: exchange.actionName, isUnbounded: exchange.isUnbounded)
        let key = exchange.region + " " + exchange.actionName + (exchange.isUnbounded ? " unbounded" : "")
        var bucket = buckets[key] ?? Bucket(tokens: limit.burst, filledAt: exchange.time)
        let seconds = max(0, exchange.time.timeIntervalSince(bucket.filledAt))
        bucket.tokens = min(limit.burst, bucket.tokens + seconds * limit.perSecond)
        bucket.filledAt = exchange.time
        defer { buckets[key] = bucket }
        guard bucket.tokens >= 1 else { throw .throttled }
        bucket.tokens -= 1
    }

    static func limit(of action: String, isUnbounded: Bool) -> Limit {
        if isUnbounded { return Limit(burst: 50, perSecond: 10) }
        switch action {
        case "CopyImage": return Limit(burst: 100, perSecond: 1)
        case "CreateTags", "DeleteTags": return Limit(burst: 100, perSecond: 10)
        case "DeregisterImage", "DeleteSnapshot", "CreateSnapshot", "CreateSnapshots", "ModifyImageAttribute",
            "ModifySnapshotAttribute":
            return Limit(burst: 100, perSecond: 5)
        case let action where action.hasPrefix("Describe"): return Limit(burst: 100, perSecond: 20)
        default: return Limit(burst: 50, perSecond: 5)
        }
    }
}

extension Exchange {
    /// Whether it asks for everything at once, neither filtered nor in pages.
    var isUnbounded: Bool {
        guard ["DescribeSnapshots", "DescribeInstances", "DescribeVolumes"].contains(actionName) else { return false }
        let bounds = ["MaxResults", "NextToken", "Filter.", "SnapshotId.", "InstanceId.", "VolumeId."]
        return !logged.parameters.keys.contains { name in bounds.contains { name.hasPrefix($0) } }
    }
}
