// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import Testing

/// Item readers and result writers, seen through a distributed Map.
@Suite(.timeLimit(.minutes(15))) struct MapDataTests {
    private static func run(
        _ config: JSONValue,
        body: String,
        key: String = "k",
        writer: JSONValue? = nil
    ) async throws -> (ExecutionOutcome, MemoryObjectStore) {
        var state: JSONObject = [
            "Type": "Map", "End": true,
            "ItemReader": [
                "Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": config,
                "Parameters": ["Bucket": "b", "Key": .string(key)],
            ],
            "ItemProcessor": [
                "ProcessorConfig": ["Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"], "StartAt": "P",
                "States": ["P": ["Type": "Pass", "End": true]],
            ],
        ]
        state["ResultWriter"] = writer
        let store = MemoryObjectStore(["b/k": Array(body.utf8)])
        let services = EngineServices(
            clock: SimulatedClock(now: Machines.start),
            taskRunner: ScriptedTaskRunner([:]),
            objectStore: store
        )
        let driver = ExecutionDriver(
            machine: try Machines.single(.object(state)),
            record: Machines.record(input: ["limit": -1]),
            services: services
        )
        return (try await driver.run(), store)
    }

    @Test(
        arguments: [
            (["InputType": "JSON"], "[1,2]", [1, 2]),
            (["InputType": "JSON", "MaxItems": 1], "[1,2]", [1]),
            (["InputType": "JSONL"], "{\"a\":1}\n\n{\"a\":2}\n", [["a": 1], ["a": 2]]),
            (
                ["InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"], "a,b\n1,\"x, \"\"y\"\"\"\r\n2\n",
                [["a": "1", "b": "x, \"y\""], ["a": "2", "b": ""]]
            ),
            (
                ["InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["h"], "CSVDelimiter": "PIPE"], "1|2",
                [["h": "1"]]
            ),
            (
                ["InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"],
                #"a,b"# + "\n" + #"x\,y,C:\\P\z"# + "\n" + #"{""k"":""v""},"\"q\"""# + "\n" + "\"\",\"\"" + "\n"
                    + #"a"b,"c"d"#,
                [
                    ["a": "x,y", "b": #"C:\Pz"#], ["a": #"{"k":"v"}"#, "b": #""q""#], ["a": "", "b": ""],
                    ["a": #"a"b"#, "b": "cd"],
                ]
            ),
        ] as [(JSONValue, String, JSONValue)]
    )
    func readsItems(config: JSONValue, body: String, expected: JSONValue) async throws {
        #expect(try await Self.run(config, body: body).0 == .succeeded(expected))
    }

    @Test(
        arguments: [
            (["InputType": "JSON"], "{", "Attempting to map over non-iterable node."),
            (
                ["InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["h", "h"]], "1",
                "CSV headers cannot contain duplicates."
            ),
            (["InputType": "JSON", "MaxItemsPath": "$.limit"], "[]", "field MaxItems must be positive"),
        ] as [(JSONValue, String, String)]
    )
    func failsWhereThereAreNoItems(config: JSONValue, body: String, cause: String) async throws {
        let failure = ErrorOutput(error: "States.ItemReaderFailed", cause: cause)
        #expect(try await Self.run(config, body: body).0 == .failed(failure))
    }

    @Test func aReaderFailsWhateverErrorItsStoreNames() async throws {
        let outcome = try await Self.run(["InputType": "JSON"], body: "[]", key: "other").0
        let failure = ErrorOutput(error: "States.ItemReaderFailed", cause: "The specified key does not exist.")
        #expect(outcome == .failed(failure))
    }

    @Test func aWriterFailsWhateverErrorItsStoreNames() async throws {
        let writer: JSONValue = [
            "Resource": "arn:aws:states:::s3:putObject",
            "Parameters": ["Bucket": .string(MemoryObjectStore.closedBucket)],
        ]
        let outcome = try await Self.run(["InputType": "JSON"], body: "[1]", writer: writer).0
        let failure = ErrorOutput(error: "States.ResultWriterFailed", cause: "Access Denied")
        #expect(outcome == .failed(failure))
    }

    @Test func exportsResultsWithAManifest() async throws {
        let writer: JSONValue = [
            "Resource": "arn:aws:states:::s3:putObject", "Parameters": ["Bucket": "out", "Prefix": "runs"],
        ]
        let (outcome, store) = try await Self.run(["InputType": "JSON"], body: "[1,2]", writer: writer)
        let key = try #require(outcome.output?["ResultWriterDetails"]?["Key"]?.string)
        #expect(key.hasPrefix("runs/") && key.hasSuffix("/manifest.json"))
        let manifest = try JSONValue(parsing: try await store.object(bucket: "out", key: key))
        let file = try #require(manifest["ResultFiles"]?["SUCCEEDED"]?[0]?["Key"]?.string)
        let results = try JSONValue(parsing: try await store.object(bucket: "out", key: file))
        #expect(results.array?.map { $0["Output"] } == ["1", "2"])
    }
}
