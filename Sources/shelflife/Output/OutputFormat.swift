// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// For whom results are printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    /// For people.
    case text
    /// For programs: one JSON document.
    case json
}
