// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// Writes the results of a Map Run as Step Functions exports them: files by outcome, and a manifest.
struct ResultSink {
    let request: ResultWriteRequest
    let store: (any ObjectStore)?

    /// The Map state's result.
    ///
    /// - Throws: ``ErrorOutput`` `States.ResultWriterFailed`.
    func write() async throws(ErrorOutput) -> JSONValue {
        guard request.resource != nil else { return .array(transformed) }
        guard let store, let bucket = request.parameters["Bucket"]?.string else {
            throw Self.failure("There is no object store, or no Bucket, to write the results to.")
        }
        let runID = request.mapRunARN.split(separator: ":").last.map(String.init) ?? request.mapRunARN
        let prefix = request.parameters["Prefix"]?.string ?? ""
        let folder = prefix.isEmpty ? runID : "\(prefix)/\(runID)"
        var files = JSONObject()
        for (name, status) in [("FAILED", Status.failed), ("PENDING", .pending), ("SUCCEEDED", .succeeded)] {
            let records = request.results.filter { Status($0.outcome) == status }.map(\.json)
            guard !records.isEmpty else {
                files[name] = []
                continue
            }
            let key = "\(folder)/\(name)_0.json"
            let bytes = JSONValue.array(records).serializedUTF8()
            try await put(bytes, store, bucket, key)
            files[name] = [["Key": .string(key), "Size": .integer(bytes.count)]]
        }
        let manifestKey = "\(folder)/manifest.json"
        let manifest: JSONValue = [
            "DestinationBucket": .string(bucket),
            "MapRunArn": .string(request.mapRunARN),
            "ResultFiles": .object(files),
        ]
        try await put(manifest.serializedUTF8(), store, bucket, manifestKey)
        return [
            "MapRunArn": .string(request.mapRunARN),
            "ResultWriterDetails": ["Bucket": .string(bucket), "Key": .string(manifestKey)],
        ]
    }

    /// Whatever the store says, the writer has failed.
    private func put(
        _ bytes: [UInt8],
        _ store: any ObjectStore,
        _ bucket: String,
        _ key: String
    ) async throws(ErrorOutput) {
        do {
            try await store.putObject(bucket: bucket, key: key, bytes: bytes)
        } catch {
            throw Self.failure(error.cause ?? error.error ?? "The results could not be written")
        }
    }

    /// The results as the state's output, where a `WriterConfig` stands without a `Resource`.
    private var transformed: [JSONValue] {
        switch request.configuration["Transformation"]?.string {
        case "FLATTEN":
            request.results.compactMap(\.outcome.output).flatMap { $0.array ?? [$0] }
        case "NONE":
            request.results.map(\.json)
        default:
            request.results.compactMap(\.outcome.output)
        }
    }

    private enum Status {
        case succeeded
        case failed
        case pending

        init(_ outcome: ExecutionOutcome) {
            switch outcome {
            case .succeeded: self = .succeeded
            case .failed, .timedOut: self = .failed
            case .aborted: self = .pending
            }
        }
    }

    static func failure(_ cause: String) -> ErrorOutput {
        ErrorOutput(error: "States.ResultWriterFailed", cause: cause)
    }
}

extension ResultWriteRequest.ChildResult {
    /// A child as the exported files describe it.
    fileprivate var json: JSONValue {
        var json: JSONObject = [
            "ExecutionArn": .string(executionARN),
            "Input": .string(input.serialized()),
            "InputDetails": ["Included": true],
            "Name": .string(name),
            "Status": .string(outcome.status.rawValue),
        ]
        if let output = outcome.output {
            json["Output"] = .string(output.serialized())
            json["OutputDetails"] = ["Included": true]
        }
        if let error = outcome.failure?.error { json["Error"] = .string(error) }
        if let cause = outcome.failure?.cause { json["Cause"] = .string(cause) }
        return .object(json)
    }
}
