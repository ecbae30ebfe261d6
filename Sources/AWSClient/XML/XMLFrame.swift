// SPDX-License-Identifier: Apache-2.0

/// A value that is being filled while its element is open.
///
/// Frames, tables and actions do not know the type of the value, so that what runs for every element of a document
/// is not generic code; only the closures made by ``XMLField`` know it.
class XMLFrame {
    final let table: XMLTable
    /// The frames inside this one, made when first needed and used again by the next element of the kind.
    private final var inner: [(member: XMLMember, frame: XMLFrame)] = []

    init(_ table: XMLTable) {
        self.table = table
    }

    /// Called when the value's own element ends.
    func end(in outer: XMLFrame) throws(XMLDecodingError) {}

    /// The frame of a value inside this one.
    final func frame(of member: XMLMember) -> Unmanaged<XMLFrame> {
        for entry in inner where entry.member === member { return .passUnretained(entry.frame) }
        let frame = member.makeFrame()
        inner.append((member, frame))
        return .passUnretained(frame)
    }
}

/// A frame and its value.
final class XMLBox<Value: Sendable>: XMLFrame {
    /// Memory of its own: the value is moved out whole, and nobody asks at each field who else uses it.
    private let storage: UnsafeMutablePointer<Value>
    private let start: Value
    private let check: (@Sendable (Value) throws(XMLDecodingError) -> Void)?
    private let deliver: @Sendable (XMLBox, XMLFrame) -> Void

    /// - Parameters:
    ///   - mapping: how the value is filled.
    ///   - deliver: hands the finished value on to the frame around it.
    init(_ mapping: XMLMapping<Value>, deliver: @escaping @Sendable (XMLBox, XMLFrame) -> Void = { _, _ in }) {
        storage = .allocate(capacity: 1)
        storage.initialize(to: mapping.start)
        start = mapping.start
        check = mapping.check
        self.deliver = deliver
        super.init(mapping.table)
    }

    deinit {
        storage.deinitialize(count: 1)
        storage.deallocate()
    }

    var value: Value {
        get { storage.pointee }
        _modify { yield &storage.pointee }
    }

    /// The value, instead of which a new one begins.
    func take() -> Value {
        defer { storage.initialize(to: start) }
        return storage.move()
    }

    override func end(in outer: XMLFrame) throws(XMLDecodingError) {
        if let check { try check(value) }
        deliver(self, outer)
    }
}
