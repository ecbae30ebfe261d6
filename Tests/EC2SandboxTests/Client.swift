// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import Testing

/// What a client of the sandbox does: calls, and either an answer or an error code.
struct Client {
    let sandbox: EC2Sandbox
    var region = "us-east-1"

    static let start = Date(timeIntervalSince1970: 1_790_000_000)

    init(configuration: SandboxConfiguration = SandboxConfiguration(), faults: FaultPlan = FaultPlan()) {
        sandbox = EC2Sandbox(
            account: Account(seed: 7),
            clock: .held(at: Self.start),
            configuration: configuration,
            faults: faults
        )
    }

    init(_ sandbox: EC2Sandbox) {
        self.sandbox = sandbox
    }

    /// Calls an action that must succeed.
    @discardableResult
    func call(
        _ action: String,
        _ parameters: KeyValuePairs<String, String> = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Element {
        let response = send(action, parameters)
        let document = try #require(Element.parse(response.body), sourceLocation: sourceLocation)
        #expect(
            response.status == 200,
            "\(String(decoding: response.body, as: UTF8.self))",
            sourceLocation: sourceLocation
        )
        #expect(document.name == action + "Response", sourceLocation: sourceLocation)
        return document
    }

    /// The error code of an action that must fail.
    func failure(
        _ action: String,
        _ parameters: KeyValuePairs<String, String> = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> String {
        let response = send(action, parameters)
        let document = try #require(Element.parse(response.body), sourceLocation: sourceLocation)
        #expect(response.status >= 400, sourceLocation: sourceLocation)
        return try #require(document["Errors/Error/Code"], sourceLocation: sourceLocation)
    }

    func send(_ action: String, _ parameters: KeyValuePairs<String, String> = [:]) -> SandboxResponse {
        let all = [("Action", action), ("Version", "2016-11-15")] + parameters.map { ($0.key, $0.value) }
        let body = Self.form(all)
        let scope =
            "AWS4-HMAC-SHA256 Credential=AKID/20260101/\(region)/ec2/aws4_request, SignedHeaders=host, Signature=0"
        return sandbox.respond(to: SandboxRequest(headers: ["Authorization": scope], body: Array(body.utf8)))
    }

    static func form(_ pairs: [(String, String)]) -> String {
        pairs.map { "\(escape($0.0))=\(escape($0.1))" }.joined(separator: "&")
    }

    private static func escape(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }
}

// MARK: - Scenes

extension Client {
    func wait(seconds: Double) {
        sandbox.now = sandbox.now.addingTimeInterval(seconds)
    }

    /// An image of one 8 GiB volume, by way of RegisterImage; returns both ids.
    @discardableResult
    func makeImage(name: String, snapshotID: String? = nil) throws -> (imageID: String, snapshotID: String) {
        let snapshot = try snapshotID ?? makeSnapshot()
        let answer = try call(
            "RegisterImage",
            [
                "Name": name, "RootDeviceName": "/dev/xvda", "BlockDeviceMapping.1.DeviceName": "/dev/xvda",
                "BlockDeviceMapping.1.Ebs.SnapshotId": snapshot,
            ]
        )
        return (try #require(answer["imageId"]), snapshot)
    }

    func makeSnapshot() throws -> String {
        let volume = try call("CreateVolume", ["AvailabilityZone": region + "a", "Size": "8"])
        let answer = try call("CreateSnapshot", ["VolumeId": try #require(volume["volumeId"])])
        return try #require(answer["snapshotId"])
    }

    func makeInstance(of imageID: String) throws -> String {
        let answer = try call("RunInstances", ["ImageId": imageID, "MinCount": "1", "MaxCount": "1"])
        return try #require(answer["instancesSet/item/instanceId"])
    }

    /// A share of a sequence of 17 hexadecimal digits that nothing has.
    static let unknownDigits = "0123456789abcdef0"
}
