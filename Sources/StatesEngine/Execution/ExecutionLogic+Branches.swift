// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

extension ExecutionLogic {
    mutating func beginParallel(_ strand: inout Strand, _ branches: [PreparedGraph]) throws(StateFailure) -> StepResult
    {
        let input = try effectiveInput(&strand)
        strand.lastEventID = recorder.record(.parallelStateStarted, after: strand.lastEventID)
        var children: [StrandID] = []
        for (slot, branch) in branches.enumerated() {
            children.append(
                makeStrand(
                    graph: branch,
                    parent: Strand.Parent(strand: strand.id, slot: slot),
                    input: input,
                    variables: strand.variables,
                    mapItem: strand.mapItem,
                    after: strand.lastEventID
                )
            )
        }
        strand.activity = .parallel(ParallelLogic(children: children))
        return .blocked
    }

    mutating func beginMap(_ strand: inout Strand, _ map: PreparedMap) throws(StateFailure) -> StepResult {
        let input = try filteredInput(strand)
        let items = try items(&strand, map, input: input)
        let concurrency = try concurrency(&strand, map, limit: record.limits.inlineMapConcurrency, input: input)
        strand.lastEventID = recorder.record(
            .mapStateStarted,
            after: strand.lastEventID,
            .mapStateStarted(length: items.count)
        )
        if items.isEmpty {
            recorder.record(.mapStateSucceeded, after: strand.lastEventID)
            return conclude(&strand, [])
        }
        var logic = InlineMapLogic(items: items, input: input, concurrency: concurrency)
        try startIterations(&strand, &logic, map, after: strand.lastEventID)
        strand.activity = .map(logic)
        return .blocked
    }

    /// The array that the Map state iterates over.
    mutating func items(
        _ strand: inout Strand,
        _ map: PreparedMap,
        input: JSONValue
    ) throws(StateFailure) -> [JSONValue] {
        if strand.current.language == .jsonata {
            let items = try map.items.map { template throws(StateFailure) in try evaluate(template, &strand, input) }
            guard let array = (items ?? input).array else {
                guard let items, let template = map.items else {
                    throw .evaluation("Map state input must be an array but was: \(input.serialized())", field: nil)
                }
                throw template.unexpectedType(items, expected: "array", field: "Items")
            }
            return array
        }
        let items = try filter(map.itemsPath, input, strand)
        guard let array = items.array else {
            let path = if case .path(let path)? = map.itemsPath { path.text } else { "$" }
            throw .runtime("Reference path \"\(path)\" must point to array.")
        }
        return array
    }

    /// How many iterations or children may run at once.
    mutating func concurrency(
        _ strand: inout Strand,
        _ map: PreparedMap,
        limit: Int,
        input: JSONValue
    ) throws(StateFailure) -> Int {
        guard let maxConcurrency = map.maxConcurrency else { return limit }
        var scope = scope(strand, input: input)
        let value = try maxConcurrency.natural(in: &scope, orSay: "MaxConcurrency cannot be negative.")
        return value == 0 ? limit : min(value, limit)
    }

    /// Begins with as many iterations as may run; all starts are written before the first iteration runs.
    ///
    /// - Throws: ``StateFailure`` of the item selector, before any of them has begun.
    private mutating func startIterations(
        _ strand: inout Strand,
        _ logic: inout InlineMapLogic,
        _ map: PreparedMap,
        after previousEventID: Int
    ) throws(StateFailure) {
        var iterations: [(item: ContextObject.MapItem, input: JSONValue)] = []
        for index in logic.nextItems() {
            let item = ContextObject.MapItem(index: index, value: logic.items[index])
            iterations.append((item, try iterationInput(&strand, map, item, input: logic.input)))
        }
        for (item, input) in iterations where !recorder.isExhausted {
            let started = recorder.record(
                .mapIterationStarted,
                after: previousEventID,
                .mapIteration(name: strand.current.name, index: item.index)
            )
            let child = makeStrand(
                graph: map.processor,
                parent: Strand.Parent(strand: strand.id, slot: item.index),
                input: input,
                variables: strand.variables,
                mapItem: item,
                after: started
            )
            logic.iterationStarted(item.index, strand: child)
        }
    }

    /// What an iteration gets: the item, or what the item selector makes of it.
    mutating func iterationInput(
        _ strand: inout Strand,
        _ map: PreparedMap,
        _ item: ContextObject.MapItem,
        input: JSONValue
    ) throws(StateFailure) -> JSONValue {
        guard let selector = map.itemSelector else { return item.value }
        var scope = scope(strand, input: input)
        scope.context.mapItem = item
        defer { generator = scope.generator }
        return try selector.evaluate(in: &scope)
    }

    // MARK: Ends

