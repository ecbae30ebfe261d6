// SPDX-License-Identifier: Apache-2.0

/// Everything one AWS account holds, region by region.
package struct Account: Sendable {
    /// Twelve digits.
    package let id: String

    package init(id: String = "123456789012", seed: UInt64 = 1) {
        self.id = id
    }
}
