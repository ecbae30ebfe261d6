// SPDX-License-Identifier: Apache-2.0

/// Names that EC2 takes for images: 3 to 128 letters, digits and a few marks.
package enum ImageName {
    package static let mostCharacters = 128
    private static let marks = Set("()[] ./-'@_".unicodeScalars)

    /// The nearest name that EC2 takes.
    ///
    /// What is not allowed becomes `-`; what is too long is cut, but for `ending`, which tells names apart.
    package static func sanitized(_ text: String, ending: String = "") -> String {
        let ending = String(allowed(ending).suffix(mostCharacters))
        let beginning = allowed(text).prefix(mostCharacters - ending.count)
        let name = beginning + ending
        return name.count < 3 ? name + String(repeating: "-", count: 3 - name.count) : String(name)
    }

    private static func allowed(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            result.unicodeScalars.append(isAllowed(scalar) ? scalar : "-")
        }
        return result
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: marks.contains(scalar)
        }
    }
}
