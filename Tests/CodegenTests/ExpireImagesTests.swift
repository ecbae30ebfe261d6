// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import OrderedJSON
import StatesLanguage
import Testing

@testable import Codegen

/// The workflow holds what its description promises.
@Suite struct ExpireImagesTests {
    private let definition = ExpireImages.definition

    @Test func readsBackAsItWasWritten() throws {
        let text = FittedJSON.text(of: definition.json)
        let json = try JSONValue(parsing: text)
        let checked = StateMachineDefinition.decode(json)
        #expect(checked.problems == [])
        #expect(checked.definition?.json == definition.json)
    }

    @Test func bindsEveryPlaceholderToTheTemplate() {
        let declared = Set(ShelflifeStack.template.resources.map(\.logicalID))
        let names = Placeholders.names(in: FittedJSON.text(of: definition.json))
        #expect(Set(names) == Set(Workflow.expireImages.steps.map(Workers.functionID) + ["NotificationTopic"]))
        #expect(Set(names).isSubset(of: declared))
    }

    @Test func boundsRetriesAndCatchesEveryTask() throws {
        let tasks = tasks(in: definition) + (try tasks(in: #require(processor)))
        #expect(tasks.count == 6)
        for (name, task) in tasks {
            #expect(task.timeoutSeconds?.literal != nil, "\(name) may hang")
            let retriers = try #require(task.retry, "\(name) does not retry")
            for retrier in retriers {
                #expect(retrier.jitterStrategy == .full, "\(name)")
                #expect(retrier.maxDelaySeconds != nil, "\(name)")
                #expect((retrier.maxAttempts ?? 0) > 0, "\(name)")
            }
            #expect(task.catch?.last?.errorEquals == ["States.ALL"], "\(name) lets errors through")
        }
    }

    @Test(arguments: [
        "Shelflife.Throttled", "Shelflife.EC2Unavailable", "Shelflife.SnapshotInUse", "Lambda.ServiceException",
        "Lambda.AWSLambdaException", "Lambda.SdkClientException", "Lambda.TooManyRequestsException",
    ])
    func retries(_ error: String) throws {
        for (name, task) in try tasks(in: #require(processor)) {
            let retried = (task.retry ?? []).flatMap(\.errorEquals)
            #expect(retried.contains(error), "\(name)")
        }
    }

    @Test(arguments: ["Shelflife.InvalidPolicy", "Shelflife.LimitExceeded", "Shelflife.AccessDenied"])
    func doesNotRetry(_ error: String) throws {
        for (name, task) in tasks(in: definition) where task.resource.hasSuffix("lambda:invoke") {
            let retried = (task.retry ?? []).flatMap(\.errorEquals)
            #expect(!retried.contains(error) && !retried.contains("States.ALL"), "\(name)")
        }
    }

    @Test func waitsLongerThanTheWorkersThemselves() throws {
        let tasks = tasks(in: definition) + (try tasks(in: #require(processor)))
        for (name, task) in tasks {
            guard let step = WorkerStep(rawValue: name) else { continue }
            let seconds = try #require(task.timeoutSeconds?.literal)
            #expect(seconds > step.timeoutSeconds)
        }
    }

    @Test func distributesItemsAndToleratesTheirFailures() throws {
        let map = try #require(map)
        #expect(map.processor?.isDistributed == true)
        #expect(map.processor?.processorConfig?.executionType == .standard)
        #expect(map.toleratedFailurePercentage?.literal?.integer == 100)
        #expect(map.maxConcurrency?.literal == 5)
    }

    private var map: MapState? {
        guard case .map(let state) = definition.states["RetireImages"] else { return nil }
        return state
    }

    private var processor: ItemProcessor? { map?.processor }

    private func tasks(in graph: some StateGraph) -> [(String, TaskState)] {
        graph.states.compactMap { name, state in
            guard case .task(let task) = state else { return nil }
            return (name, task)
        }
    }
}
