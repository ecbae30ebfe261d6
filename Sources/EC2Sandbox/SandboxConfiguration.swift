// SPDX-License-Identifier: Apache-2.0

/// How much like the real EC2, unpleasant sides included, a sandbox behaves.
package struct SandboxConfiguration: Sendable, Hashable {
    /// Whether EC2's token buckets per action and region answer `RequestLimitExceeded`.
    package var throttles = false
    /// How long a change stays invisible to Describe actions and to the checks that rest on them, in seconds.
    package var consistencyLagSeconds: Double = 0
    /// How long images and snapshots are `pending`: by size when true, no time at all when false.
    package var takesTime = false
    /// How much a page of a listing holds at most, whatever the client asks for, as EC2 reserves the right to; nil for
    /// as much as it asks for.
    package var mostPerPage: Int?
    /// Whether the log of the sandbox keeps every request; off for long loads.
    package var keepsLog = true

    package init() {}
}
