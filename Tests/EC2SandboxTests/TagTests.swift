// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import ImageLifecycle
import Testing

@Suite struct TagTests {
    private let client = Client()

    @Test func replacesAddsAndRemoves() throws {
        let id = try client.makeSnapshot()
        let tags = {
            let found = try client.call("DescribeTags", ["Filter.1.Name": "resource-id", "Filter.1.Value.1": id])
            return zip(found.texts("tagSet/item/key"), found.texts("tagSet/item/value")).map { "\($0)=\($1)" }
        }
        try client.call("CreateTags", ["ResourceId.1": id, "Tag.1.Key": "a", "Tag.1.Value": "1", "Tag.2.Key": "b"])
        #expect(try tags() == ["a=1", "b="])
        try client.call("CreateTags", ["ResourceId.1": id, "Tag.1.Key": "a", "Tag.1.Value": "2"])
        #expect(try tags() == ["a=2", "b="])
        try client.call("DeleteTags", ["ResourceId.1": id, "Tag.1.Key": "a", "Tag.1.Value": "1"])
        #expect(try tags() == ["a=2", "b="])
        try client.call("DeleteTags", ["ResourceId.1": id, "Tag.1.Key": "a"])
        #expect(try tags() == ["b="])
        try client.call("DeleteTags", ["ResourceId.1": id])
        #expect(try tags().isEmpty)
    }

    @Test(arguments: [
        (["Tag.1.Key": "AWS:x"], "InvalidParameterValue"),
        (["Tag.1.Key": "x", "Tag.2.Key": "x"], "InvalidParameterValue"),
        (["Tag.1.Key": String(repeating: "k", count: 129)], "InvalidParameterValue"),
        (["Tag.1.Key": "k", "Tag.1.Value": String(repeating: "v", count: 257)], "InvalidParameterValue"),
        (["Tag.1.Value": "v"], "MissingParameter"),
        ([:], "MissingParameter"),
        (Dictionary(uniqueKeysWithValues: (1...51).map { ("Tag.\($0).Key", "k\($0)") }), "TagLimitExceeded"),
    ])
    func refuses(parameters: [String: String], code: String) throws {
        let id = try client.makeSnapshot()
        let pairs = [("Action", "CreateTags"), ("ResourceId.1", id)] + parameters.map { ($0.key, $0.value) }
        let answer = client.sandbox.respond(to: SandboxRequest(body: Array(Client.form(pairs).utf8)))
        #expect(try #require(Element.parse(answer.body))["Errors/Error/Code"] == code)
    }

    @Test func changesAllResourcesOrNone() throws {
        let id = try client.makeSnapshot()
        let missing = "snap-" + Client.unknownDigits
        let code = try client.failure("CreateTags", ["ResourceId.1": id, "ResourceId.2": missing, "Tag.1.Key": "a"])
        #expect(code == "InvalidSnapshot.NotFound")
        #expect(client.sandbox.withRegion { $0.snapshots[id]?.tags } == [])
    }

    @Test func countsUserTagsOnly() throws {
        let id = try client.makeSnapshot()
        client.sandbox.withRegion { region in
            guard var snapshot = region.snapshots[id] else { return }
            snapshot.tags = [.init(key: "aws:dlm:managed", value: "true")]
            region.put(snapshot)
        }
        let pairs = (1...50).map { ("Tag.\($0).Key", "k\($0)") } + [("Action", "CreateTags"), ("ResourceId.1", id)]
        let answer = client.sandbox.respond(to: SandboxRequest(body: Array(Client.form(pairs).utf8)))
        #expect(answer.status == 200)
        #expect(client.sandbox.withRegion { $0.snapshots[id]?.tags.count } == 51)
        #expect(try client.failure("CreateTags", ["ResourceId.1": id, "Tag.1.Key": "one more"]) == "TagLimitExceeded")
    }
}
