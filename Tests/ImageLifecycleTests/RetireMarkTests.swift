// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle
import Testing

struct RetireMarkTests {
    @Test func isReadBackFromItsTags() throws {
        let mark = RetireMark(
            policy: "nightly",
            retireAfter: now,
            steps: [.deprecate, .disable],
            launchPermissions: [.account("123456789012"), .everybody]
        )
        let tags = try #require(mark.tags)
        let read = try #require(RetireMark(tags + [Tag(key: "Name", value: "web")]))
        #expect(read.policy == "nightly")
        #expect(read.retireAfter == now)
        #expect(read.steps == [.deprecate, .disable])
        #expect(Set(read.launchPermissions) == Set(mark.launchPermissions))
        #expect(Set(tags.map(\.key)).isSubset(of: RetireMark.keys))
    }

    @Test func keepsAsManyLaunchPermissionsAsItsTagsHoldAndSaysWhenTheyDoNotFit() throws {
        let accounts = (0..<152).map { LaunchPermission.account(String(100_000_000_000 + $0)) }
        let mark = RetireMark(policy: "p", retireAfter: now, launchPermissions: accounts)
        let tags = try #require(mark.tags)
        #expect(tags.allSatisfy { $0.value.count <= 256 })
        #expect(RetireMark(tags)?.launchPermissions == accounts)
        let tooMany = accounts + [.account("200000000000")]
        #expect(RetireMark(policy: "p", retireAfter: now, launchPermissions: tooMany).tags == nil)
    }

    @Test func isNoneWithoutADateThatCanBeRead() {
        let policy = Tag(key: ShelflifeTag.retirePolicy, value: "p")
        #expect(RetireMark([policy]) == nil)
        #expect(RetireMark([policy, Tag(key: ShelflifeTag.retireAfter, value: "soon")]) == nil)
    }
}
