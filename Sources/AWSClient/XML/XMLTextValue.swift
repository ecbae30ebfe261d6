// SPDX-License-Identifier: Apache-2.0

extension String: XMLTextValue {
    package init?(xmlText: String) { self = xmlText }
    package static var xmlDescription: String { "text" }
}

extension Int: XMLTextValue {
    package init?(xmlText: String) { self.init(xmlText, radix: 10) }
    package static var xmlDescription: String { "a whole number" }
}

extension Bool: XMLTextValue {
    package init?(xmlText: String) {
        switch xmlText {
        case "true", "1": self = true
        case "false", "0": self = false
        default: return nil
        }
    }

    package static var xmlDescription: String { "true or false" }
}

extension Optional: XMLTextValue where Wrapped: XMLTextValue {
    package init?(xmlText: String) {
        guard let value = Wrapped(xmlText: xmlText) else { return nil }
        self = .some(value)
    }

    package static var xmlDescription: String { Wrapped.xmlDescription }
}
