// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// Where a Distributed Map writes its results, instead of into its output.
/// https://states-language.net/spec.html#resultwriter
public struct ResultWriter: Sendable, Hashable {
    /// The URI of the writing action: `arn:aws:states:::s3:putObject`; nil when only the format is wanted.
    public var resource: String?
    /// In what format the results are written.
    public var writerConfig: WriterConfig?
    /// The action's parameters, as payload template.
    public var parameters: JSONValue?
    /// The action's parameters, as JSONata template.
    public var arguments: JSONValue?
    /// How the object was written.
    public var layout = MemberLayout()

    /// A writer.
    public init(
        resource: String? = nil,
        writerConfig: WriterConfig? = nil,
        parameters: JSONValue? = nil,
        arguments: JSONValue? = nil
    ) {
        self.resource = resource
        self.writerConfig = writerConfig
        self.parameters = parameters
        self.arguments = arguments
    }
}

extension ResultWriter: DocumentObject {
    static let blank = ResultWriter()

    static let fields = FieldTable<Self>([
        .optional("Resource", \.resource),
        .optional("WriterConfig", \.writerConfig),
        .optional("Parameters", \.parameters),
        .optional("Arguments", \.arguments),
    ])
}
