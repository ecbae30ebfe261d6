// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

extension ExecutionLogic {
    /// Schedules an attempt of a Task state.
    mutating func beginTask(_ strand: inout Strand, _ task: PreparedTask) throws(StateFailure) -> StepResult {
        let id = TaskID(numbers.task + 1)
        let token = TaskToken(executionARN: record.identity.executionARN, taskID: id, nonce: generator.next())
        let filtered = try filteredInput(strand)
        var scope = scope(strand, input: filtered, taskToken: task.integration.showsToken ? token.text : nil)
        let timeout = try Self.seconds(task.timeout, "TimeoutSeconds", &scope)
        let heartbeat = try Self.seconds(task.heartbeat, "HeartbeatSeconds", &scope)
        let roleARN = try task.credentials.map { template throws(StateFailure) in
            try Self.roleARN(template, &scope)
        }
        let parameters = try strand.current.input.parameters.map { template throws(StateFailure) in
            try template.evaluate(in: &scope)
        }
        generator = scope.generator
        numbers.task += 1
        let request = TaskRequest(
            id: id,
            executionARN: record.identity.executionARN,
            stateMachineName: record.identity.stateMachineName,
            stateName: strand.current.name,
            resource: task.resource,
            integration: task.integration,
            parameters: parameters ?? filtered,
            timeoutSeconds: timeout,
            heartbeatSeconds: heartbeat,
            credentialsRoleARN: roleARN,
            retryCount: strand.retries.count,
            token: token
        )
        try checkSize(request.parameters, place: strand.current.name)
        schedule(request, &strand)
        return .blocked
    }

    private static func seconds(
        _ number: DynamicNumber?,
        _ field: String,
        _ scope: inout EvaluationScope
    ) throws(StateFailure) -> Int? {
        guard let number else { return nil }
        return try number.integer(in: &scope, within: 1...99_999_999, orSay: "\(field) must be between 1 and 99999999.")
    }

    private static func roleARN(_ credentials: Template, _ scope: inout EvaluationScope) throws(StateFailure) -> String
    {
        let roleARN = try credentials.evaluate(in: &scope)["RoleArn"] ?? .null
        guard let text = roleARN.string else {
            throw credentials.member("RoleArn").unexpectedType(
                roleARN,
                expected: "string",
                field: "Credentials/RoleArn"
            )
        }
        return text
    }

    private mutating func schedule(_ request: TaskRequest, _ strand: inout Strand) {
        var execution = TaskExecution(request: request)
        let identity = record.identity
        strand.lastEventID = recorder.record(
            execution.scheduled(in: identity.region),
            after: strand.lastEventID
        )
        if let timeout = request.timeoutSeconds {
            execution.timeoutTimer = startTimer(.taskTimeout(request.id), after: Double(timeout))
        }
        if let heartbeat = request.heartbeatSeconds {
            execution.heartbeatTimer = startTimer(.heartbeat(request.id), after: Double(heartbeat))
        }
        tasks[request.id] = strand.id
        strand.activity = .task(execution)
        recorder.command(.scheduleTask(request))
    }

    // MARK: News

    mutating func taskProgressed(_ id: TaskID, _ progress: TaskProgress) {
        guard let strandID = tasks[id], var strand = strands.removeValue(forKey: strandID),
            case .task(var execution) = strand.activity
        else { return }
        switch progress {
        case .started(let workerName):
            start(&execution, &strand, workerName: workerName)
        case .submitted(let output):
            start(&execution, &strand, workerName: nil)
            submit(&execution, &strand, output)
        case .heartbeat:
            break
        }
        renewHeartbeat(&execution)
        strand.activity = .task(execution)
        proceed(strand, after: .blocked)
    }

