// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// Where a Distributed Map reads its items from, instead of from the input.
/// https://states-language.net/spec.html#itemreader
public struct ItemReader: Sendable, Hashable {
    /// The URI of the reading action: `arn:aws:states:::s3:getObject`.
    public var resource: String
    /// How to read what the resource gives.
    public var readerConfig: ReaderConfig?
    /// The action's parameters, as payload template.
    public var parameters: JSONValue?
    /// The action's parameters, as JSONata template.
    public var arguments: JSONValue?
    /// How the object was written.
    public var layout = MemberLayout()

    /// A reader.
    public init(
        resource: String,
        readerConfig: ReaderConfig? = nil,
        parameters: JSONValue? = nil,
        arguments: JSONValue? = nil
    ) {
        self.resource = resource
        self.readerConfig = readerConfig
        self.parameters = parameters
        self.arguments = arguments
    }
}

extension ItemReader: DocumentObject {
    static let blank = ItemReader(resource: "")

    static let fields = FieldTable<Self>([
        .required("Resource", \.resource),
        .optional("ReaderConfig", \.readerConfig),
        .optional("Parameters", \.parameters),
        .optional("Arguments", \.arguments),
    ])
}
