// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Keeps a whole body, up to a limit.
package final class HTTPBodyBuffer: HTTPBodySink {
    private let limitBytes: Int
    private let storage = Mutex<[UInt8]>([])

    package init(limitBytes: Int) {
        self.limitBytes = limitBytes
    }

    package var bytes: [UInt8] { storage.withLock { $0 } }

    package func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        storage.withLock { storage in
            guard storage.count + bytes.count <= limitBytes else { return false }
            storage.append(contentsOf: bytes)
            return true
        }
    }
}
