// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import OrderedJSON
import StatesEngine

/// Step Functions on one machine: what the API's actions act on.
package final class StepFunctionsService: Sendable {
    let configuration: ConsoleConfiguration
    let store: Store
    let durable: DurableStore
    let definitions = DefinitionLibrary()
    let running = RunningExecutions()
    let activities = ActivityBoard()
    let mapRuns = MapRunBoard()
    let feed = LiveFeed()
    let workerLogs = WorkerLogs()
    let mocks: MockBook

    /// Opens the store.
    ///
    /// - Throws: What is wrong with the database file or the mock configuration.
    package init(_ configuration: ConsoleConfiguration) throws {
        self.configuration = configuration
        store = try Store(path: configuration.databasePath)
        durable = try DurableStore(store)
        mocks = MockBook(try configuration.mockConfigurationPath.map(MockConfiguration.init(contentsOf:)))
    }

    /// The ARN of something of this account.
    func arn(region: String, kind: String, _ path: String...) -> ARN {
        ARN(region: region, account: configuration.accountID, kind: kind, path: path)
    }

    /// What executions get from the world.
    ///
    /// Express executions are not kept.
    func engineServices(for kind: StateMachineRecord.Kind) -> EngineServices {
        EngineServices(
            taskRunner: ServiceTaskRunner(service: self),
            objectStore: configuration.objectStore,
            store: kind == .standard ? durable : nil,
            observer: Observers(all: [mapRuns.observer(savingTo: durable), feed])
        )
    }

    /// The driver of an execution that runs: one of its own, or a child of a Map Run.
    func driver(_ executionARN: String) async -> ExecutionDriver? {
        if let driver = running.driver(executionARN) { return driver }
        guard let child = durable.openRow(executionARN)?.mapRun,
            let place = mapRuns.place(ofMapRun: child.mapRunARN),
            let parent = await driver(place.executionARN)
        else { return nil }
        return await parent.child(of: place.id, number: child.child)
    }

    /// Sends an event to an execution that runs.
    ///
    /// - Returns: Whether it runs.
    func send(_ event: ExecutionEvent, to executionARN: String) async -> Bool {
        guard let driver = await driver(executionARN) else { return false }
        driver.send(event)
        return true
    }

    /// Stops an execution and waits until it has stopped.
    func stop(_ executionARN: String, _ reason: ErrorOutput) async {
        guard await send(.stopRequested(reason), to: executionARN) else { return }
        _ = await running.end(of: executionARN)
    }

    /// A Map Run as it stands now.
    func current(_ mapRun: MapRunRow) async throws -> MapRunRow {
        await mapRuns.latest(mapRun.arn) ?? mapRun
    }
}
