// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

extension Date {
    /// Without its fraction of a second, which clients drop as well.
    var inWholeSeconds: Date { Date(timeIntervalSince1970: timeIntervalSince1970.rounded(.down)) }
}
