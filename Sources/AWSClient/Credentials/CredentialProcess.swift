// SPDX-License-Identifier: Apache-2.0

/// `credential_process`: a command of the user's that prints credentials as JSON.
struct CredentialProcess: Sendable {
    let command: String
    let profileName: String
    /// How long the command may take.
    var timeout = Duration.seconds(60)

    func credentials() async throws(CredentialsError) -> Credentials {
        let source = "credential_process of profile \"\(profileName)\""
        let command = command
        let timeout = timeout
        let outcome = await withCheckedContinuation { continuation in
            let isStarted = DetachedThread.start {
                continuation.resume(returning: ShellCommand.run(command, timeout: timeout))
            }
            if !isStarted { continuation.resume(returning: .failure(.notStarted)) }
        }
        switch outcome {
        case .success(let output):
            return try CredentialsDocument.read(output, from: source, version: 1)
        case .failure(let failure):
            throw CredentialsError("\(source) \(failure.description)")
        }
    }
}
