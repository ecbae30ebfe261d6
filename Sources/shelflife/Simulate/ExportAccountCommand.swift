// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ImageLifecycle
import LocalRunner

struct ExportAccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export-account",
        abstract: "Write an account's instances, volumes, images and snapshots as JSON, for simulate. Read-only.",
        discussion: "Works on the embedded sample account unless --aws or --endpoint-url says otherwise."
    )

    @OptionGroup(title: "Account")
    var target: TargetOptions

    func run() async throws {
        let account = try await target.connect()
        let file: AccountFile
        do throws(EC2Error) {
            file = try await AccountFile(exporting: account.ec2, region: account.region, now: account.start)
        } catch {
            throw Failure("cannot read \(account.description): \(error)")
        }
        print(file.json)
    }
}
