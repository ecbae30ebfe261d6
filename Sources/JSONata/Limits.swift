// SPDX-License-Identifier: Apache-2.0

extension JSONata {
    /// How much one evaluation may cost.
    ///
    /// Reaching a limit is the error `U1001`, never a crash or a hang.
    public struct Limits: Sendable, Hashable {
        /// Steps: every node evaluated, every element made, every 16 bytes of text and every move of a regular
        /// expression counts as one, so that this bounds time (roughly 100 ns a step) as well as memory.
        public var steps: Int
        /// How deep evaluations may nest; a call of a function that is not a tail call nests about three.
        public var depth: Int
        /// Wall-clock time; nil for none, which keeps results independent of the machine's load.
        public var duration: Duration?

        /// These limits.
        public init(steps: Int = 50_000_000, depth: Int = Self.maximumDepth, duration: Duration? = nil) {
            self.steps = steps
            self.depth = min(depth, Self.maximumDepth)
            self.duration = duration
        }

        /// The largest ``depth``: the stack reserved for evaluations suffices for it.
        public static let maximumDepth = 10_000

        /// How deep arrays and objects made by an expression may nest.
        static let nesting = 512
        /// How many elements one range may have, as in the reference implementation.
        static let rangeLength = 10_000_000
        /// The longest text an expression may make, in bytes of UTF-8.
        static let textLength = 64 << 20
    }
}
