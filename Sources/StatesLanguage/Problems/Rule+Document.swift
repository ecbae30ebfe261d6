// SPDX-License-Identifier: Apache-2.0

/// The shape of a document: what decoding checks.
extension Rule {
    /// The text of a definition is one JSON object.
    public static let json = Rule("json", "A definition is a JSON object.", code: .invalidJSON)

    /// The document is an object.
    public static let definitionIsObject = Rule("definition-is-object", "A definition is a JSON object.")

    /// No text of more than 1,048,576 bytes.
    public static let definitionSize = Rule("definition-size", "A definition has at most 1,048,576 bytes.")

    /// Nothing that the language does not define.
    public static let knownFields = Rule("known-fields", "An object has only the fields that the language gives it.")

    /// Nothing missing.
    public static let requiredFields = Rule("required-fields", "An object has every field that it must have.")

    /// Strings where strings belong.
    public static let valueTypes = Rule("value-types", "A field has a value of its type.")

    /// One of the words that a field may have.
    public static let allowedValues = Rule("allowed-values", "A field has one of the values that the language lists.")

    /// Not two spellings of one thing.
    public static let exclusiveFields = Rule(
        "exclusive-fields",
        "Of the fields that say one thing in different ways, an object has one."
    )
}
