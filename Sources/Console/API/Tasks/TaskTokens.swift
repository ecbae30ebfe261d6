// SPDX-License-Identifier: Apache-2.0

import StatesEngine

extension Constraint {
    static let taskToken = Constraint.length(1...2048)
}

extension APIError {
    static let taskTimedOut = APIError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'")
}

extension StepFunctionsService {
    /// The task that a token names.
    ///
    /// - Throws: `InvalidToken` for a text that is no token, `TaskTimedOut` for a task that nothing waits for.
    func openTask(_ token: String) async throws(APIError) -> (executionARN: String, task: TaskID) {
        guard let token = TaskToken(text: token) else { throw .invalidToken }
        guard let driver = await self.driver(token.executionARN), await driver.isWaiting(for: token.taskID) else {
            throw .taskTimedOut
        }
        return (token.executionARN, token.taskID)
    }

    /// Ends a task from outside.
    func answerTask(_ token: String, _ outcome: TaskOutcome) async throws {
        let (executionARN, task) = try await openTask(token)
        guard await send(.taskEnded(task, outcome), to: executionARN) else { throw APIError.taskTimedOut }
    }
}
