// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import ImageLifecycle
import Testing

/// What filters find by key is what a walk through everything finds.
@Suite struct FilterLookupTests {
    private let client = Client()

    @Test(arguments: 1...20) func findsWhatAWalkFindsWhateverWasChangedBefore(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed, name: "changes")
        var ids: [String] = []
        for _ in 0..<150 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5:
                let tags = Self.tags(&random)
                let volumeID = Self.volumeIDs.randomElement(using: &random) ?? ""
                let id = "snap-" + String(UInt32.random(in: .min ... .max, using: &random), radix: 16) + "00000000"
                client.sandbox.withRegion { region in
                    let snapshot = SnapshotRecord(
                        id: id,
                        ownerID: region.accountID,
                        volumeID: volumeID,
                        startTime: Client.start,
                        sizeGiB: 1,
                        fullSizeBytes: 1,
                        description: "",
                        tags: tags
                    )
                    region.put(snapshot)
                }
                ids.append(id)
            case 5..<8:
                guard let id = ids.randomElement(using: &random) else { continue }
                let tags = Self.tags(&random)
                client.sandbox.withRegion { region in
                    guard var snapshot = region.snapshots[id] else { return }
                    snapshot.tags = tags
                    region.put(snapshot)
                }
            default:
                guard let id = ids.randomElement(using: &random) else { continue }
                _ = client.send("DeleteSnapshot", ["SnapshotId": id])
            }
        }
        for volumeID in Self.volumeIDs {
            let expected = client.sandbox.withRegion { $0.snapshots.filter { $0.volumeID == volumeID }.map(\.id) }
            let filter: KeyValuePairs = ["Filter.1.Name": "volume-id", "Filter.1.Value.1": volumeID]
            #expect(try client.call("DescribeSnapshots", filter).texts("snapshotSet/item/snapshotId") == expected)
        }
        for key in Self.keys {
            for value in Self.values {
                let expected = client.sandbox.withRegion { region in
                    region.snapshots.filter { $0.tags.contains(.init(key: key, value: value)) }.map(\.id)
                }
                let filter: KeyValuePairs = ["Filter.1.Name": "tag:\(key)", "Filter.1.Value.1": value]
                #expect(try client.call("DescribeSnapshots", filter).texts("snapshotSet/item/snapshotId") == expected)
                let both: KeyValuePairs = [
                    "Filter.1.Name": "tag:\(key)", "Filter.1.Value.1": value, "Filter.1.Value.2": "nobody",
                    "Filter.2.Name": "snapshot-id", "Filter.2.Value.1": expected.first ?? "snap-0",
                ]
                let found = try client.call("DescribeSnapshots", both).texts("snapshotSet/item/snapshotId")
                #expect(found == Array(expected.prefix(1)))
            }
        }
    }

    @Test func findsImagesByTheImageThatTheyAreMadeOf() throws {
        client.sandbox.withRegion { region in
            for number in 1...6 {
                var image = ImageRecord(
                    id: "ami-0000000\(number)",
                    ownerID: region.accountID,
                    name: "copy-\(number)",
                    creationDate: Client.start
                )
                image.sourceImageID = [nil, "ami-a", "ami-b"][number % 3]
                region.put(image)
            }
        }
        _ = client.send("DeregisterImage", ["ImageId": "ami-00000004"])
        let made = ["ami-a": ["ami-00000001"], "ami-b": ["ami-00000002", "ami-00000005"], "ami-c": []]
        for (value, expected) in made {
            let filter: KeyValuePairs = ["Filter.1.Name": "source-image-id", "Filter.1.Value.1": value]
            #expect(try client.call("DescribeImages", filter).texts("imagesSet/item/imageId") == expected)
            let pattern: KeyValuePairs = ["Filter.1.Name": "source-image-id", "Filter.1.Value.1": value + "*"]
            #expect(try client.call("DescribeImages", pattern).texts("imagesSet/item/imageId") == expected)
        }
    }

    private static let volumeIDs = ["vol-1", "vol-2", "vol-3"]
    private static let keys = ["a", "b"]
    private static let values = ["1", "2", ""]

    private static func tags(_ random: inout SeededGenerator) -> [ImageLifecycle.Tag] {
        keys.compactMap { key in
            Bool.random(using: &random) ? values.randomElement(using: &random).map { .init(key: key, value: $0) } : nil
        }
    }
}
