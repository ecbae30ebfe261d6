// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle
import Testing

struct PolicyTests {
    @Test func fillsInSafeDefaults() throws {
        let policy = try decode(#"{"policy": "p", "select": {"all": true}, "retain": {"age": "10d"}}"#)
        #expect(policy.mode == .report)
        #expect(policy.guards == GuardPolicy(references: true, launchTemplateVersions: .all))
        #expect(policy.limits.objection(retiring: 501, of: 1000, "images") != nil)
        #expect(policy.limits.objection(retiring: 500, of: 1000, "images") == nil)
    }

    @Test(arguments: [
        #"{"policy": "a", "select": {"all": true}, "retain": {"age": "1h"}}"#,
        #"""
        {"policy": "nightly.x_1-y", "mode": "enforce",
         "select": {"tags": [{"key": "A", "values": ["x*", "y"]}, {"key": "B"}], "names": ["n-*"],
                    "exclude": {"tags": [{"key": "C"}], "ids": ["ami-1"]}},
         "retain": {"age": "99999w"}, "guard": {"references": false, "launchTemplateVersions": 7},
         "limits": {"items": 3, "percent": 100}}
        """#,
        #"""
        {"policy": "a", "select": {"all": true}, "retain": {"age": "1d"},
         "guard": {"launchTemplateVersions": "default+latest", "launchedWithin": false, "shared": false,
                   "ancestry": true, "regions": ["eu-west-1"]},
         "retire": {"grace": "7d", "steps": ["tag", "disable"]}}
        """#,
        #"""
        {"policy": "a", "select": {"all": true},
         "retain": {"count": 7, "groupBy": "tag:App", "gfs": {"daily": 7, "yearly": 1}, "ageDaysFromTag": "RetentionDays",
                    "countFromTag": "SnapshotDaily", "deleteOnTag": "DeleteOn", "lastMayGo": true}}
        """#,
    ])
    func writesBackWhatItRead(_ text: String) throws {
        let policy = try decode(text)
        #expect(try JSONDecoder().decode(LifecyclePolicy.self, from: JSONEncoder().encode(policy)) == policy)
    }

    @Test(arguments: [
        (#"{}"#, "policy: is missing"),
        (#"[]"#, "must be an object"),
        (policy("x y"), #"policy: "x y" is no policy name; use 1 to 64 letters, digits, ".", "_" and "-""#),
        (policy(mode: "delete"), #"mode: "delete" is no mode; use report or enforce"#),
        (
            #"{"policy": "p", "select": {"all": true}, "retain": {"age": "1d"}, "retian": 1}"#,
            "retian: is no field here; the fields are policy, mode, select, retain, create, guard, retire, limits, accounts"
        ),
        (policy(select: "{}"), #"select: selects nothing; give tags, names or "all": true"#),
        (policy(select: #"{"all": false, "tags": []}"#), #"select: selects nothing; give tags, names or "all": true"#),
        (
            policy(select: #"{"all": true, "names": ["x"]}"#),
            "select.all: is true beside tags or names; give one or the other"
        ),
        (policy(select: #"{"all": 1}"#), "select.all: must be true or false"),
        (policy(select: #"{"names": "x"}"#), "select.names: must be a list"),
        (
            policy(select: #"{"tags": [{"key": "a"}, {"key": "b", "value": "c"}]}"#),
            "select.tags.1.value: is no field here; the fields are key, values"
        ),
        (policy(select: #"{"tags": [{"values": ["a"]}]}"#), "select.tags.0.key: is missing"),
        (
            policy(select: #"{"tags": [{"key": "a", "values": []}]}"#),
            "select.tags.0.values: is empty; leave it out to match any value"
        ),
        (
            policy(select: #"{"all": true, "exclude": {"id": []}}"#),
            "select.exclude.id: is no field here; the fields are tags, ids"
        ),
        (
            policy(retain: #"{"lastMayGo": true, "groupBy": "name"}"#),
            "retain: has no rule; give at least one of age, count, gfs, ageDaysFromTag, countFromTag, deleteOnTag, orphans"
        ),
        (policy(retain: #"{"count": 0}"#), "retain.count: is 0; use a whole number from 1 to 100000"),
        (
            policy(retain: #"{"count": 1, "groupBy": "vol"}"#),
            #"retain.groupBy: "vol" is no grouping; use source, name or tag:<key>"#
        ),
        (policy(retain: #"{"gfs": {}}"#), "retain.gfs: is empty; give hourly, daily, weekly, monthly or yearly"),
        (policy(retain: #"{"gfs": {"daily": 0}}"#), "retain.gfs.daily: is 0; use a whole number from 1 to 10000"),
        (policy(retain: #"{"countFromTag": ""}"#), "retain.countFromTag: is empty; give the key of a tag"),
        (
            policy(retain: #"{"age": "10x"}"#),
            #"retain.age: "10x" is no duration; use <n>h, <n>d or <n>w, n from 1 to 99999"#
        ),
        (policy(retain: #"{"age": 10}"#), "retain.age: must be a string"),
        (
            policy(rest: #""guard": {"reference": true}"#),
            "guard.reference: is no field here; the fields are references, instances, launchTemplates, autoScaling, "
                + "fleets, shared, locks, archive, fastSnapshotRestore, launchTemplateVersions, launchedWithin, ancestry, "
                + "regions"
        ),
        (
            policy(rest: #""guard": {"launchTemplateVersions": 0}"#),
            #"guard.launchTemplateVersions: must be "all", "default+latest" or a whole number from 1 to 10000"#
        ),
        (
            policy(rest: #""guard": {"launchedWithin": true}"#),
            "guard.launchedWithin: is true; use a duration like 7d, or false"
        ),
        (
            policy(rest: #""guard": {"regions": ["eu-west-1", "EU"]}"#),
            #"guard.regions: "EU" is no region; use names like eu-west-1"#
        ),
        (policy(rest: #""retire": {}"#), "retire.grace: is missing"),
        (
            policy(rest: #""retire": {"grace": "7d", "steps": ["tag", "delete"]}"#),
            #"retire.steps: "delete" is no step; use tag, deprecate, disable"#
        ),
        (policy(rest: #""retire": {"grace": "7d", "steps": ["tag", "tag"]}"#), "retire.steps: tag is there twice"),
        (
            policy(rest: #""retire": {"grace": "7d", "steps": ["disable"]}"#),
            "retire.steps: must begin with tag, which remembers when the grace is over"
        ),
        (policy(rest: #""limits": {"percent": 101}"#), "limits.percent: is 101; use a whole number from 1 to 100"),
        (policy(rest: #""limits": {"items": 0}"#), "limits.items: is 0; use a whole number from 1 to 1000000"),
    ])
    func refusesWithThePlace(_ text: String, sentence: String) throws {
        let error = #expect(throws: PolicyError.self) { try decode(text) }
        #expect(error?.description == sentence)
    }

    @Test(arguments: [
        "", "h", "0h", "01h", "-1h", "1.5h", "1 h", "1H", "10x", "100000h", "1hh", "١h", "9999999999999999999d",
    ])
    func refusesWhatIsNoDuration(_ text: String) {
        #expect(PolicyDuration(text) == nil)
    }

    @Test(arguments: [("1h", 3600), ("36h", 129_600), ("10d", 864_000), ("4w", 2_419_200), ("99999w", 60_479_395_200)])
    func readsDurations(_ text: String, seconds: Int) {
        #expect(PolicyDuration(text)?.seconds == seconds)
        #expect(PolicyDuration(text)?.description == text)
    }

    private func decode(_ text: String) throws -> LifecyclePolicy {
        try JSONDecoder().decode(LifecyclePolicy.self, from: Data(text.utf8))
    }
}

/// A policy document with one part of it changed.
private func policy(
    _ name: String = "p",
    mode: String = "report",
    select: String = #"{"all": true}"#,
    retain: String = #"{"age": "1d"}"#,
    rest: String? = nil
) -> String {
    #"{"policy": "\#(name)", "mode": "\#(mode)", "select": \#(select), "retain": \#(retain)"#
        + (rest.map { ", " + $0 } ?? "") + "}"
}
