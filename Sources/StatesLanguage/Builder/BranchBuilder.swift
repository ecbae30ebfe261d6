// SPDX-License-Identifier: Apache-2.0

/// Collects the branches of a Parallel state.
@resultBuilder
public enum BranchBuilder {
    /// Branches side by side.
    public static func buildBlock(_ branches: Branch...) -> [Branch] { branches }
}

extension ParallelState {
    /// Branches that are executed side by side.
    public init(comment: String? = nil, resultPath: PathField? = nil, @BranchBuilder branches: () -> [Branch]) {
        self.init(comment: comment, branches: branches(), resultPath: resultPath)
    }
}
