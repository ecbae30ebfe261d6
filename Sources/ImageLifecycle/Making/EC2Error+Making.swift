// SPDX-License-Identifier: Apache-2.0

extension EC2Error {
    /// EC2's limits and states that pass by themselves.
    var saysLater: Bool { code.map { Self.laterCodes.contains($0) } ?? false }

    private static let laterCodes: Set<String> = [
        "ConcurrentCreateImageNoRebootLimitExceeded", "ConcurrentSnapshotLimitExceeded", "ConcurrentTagAccess",
        "IncorrectInstanceState", "IncorrectModificationState", "IncorrectState", "PendingSnapshotLimitExceeded",
        "ResourceLimitExceeded", "SnapshotCreationPerVolumeRateExceeded",
    ]

    /// The error of a step that makes something, if another try may end better; nil if EC2 will go on refusing.
    var worthAnotherTry: StepError? {
        // None of these calls has a client token: what was lost must be looked for before it is made again.
        if mayHaveActed { return StepError(.answerLost, description) }
        if saysLater { return StepError(.busy, description) }
        switch kind {
        case .throttled, .unavailable: return StepError(self)
        case .accessDenied, .refused: return nil
        }
    }
}

extension LifecyclePolicy {
    /// What the policy creates.
    ///
    /// - Throws: `Shelflife.InvalidPolicy` if it creates nothing.
    package func backups() throws(StepError) -> CreatePolicy {
        guard let create else { throw StepError(.invalidPolicy, "create: is missing; a backup workflow needs it") }
        return create
    }

    /// - Throws: `Shelflife.InvalidPolicy` if it wants of an image what no image can be.
    package func imageBackups() throws(StepError) -> CreatePolicy {
        let create = try backups()
        if create.volumes == .data {
            throw StepError(.invalidPolicy, "create.volumes: is data, but an image always has the root volume")
        }
        if !create.copies.isEmpty {
            throw StepError(.invalidPolicy, "create.copies: copies snapshots of volumes, not images; leave it out")
        }
        return create
    }
}
