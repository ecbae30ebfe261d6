// SPDX-License-Identifier: Apache-2.0

/// What an execution may use; the defaults are the quotas of Step Functions.
public struct ExecutionLimits: Sendable, Hashable {
    /// The most history events of an execution; nil lifts the limit.
    public var historyEvents: Int? = 25_000
    /// The most bytes of UTF-8 in any input, output, result or arguments; nil lifts the limit.
    public var payloadBytes: Int? = 262_144
    /// How many iterations of an inline Map run at once when `MaxConcurrency` is 0 or higher than this.
    public var inlineMapConcurrency = 40
    /// How many children of a distributed Map run at once when `MaxConcurrency` is 0 or higher than this.
    ///
    /// AWS runs up to 10,000; fewer by default, because here they share one machine's memory.
    public var distributedMapConcurrency = 1_000

    /// The quotas of Step Functions.
    public init() {}
}
