// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// Reads what an item reader asks for, and makes items of it.
struct ItemSource {
    let request: ItemReadRequest
    let store: any ObjectStore

    /// The most items that a reader reads, whatever the state says.
    private static let maximumItems = 100_000_000

    /// The items, in order.
    ///
    /// - Throws: ``ErrorOutput`` `States.ItemReaderFailed`.
    func items() async throws(ErrorOutput) -> [JSONValue] {
        if let maxItems = request.maxItems, maxItems < 0 { throw Self.failure("field MaxItems must be positive") }
        // 0 stands for no limit of the state's own.
        let limit = request.maxItems.map { $0 == 0 ? Self.maximumItems : $0 } ?? Self.maximumItems
        guard let bucket = request.parameters["Bucket"]?.string else {
            throw Self.failure("The item reader has no Bucket")
        }
        if request.resource.hasSuffix(":listObjectsV2") {
            let prefix = request.parameters["Prefix"]?.string
            return try await Self.reading { () async throws(ErrorOutput) in
                try await store.listObjects(bucket: bucket, prefix: prefix, limit: limit)
            }
        }
        guard request.resource.hasSuffix(":getObject"), let key = request.parameters["Key"]?.string else {
            throw Self.failure("The item reader has no Key, or a Resource that is not supported: \(request.resource)")
        }
        let bytes = try await Self.reading { () async throws(ErrorOutput) in
            try await store.object(bucket: bucket, key: key)
        }
        return Array(try parse(bytes, limit: limit).prefix(limit))
    }

    private func parse(_ bytes: [UInt8], limit: Int) throws(ErrorOutput) -> [JSONValue] {
        let inputType = request.configuration["InputType"]?.string
        switch inputType {
        case "CSV": return try CSVItems(configuration: request.configuration).items(bytes, limit: limit)
        case "JSONL": return try lines(bytes, limit: limit)
        case "JSON": return try array(bytes)
        default: throw Self.failure("The input type \(inputType ?? "(none)") is not supported here")
        }
    }

    private func array(_ bytes: [UInt8]) throws(ErrorOutput) -> [JSONValue] {
        guard let document = try? JSONValue(parsing: bytes) else {
            throw Self.failure("Attempting to map over non-iterable node.")
        }
        var value = document
        for name in (request.configuration["ItemsPointer"]?.string ?? "").split(separator: "/") {
            let unescaped = name.replacing("~1", with: "/").replacing("~0", with: "~")
            guard let next = value[String(unescaped)] ?? Int(unescaped).flatMap({ value[$0] }) else {
                throw Self.failure("The ItemsPointer leads nowhere in the object")
            }
            value = next
        }
        if let array = value.array { return array }
        if let object = value.object {
            return object.map { ["Key": .string($0.key), "Value": $0.value] }
        }
        throw Self.failure("Attempting to map over non-iterable node.")
    }

    private func lines(_ bytes: [UInt8], limit: Int) throws(ErrorOutput) -> [JSONValue] {
        var items: [JSONValue] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) where items.count < limit {
            guard line.contains(where: { $0 > 0x20 }) else { continue }
            guard let item = try? JSONValue(parsing: line) else {
                throw Self.failure("A line of the object is not JSON")
            }
            items.append(item)
        }
        return items
    }

    /// Whatever the store says, the reader has failed.
    private static func reading<Result>(
        _ body: () async throws(ErrorOutput) -> Result
    ) async throws(ErrorOutput) -> Result {
        do {
            return try await body()
        } catch {
            throw failure(error.cause ?? error.error ?? "The object could not be read")
        }
    }

    static func failure(_ cause: String) -> ErrorOutput {
        ErrorOutput(error: "States.ItemReaderFailed", cause: cause)
    }
}
