// SPDX-License-Identifier: Apache-2.0

import StatesEngine

/// A name that nothing else has.
///
/// Foundation's `UUID` opens `/dev/urandom` for each one, which a server notices that gives every answer a name.
func randomUUID() -> String {
    var generator = SystemRandomNumberGenerator()
    return generator.uuid()
}
