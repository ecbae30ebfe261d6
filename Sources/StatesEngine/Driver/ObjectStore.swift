// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// Where item readers read and result writers write: S3, or something in its place.
public protocol ObjectStore: Sendable {
    /// The bytes of an object.
    ///
    /// - Throws: ``ErrorOutput`` in the words of S3.
    func object(bucket: String, key: String) async throws(ErrorOutput) -> [UInt8]

    /// The objects under a prefix, each as `{"Etag", "Key", "LastModified", "Size", "StorageClass"}`.
    ///
    /// - Throws: ``ErrorOutput`` in the words of S3.
    func listObjects(bucket: String, prefix: String?, limit: Int?) async throws(ErrorOutput) -> [JSONValue]

    /// Writes an object.
    ///
    /// - Throws: ``ErrorOutput`` in the words of S3.
    func putObject(bucket: String, key: String, bytes: [UInt8]) async throws(ErrorOutput)
}
