// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import Testing

/// The backup workflows as they are deployed, on an account with EC2's rules.
@Suite(.timeLimit(.minutes(15))) struct BackupTests {
    private let images = #"""
        {"policy": "images", "mode": "enforce", "select": {"tags": [{"key": "Backup"}]},
         "create": {"copyTags": ["TEAM"], "tags": {"Volume": "{volumeID} at {device}", "Name": "{imageName}"},
                    "excludeVolumes": [{"key": "Backup", "values": ["No"]}]}}
        """#

    private func volumes(_ create: String) -> String {
        #"{"policy": "volumes", "mode": "enforce", "select": {"tags": [{"key": "Backup"}]}, "create": \#(create)}"#
    }

    @Test func makesImagesAndTagsTheirSnapshots() async throws {
        let stage = BackupStage { region in
            region.addBackupTarget("a", tags: ["Backup": "Yes", "Name": "web:1", "TEAM": "x"], volumes: [[:], [:]])
            region.addBackupTarget("b", tags: ["Backup": "Yes"], volumes: [[:], ["Backup": "No"]])
            region.addBackupTarget("c", tags: ["Backup": "Yes"], state: .terminated)
            region.addBackupTarget("d", tags: ["Name": "other"])
        }
        let run = try await stage.run("backup-images", images)
        #expect(run.succeeded, "\(run.text)")
        #expect(
            run.text.hasPrefix(
                "images: OK. 2 of 2 backups are complete: 3 snapshots, 0 copies. "
                    + "Instances not backed up by selection 1, state 1."
            ),
            "\(run.text)"
        )
        let census = stage.census()
        #expect(census.count == 5)
        let made = census.filter { $0.contains(" image ") }
        #expect(made.count == 2)
        #expect(made.contains { $0.contains("image web-1-2026-09-22_") && $0.contains("TEAM=x") }, "\(made)")
        #expect(made.allSatisfy { !$0.contains("unfinished") && !$0.contains("Volume=") }, "\(made)")
        for line in census where line.contains(" snapshot ") {
            #expect(line.contains("Volume=vol-") && line.contains("shelflife:source-volume=vol-"), "\(line)")
            #expect(line.contains("Name=") && line.contains("shelflife:policy=images"), "\(line)")
        }
    }

    @Test func reportsWithoutMakingAnything() async throws {
        let stage = BackupStage { $0.addBackupTarget("a", tags: ["Backup": "Yes"]) }
        let run = try await stage.run("backup-images", images.replacing("enforce", with: "report"))
        #expect(run.succeeded)
        #expect(run.text.contains("1 of 1 instances would be backed up; nothing was made."), "\(run.text)")
        #expect(stage.census() == [])
    }

    @Test func makesSnapshotsAtOneMomentOrEachByItself() async throws {
        for multiVolume in [true, false] {
            let stage = BackupStage { region in
                region.addBackupTarget("a", tags: ["Backup": "Yes"], volumes: [[:], ["Backup": "No"], [:]])
            }
            let policy = volumes(
                #"""
                {"multiVolume": \#(multiVolume), "volumes": "data", "tags": {"Device": "{device}"},
                 "excludeVolumes": [{"key": "Backup", "values": ["No"]}]}
                """#
            )
            let run = try await stage.run("backup-volumes", policy)
            #expect(run.succeeded, "\(run.text)")
            let census = stage.census()
            #expect(census.count == 1 && census[0].contains("Device=/dev/sdg"), "\(census)")
            #expect(census[0].contains("completed") && !census[0].contains("unfinished"))
            let action = multiVolume ? "CreateSnapshots" : "CreateSnapshot"
            #expect(stage.sandbox.log.count { $0.action == action } == 1)
        }
    }

    @Test func copiesOffSiteAndDeletesTheSourceOnlyThen() async throws {
        let stage = BackupStage { region in
            region.addBackupTarget("a", tags: ["Backup": "Yes", "To": "eu-west-1"], isEncrypted: true)
            region.addBackupTarget("b", tags: ["Backup": "Yes"])
        }
        let policy = volumes(
            #"""
            {"tags": {"Type": "Automated"}, "deleteOn": {"tag": "DeleteOn", "days": 7},
             "copies": [{"regionFromTag": "To", "keepSource": false, "sourceIDTag": "SourceSnapshotId"}]}
            """#
        )
        let run = try await stage.run("backup-volumes", policy)
        #expect(run.succeeded, "\(run.text)")
        let census = stage.census()
        #expect(census.count == 2, "\(census)")
        let copy = try #require(census.first { $0.hasPrefix("eu-west-1") })
        #expect(copy.contains("snapshot of vol-ffffffff completed"))
        for tag in [
            "Type=Automated", "DeleteOn=2026-09-29", "SourceSnapshotId=snap-…", "shelflife:policy=volumes",
            "shelflife:source-snapshot=snap-…", "shelflife:source-volume=vol-00",
        ] { #expect(copy.contains(tag), "\(tag) is not in \(copy)") }
        #expect(census.allSatisfy { !$0.contains("unfinished") })
    }

    @Test(arguments: [
        (#"{"regions": ["eu-west-1"], "kmsKeyID": "alias/forbidden", "keepSource": false}"#, "Given key ID is not"),
        (#"{"regionFromTag": "To", "keepSource": false}"#, "the region \"mars-east-1\" does not exist"),
    ])
    func keepsTheSourceOfACopyThatCannotBe(_ copy: String, _ reason: String) async throws {
        let stage = BackupStage { $0.addBackupTarget("a", tags: ["Backup": "Yes", "To": "mars-east-1"]) }
        let run = try await stage.run("backup-volumes", volumes(#"{"copies": [\#(copy)]}"#))
        #expect(!run.succeeded)
        #expect(run.text.contains(reason), "\(run.text)")
        let census = stage.census()
        let source = try #require(census.first { $0.hasPrefix("us-east-1") })
        // The next run knows by the marker that something is left to do.
        #expect(source.contains("shelflife:unfinished=yes"))
        #expect(census.count(where: { $0.hasPrefix("eu-west-1") && !$0.contains(" error ") }) == 0)
        #expect(stage.sandbox.log.count { $0.action == "CopySnapshot" } == (copy.contains("kms") ? 2 : 0))
    }

    @Test func goesOnWithWhatAnEarlierRunLeftUnfinished() async throws {
        let stage = BackupStage { $0.addBackupTarget("a", tags: ["Backup": "Yes", "To": "mars-east-1"]) }
        let policy = volumes(#"{"copies": [{"regionFromTag": "To", "keepSource": false}]}"#)
        #expect(try await !stage.run("backup-volumes", policy).succeeded)
        stage.sandbox.withRegion { region in
            for instance in Array(region.instances) {
                var changed = instance
                changed.tags = instance.tags.filter { $0.key != "To" } + [.init(key: "To", value: "eu-west-1")]
                region.put(changed)
            }
        }
        let run = try await stage.run("backup-volumes", policy, hour: 24)
        #expect(run.succeeded, "\(run.text)")
        #expect(run.text.contains("1 were begun by earlier runs."), "\(run.text)")
        let census = stage.census()
        #expect(census.count == 2 && census.allSatisfy { $0.hasPrefix("eu-west-1") }, "\(census)")
    }

    @Test func callsWhatItsStepsDeclareAndNothingElse() async throws {
        let stage = BackupStage { region in
            region.addBackupTarget("a", tags: ["Backup": "Yes", "To": "eu-west-1"], isEncrypted: true)
        }
        func calls() -> Set<String> { Set(stage.sandbox.log.map { "ec2:" + $0.action }) }
        func declared(_ steps: [WorkerStep]) -> Set<String> { Set(steps.flatMap(\.ec2Actions)) }
        // CreateTags is what EC2 asks for where tags are set at creation.
        _ = try await stage.run("backup-images", images)
        #expect(calls() == declared([.listBackupTargets, .createImage, .tagSnapshots]))
        stage.sandbox.clearLog()
        let copies = #"{"copies": [{"regionFromTag": "To", "keepSource": false}]}"#
        _ = try await stage.run("backup-volumes", volumes(copies))
        let steps: [WorkerStep] = [
            .listBackupTargets, .createSnapshots, .tagSnapshots, .copySnapshots, .deleteSourceSnapshots,
        ]
        // Each volume by itself, and what is left to do where no source is deleted, are played elsewhere.
        #expect(declared(steps).subtracting(calls()) == ["ec2:CreateSnapshot", "ec2:DeleteTags"])
        #expect(calls().isSubset(of: declared(steps)))
    }

    @Test func namesWhatVanishedBetweenListAndCreation() async throws {
        // The second listing of instances is the one right before the creation.
        let gone = FaultRule(
            action: "DescribeInstances",
            trigger: .calls([2]),
            kind: .error(code: "InvalidInstanceID.NotFound", message: "gone", status: 400)
        )
        let stage = BackupStage(faults: FaultPlan(rules: [gone])) { region in
            region.addBackupTarget("a", tags: ["Backup": "Yes"])
            region.addBackupTarget("b", tags: ["Backup": "Yes"])
        }
        let run = try await stage.run("backup-images", images)
        #expect(!run.succeeded)
        #expect(run.text.contains("images: PARTIAL. 1 of 2 backups are complete"), "\(run.text)")
        #expect(run.text.contains("is gone)"), "\(run.text)")
    }

    @Test func takesAnotherNameThanAStrangersImage() async throws {
        let stage = BackupStage { region in
            region.addBackupTarget("a", tags: ["Backup": "Yes", "Name": "web"])
        }
        let policy = images.replacing(#""copyTags""#, with: #""name": "always", "copyTags""#)
        #expect(try await stage.run("backup-images", policy).succeeded)
        #expect(try await stage.run("backup-images", policy, hour: 24).succeeded)
        let names = stage.census().filter { $0.contains(" image ") }
        #expect(names.count == 2)
        #expect(names.contains { $0.contains("image always-2026-09-23T00-00-00Z/i-0") }, "\(names)")
    }

    @Test func letsTwoPoliciesOnOneInstanceAlone() async throws {
        let stage = BackupStage { $0.addBackupTarget("a", tags: ["Backup": "Yes"]) }
        func policy(_ name: String, count: Int) -> String {
            #"""
            {"policy": "\#(name)", "mode": "enforce", "select": {"tags": [{"key": "Backup"}]},
             "create": {"copyTags": "all"}, "retain": {"count": \#(count)}}
            """#
        }
        for hour in 0..<9 {
            let name = hour.isMultiple(of: 4) ? "daily" : "hourly"
            let policy = policy(name, count: name == "daily" ? 2 : 3)
            #expect(try await stage.run("backup-volumes", policy, hour: hour).succeeded)
            let expiry = try await stage.run("expire-snapshots", policy, hour: hour)
            #expect(expiry.succeeded, "\(expiry.text)")
        }
        let census = stage.census()
        #expect(census.count(where: { $0.contains("shelflife:policy=daily") }) == 2, "\(census)")
        #expect(census.count(where: { $0.contains("shelflife:policy=hourly") }) == 3, "\(census)")
    }
}
