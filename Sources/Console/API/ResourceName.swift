// SPDX-License-Identifier: Apache-2.0

/// What Step Functions allows in the names of state machines, executions and activities.
enum ResourceName {
    private static let forbidden: Set<Unicode.Scalar> = Set(" <>{}[]?*\"#%\\^|~`$&,;:/".unicodeScalars)

    /// - Throws: `InvalidName`.
    static func check(_ name: String) throws(APIError) {
        let isValid = name.unicodeScalars.allSatisfy { scalar in
            !forbidden.contains(scalar) && scalar.value > 0x1F && !(0x7F...0x9F).contains(scalar.value)
                && !(0xFFFE...0xFFFF).contains(scalar.value) && scalar.value != 0x10FFFF
        }
        guard isValid else { throw .invalidName(name) }
    }
}
