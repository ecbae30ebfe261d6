// SPDX-License-Identifier: Apache-2.0

/// The language in which a state addresses and shapes data.
/// https://states-language.net/spec.html#toplevelfields
public enum QueryLanguage: String, Sendable, Hashable, CaseIterable {
    /// Paths, payload templates and intrinsic functions. The default.
    case jsonPath = "JSONPath"
    /// Expressions in `{% %}`.
    case jsonata = "JSONata"
}

extension QueryLanguage: Keyword {}
