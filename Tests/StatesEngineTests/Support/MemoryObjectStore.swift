// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import Synchronization

/// Objects in memory, by bucket and key.
final class MemoryObjectStore: ObjectStore {
    /// A bucket that nothing can be written to.
    static let closedBucket = "closed"

    private let objects: Mutex<[String: [UInt8]]>

    init(_ objects: [String: [UInt8]] = [:]) {
        self.objects = Mutex(objects)
    }

    /// The keys of all objects, with their buckets.
    var keys: [String] { objects.withLock { $0.keys.sorted() } }

    func object(bucket: String, key: String) async throws(ErrorOutput) -> [UInt8] {
        guard let bytes = objects.withLock({ $0["\(bucket)/\(key)"] }) else {
            throw ErrorOutput(error: "S3.NoSuchKeyException", cause: "The specified key does not exist.")
        }
        return bytes
    }

    func listObjects(bucket: String, prefix: String?, limit: Int?) async throws(ErrorOutput) -> [JSONValue] {
        let start = "\(bucket)/\(prefix ?? "")"
        return objects.withLock { objects in
            objects.filter { $0.key.hasPrefix(start) }.sorted { $0.key < $1.key }.prefix(limit ?? .max).map {
                [
                    "Etag": "etag",
                    "LastModified": "2026-01-01T00:00:00Z",
                    "Key": .string(String($0.key.dropFirst(bucket.count + 1))),
                    "Size": .integer($0.value.count),
                    "StorageClass": "STANDARD",
                ]
            }
        }
    }

    func putObject(bucket: String, key: String, bytes: [UInt8]) async throws(ErrorOutput) {
        guard bucket != Self.closedBucket else {
            throw ErrorOutput(error: "S3.AccessDeniedException", cause: "Access Denied")
        }
        objects.withLock { $0["\(bucket)/\(key)"] = bytes }
    }
}
