// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

extension ExecutionLogic {
    /// Begins a Map Run: finds the items, or has them read.
    mutating func beginMapRun(_ strand: inout Strand, _ map: PreparedMap) throws(StateFailure) -> StepResult {
        let input = try filteredInput(strand)
        let items = map.reader == nil ? try items(&strand, map, input: input) : nil
        strand.lastEventID = recorder.record(
            .mapStateStarted,
            after: strand.lastEventID,
            .mapStateStarted(length: items?.count ?? 0)
        )
        let settings = try mapRunSettings(&strand, map, input: input)
        let request = try map.reader.map { reader throws(StateFailure) in
            try readRequest(&strand, reader, input: input)
        }
        let id = openMapRun(&strand, map, settings)
        if let request {
            mapRunTable[id]?.read(request)
            recorder.command(.readItems(request))
        } else {
            do throws(StateFailure) {
                try startChildren(&strand, map, id, items: items ?? [], input: input)
            } catch {
                return failMapRun(&strand, id, error)
            }
        }
        return concludeIfComplete(&strand, id)
    }

    mutating func mapRunSettings(
        _ strand: inout Strand,
        _ map: PreparedMap,
        input: JSONValue
    ) throws(StateFailure) -> DistributedMapLogic.Settings {
        var scope = scope(strand, input: input)
        var settings = DistributedMapLogic.Settings(concurrencyLimit: record.limits.distributedMapConcurrency)
        if let number = map.maxConcurrency {
            settings.maxConcurrency = try number.natural(in: &scope, orSay: "MaxConcurrency cannot be negative.")
        }
        if let number = map.toleratedFailureCount {
            settings.toleratedFailureCount = try number.natural(
                in: &scope,
                orSay: "ToleratedFailureCount cannot be negative."
            )
        }
        if let number = map.toleratedFailurePercentage {
            settings.toleratedFailurePercentage = try number.number(
                in: &scope,
                within: 0...100,
                orSay: "ToleratedFailurePercentage must be between 0 and 100."
            )
        }
        return settings
    }

    private mutating func readRequest(
        _ strand: inout Strand,
        _ reader: PreparedReader,
        input: JSONValue
    ) throws(StateFailure) -> ItemReadRequest {
        var scope = scope(strand, input: input)
        defer { generator = scope.generator }
        return ItemReadRequest(
            mapRun: MapRunID(numbers.mapRun + 1),
            resource: reader.resource,
            parameters: try reader.parameters.map { template throws(StateFailure) in
                try template.evaluate(in: &scope)
            } ?? [:],
            configuration: reader.configuration,
            maxItems: try reader.maxItems.map { number throws(StateFailure) in
                let value = try number.integer(in: &scope)
                // Of a path the reader itself says so.
                guard case .expression = number, value < 0 else { return value }
                throw .evaluation("field MaxItems must be positive", field: "MaxItems")
            }
        )
    }

    private mutating func openMapRun(
        _ strand: inout Strand,
        _ map: PreparedMap,
        _ settings: DistributedMapLogic.Settings
    ) -> MapRunID {
        numbers.mapRun += 1
        let id = MapRunID(numbers.mapRun)
        let label = map.label ?? generator.uuid()
        let machineARN = record.identity.stateMachineARN + "/" + label
        let prefix = StateMachineARNParts(machineARN).prefix
        let mapRunARN = "\(prefix):mapRun:\(record.identity.stateMachineName)/\(label):\(generator.uuid())"
        strand.lastEventID = recorder.record(
            .mapRunStarted,
            after: strand.lastEventID,
            .mapRunStarted(mapRunARN: mapRunARN)
        )
        changedMapRuns.insert(id)
        mapRunTable[id] = DistributedMapLogic(
            id: id,
            mapRunARN: mapRunARN,
            strand: strand.id,
            stateName: strand.current.name,
            startDate: recorder.now,
            startedEventID: strand.lastEventID,
            childMachineARN: machineARN,
            childType: map.childType,
            settings: settings
        )
        strand.activity = .mapRun(id)
        recorder.command(.startMapRun(id, mapRunARN: mapRunARN, stateName: strand.current.name))
        return id
    }

    // MARK: Children

