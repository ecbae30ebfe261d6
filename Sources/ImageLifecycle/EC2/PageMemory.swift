// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Whether an endpoint was ever seen to answer in pages.
///
/// One that does knows EC2's filters too; EC2-compatible ones that do not must not be trusted to.
package final class PageMemory: Sendable {
    private let seen = Mutex(false)

    package init() {}

    var knowsPages: Bool { seen.withLock { $0 } }

    func noteNextPage() { seen.withLock { $0 = true } }
}
