// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// How a Map state groups items, so that one iteration works on several.
/// https://states-language.net/spec.html#itembatcher
public struct ItemBatcher: Sendable, Hashable {
    /// What every batch gets besides its items, as template.
    public var batchInput: JSONValue?
    /// The most items in a batch.
    public var maxItemsPerBatch: Dynamic<Int>?
    /// Where in the input that number stands, as reference path.
    public var maxItemsPerBatchPath: String?
    /// The most bytes in a batch.
    public var maxInputBytesPerBatch: Dynamic<Int>?
    /// Where in the input that number stands, as reference path.
    public var maxInputBytesPerBatchPath: String?
    /// How the object was written.
    public var layout = MemberLayout()

    /// A batcher.
    public init(
        batchInput: JSONValue? = nil,
        maxItemsPerBatch: Dynamic<Int>? = nil,
        maxItemsPerBatchPath: String? = nil,
        maxInputBytesPerBatch: Dynamic<Int>? = nil,
        maxInputBytesPerBatchPath: String? = nil
    ) {
        self.batchInput = batchInput
        self.maxItemsPerBatch = maxItemsPerBatch
        self.maxItemsPerBatchPath = maxItemsPerBatchPath
        self.maxInputBytesPerBatch = maxInputBytesPerBatch
        self.maxInputBytesPerBatchPath = maxInputBytesPerBatchPath
    }
}

extension ItemBatcher: DocumentObject {
    static let blank = ItemBatcher()

    static let fields = FieldTable<Self>([
        .optional("BatchInput", \.batchInput),
        .optional("MaxItemsPerBatch", \.maxItemsPerBatch),
        .optional("MaxItemsPerBatchPath", \.maxItemsPerBatchPath),
        .optional("MaxInputBytesPerBatch", \.maxInputBytesPerBatch),
        .optional("MaxInputBytesPerBatchPath", \.maxInputBytesPerBatchPath),
    ])
}
