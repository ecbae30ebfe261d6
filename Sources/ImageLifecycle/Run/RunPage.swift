// SPDX-License-Identifier: Apache-2.0

/// Where a run stands between two pages.
///
///     {"cursor": "2025-12-01T04:00:00Z/ami-0abc", "tally": {…}}
package struct RunPage: Sendable, Hashable, Codable {
    /// nil after the last page.
    package var cursor: PageCursor?
    package var tally: Tally

    package init(cursor: PageCursor?, tally: Tally) {
        self.cursor = cursor
        self.tally = tally
    }
}
