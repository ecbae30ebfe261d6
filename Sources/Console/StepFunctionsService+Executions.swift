// SPDX-License-Identifier: Apache-2.0

import GRDB
import OrderedJSON
import StatesEngine

/// An execution that has begun.
struct StartedExecution: Sendable {
    let arn: String
    let name: String
    let startedAt: Timestamp
    let end: Task<ExecutionOutcome?, Never>?

    /// Waits for the end.
    func outcome() async -> ExecutionOutcome {
        await end?.value ?? .failed(ErrorOutput(error: "States.Runtime", cause: "The store failed."))
    }
}

extension StepFunctionsService {
    /// Starts an execution.
    ///
    /// - Throws: `ExecutionAlreadyExists` when the name was used before with another input or for an execution that
    ///   has ended; starting the same again while it runs gives the one that runs.
    func start(
        _ target: ExecutionTarget,
        name: String?,
        input: JSONValue,
        inputText: String,
        traceHeader: String?
    ) async throws -> StartedExecution {
        let machine = try definitions.executable(target.machine.revision.definition)
        let identity = try Self.identity(of: target, name: name)
        let isDurable = target.machine.kind == .standard
        if isDurable, name != nil, let known = try await existing(identity.executionARN, inputText: inputText) {
            return known
        }
        let row = ExecutionRow(
            id: durable.newID(),
            arn: identity.executionARN,
            name: identity.name,
            stateMachineARN: target.machine.arn,
            versionARN: target.versionARN,
            aliasARN: target.aliasARN,
            revision: target.machine.revision.id,
            testCase: target.testCase,
            traceHeader: traceHeader,
            input: inputText,
            startedAt: .now
        )
        mocks.begin(row, machineName: target.machine.name)
        let record = ExecutionRecord(identity: identity, input: input, seed: row.seed, limits: configuration.limits)
        let kept = isDurable ? durable.insert(row) : nil
        let end = run(record, machine, target.machine.kind)
        try await kept?.committed()
        return StartedExecution(arn: row.arn, name: row.name, startedAt: row.startedAt, end: end)
    }

    /// Takes up every execution that ran when the process before this one ended.
    package func resumeUnfinished() async throws {
        let rows = try await store.read { db in
            try ExecutionRow.fetchAll(
                db,
                sql: "SELECT * FROM execution WHERE status = 'RUNNING' AND mapRunARN IS NULL ORDER BY id"
            )
        }
        for row in rows {
            // A redrive that was promised and not begun is begun now.
            let begun = try await store.read { db in try JournalTable.redriveCount(of: row.id, db) }
            try await resume(row, isRedriven: row.redriveCount > begun)
        }
    }

    /// Lets an execution go on after its end.
    ///
    /// - Returns: When it was redriven.
    /// - Throws: `ExecutionNotRedrivable`, if somebody else has redriven it meanwhile.
    func redrive(_ arn: String) async throws -> Timestamp {
        // The status is written before the last children have stopped.
        _ = await running.end(of: arn)
        let now = Timestamp.now
        let row = try await store.write { db in
            let row = try ExecutionRow.require(arn, db)
            try row.checkRedrivable(at: now)
            try ExecutionRow.redrive(row.id, at: now, db)
            return row
        }
        // Somebody else's redrive may have begun and ended since.
        _ = await running.end(of: arn)
        try await resume(row, isRedriven: true)
        return now
    }

    private func resume(_ row: ExecutionRow, isRedriven: Bool = false) async throws {
        let machineARN = row.stateMachineARN
        let revision = try await store.read { db in try RevisionRecord.fetch(row.revision, db) }
        durable.reopen(row)
        mocks.begin(row, machineName: (try? ARN(machineARN, of: "stateMachine"))?.name ?? machineARN)
        var identity = ExecutionIdentity(stateMachineARN: machineARN, name: row.name, roleARN: revision.roleARN)
        identity.stateMachineVersionARN = row.versionARN
        identity.stateMachineAliasARN = row.aliasARN
        let record = ExecutionRecord(
            identity: identity,
            input: try JSONValue(parsing: row.input),
            seed: row.seed,
            limits: configuration.limits
        )
        run(record, try definitions.executable(revision.definition), .standard, isRedriven: isRedriven)
    }

    @discardableResult
    private func run(
        _ record: ExecutionRecord,
        _ machine: ExecutableStateMachine,
        _ kind: StateMachineRecord.Kind,
        isRedriven: Bool = false
    ) -> Task<ExecutionOutcome?, Never> {
        let driver = ExecutionDriver(machine: machine, record: record, services: engineServices(for: kind))
        let arn = record.identity.executionARN
        return running.run(driver, arn: arn, isRedriven: isRedriven) {
            self.durable.close(arn)
            self.mocks.end(arn)
        }
    }

    /// The execution of that ARN, if there is one.
    private func existing(_ arn: String, inputText: String) async throws -> StartedExecution? {
        guard let row = try await durable.row(arn) else { return nil }
        let isSame = (try? JSONValue(parsing: row.input)) == (try? JSONValue(parsing: inputText))
        guard row.status == .running, running.driver(arn) != nil, isSame else {
            throw APIError("ExecutionAlreadyExists", "Execution Already Exists: '\(arn)'")
        }
        return StartedExecution(arn: arn, name: row.name, startedAt: row.startedAt, end: nil)
    }

    private static func identity(of target: ExecutionTarget, name: String?) throws -> ExecutionIdentity {
        let machine = target.machine
        var identity = ExecutionIdentity(
            stateMachineARN: machine.arn,
            name: name ?? randomUUID(),
            roleARN: machine.revision.roleARN,
            workflowType: machine.kind == .express ? .express : .standard
        )
        identity.stateMachineVersionARN = target.versionARN
        identity.stateMachineAliasARN = target.aliasARN
        if machine.kind == .express {
            let arn = try ARN(machine.arn, of: "stateMachine")
            identity.executionARN = arn.execution(kind: "express", identity.name, randomUUID()).description
        }
        return identity
    }
}
