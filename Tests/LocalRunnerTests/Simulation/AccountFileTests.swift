// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import LocalRunner
import Testing

@Suite struct AccountFileTests {
    private static let now = Date(timeIntervalSince1970: 1_790_000_000)

    private func exported() async throws -> AccountFile {
        let account = SampleAccount.make(seed: 2, images: 40, now: Self.now)
        let stage = Stage(EC2Sandbox(account: account, clock: .held(at: Self.now)))
        return try await AccountFile(exporting: stage.client(), region: "us-east-1", now: Self.now)
    }

    /// What the workflows decide by comes back as it was: the same plan, image by image, and the same snapshots.
    @Test func loadsWhatItExported() async throws {
        let file = try await exported()
        let again = try AccountFile(json: file.json)
        #expect(again == file)
        let loaded = Stage(EC2Sandbox(account: again.account(), clock: .held(at: Self.now)))
        let twice = try await AccountFile(exporting: loaded.client(), region: "us-east-1", now: Self.now)
        // An account in memory finishes what was in the making, and names its zones and devices itself.
        let open = Set(file.images.filter { $0.state == "pending" }.map(\.imageID))
        #expect(twice.images.filter { !open.contains($0.imageID) } == file.images.filter { !open.contains($0.imageID) })
        #expect(
            twice.snapshots.filter { $0.fullSizeBytes != nil && $0.state == "completed" }.count >= file.snapshots.count
                - 2
        )
        #expect(twice.instances == file.instances)
        #expect(twice.volumes == file.volumes)
        #expect(file.images.count >= 40 && file.snapshots.count > 40)
    }

    @Test(arguments: [
        ("", "at line 1, column 1"),
        ("[]", "must be an object"),
        ("{}", "is missing"),
        (document(format: "shelflife-account/9"), #"format: "shelflife-account/9" is not known here"#),
        (document(account: "12"), #"accountID: "12" has not 12 digits"#),
        (document(region: "moon-1"), #"region: "moon-1" is no region that is known here"#),
        (document(date: "yesterday"), "exportedAt: \"yesterday\" is no time"),
        (
            document(volumes: #"{"volumeID": "vol-1", "sizeGiB": 8}"#),
            #"volumes.0.volumeID: "vol-1" is no id like vol-"#
        ),
        (document(volumes: #"{"volumeID": "\#(id("vol", 1))"}"#), "volumes.0.sizeGiB: is missing"),
        (
            document(volumes: #"{"volumeID": "\#(id("vol", 1))", "sizeGiB": "8"}"#),
            "volumes.0.sizeGiB: must be a whole number"
        ),
        (
            document(
                volumes: (0...1).map { _ in #"{"volumeID": "\#(id("vol", 1))", "sizeGiB": 8}"# }.joined(separator: ",")
            ),
            "volumes.1.volumeID: \(id("vol", 1)) is there twice"
        ),
    ])
    func tellsWhatIsWrong(_ text: String, _ part: String) {
        let error = #expect(throws: AccountFileError.self) { try AccountFile(json: text) }
        let sentence = error?.description ?? ""
        #expect(sentence.contains(part), "\(sentence)")
        #expect(!sentence.contains("\n"))
    }

    @Test func aTruncatedFileIsNeverAnAccount() async throws {
        let text = try await exported().json
        for share in 1..<12 {
            let cut = String(text.prefix(text.count * share / 12))
            #expect(throws: AccountFileError.self) { try AccountFile(json: cut) }
        }
    }

    private static func document(
        format: String = "shelflife-account/1",
        account: String = "123456789012",
        region: String = "us-east-1",
        date: String = "2026-11-21T00:00:00Z",
        volumes: String = ""
    ) -> String {
        """
        {"format": "\(format)", "accountID": "\(account)", "region": "\(region)", "exportedAt": "\(date)",
         "instances": [], "volumes": [\(volumes)], "images": [], "snapshots": []}
        """
    }
}
