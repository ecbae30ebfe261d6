// SPDX-License-Identifier: Apache-2.0

import LocalRunner

extension WorkflowDefinition {
    /// The workflow of that name, from a file if one is given.
    ///
    /// - Throws: ``Failure`` when there is no such workflow, or the file is no definition that can run.
    init(_ name: String, file: String?) throws(Failure) {
        let text: String? = if let file { try readInput(file) } else { nil }
        do throws(WorkflowError) {
            if let text, let file {
                try self.init(name, definition: text, source: file)
            } else {
                try self.init(name)
            }
        } catch {
            throw Failure.invalid("\(error)")
        }
    }
}
