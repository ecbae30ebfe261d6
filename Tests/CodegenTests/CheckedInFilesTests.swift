// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle
import OrderedJSON
import StatesLanguage
import Testing

@testable import Codegen

/// What is checked in is what the source says.
@Suite struct CheckedInFilesTests {
    @Test func equalGeneratedFilesByteForByte() throws {
        for file in try Artifacts.all() {
            let onDisk = try Repository.text(file.path)
            let difference = UnifiedDiff(from: onDisk, to: file.contents).rendered(path: file.path)
            #expect(Data(onDisk.utf8) == Data(file.contents.utf8), "\(difference)")
        }
    }

    @Test func areTheSameOnEveryGeneration() throws {
        #expect(try Artifacts.all() == Artifacts.all())
    }

    @Test func includeEveryDefinitionAndTemplateInTheRepository() throws {
        let generated = Set(try Artifacts.all().map(\.path))
        for folder in ["statemachine", "cloudformation"] {
            let names = try FileManager.default.contentsOfDirectory(
                atPath: Repository.root.appending(path: folder).path
            )
            for name in names where name.contains(".") {
                #expect(generated.contains("\(folder)/\(name)"), "\(folder)/\(name) is not generated")
            }
        }
    }

    @Test func holdPoliciesThatTheStepsAccept() throws {
        let folder = "statemachine/policies"
        let names = try FileManager.default.contentsOfDirectory(atPath: Repository.root.appending(path: folder).path)
            .filter { $0.hasSuffix(".json") && !$0.hasSuffix(".schema.json") }
        #expect(names.contains("hourly-ami-expiry.json"))
        for name in names {
            let data = Data(try Repository.text("\(folder)/\(name)").utf8)
            let policy = try JSONDecoder().decode(LifecyclePolicy.self, from: data)
            // What a policy makes carries its name, so the policy that expires it has the same.
            #expect([policy.name + ".json", policy.name + "-expire.json"].contains(name))
            #expect(policy.mode == .report, "\(name) is not safe by default")
        }
    }
}
