// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle
import Testing

struct CreatePolicyTests {
    @Test func needsNoRetentionAndLetsNothingGoThen() throws {
        let policy = try decode(#"{"policy": "p", "select": {"tags": [{"key": "Backup"}]}, "create": {}}"#)
        #expect(policy.create == CreatePolicy())
        #expect(!policy.retain.hasRule)
        let old = image("ami-1", ageSeconds: hours(9999))
        let unused = GuardAnswers(findings: ["ami-1": [ReferenceAnswer.usedBy([]).finding]])
        let decisions = ImageDecision.decide([old], answers: unused, policy: policy, now: now)
        #expect(decisions.map(\.action) == [.keep])
    }

    @Test(arguments: [
        "{}",
        #"""
        {"volumes": "data", "excludeVolumes": [{"key": "Backup", "values": ["No"]}], "multiVolume": false, "reboot": true,
         "name": "{instanceName}-{date}_{time}.000000", "description": ["{volumeName}", "{volumeID} ({device})"],
         "copyTags": ["TEAM", "OWNER"], "tags": {"Type": "Automated", "VolumeID": "{volumeID}", "A": ["{instanceTag:A b}", "x"]},
         "deleteOn": {"tag": "DeleteOn", "daysFromTags": ["RetentionDays", "Retention"], "days": 7},
         "marker": {"key": "Snapshottag", "value": "yes"},
         "copies": [{"regions": ["eu-west-1", "us-east-1"], "kmsKeyID": "alias/backup"},
                    {"regionFromTag": "DestinationRegion", "keepSource": false, "sourceIDTag": "SourceSnapshotId",
                     "copyIDTag": "OffsiteSnapshotId"}]}
        """#,
        #"{"copyTags": "all"}"#,
    ])
    func writesBackWhatItRead(_ create: String) throws {
        let policy = try decode(document(create))
        let again = try JSONDecoder().decode(LifecyclePolicy.self, from: JSONEncoder().encode(policy))
        #expect(again == policy)
        #expect((policy.create == CreatePolicy()) == (create == "{}"))
    }

    @Test(arguments: [
        (#"{"volumes": "boot"}"#, #"create.volumes: "boot" is no choice of volumes; use all, root or data"#),
        (
            #"{"noReboot": true}"#,
            "create.noReboot: is no field here; the fields are volumes, excludeVolumes, multiVolume, reboot, name, "
                + "description, copyTags, tags, deleteOn, marker, copies"
        ),
        (#"{"name": "{nme}"}"#, #"create.name: "{nme}" is no placeholder; use \#(Self.spellings)"#),
        (#"{"name": "a}b"}"#, #"create.name: "a}b" has a brace without its other half"#),
        (#"{"name": "a{b"}"#, #"create.name: "a{b" has a brace without its other half"#),
        (#"{"name": ""}"#, "create.name: has an empty text"),
        (#"{"name": []}"#, "create.name: must be a text or a list of texts"),
        (#"{"name": "{volumeID}"}"#, "create.name: names a volume, but an image has several"),
        (#"{"name": "{imageName}"}"#, "create.name: cannot be made of itself"),
        (
            #"{"description": ["x", "{device}"]}"#,
            "create.description: names a volume, but the snapshots made at one moment share it; "
                + #"use "multiVolume": false"#
        ),
        (#"{"copyTags": "some"}"#, #"create.copyTags: "some" is no choice of tags; use "all" or a list of keys"#),
        (#"{"copyTags": ["A", "aws:x"]}"#, "create.copyTags.1: begins with aws:, which is reserved"),
        (#"{"tags": ["A"]}"#, "create.tags: must be an object of keys and texts"),
        (#"{"tags": {"Shelflife:x": "y"}}"#, "create.tags.Shelflife:x: begins with shelflife:, which is reserved"),
        (#"{"tags": {"A": "{date"}}"#, #"create.tags.A: "{date" has a brace without its other half"#),
        (#"{"deleteOn": {"tag": "D"}}"#, "create.deleteOn.days: is missing"),
        (#"{"deleteOn": {"tag": "D", "days": 0}}"#, "create.deleteOn.days: is 0; use a whole number from 1 to 100000"),
        (#"{"marker": {"key": "M"}}"#, "create.marker.value: is missing"),
        (
            #"{"marker": {"key": "M", "value": "x"}, "tags": {"M": "y"}}"#,
            "create.marker: has the key M, which is among tags as well"
        ),
        (#"{"copies": [{}]}"#, "create.copies.0: needs either regions or regionFromTag"),
        (
            #"{"copies": [{"regions": ["x"], "regionFromTag": "y"}]}"#,
            "create.copies.0: needs either regions or regionFromTag"
        ),
        (
            #"{"copies": [{"regions": ["eu-west-1.evil.example/"]}]}"#,
            #"create.copies.0.regions: "eu-west-1.evil.example/" is no region's name"#
        ),
        (#"{"copies": [{"regions": ["a", "a"]}]}"#, "create.copies.0.regions: has a region twice"),
    ])
    func refusesWithThePlace(_ create: String, sentence: String) throws {
        let error = #expect(throws: PolicyError.self) { try decode(document(create)) }
        #expect(error?.description == sentence)
    }

    @Test(arguments: [
        (["{instanceName}-{date}_{time}.000000"], "web 1-2026-05-28_20_26_40.000000"),
        (["{volumeName}", "{instanceName} - {volumeID} ({device})"], "web 1 - vol-1 (/dev/sdf)"),
        (["Auto Snapshot {volumeID}({instanceTag:None})", "Auto Snapshot {volumeID}"], "Auto Snapshot vol-1"),
        (["{instanceTag:a:b}{policy}{instanceID}"], "cpi-1"),
        (["plain"], "plain"),
        (["{instanceTag:Empty}"], nil),
        (["{volumeTag:Tier}"], "gold"),
        (["{imageName}"], nil),
    ])
    func fillsInTheFirstTextThatCanBe(_ texts: [String], filled: String?) throws {
        let instance = Instance(
            instanceID: "i-1",
            tags: [Tag(key: "Name", value: "web 1"), Tag(key: "a:b", value: "c"), Tag(key: "Empty", value: "")]
        )
        let volume = Volume(volumeID: "vol-1", tags: [Tag(key: "Tier", value: "gold")])
        let values = TemplateValues(policy: "p", now: now, instance: instance)
            .with(volume, volumeID: "vol-1", device: "/dev/sdf")
        #expect(try TextTemplate(texts).text(values) == filled)
    }

    @Test func hasStandardTextsForEveryInstance() {
        let values = TemplateValues(policy: "p", now: now, instance: Instance(instanceID: "i-1"))
        #expect(CreatePolicy().name.text(values) == "i-1-2026-05-28_20_26_40")
        #expect(CreatePolicy().description.text(values) == "p: i-1")
    }

    @Test(arguments: [
        (["RetentionDays": "3"], "2026-05-31"), (["Retention": "4"], "2026-06-01"),
        (["RetentionDays": "soon", "Retention": "4"], "2026-06-01"), (["RetentionDays": "0"], "2026-06-04"),
        ([:], "2026-06-04"),
    ])
    func counts(tags: [String: String], day: String) {
        let date = DeletionDate(tag: "DeleteOn", daysFromTags: ["RetentionDays", "Retention"], days: 7)
        #expect(
            date.tag(for: tags.map { Tag(key: $0.key, value: $0.value) }, now: now) == Tag(key: "DeleteOn", value: day)
        )
    }

    @Test func copiesTagsButNotThoseOfTheInstanceItself() {
        let tags = [
            Tag(key: "B", value: "2"), Tag(key: "shelflife:keep", value: ""), Tag(key: "A", value: "1"),
        ]
        #expect(TagCopying.all.copied(from: tags).map(\.key) == ["B", "A"])
        #expect(TagCopying.keys(["A", "C", "B"]).copied(from: tags).map(\.key) == ["A", "B"])
    }

    @Test func findsTheRegionAtTheVolumeFirst() {
        let copy = CopyPolicy(regionFromTag: "R")
        let (one, other) = ([Tag(key: "R", value: "a")], [Tag(key: "R", value: "b")])
        #expect(copy.regions(volumeTags: one, instanceTags: other) == ["a"])
        #expect(copy.regions(volumeTags: [], instanceTags: other) == ["b"])
        #expect(copy.regions(volumeTags: [], instanceTags: []) == [])
        #expect(CopyPolicy(regions: ["a", "b"]).regions(volumeTags: other, instanceTags: []) == ["a", "b"])
    }

    private static let spellings =
        "{instanceID}, {instanceName}, {volumeID}, {volumeName}, {device}, {imageName}, {policy}, {date}, {time}, "
        + "{instanceTag:<key>}, {volumeTag:<key>}"

    private func document(_ create: String) -> String {
        #"{"policy": "p", "select": {"all": true}, "create": \#(create)}"#
    }

    private func decode(_ text: String) throws -> LifecyclePolicy {
        try JSONDecoder().decode(LifecyclePolicy.self, from: Data(text.utf8))
    }
}
