// SPDX-License-Identifier: Apache-2.0

/// The placeholders that `Fn::Sub` replaces: `${Topic}`, but not `${!literal}`.
package enum Placeholders {
    /// What stands between the braces, `Topic` or `Function.Arn`, in order.
    package static func all(in text: String) -> [String] {
        text.matches(of: #/\$\{([^!}][^}]*)\}/#).map { String($0.1) }
    }

    /// The parameters and resources meant, without attributes.
    package static func names(in text: String) -> [String] {
        all(in: text).map { placeholder in
            placeholder.hasPrefix("AWS::") ? placeholder : String(placeholder.prefix { $0 != "." })
        }
    }
}
