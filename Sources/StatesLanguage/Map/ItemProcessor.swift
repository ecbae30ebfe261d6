// SPDX-License-Identifier: Apache-2.0

/// What a Map state executes for each item.
/// https://states-language.net/spec.html#map-state
public struct ItemProcessor: Sendable, Hashable, StateGraph {
    /// How the iterations are executed.
    public struct Config: Sendable, Hashable {
        /// Where the iterations are executed.
        public enum Mode: String, Sendable, Hashable, CaseIterable {
            /// Within the execution of the Map state. The default.
            case inline = "INLINE"
            /// Each in an execution of its own.
            case distributed = "DISTRIBUTED"
        }

        /// Of what type the child executions are.
        public enum ExecutionType: String, Sendable, Hashable, CaseIterable {
            /// Up to a year, exactly once, with a history.
            case standard = "STANDARD"
            /// Up to five minutes, at least once.
            case express = "EXPRESS"
        }

        /// `INLINE` when nil.
        public var mode: Mode?
        /// Of what type the child executions are; required with `DISTRIBUTED`.
        public var executionType: ExecutionType?
        /// How the object was written.
        public var layout = MemberLayout()

        /// A configuration.
        public init(mode: Mode? = nil, executionType: ExecutionType? = nil) {
            self.mode = mode
            self.executionType = executionType
        }
    }

    /// For people.
    public var comment: String?
    /// How the iterations are executed; inline when nil.
    public var processorConfig: Config?
    /// The name of the state in which an iteration begins.
    public var startAt: String
    /// The states of an iteration, in the order of the document.
    public var states: States
    /// How the object was written.
    public var layout = MemberLayout()

    /// A processor.
    public init(comment: String? = nil, processorConfig: Config? = nil, startAt: String, states: States) {
        self.comment = comment
        self.processorConfig = processorConfig
        self.startAt = startAt
        self.states = states
    }

    /// Whether each iteration is an execution of its own.
    public var isDistributed: Bool { processorConfig?.mode == .distributed }
}

extension ItemProcessor.Config.Mode: Keyword {}
extension ItemProcessor.Config.ExecutionType: Keyword {}

extension ItemProcessor.Config: DocumentObject {
    static let blank = ItemProcessor.Config()

    static let fields = FieldTable<Self>([
        .optional("Mode", \.mode),
        .optional("ExecutionType", \.executionType),
    ])
}

extension ItemProcessor: DocumentObject {
    static let blank = ItemProcessor(startAt: "", states: States())

    static let fields = FieldTable<Self>([
        .optional("Comment", \.comment),
        .optional("ProcessorConfig", \.processorConfig),
        .required("StartAt", \.startAt),
        .required("States", \.states),
    ])

    static let requiredFields = ["States", "StartAt"]
}
