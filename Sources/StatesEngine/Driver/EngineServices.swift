// SPDX-License-Identifier: Apache-2.0

/// What a driver needs from the world around it.
public struct EngineServices: Sendable {
    /// The time.
    public var clock: any EngineClock
    /// Does the work of Task states.
    public var taskRunner: any TaskRunner
    /// Where item readers read and result writers write; without one such states fail with a clear cause.
    public var objectStore: (any ObjectStore)?
    /// Keeps executions durable; without one they live as long as the driver.
    public var store: (any ExecutionStore)?
    /// Watches.
    public var observer: (any ExecutionObserver)?

    /// The world around a driver.
    public init(
        clock: any EngineClock = SystemClock(),
        taskRunner: any TaskRunner,
        objectStore: (any ObjectStore)? = nil,
        store: (any ExecutionStore)? = nil,
        observer: (any ExecutionObserver)? = nil
    ) {
        self.clock = clock
        self.taskRunner = taskRunner
        self.objectStore = objectStore
        self.store = store
        self.observer = observer
    }
}