    mutating func taskEnded(_ id: TaskID, _ outcome: TaskOutcome) {
        guard let strandID = tasks[id], var strand = strands.removeValue(forKey: strandID),
            case .task(var execution) = strand.activity
        else { return }
        start(&execution, &strand, workerName: nil)
        if case .handedOver(let output) = outcome {
            if let output { submit(&execution, &strand, output) }
            renewHeartbeat(&execution)
            strand.activity = .task(execution)
            proceed(strand, after: .blocked)
            return
        }
        endTask(execution)
        let result = conclude(&strand, execution, outcome)
        proceed(strand, after: result)
    }

    mutating func taskTimedOut(_ id: TaskID, origin: Failure.Origin) {
        guard let strandID = tasks[id], var strand = strands.removeValue(forKey: strandID),
            case .task(let execution) = strand.activity
        else { return }
        recorder.command(.cancelTask(id))
        endTask(execution)
        let result = timedOut(&strand, execution, origin: origin)
        proceed(strand, after: result)
    }

    /// Forgets a task and its timers.
    mutating func endTask(_ execution: TaskExecution) {
        tasks[execution.request.id] = nil
        if let timer = execution.timeoutTimer { cancelTimer(timer) }
        if let timer = execution.heartbeatTimer { cancelTimer(timer) }
    }

    private mutating func start(_ execution: inout TaskExecution, _ strand: inout Strand, workerName: String?) {
        guard !execution.isStarted else { return }
        execution.isStarted = true
        strand.lastEventID = recorder.record(execution.started(workerName: workerName), after: strand.lastEventID)
    }

    private mutating func submit(_ execution: inout TaskExecution, _ strand: inout Strand, _ output: JSONValue) {
        guard !execution.isSubmitted, let event = execution.submitted(output) else { return }
        execution.isSubmitted = true
        strand.lastEventID = recorder.record(event, after: strand.lastEventID)
    }

    private mutating func renewHeartbeat(_ execution: inout TaskExecution) {
        guard let timer = execution.heartbeatTimer, let seconds = execution.request.heartbeatSeconds else { return }
        cancelTimer(timer)
        execution.heartbeatTimer = startTimer(.heartbeat(execution.request.id), after: Double(seconds))
    }

    // MARK: Ends

    private mutating func conclude(
        _ strand: inout Strand,
        _ execution: TaskExecution,
        _ outcome: TaskOutcome
    ) -> StepResult {
        switch outcome {
        case .timedOut:
            return timedOut(&strand, execution, origin: .reported)
        case .failed(let failure):
            return taskFailed(&strand, execution, failure)
        case .succeeded(let result):
            if let limit = record.limits.payloadBytes, result.isLonger(than: limit) {
                let failure = StateFailure.dataLimit(execution.resultPlace)
                return taskFailed(&strand, execution, ErrorOutput(error: failure.error, cause: failure.message))
            }
            strand.lastEventID = recorder.record(execution.succeeded(result), after: strand.lastEventID)
            do throws(StateFailure) {
                return try complete(&strand, result: result)
            } catch {
                return recover(&strand, from: error)
            }
        case .handedOver:
            return .blocked
        }
    }

    private mutating func taskFailed(
        _ strand: inout Strand,
        _ execution: TaskExecution,
        _ failure: ErrorOutput
    ) -> StepResult {
        strand.lastEventID = recorder.record(execution.failed(failure), after: strand.lastEventID)
        return recover(&strand, from: Failure(output: failure, origin: .reported))
    }

    private mutating func timedOut(
        _ strand: inout Strand,
        _ execution: TaskExecution,
        origin: Failure.Origin
    ) -> StepResult {
        // The history says States.Timeout also for a missing heartbeat; catchers may tell the two apart.
        let failure = ErrorOutput(error: "States.Timeout")
        strand.lastEventID = recorder.record(execution.timedOut(failure), after: strand.lastEventID)
        return recover(&strand, from: Failure(output: failure, origin: origin))
    }
}

extension HistoryRecorder {
    fileprivate mutating func record(
        _ event: @autoclosure () -> TaskExecution.Event,
        after previousEventID: Int
    ) -> Int {
        record(after: previousEventID, event)
    }
}
