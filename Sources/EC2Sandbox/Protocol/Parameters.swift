// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Parameters of an action: `Filter.1.Value.2=…` is a tree, each dot a level down.
package struct Parameters: Sendable {
    private struct Node: Sendable {
        var value: String?
        var children: [String: Node] = [:]
    }

    /// The deepest that EC2 has is `LaunchTemplateData.TagSpecification.1.Tag.1.Value` and its like.
    private static let depthLimit = 12

    private var root = Node()
    /// Where this part of the tree hangs, with a dot behind; for messages.
    private var path = ""
    /// What the account gives at most where a page is asked for.
    var mostPerPage: Int?

    init(pairs: [(name: String, value: String)]) throws(EC2Failure) {
        for (name, value) in pairs {
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count <= Self.depthLimit, parts.allSatisfy({ !$0.isEmpty }) else {
                throw QueryDecoder.malformed("'\(name)' is no parameter name")
            }
            guard Self.insert(value, at: parts[...], in: &root) else {
                throw QueryDecoder.malformed("'\(name)' is given twice")
            }
        }
    }

    private init(root: Node, path: String) {
        self.root = root
        self.path = path
    }

    private static func insert(_ value: String, at parts: ArraySlice<Substring>, in node: inout Node) -> Bool {
        guard let first = parts.first else {
            guard node.value == nil else { return false }
            node.value = value
            return true
        }
        return insert(value, at: parts.dropFirst(), in: &node.children[String(first), default: Node()])
    }

    /// The names at this level.
    var names: some Collection<String> { root.children.keys }

    func contains(_ name: String) -> Bool { root.children[name] != nil }

    func string(_ name: String) -> String? { root.children[name]?.value }

    func required(_ name: String) throws(EC2Failure) -> String {
        guard let value = string(name), !value.isEmpty else { throw .missingParameter(path + name) }
        return value
    }

    func bool(_ name: String) throws(EC2Failure) -> Bool? {
        guard let text = string(name) else { return nil }
        switch text.lowercased() {
        case "true", "1": return true
        case "false", "0": return false
        default: throw .invalidValue(text, for: path + name, "Expected: true or false.")
        }
    }

    func integer(_ name: String, in range: ClosedRange<Int> = 0...Int.max) throws(EC2Failure) -> Int? {
        guard let text = string(name) else { return nil }
        guard let value = Int(text) else { throw .invalidValue(text, for: path + name, "Expected an integer.") }
        guard range.contains(value) else { throw .outOfRange(text, for: path + name, range) }
        return value
    }

    func date(_ name: String) throws(EC2Failure) -> Date? {
        guard let text = string(name) else { return nil }
        guard let date = Timestamp.parse(text) else {
            throw .invalidValue(text, for: path + name, "Expected an ISO 8601 date.")
        }
        return date
    }

    /// The values of a list, `ImageId.1`, `ImageId.2` and so on, by index.
    func strings(_ name: String) throws(EC2Failure) -> [String] {
        try items(name).map { $0.node.value ?? "" }
    }

    /// The structures of a list.
    func structures(_ name: String) throws(EC2Failure) -> [Parameters] {
        try items(name).map { Parameters(root: $0.node, path: "\(path)\(name).\($0.index).") }
    }

    func structure(_ name: String) -> Parameters? {
        root.children[name].map { Parameters(root: $0, path: path + name + ".") }
    }

    /// Refuses names that are not among these, so that a client's slip does not pass as a success.
    func allowOnly(_ allowed: Set<String>) throws(EC2Failure) {
        guard let unknown = names.sorted().first(where: { !allowed.contains($0) }) else { return }
        throw EC2Failure("UnknownParameter", "The parameter \(path)\(unknown) is not recognized")
    }

    /// A short text that differs when any parameter but these differs.
    func fingerprint(without names: Set<String>) -> String {
        var hash = SeededGenerator(seed: 0, name: "")
        for (name, value) in flattened() where !names.contains(name) {
            hash = SeededGenerator(seed: hash.next(), name: name + "=" + value)
        }
        return String(hash.next(), radix: 36)
    }

    /// All parameters by full name, sorted.
    func flattened() -> [(name: String, value: String)] {
        func flatten(_ node: Node, _ path: String) -> [(name: String, value: String)] {
            let own = node.value.map { [(name: path, value: $0)] } ?? []
            return own
                + node.children.sorted { $0.key < $1.key }
                .flatMap { flatten($0.value, path.isEmpty ? $0.key : path + "." + $0.key) }
        }
        return flatten(root, "")
    }

    private func items(_ name: String) throws(EC2Failure) -> [(index: Int, node: Node)] {
        guard let list = root.children[name] else { return [] }
        var items: [(index: Int, node: Node)] = []
        for (key, node) in list.children {
            guard let index = Int(key), index >= 0 else {
                throw EC2Failure("UnknownParameter", "The parameter \(path)\(name).\(key) is not recognized")
            }
            items.append((index, node))
        }
        return items.sorted { $0.index < $1.index }
    }
}
