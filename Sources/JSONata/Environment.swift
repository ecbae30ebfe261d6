// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

extension JSONata {
    /// What an evaluation may use besides its input.
    public struct Environment: Sendable {
        /// A function of the host: its arguments (nil where undefined) to its result.
        public typealias HostFunction = @Sendable (_ arguments: [JSONValue?]) throws -> JSONValue?

        /// Which library functions there are.
        public var dialect: Dialect
        /// How much an evaluation may cost.
        public var limits: Limits
        /// Functions of the host by name, without the leading `$`; they hide library functions of the same name.
        public var functions: [String: HostFunction]
        /// The wall clock of `$now` and `$millis` in milliseconds since 1970, read once an evaluation.
        public var now: @Sendable () -> Int64
        /// The source of `$random`, `$shuffle` and `$uuid`: 64 random bits a call.
        public var random: @Sendable () -> UInt64

        /// The environment of the reference implementation, with the system's clock and random numbers.
        public init(
            dialect: Dialect = .standard,
            limits: Limits = Limits(),
            functions: [String: HostFunction] = [:],
            now: @escaping @Sendable () -> Int64 = Self.systemClock,
            random: @escaping @Sendable () -> UInt64 = Self.systemRandom
        ) {
            self.dialect = dialect
            self.limits = limits
            self.functions = functions
            self.now = now
            self.random = random
        }

        /// The system's wall clock, in milliseconds since 1970.
        public static let systemClock: @Sendable () -> Int64 = { Platform.millisecondsSinceEpoch() }

        /// 64 bits of the system's random number generator.
        public static let systemRandom: @Sendable () -> UInt64 = { UInt64.random(in: .min ... .max) }
    }

    /// A set of library functions.
    public enum Dialect: Sendable, Hashable {
        /// The library that docs.jsonata.org describes.
        case standard
        /// That of AWS Step Functions: `$partition`, `$range`, `$hash`, `$uuid`, `$parse` and a seed for `$random`
        /// are added, `$eval` is missing.
        case stepFunctions
    }
}
