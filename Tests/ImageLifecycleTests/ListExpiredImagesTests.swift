// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle
import Synchronization
import Testing

struct ListExpiredImagesTests {
    @Test func givesAPageInOrderOfCreation() async throws {
        let ec2 = FakeEC2(
            images: [
                image("ami-b", ageSeconds: hours(50)), image("ami-a", ageSeconds: hours(50)),
                image("ami-old", ageSeconds: hours(99), snapshots: ["snap-1", "snap-2"]),
                image("ami-young", ageSeconds: 60),
            ],
            pageSize: 2
        )
        let output = try await list(on: ec2)
        #expect(output.items.map(\.imageID) == ["ami-old", "ami-a", "ami-b"])
        #expect(output.items.first?.snapshotIDs == ["snap-1", "snap-2"])
        #expect(output.cursor == nil)
        #expect(output.tally.scanned == 4)
        #expect(output.tally.keptBy == ["age": 1])
        #expect(output.tally.wouldRetire == 3)
        #expect(output.tally.wouldFreeGiB == 16)
    }

    @Test func countsWhatThePolicyIsNotAboutAndSaysWhy() async throws {
        let ec2 = FakeEC2(images: ["ami-1", "ami-2", "ami-3", "ami-4"].map { image($0) }, pageSize: 3)
        var named = policy
        named.select = SelectionPolicy(names: ["name of ami-4"])
        let said = Mutex<[String: [Finding]]>([:])
        var context = StepContext()
        context.decided = { id, findings in said.withLock { $0[id] = findings } }
        let input = ListExpiredImages.Input(policy: named, now: Timestamp(now))
        await ec2.failLaterPages(with: .denied)
        await #expect(throws: StepError.self) {
            try await ListExpiredImages.run(input, ec2: ec2, context: context)
        }
        let saidOfAPart = said.withLock { $0 }
        #expect(saidOfAPart.isEmpty)