    private mutating func startChildren(
        _ strand: inout Strand,
        _ map: PreparedMap,
        _ id: MapRunID,
        items: [JSONValue],
        input: JSONValue
    ) throws(StateFailure) {
        var inputs: [JSONValue] = []
        inputs.reserveCapacity(items.count)
        for (index, value) in items.enumerated() {
            let item = ContextObject.MapItem(index: index, value: value)
            inputs.append(try iterationInput(&strand, map, item, input: input))
        }
        let batches = try batches(&strand, map.batcher, inputs, input: input)
        let children = batches.map { batch in
            DistributedMapLogic.Child(
                input: batch.input,
                itemCount: batch.count,
                name: generator.uuid(),
                seed: generator.next()
            )
        }
        mapRunTable[id]?.begin(with: children)
        startMoreChildren(id)
    }

    /// Groups items as the batcher says; without one every item is alone.
    private mutating func batches(
        _ strand: inout Strand,
        _ batcher: PreparedBatcher?,
        _ items: [JSONValue],
        input: JSONValue
    ) throws(StateFailure) -> [(input: JSONValue, count: Int)] {
        guard let batcher else { return items.map { ($0, 1) } }
        var scope = scope(strand, input: input)
        defer { generator = scope.generator }
        let extra = try batcher.batchInput.map { template throws(StateFailure) in
            try template.evaluate(in: &scope)
        }
        let maxItems = try batcher.maxItems.map { number throws(StateFailure) in
            try number.integer(in: &scope, within: 1...Int.max, orSay: "MaxItemsPerBatch must be positive.")
        }
        let maxBytes = try batcher.maxBytes.map { number throws(StateFailure) in
            try number.integer(in: &scope, within: 1...Int.max, orSay: "MaxInputBytesPerBatch must be positive.")
        }
        return ItemBatches(extra: extra, maxItems: maxItems, maxBytes: maxBytes).group(items)
    }

    mutating func startMoreChildren(_ id: MapRunID) {
        changedMapRuns.insert(id)
        while let child = mapRunTable[id]?.nextChild() {
            if let request = childRequest(id, child) { recorder.command(.startChild(request)) }
        }
    }

    func childRequest(_ id: MapRunID, _ child: Int) -> ChildExecutionRequest? {
        guard let run = mapRunTable[id] else { return nil }
        return ChildExecutionRequest(
            mapRun: id,
            mapRunARN: run.mapRunARN,
            child: child,
            identity: run.identity(of: run.children[child], roleARN: record.identity.roleARN),
            mapStateName: run.stateName,
            input: run.children[child].input,
            seed: run.children[child].seed,
            redriveCount: run.children[child].redriveCount
        )
    }

    // MARK: News

    mutating func itemsRead(_ id: MapRunID, _ result: Result<[JSONValue], ErrorOutput>) {
        guard let run = mapRunTable[id], case .reading = run.phase,
            var strand = strands.removeValue(forKey: run.strand), case .map(let map) = strand.current.kind
        else { return }
        let next: StepResult
        switch result {
        case .failure(let failure):
            next = failMapRun(&strand, id, failure)
        case .success(let items):
            do throws(StateFailure) {
                let input = try filter(strand.current.input.path, strand.input, strand)
                try startChildren(&strand, map, id, items: items, input: input)
                next = concludeIfComplete(&strand, id)
            } catch {
                next = failMapRun(&strand, id, error)
            }
        }
        proceed(strand, after: next)
    }

    mutating func childEnded(_ id: MapRunID, _ child: Int, _ outcome: ExecutionOutcome) {
        guard mapRunTable[id]?.childEnded(child, outcome) == true else { return }
        startMoreChildren(id)
        settle(id)
    }

    mutating func mapRunUpdated(_ id: MapRunID, _ update: MapRunUpdate) {
        guard mapRunTable[id]?.status == .running else { return }
        if let value = update.maxConcurrency { mapRunTable[id]?.settings.maxConcurrency = value }
        if let value = update.toleratedFailureCount { mapRunTable[id]?.settings.toleratedFailureCount = value }
        if let value = update.toleratedFailurePercentage {
            mapRunTable[id]?.settings.toleratedFailurePercentage = value
        }
        startMoreChildren(id)
        settle(id)
    }

