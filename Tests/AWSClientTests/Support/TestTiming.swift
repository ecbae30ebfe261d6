// SPDX-License-Identifier: Apache-2.0

import Synchronization

@testable import AWSClient

/// Time that passes by sleeping only.
final class TestTiming: Sendable {
    private struct State {
        var now = Duration.zero
        var sleeps: [Duration] = []
    }

    private let state = Mutex(State())
    private let random: Double

    init(random: Double = 0.5) {
        self.random = random
    }

    var sleeps: [Duration] { state.withLock { $0.sleeps } }
    var now: Duration { state.withLock { $0.now } }

    var timing: Timing {
        Timing(
            now: { self.now },
            sleep: { pause in
                self.state.withLock { state in
                    state.now += pause
                    state.sleeps.append(pause)
                }
            },
            random: { [random] in random }
        )
    }
}
