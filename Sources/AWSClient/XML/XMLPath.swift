// SPDX-License-Identifier: Apache-2.0

/// The open elements of a document, and what they fill.
struct XMLPath {
    /// An open element that some field names.
    ///
    /// Its frame and its table live as long as the root does.
    private struct Element {
        var frame: Unmanaged<XMLFrame>
        var table: Unmanaged<XMLTable>
    }

    /// Deeper than any answer of AWS's.
    private static let maxDepth = 64

    private let root: XMLFrame
    /// Outermost first; the first entry is the document itself.
    private var elements: [Element]
    /// Where the innermost table says what to do with the text that is being collected.
    private var leaf: Int?
    private var text: [UInt8] = []
    /// How many elements deep we are in one that no field names.
    private var skippedDepth = 0
    private var depth = 0

    init(_ root: XMLFrame) {
        self.root = root
        elements = [Element(frame: .passUnretained(root), table: .passUnretained(root.table))]
    }

    /// An element begins.
    mutating func begin(_ name: UnsafeRawBufferPointer) throws(XMLDecodingError) {
        depth += 1
        guard depth <= Self.maxDepth else {
            throw XMLDecodingError("more than \(Self.maxDepth) elements inside each other")
        }
        let outer = elements[elements.count - 1]
        guard skippedDepth == 0, leaf == nil,
            let entry = outer.table._withUnsafeGuaranteedRef({ $0.entry(name) })
        else {
            skippedDepth += 1
            return
        }
        switch outer.table._withUnsafeGuaranteedRef({ $0.actions[entry] }) {
        case .text:
            leaf = entry
            text.removeAll(keepingCapacity: true)
        case .value(let member):
            let frame = outer.frame._withUnsafeGuaranteedRef { $0.frame(of: member) }
            elements.append(Element(frame: frame, table: frame._withUnsafeGuaranteedRef { .passUnretained($0.table) }))
        case .inside(let table):
            elements.append(Element(frame: outer.frame, table: .passUnretained(table)))
        }
    }

    /// A part of an element's text.
    mutating func characters(_ bytes: UnsafeRawBufferPointer) {
        if leaf != nil, skippedDepth == 0 { text.append(contentsOf: bytes) }
    }

    /// The innermost element ends.
    mutating func end() throws(XMLDecodingError) {
        depth -= 1
        guard skippedDepth == 0 else {
            skippedDepth -= 1
            return
        }
        guard let entry = leaf else { return try endElement() }
        leaf = nil
        if !text.isEmpty { try setText(entry) }
    }

    private func setText(_ entry: Int) throws(XMLDecodingError) {
        let element = elements[elements.count - 1]
        guard case .text(let set) = element.table._withUnsafeGuaranteedRef({ $0.actions[entry] }) else { return }
        try element.frame.borrowed { frame throws(XMLDecodingError) in try set(frame, text) }
    }

    private mutating func endElement() throws(XMLDecodingError) {
        let ended = elements.removeLast().frame
        let outer = elements[elements.count - 1].frame
        // Where the frame is the same, fields of one value stood one element deeper.
        guard ended.toOpaque() != outer.toOpaque() else { return }
        try ended.borrowed { ended throws(XMLDecodingError) in
            try outer.borrowed { outer throws(XMLDecodingError) in try ended.end(in: outer) }
        }
    }
}

extension Unmanaged {
    /// Uses the object without counting the reference, which takes longer than what is done for most elements.
    @inline(__always)
    fileprivate func borrowed<Failure: Error>(_ body: (Instance) throws(Failure) -> Void) throws(Failure) {
        // The standard library's way knows no type of an error.
        let result = _withUnsafeGuaranteedRef { instance in
            Result { () throws(Failure) in try body(instance) }
        }
        try result.get()
    }
}