    private mutating func settle(_ id: MapRunID) {
        guard let run = mapRunTable[id], run.exceedsToleratedFailures || run.isComplete,
            var strand = strands.removeValue(forKey: run.strand)
        else { return }
        let result = concludeIfComplete(&strand, id)
        proceed(strand, after: result)
    }

    mutating func resultsWritten(_ id: MapRunID, _ result: Result<JSONValue, ErrorOutput>) {
        guard let run = mapRunTable[id], case .writing = run.phase,
            var strand = strands.removeValue(forKey: run.strand)
        else { return }
        let next: StepResult
        switch result {
        case .failure(let failure): next = failMapRun(&strand, id, failure)
        case .success(let value): next = succeedMapRun(&strand, id, value)
        }
        proceed(strand, after: next)
    }

    // MARK: Ends

    mutating func concludeIfComplete(_ strand: inout Strand, _ id: MapRunID) -> StepResult {
        guard let run = mapRunTable[id], case .map(let map) = strand.current.kind else { return .blocked }
        if run.exceedsToleratedFailures {
            let failure = ErrorOutput(
                error: "States.ExceedToleratedFailureThreshold",
                cause: "The specified tolerated failure threshold was exceeded"
            )
            return failMapRun(&strand, id, failure)
        }
        guard run.isComplete else { return .blocked }
        guard let writer = map.writer else { return succeedMapRun(&strand, id, .array(run.outputs)) }
        do throws(StateFailure) {
            let request = try writeRequest(&strand, writer, run)
            mapRunTable[id]?.write(request)
            recorder.command(.writeResults(request))
            return .blocked
        } catch {
            return failMapRun(&strand, id, error)
        }
    }

    private mutating func writeRequest(
        _ strand: inout Strand,
        _ writer: PreparedWriter,
        _ run: DistributedMapLogic
    ) throws(StateFailure) -> ResultWriteRequest {
        let input = try filter(strand.current.input.path, strand.input, strand)
        let parameters = try writer.parameters.map { template throws(StateFailure) in
            try evaluate(template, &strand, input)
        }
        return ResultWriteRequest(
            mapRun: run.id,
            mapRunARN: run.mapRunARN,
            resource: writer.resource,
            parameters: parameters ?? [:],
            configuration: writer.configuration ?? [:],
            results: run.children.compactMap { child in
                child.outcome.map { outcome in
                    let identity = run.identity(of: child, roleARN: record.identity.roleARN)
                    return .init(
                        executionARN: identity.executionARN,
                        name: child.name,
                        input: child.input,
                        outcome: outcome
                    )
                }
            }
        )
    }

    mutating func succeedMapRun(_ strand: inout Strand, _ id: MapRunID, _ result: JSONValue) -> StepResult {
        _ = mapRunTable[id]?.end(.succeeded, at: recorder.now)
        changedMapRuns.insert(id)
        strand.lastEventID = recorder.record(.mapRunSucceeded, after: strand.lastEventID)
        recorder.record(.mapStateSucceeded, after: strand.lastEventID)
        do throws(StateFailure) {
            return try complete(&strand, result: result)
        } catch {
            return recover(&strand, from: error)
        }
    }

    /// Fails for what the engine found itself.
    private mutating func failMapRun(_ strand: inout Strand, _ id: MapRunID, _ failure: StateFailure) -> StepResult {
        failMapRun(&strand, id, told(failure, by: &strand).output)
    }

    mutating func failMapRun(_ strand: inout Strand, _ id: MapRunID, _ failure: ErrorOutput) -> StepResult {
        changedMapRuns.insert(id)
        for child in mapRunTable[id]?.end(.failed, at: recorder.now) ?? [] {
            recorder.command(.stopChild(id, child: child))
        }
        strand.lastEventID = recorder.record(.mapRunFailed, after: strand.lastEventID, .failure(failure))
        strand.interruption = Strand.Interruption(activity: .mapRun(id))
        return recover(&strand, from: Failure(output: failure, origin: .engine), closing: .mapStateFailed)
    }

    mutating func abortMapRun(_ id: MapRunID) {
        guard mapRunTable[id]?.status == .running else { return }
        changedMapRuns.insert(id)
        for child in mapRunTable[id]?.end(.aborted, at: recorder.now) ?? [] {
            recorder.command(.stopChild(id, child: child))
        }
    }
}
