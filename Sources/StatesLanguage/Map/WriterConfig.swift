// SPDX-License-Identifier: Apache-2.0

/// In what format a result writer writes.
/// https://states-language.net/spec.html#resultwriter
public struct WriterConfig: Sendable, Hashable {
    /// What is written of each child execution.
    public enum Transformation: String, Sendable, Hashable, CaseIterable {
        /// Its output and metadata. The default of exports.
        case none = "NONE"
        /// Its output alone.
        case compact = "COMPACT"
        /// The elements of its output.
        case flatten = "FLATTEN"
    }

    /// How the results are written.
    public enum OutputType: String, Sendable, Hashable, CaseIterable {
        /// One JSON array.
        case json = "JSON"
        /// A JSON text a line.
        case jsonLines = "JSONL"
    }

    /// What is written of each child execution.
    public var transformation: Transformation?
    /// How the results are written.
    public var outputType: OutputType?
    /// How the object was written.
    public var layout = MemberLayout()

    /// A configuration.
    public init(transformation: Transformation? = nil, outputType: OutputType? = nil) {
        self.transformation = transformation
        self.outputType = outputType
    }
}

extension WriterConfig.Transformation: Keyword {}
extension WriterConfig.OutputType: Keyword {}

extension WriterConfig: DocumentObject {
    static let blank = WriterConfig()

    static let fields = FieldTable<Self>([
        .optional("Transformation", \.transformation),
        .optional("OutputType", \.outputType),
    ])
}
