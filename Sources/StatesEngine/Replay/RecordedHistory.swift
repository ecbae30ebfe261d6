// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// The history of an execution as someone saved it: what `aws stepfunctions get-execution-history` prints, one page
/// after the other, or all in one.
public struct RecordedHistory: Sendable, Hashable {
    /// Why a text is no history that can be worked with.
    public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
        /// What is wrong, in one sentence.
        public let description: String

        init(_ description: String) {
            self.description = description
        }
    }

    /// All events, from the first to the last.
    public let events: [HistoryEvent]
    /// Whether inputs and outputs are there, whole.
    public let hasData: Bool

    /// Reads `{"events": […]}`, an array of events, or several of these one behind the other.
    ///
    /// The order of events does not matter, as `--reverse-order` gives the last first.
    ///
    /// - Throws: ``Problem`` when the text is something else, or events are missing.
    public init(parsing text: String) throws(Problem) {
        var events: [JSONValue] = []
        for document in try Self.documents(in: text) { events += try Self.events(in: document) }
        try self.init(events)
    }

    /// Takes events as `GetExecutionHistory` gives them.
    ///
    /// - Throws: ``Problem`` when they are not all the events from the first on.
    public init(_ json: [JSONValue]) throws(Problem) {
        var events: [HistoryEvent] = []
        for event in json {
            do {
                events.append(try HistoryEvent(json: event))
            } catch {
                throw Problem(error.description)
            }
        }
        events.sort { $0.id < $1.id }
        try Self.checkThatNothingIsMissing(events)
        self.events = events
        let started = json.first { $0["type"]?.string == HistoryEventType.executionStarted.rawValue }
        hasData = started?["executionStartedEventDetails"]?["input"] != nil && !json.contains(where: Self.isCut)
    }

    /// Whether the execution is over with the last event.
    public var isComplete: Bool { events.last?.type.endsExecution == true }

    // MARK: Reading

    private static func checkThatNothingIsMissing(_ events: [HistoryEvent]) throws(Problem) {
        guard let last = events.last else { throw Problem("There are no history events in it.") }
        for (index, event) in events.enumerated() where event.id != index + 1 {
            guard event.id > index + 1 else { throw Problem("Event \(event.id) is in it twice.") }
            throw Problem(
                "The history is truncated: event \(index + 1) of \(last.id) is missing; fetch it with all its pages."
            )
        }
        guard events.first?.type == .executionStarted else {
            throw Problem("The first event is \(events[0].type.rawValue), not ExecutionStarted.")
        }
    }

    private static func events(in document: JSONValue) throws(Problem) -> [JSONValue] {
        if let events = document["events"]?.array { return events }
        if let array = document.array {
            // Pages in an array, or the events themselves.
            return array.flatMap { $0["events"]?.array ?? [$0] }
        }
        throw Problem("It is no execution history: there is no array of events in it.")
    }

    /// Splits texts of JSON that stand one behind the other.
    private static func documents(in text: String) throws(Problem) -> [JSONValue] {
        var documents: [JSONValue] = []
        for piece in pieces(of: Array(text.utf8)) {
            do {
                documents.append(try JSONValue(parsing: piece))
            } catch {
                throw Problem("It is not JSON: \(error).")
            }
        }
        guard !documents.isEmpty else { throw Problem("There is nothing in it.") }
        return documents
    }

    private static func pieces(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var (start, depth, isInText, isEscaped) = (0, 0, false, false)
        for (index, byte) in bytes.enumerated() {
            if isInText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInText = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInText = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 {
                    pieces.append(bytes[start...index])
                    start = index + 1
                }
            default: break
            }
        }
        let rest = bytes[start...]
        return rest.contains { $0 > 0x20 } ? pieces + [rest] : pieces
    }

    /// Whether the service has cut one of an event's payloads.
    private static func isCut(_ event: JSONValue) -> Bool {
        (event.object ?? [:]).contains { member in
            (member.value.object ?? [:]).contains { $0.value["truncated"]?.bool == true }
        }
    }
}
