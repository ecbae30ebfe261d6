// SPDX-License-Identifier: Apache-2.0

import Digests
import Foundation
import ImageLifecycle
import OrderedJSON

/// A plan that somebody saved, and that a run may be bound to.
struct SavedPlan {
    static let format = "shelflife-plan/1"

    /// What a plan is made for.
    struct Scope: Hashable {
        var workflow: String
        var account: String?
        var region: String
        var policyDigest: String
    }

    let file: String
    let scope: Scope
    let madeAt: Date
    let validUntil: Date
    /// The ids of what it would retire, oldest first.
    let retiring: [String]
    /// The snapshots behind them.
    let snapshotIDs: [String]

    /// What a run bound to it may touch.
    var binding: PlanBinding { PlanBinding(retiring + snapshotIDs) }

    /// Reads a plan.
    ///
    /// - Throws: ``Failure`` in one sentence when the file is none, is cut off, or was changed.
    init(file: String) throws {
        self.file = file
        let text = try readInput(file)
        let document: JSONValue
        do throws(JSONSyntaxError) {
            document = try JSONValue(parsing: text)
        } catch {
            throw Failure.invalid("\(file) is no whole plan: \(error)")
        }
        guard let members = document.object, members["format"]?.string == Self.format else {
            throw Failure.invalid("\(file) is no plan that this version can read; make one with shelflife plan --save")
        }
        guard members == Self.sealed(members) else {
            throw Failure.invalid("\(file) was changed after it was made: its content does not fit its digest")
        }
        let images = members["images"]?.array ?? []
        let items = images + (members["snapshots"]?.array ?? [])
        let gone = items.filter { $0["action"]?.string == ImageDecision.Action.retire.rawValue }
        guard let workflow = members["workflow"]?.string, let region = members["region"]?.string,
            let policyDigest = members["policyDigest"]?.string,
            let madeAt = members["clock"]?["now"]?.string.flatMap(ISO8601.date),
            let validUntil = members["clock"]?["validUntil"]?.string.flatMap(ISO8601.date)
        else { throw Failure.invalid("\(file) is no whole plan: a member is missing") }
        self.madeAt = madeAt
        self.validUntil = validUntil
        scope = Scope(
            workflow: workflow,
            account: members["account"]?.string,
            region: region,
            policyDigest: policyDigest
        )
        retiring = gone.compactMap { ($0["imageID"] ?? $0["snapshotID"])?.string }
        snapshotIDs = gone.flatMap { $0["snapshotIDs"]?.array ?? [] }.compactMap(\.string)
    }

    /// Refuses a plan that was made for something else, or that holds no longer.
    ///
    /// - Throws: ``Failure`` in one sentence.
    func check(against run: Scope, now: Date) throws(Failure) {
        let differences: [(String, String?, String?)] = [
            ("the workflow", scope.workflow, run.workflow), ("the account", scope.account, run.account),
            ("the region", scope.region, run.region),
        ]
        for (noun, planned, actual) in differences where planned != actual {
            throw .invalid(
                "\(file) is a plan for \(noun) \(planned ?? "of nobody"), not for \(actual ?? "one that owns nothing")"
            )
        }
        guard scope.policyDigest == run.policyDigest else {
            throw .invalid("\(file) is a plan for another policy, or for an earlier text of this one: plan again")
        }
        guard now <= validUntil else {
            throw .invalid("\(file) was valid until \(ISO8601.text(validUntil)): plan again")
        }
        // A few minutes are what clocks differ by.
        guard now.addingTimeInterval(300) >= madeAt else {
            throw .invalid("\(file) was made at \(ISO8601.text(madeAt)), which is still to come here: plan again")
        }
    }

    /// A plan with the digest of everything else in it, in `clock.digest`.
    ///
    /// It finds accidents and edits; whoever can write the file can write a new digest as well.
    static func sealed(_ document: JSONObject) -> JSONObject {
        guard var clock = document["clock"]?.object else { return document }
        var sealed = document
        clock.removeValue(forName: "digest")
        sealed["clock"] = .object(clock)
        clock["digest"] = .string(digest(of: sealed))
        sealed["clock"] = .object(clock)
        return sealed
    }

    private static func digest(of document: JSONObject) -> String {
        "sha256:" + SHA256.digest(of: JSONValue.object(document).serializedUTF8()).hexadecimal
    }

    /// Of a policy: without its mode, which a plan in report mode and the run that enforces it do not share, and
    /// whatever the order of its members.
    static func digest(ofPolicy document: JSONValue) -> String {
        guard var members = document.object else { return "" }
        members.removeValue(forName: "mode")
        return digest(of: sorted(members))
    }

    private static func sorted(_ object: JSONObject) -> JSONObject {
        JSONObject(object.map { (key: $0.key, value: sorted($0.value)) }.sorted { $0.key < $1.key })
    }

    private static func sorted(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let object): .object(sorted(object))
        case .array(let array): .array(array.map(sorted))
        default: value
        }
    }
}