    /// Takes a child's output; goes on with the owner when it was the last.
    mutating func childEnded(_ child: Strand, of first: consuming Strand, slot: Int, output: JSONValue) {
        var owner = first
        let activity = owner.activity
        // Given up here, so that the logic below is the only owner of its arrays.
        owner.activity = .none
        switch consume activity {
        case .parallel(var logic):
            if let outputs = logic.branchEnded(slot, output: output) {
                owner.lastEventID = child.lastEventID
                recorder.record(.parallelStateSucceeded, after: child.lastEventID)
                let result = conclude(&owner, outputs)
                proceed(owner, after: result)
            } else {
                owner.activity = .parallel(logic)
                strands[owner.id] = owner
            }
        case .map(var logic):
            iterationEnded(child, &owner, &logic, slot: slot, output: output)
        case .none, .task, .waiting, .retrying, .mapRun:
            strands[owner.id] = owner
        }
    }

    private mutating func iterationEnded(
        _ child: Strand,
        _ owner: inout Strand,
        _ logic: inout InlineMapLogic,
        slot: Int,
        output: JSONValue
    ) {
        let succeeded = recorder.record(
            .mapIterationSucceeded,
            after: child.lastEventID,
            .mapIteration(name: owner.current.name, index: slot)
        )
        if let outputs = logic.iterationEnded(slot, output: output) {
            owner.lastEventID = succeeded
            recorder.record(.mapStateSucceeded, after: succeeded)
            let result = conclude(&owner, outputs)
            proceed(owner, after: result)
            return
        }
        guard case .map(let map) = owner.current.kind else { return }
        do throws(StateFailure) {
            try startIterations(&owner, &logic, map, after: child.lastEventID)
            owner.activity = .map(logic)
            proceed(owner, after: .blocked)
        } catch {
            abandonIterations(of: owner, logic, after: child.lastEventID)
            owner.lastEventID = child.lastEventID
            let result = recover(&owner, from: error.closingMap)
            proceed(owner, after: result)
        }
    }

    private mutating func conclude(_ owner: inout Strand, _ outputs: [JSONValue]) -> StepResult {
        do throws(StateFailure) {
            return try complete(&owner, result: .array(outputs))
        } catch {
            return recover(&owner, from: error)
        }
    }

    // MARK: Failures

    /// A child failed: its siblings are given up, then the owner's retriers and catchers have their turn.
    mutating func childFailed(_ child: Strand, of first: consuming Strand, slot: Int, _ failure: Failure) {
        var owner = first
        let cause = child.lastEventID
        let closing: HistoryEventType
        owner.interruption = interruption(of: owner, failing: child)
        switch owner.activity {
        case .parallel(let logic):
            closing = .parallelStateFailed
            abandon(logic.children, failing: child, after: cause)
        case .map(let logic):
            closing = .mapStateFailed
            abandonIterations(of: owner, logic, failing: child, slot: slot, after: cause)
        case .none, .task, .waiting, .retrying, .mapRun:
            strands[owner.id] = owner
            return
        }
        owner.lastEventID = cause
        let result = recover(&owner, from: failure, closing: closing)
        proceed(owner, after: result)
    }

    private mutating func abandonIterations(
        of owner: Strand,
        _ logic: InlineMapLogic,
        failing child: Strand,
        slot: Int,
        after cause: Int
    ) {
        recorder.record(.mapIterationFailed, after: cause, .mapIteration(name: owner.current.name, index: slot))
        abortState(of: child, after: cause)
        abandonIterations(of: owner, logic, except: child.id, after: cause)
    }

    private mutating func abandonIterations(
        of owner: Strand,
        _ logic: InlineMapLogic,
        except failed: StrandID? = nil,
        after cause: Int
    ) {
        for (index, id) in logic.children.sorted(by: { $0.key < $1.key }) where id != failed {
            recorder.record(.mapIterationAborted, after: cause, .mapIteration(name: owner.current.name, index: index))
            abandon(id, after: cause)
        }
    }

    private mutating func abandon(_ children: [StrandID], failing child: Strand?, after cause: Int) {
        for id in children.sorted() {
            if let child, id == child.id {
                abortState(of: child, after: cause)
            } else {
                abandon(id, after: cause)
            }
        }
    }

    /// Gives a strand up, and all strands inside it.
    private mutating func abandon(_ id: StrandID, after cause: Int) {
        guard let strand = strands.removeValue(forKey: id) else { return }
        switch strand.activity {
        case .parallel(let logic): abandon(logic.children, failing: nil, after: cause)
        case .map(let logic): abandonIterations(of: strand, logic, after: cause)
        case .none, .task, .waiting, .retrying, .mapRun: giveUp(strand.activity)
        }
        // A strand that has not entered its first state has nothing to give up.
        if strand.enteredEventID > 0 { abortState(of: strand, after: cause) }
    }

    private mutating func abortState(of strand: Strand, after cause: Int) {
        if let type = strand.current.type.abortedEvent { recorder.record(type, after: cause) }
    }
}
