// SPDX-License-Identifier: Apache-2.0

import Foundation
import FoundationXML

/// An answer as a strict parser reads it.
final class Element {
    let name: String
    private(set) var children: [Element] = []
    private(set) var text = ""

    private init(name: String) {
        self.name = name
    }

    subscript(path: String) -> String? { first(path)?.text }

    /// The first element at a path such as `imagesSet/item/imageId`.
    func first(_ path: String) -> Element? { all(path).first }

    func all(_ path: String) -> [Element] {
        path.split(separator: "/").reduce([self]) { elements, name in
            elements.flatMap { $0.children.filter { $0.name == name } }
        }
    }

    func texts(_ path: String) -> [String] { all(path).map(\.text) }

    /// nil when the bytes are not one well-formed document.
    static func parse(_ bytes: [UInt8]) -> Element? {
        let reader = Reader()
        let parser = XMLParser(data: Data(bytes))
        parser.delegate = reader
        return parser.parse() ? reader.root : nil
    }

    private final class Reader: NSObject, XMLParserDelegate {
        var root: Element?
        private var stack: [Element] = []

        func parser(
            _ parser: XMLParser,
            didStartElement name: String,
            namespaceURI: String?,
            qualifiedName: String?,
            attributes: [String: String]
        ) {
            let element = Element(name: name)
            stack.last?.children.append(element)
            if root == nil { root = element }
            stack.append(element)
        }

        func parser(_ parser: XMLParser, foundCharacters text: String) { stack.last?.text += text }

        func parser(_ parser: XMLParser, didEndElement: String, namespaceURI: String?, qualifiedName: String?) {
            stack.removeLast()
        }
    }
}