        await ec2.failLaterPages(with: nil)
        let output = try await ListExpiredImages.run(input, ec2: ec2, context: context)
        #expect(output.items.map(\.imageID) == ["ami-4"])
        #expect(output.tally.scanned == 4)
        #expect(output.tally.selected == 1)
        #expect(output.tally.keptBy == ["selection": 3])
        let sentence = "not selected: the name name of ami-1 matches no pattern"
        let saidOfAll = said.withLock { $0 }
        #expect(saidOfAll["ami-1"] == [Finding(.selection, .keep, sentence)])
        #expect(saidOfAll.keys.sorted() == ["ami-1", "ami-2", "ami-3", "ami-4"])
    }

    @Test func asksAboutReferencesOnlyForCandidatesTenAtATime() async throws {
        let old = (0..<23).map { image("ami-\($0)") }
        let ec2 = FakeEC2(images: old + [image("ami-young", ageSeconds: 5)], references: [reference(to: "ami-7")])
        var deep = policy
        deep.guards.launchTemplateVersions = .newest(42)
        let output = try await list(deep, on: ec2)
        let requests = await ec2.referenceRequests
        // They are asked side by side.
        #expect(requests.map(\.imageIDs.count).sorted(by: >) == [10, 10, 3])
        #expect(requests.allSatisfy { $0.launchTemplateVersionDepth == 42 })
        #expect(output.items.count == 22)
        #expect(output.tally.keptBy == ["age": 1, "references": 1])
    }

    @Test func readsEveryPageOfReferences() async throws {
        let references = (0..<9).map { _ in reference(to: "ami-1") } + [reference(to: "ami-2")]
        let ec2 = FakeEC2(images: [image("ami-1"), image("ami-2")], references: references, pageSize: 3)
        #expect(try await list(on: ec2).items.isEmpty)
    }

    @Test(arguments: [EC2Error.denied, .throttled, .unreachable])
    func keepsEverythingWhenReferencesCannotBeAsked(_ error: EC2Error) async throws {
        let ec2 = FakeEC2(images: [image("ami-1"), image("ami-2")])
        await ec2.fail("DescribeImageReferences", with: error)
        let output = try await list(on: ec2)
        #expect(output.items.isEmpty)
        #expect(output.tally.notEvaluated == 2)
        #expect(output.tally.keptBy == ["references": 2])
    }

    @Test func trustsNoAnswerAboutStrangers() async throws {
        let ec2 = FakeEC2(images: [image("ami-1")])
        await ec2.answerReferencesAboutStrangers()
        let output = try await list(on: ec2)
        #expect(output.items.isEmpty)
        #expect(output.tally.notEvaluated == 1)
    }

    @Test func letsOneVanishedImageSpoilNoOther() async throws {
        let ec2 = FakeEC2(images: (0..<10).map { image("ami-\($0)") })
        await ec2.fail(id: "ami-4", with: .refusal("DescribeImageReferences", "InvalidAMIID.NotFound"))
        let output = try await list(on: ec2)
        #expect(output.items.count == 9)
        #expect(output.tally.notEvaluated == 1)
    }

    @Test(arguments: [
        (EC2Error.throttled, "Shelflife.Throttled"), (.unreachable, "Shelflife.EC2Unavailable"),
        (.refusal("DescribeImages", "AuthFailure"), "Shelflife.AccessDenied"),
        (.refusal("DescribeImages", "InvalidParameterValue"), "Shelflife.EC2Error"),
        (.refusal("DescribeImages", "InvalidPaginationToken"), "Shelflife.EC2Unavailable"),
        (EC2Error(code: "Weird", message: "", httpStatus: 502, action: "x"), "Shelflife.EC2Unavailable"),
        (EC2Error(code: nil, message: "", httpStatus: 403, action: "x"), "Shelflife.AccessDenied"),
        (EC2Error(code: nil, message: "", httpStatus: 404, action: "x"), "Shelflife.EC2Error"),
        (EC2Error(code: nil, message: "", httpStatus: 503, action: "x"), "Shelflife.EC2Unavailable"),
    ])
    func failsByNameWhenImagesCannotBeListed(_ error: EC2Error, name: String) async throws {
        let ec2 = FakeEC2(images: [image("ami-1")])
        await ec2.fail("DescribeImages", with: error)
        let failure = await #expect(throws: StepError.self) { try await list(on: ec2) }
        #expect(failure?.type == name)
    }

    @Test(arguments: [
        (LimitPolicy(items: 11), 0, nil),
        (LimitPolicy(items: 10), 0, "would retire 11 of 20 selected images: above limits.items 10"),
        (LimitPolicy(percent: 55), 0, nil),
        (LimitPolicy(percent: 54), 0, "would retire 11 of 20 selected images: above limits.percent 54"),
        // The reference guard is asked for all before the run is stopped, and its answers count.
        (LimitPolicy(items: 10), 1, nil), (LimitPolicy(percent: 50), 1, nil),
        (LimitPolicy(percent: 49), 1, "would retire 10 of 20 selected images: above limits.percent 49"),
    ])
    func stopsBeforeItActsAboveTheLimits(_ limits: LimitPolicy, used: Int, sentence: String?) async throws {
        let images = (0..<20).map { image("ami-\($0)", ageSeconds: $0 < 11 ? hours(30) : 60) }
        let ec2 = FakeEC2(images: images, references: (0..<used).map { reference(to: "ami-\($0)") })
        var limited = policy
        limited.limits = limits
        if let sentence {
            let error = await #expect(throws: StepError.self) { try await list(limited, on: ec2) }
            #expect(error == StepError(.limitExceeded, sentence))
        } else {
            #expect(try await list(limited, on: ec2).items.count == 11 - used)
        }
    }

    /// What nobody could answer stays today, but a later page may get its answer.
    @Test func countsUnansweredQuestionsAgainstTheLimits() async throws {
        let ec2 = FakeEC2(images: (0..<20).map { image("ami-\($0)") })
        await ec2.fail("DescribeImageReferences", with: .throttled)
        var limited = policy
        limited.limits = LimitPolicy(items: 10)
        let error = await #expect(throws: StepError.self) { try await list(limited, on: ec2) }
        #expect(error?.type == "Shelflife.LimitExceeded")
    }

    @Test func stopsOnALaterPageThatWouldPassTheLimits() async throws {
        let ec2 = FakeEC2(images: (0..<20).map { image("ami-\($0)") })
        var tally = try await list(on: FakeEC2(images: [])).tally
        tally.selected = 20
        tally.wouldRetire = 5
        var limited = policy
        limited.limits = LimitPolicy(items: 10)
        let start = PageCursor(creationDate: now.addingTimeInterval(-Double(hours(500))), resourceID: "")
        let page = ListExpiredImages.Page(cursor: start, tally: tally)
        let input = ListExpiredImages.Input(policy: limited, now: Timestamp(now), page: page)
        let error = await #expect(throws: StepError.self) {
            try await ListExpiredImages.run(input, ec2: ec2, context: StepContext())
        }
        #expect(error?.message == "would retire 25 of 20 selected images: above limits.items 10")
    }

    @Test func tellsOnlyInReportMode() async throws {
        let ec2 = FakeEC2(images: (0..<20).map { image("ami-\($0)", snapshots: ["snap-\($0)"]) })
        var report = policy
        report.mode = .report
        report.limits = LimitPolicy(items: 1)
        let output = try await list(report, on: ec2)
        #expect(output.items.isEmpty)
        #expect(output.tally.wouldRetire == 20)
    }

    @Test func keepsPagesSmall() async throws {
        let many = (0..<2300).map { image("ami-\(10000 + $0)") }
        let wide = (0..<300).map { index in
            image("ami-\(20000 + index)", snapshots: (0..<27).map { "snap-0123456789abcdef\($0)-\(index)" })
        }
        let ec2 = FakeEC2(images: many + wide)
        var pages: [ListExpiredImages.Output] = []
        repeat {
            let page = pages.last.map { ListExpiredImages.Page(cursor: $0.cursor, tally: $0.tally) }
            let input = ListExpiredImages.Input(policy: policy, now: Timestamp(now), page: page)
            pages.append(try await ListExpiredImages.run(input, ec2: ec2, context: StepContext()))
        } while pages.last?.cursor != nil
        for page in pages {
            #expect(try JSONEncoder().encode(page.items).count <= ListExpiredImages.mostItemBytes + 2)
        }
        #expect(pages.prefix(2).map(\.items.count) == [1000, 1000])
        #expect(pages.count >= 4)
        #expect(Set(pages.flatMap(\.items).map(\.imageID)).count == 2600)
        #expect(pages.flatMap(\.items).count == 2600)
    }

    @Test func writesTheCursorAlways() async throws {
        let payload =
            #"{"policy": {"policy": "p", "select": {"all": true}, "retain": {"age": "1h"}}, "now": "2026-06-01T00:00:00.123Z", "page": null}"#
        let output = try await WorkerStep.listExpiredImages.run(
            Data(payload.utf8),
            ec2: FakeEC2(),
            context: StepContext()
        )
        let object = try #require(try JSONSerialization.jsonObject(with: output) as? [String: Any])
        #expect(Set(object.keys) == ["cursor", "items", "tally"])
        #expect(object["cursor"] is NSNull)
    }

    private func list(_ policy: LifecyclePolicy = policy, on ec2: FakeEC2) async throws -> ListExpiredImages.Output {
        try await ListExpiredImages.run(.init(policy: policy, now: Timestamp(now)), ec2: ec2, context: StepContext())
    }
}
