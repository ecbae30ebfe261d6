// SPDX-License-Identifier: Apache-2.0

import AWSClient
import EC2Sandbox
import Foundation
import ImageLifecycle
import OrderedJSON
import Synchronization
import Testing

/// Damaged documents: an answer or an error with a sentence, never a crash, never a part that passes for the whole.
///
/// SHELFLIFE_SOAK_SECONDS multiplies the number of mutations by ten.
@Suite(.timeLimit(.minutes(10))) struct DecoderMutationTests {
    private static let factor = ProcessInfo.processInfo.environment["SHELFLIFE_SOAK_SECONDS"] == nil ? 1 : 10

    // MARK: Answers of EC2

    private static let xmlSplices = [
        "<", ">", "</item>", "<item>", "&", "&lt;", "&#0;", "&#xFFFFFF;", "]]>", "<!--", "<![CDATA[", "<!DOCTYPE a [",
        "<?xml?>", "\u{0}", "\u{FEFF}", "true", "-1", "99999999999999999999", "2026-13-41T99:99:99Z",
    ]

    @Test(arguments: ["DescribeImages", "DescribeSnapshots", "DescribeInstances", "ListImagesInRecycleBin"])
    func damagedAnswersAreReadOrRefused(_ action: String) async throws {
        let valid = try await Self.answer(action)
        let whole = try await Self.read(action, valid)
        #expect(whole > 0 || action == "ListImagesInRecycleBin")
        var random = SeededGenerator(seed: 1, name: action)
        var refused = 0
        for round in 0..<(600 * Self.factor) {
            let damaged = Mutation.apply(to: valid, using: &random, splices: Self.xmlSplices)
            do {
                _ = try await Self.read(action, damaged)
            } catch {
                refused += 1
                #expect(!error.message.isEmpty && error.action == action, "round \(round)")
            }
        }
        #expect(refused > 100)
    }

    /// Half a list that passes for the whole one would say that an image is gone, or that nobody uses it.
    @Test(arguments: ["DescribeImages", "DescribeSnapshots", "DescribeInstances", "ListImagesInRecycleBin"])
    func noBeginningOfAnAnswerPassesForAll(_ action: String) async throws {
        let valid = try await Self.answer(action)
        let step = max(1, valid.count / (400 * Self.factor))
        // Only white space follows the last element.
        let last = try #require(valid.lastIndex(of: UInt8(ascii: ">")))
        for count in stride(from: 0, through: last, by: step) {
            await #expect(throws: EC2Error.self, "\(count) of \(valid.count) bytes") {
                try await Self.read(action, Array(valid.prefix(count)))
            }
        }
    }

    /// What the sandbox says to a client, in bytes.
    private static func answer(_ action: String) async throws -> [UInt8] {
        let now = Date(timeIntervalSince1970: 1_790_035_200)
        let sandbox = EC2Sandbox(
            account: SampleAccount.make(images: 8, now: now),
            clock: .held(at: now)
        )
        let owner = action == "DescribeImages" ? "&Owner.1=self" : ""
        let owned = action == "DescribeSnapshots" ? "&Owner.1=self" : ""
        let response = sandbox.respond(to: request("Action=\(action)&Version=2016-11-15\(owner)\(owned)"))
        try #require(response.status == 200)
        return response.body
    }

    /// How many things the client reads from an answer.
    private static func read(_ action: String, _ body: [UInt8]) async throws(EC2Error) -> Int {
        let client = EC2Client(
            region: "us-east-1",
            transport: CannedTransport(body: body),
            credentials: nil,
            pacing: nil,
            timing: Timing(now: { .zero }, sleep: { _ in }, random: { 0.5 })
        )
        return switch action {
        case "DescribeImages": try await client.describeImages(DescribeImagesRequest()).items.count
        case "DescribeSnapshots": try await client.describeSnapshots(DescribeSnapshotsRequest()).items.count
        case "DescribeInstances": try await client.describeInstances(DescribeInstancesRequest()).items.count
        default: try await client.recycledImageIDs().count
        }
    }

    // MARK: Requests to the sandbox

    private static let requests = [
        "Action=DescribeImages&Version=2016-11-15&Owner.1=self&IncludeDisabled=true&MaxResults=100"
            + "&Filter.1.Name=tag%3ATeam&Filter.1.Value.1=a%2A&Filter.1.Value.2=b",
        "Action=CreateTags&Version=2016-11-15&ResourceId.1=ami-1&Tag.1.Key=a&Tag.1.Value=b&Tag.2.Key=%C3%A4&Tag.2.Value=",
        "Action=DeregisterImage&Version=2016-11-15&ImageId=ami-1&DryRun=true",
        "Action=CreateImage&Version=2016-11-15&InstanceId=i-1&Name=x&NoReboot=true"
            + "&BlockDeviceMapping.1.DeviceName=%2Fdev%2Fsdb&BlockDeviceMapping.1.Ebs.VolumeSize=8"
            + "&TagSpecification.1.ResourceType=image&TagSpecification.1.Tag.1.Key=k&TagSpecification.1.Tag.1.Value=v",
        "Action=CopySnapshot&Version=2016-11-15&SourceRegion=us-east-1&SourceSnapshotId=snap-1&Encrypted=true",
        "Action=DescribeImageReferences&Version=2016-11-15&ImageId.1=ami-1&ResourceType.1.ResourceType=ec2%3AInstance",
    ]

    @Test(arguments: requests.indices)
    func damagedRequestsAreServedOrRefused(_ index: Int) throws {
        let now = Date(timeIntervalSince1970: 1_790_035_200)
        let sandbox = EC2Sandbox(account: SampleAccount.make(images: 8, now: now), clock: .held(at: now))
        let valid = Array(Self.requests[index].utf8)
        let splices = [
            "%", "%0", "%zz", "&", "=", ".", ".1", ".0", ".-1", ".99999999999999999999", "&&", "+", "%00", "%FF",
        ]
        var random = SeededGenerator(seed: UInt64(index), name: "query")
        var refused = 0
        for round in 0..<(400 * Self.factor) {
            let damaged = Mutation.apply(to: valid, using: &random, splices: splices)
            let response = sandbox.respond(to: Self.request(damaged))
            guard response.status != 200 else { continue }
            refused += 1
            let text = String(decoding: response.body, as: UTF8.self)
            #expect((400..<500).contains(response.status), "round \(round): \(response.status)")
            #expect(text.contains("<Code>") && !text.contains("<Message></Message>"), "round \(round)")
        }
        #expect(refused > 100)
    }

    private static func request(_ body: String) -> SandboxRequest { request(Array(body.utf8)) }

    private static func request(_ body: [UInt8]) -> SandboxRequest {
        SandboxRequest(
            headers: ["Host": "ec2.us-east-1.amazonaws.com", "Content-Type": "application/x-www-form-urlencoded"],
            body: body
        )
    }

    // MARK: Policies

    private static let policy = """
        {"policy": "nightly", "mode": "enforce",
         "select": {"tags": [{"key": "DELETEON", "values": ["yes"]}], "names": ["nightly-*"],
                    "exclude": {"tags": [{"key": "keep"}], "ids": ["ami-1"]}},
         "retain": {"age": "10d", "count": 3, "groupBy": "tag:Team", "gfs": {"daily": 7, "yearly": 3},
                    "ageDaysFromTag": "D", "countFromTag": "C", "deleteOnTag": "E", "orphans": "1w", "lastMayGo": true},
         "create": {"tags": {"a": "{date}"}, "copyTags": ["T"], "copies": [{"regions": ["eu-west-1"]}]},
         "guard": {"references": true, "launchTemplateVersions": 5, "launchedWithin": "30d", "regions": ["eu-west-1"]},
         "retire": {"grace": "7d"},
         "limits": {"items": 500, "percent": 50}}
        """

    @Test func damagedPoliciesAreReadOrRefusedWithTheirPlace() throws {
        let splices = [
            "{", "}", "[", "]", "null", "true", "-1", "1e999", "0.5", "\"", "\\u0000", "\\ud800", "\"10x\"", "{}", "[]",
            "99999999999999999999", "\"\"", ",", ":",
        ]
        var random = SeededGenerator(seed: 3, name: "policy")
        var (refused, placed, read) = (0, 0, 0)
        for round in 0..<(3_000 * Self.factor) {
            // Half of the damage is to bytes, half to values: the latter gets past the JSON parser.
            let damaged =
                round.isMultiple(of: 2)
                ? Mutation.apply(to: Array(Self.policy.utf8), using: &random, splices: splices)
                : try Self.withAnotherValue(using: &random)
            do {
                let policy = try JSONDecoder().decode(LifecyclePolicy.self, from: Data(damaged))
                let again = try JSONDecoder().decode(LifecyclePolicy.self, from: JSONEncoder().encode(policy))
                #expect(again == policy, "round \(round)")
                read += 1
            } catch let error as PolicyError {
                refused += 1
                if !error.path.isEmpty { placed += 1 }
                #expect(!error.problem.isEmpty, "round \(round)")
            } catch let error as DecodingError {
                refused += 1
                let sentence = DocumentError(error)
                if !sentence.path.isEmpty { placed += 1 }
                #expect(!sentence.problem.isEmpty, "round \(round)")
            }
        }
        #expect(refused > 500 && placed > 300 && read > 50, "\(refused) refused, \(placed) placed, \(read) read")
    }

    /// Workers behind Lambda are given text, those in this process values.
    @Test func policiesAreReadOrRefusedAlikeAsValuesAndAsText() throws {
        var random = SeededGenerator(seed: 4, name: "policy")
        var (refused, read) = (0, 0)
        for round in 0..<(2_000 * Self.factor) {
            let document = try Self.withAnotherValue(using: &random)
            let asText = Result { try JSONDecoder().decode(LifecyclePolicy.self, from: Data(document)) }
            let asValue = Result { try JSONValue(parsing: document).decoded(as: LifecyclePolicy.self) }
            switch (asText, asValue) {
            case (.success(let policy), .success(let other)):
                read += 1
                #expect(policy == other, "round \(round)")
                let text = String(decoding: try Self.sorted.encode(policy), as: UTF8.self)
                #expect(try JSONValue(encoding: policy).serialized() == JSONValue(parsing: text).serialized())
            case (.failure(let problem), .failure(let other)):
                refused += 1
                #expect(Self.sentence(problem) == Self.sentence(other), "round \(round)")
            default:
                Issue.record("round \(round): as text \(asText), as a value \(asValue)")
            }
        }
        #expect(refused > 500 && read > 50, "\(refused) refused, \(read) read")
    }

    private static var sorted: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return encoder
    }

    private static func sentence(_ error: any Error) -> String {
        (error as? DecodingError).map { DocumentError($0).description } ?? "\(error)"
    }

    /// The policy with one value, at any depth, replaced.
    private static func withAnotherValue(using random: inout SeededGenerator) throws -> [UInt8] {
        let values: [JSONValue] = [
            nil, true, false, 0, -1, 1, 1_000_001, "", "x", "10d", "0d", "99999999d", [], [nil], [""], .object([:]),
            ["key": "a"], "\u{0}", "report", "enforce", "all", "default+latest",
        ]
        let original = try JSONValue(parsing: policy)
        var left = Int.random(in: 0..<60, using: &random)
        let value = values.randomElement(using: &random) ?? nil
        return replaced(original, &left, value).serializedUTF8()
    }

    private static func replaced(_ value: JSONValue, _ left: inout Int, _ other: JSONValue) -> JSONValue {
        left -= 1
        if left == -1 { return other }
        switch value {
        case .object(let object):
            var changed = JSONObject()
            for (name, member) in object { changed[name] = replaced(member, &left, other) }
            return .object(changed)
        case .array(let items):
            var changed: [JSONValue] = []
            for item in items { changed.append(replaced(item, &left, other)) }
            return .array(changed)
        default:
            return value
        }
    }
}

/// The same answer to everything.
private struct CannedTransport: HTTPTransport {
    let body: [UInt8]

    func send(_ request: HTTPRequest, body sink: any HTTPBodySink) async throws(TransportError) -> HTTPResponse {
        guard body.withUnsafeBytes({ sink.receive($0) }) else {
            throw TransportError(.bodyRefused, "the answer was refused")
        }
        return HTTPResponse(status: 200, headers: [])
    }
}
