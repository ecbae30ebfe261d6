// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import ImageLifecycle

struct ListingTests {
    @Test func endsAListingThatRunsInCircles() async {
        var tokens: [String?] = []
        let error = await #expect(throws: EC2Error.self) {
            try await FakeEC2().eachPage("DescribeImages") { token async throws(EC2Error) in
                tokens.append(token)
                return "again"
            }
        }
        #expect(error?.message == "the same page token came twice")
        #expect(tokens == [nil, "again"])
    }

    @Test func readsEveryPageOnce() async throws {
        let ec2 = FakeEC2(images: (0..<7).map { image("ami-\($0)") }, pageSize: 3)
        #expect(try await ec2.allImages().map(\.imageID) == (0..<7).map { "ami-\($0)" })
        #expect(await ec2.calls.count == 3)
    }

    @Test func asksForAShortPageOnlyUntilItHadANextOne() async throws {
        let ec2 = FakeEC2(images: (0..<7).map { image("ami-\($0)", snapshots: ["snap-\($0)"]) }, pageSize: 3)
        #expect(try await ec2.imagesUsing(["snap-5"]).map(\.imageID) == ["ami-5"])
        #expect(await ec2.calls.count == 2)
        #expect(try await ec2.imagesUsing(["snap-6"]).map(\.imageID) == ["ami-6"])
        #expect(await ec2.calls.count == 3)
    }

    @Test func trustsNoFilterOfAnEndpointWithoutPages() async throws {
        let ec2 = FakeEC2(images: (0..<7).map { image("ami-\($0)", snapshots: ["snap-\($0)"]) })
        for _ in 1...2 { #expect(try await ec2.imagesUsing(["snap-5"]).count == 7) }
    }

    @Test(arguments: [
        ("2026-01-31T23:59:59Z", 1_769_903_999), ("2026-01-31T23:59:59.999Z", 1_769_903_999),
        ("2024-02-29T00:00:00.000Z", 1_709_164_800), ("1970-01-01T00:00:00Z", 0),
        ("2026-02-29T00:00:00Z", nil), ("2026-01-31T23:59:59", nil), ("2026-01-31T23:59:59.Z", nil),
        ("2026-01-31", nil), ("yesterday", nil), ("", nil), ("2026-01-31T23:59:59.12+01:00", nil),
        ("2026-01-31T24:61:00Z", nil),
    ])
    func readsTimes(_ text: String, seconds: Int?) {
        #expect(ISO8601.date(text).map { Int($0.timeIntervalSince1970) } == seconds)
    }

    @Test(arguments: [
        (0, "0s"), (59, "59s"), (3600, "1h"), (3601, "1h"), (5400, "1h 30m"), (90_061, "1d 1h"), (864_000, "10d"),
    ])
    func writesSpans(_ seconds: Int, text: String) {
        #expect(Sentences.span(seconds: seconds) == text)
    }
}
