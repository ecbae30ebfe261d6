// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import Testing

@Suite struct RecordedHistoryParsingTests {
    static let started =
        #"{"id":1,"previousEventId":0,"timestamp":1.0,"type":"ExecutionStarted","executionStartedEventDetails":{"input":"{}"}}"#
    static let entered =
        #"{"id":2,"previousEventId":0,"timestamp":"2026-11-21T01:00:00Z","type":"PassStateEntered","stateEnteredEventDetails":{"name":"A","input":"{}"}}"#
    static let ended =
        #"{"id":3,"previousEventId":2,"timestamp":3.0,"type":"ExecutionSucceeded","executionSucceededEventDetails":{"output":"{}"}}"#

    @Test(arguments: [
        "{\"events\":[\(started),\(entered),\(ended)]}",
        "[\(started),\(entered),\(ended)]",
        "{\"events\":[\(started)],\"nextToken\":\"x\"}\n{\"events\":[\(entered),\(ended)]}",
        "[{\"events\":[\(started),\(entered)]},{\"events\":[\(ended)]}]",
        "{\"events\":[\(ended),\(entered),\(started)]}",
    ])
    func readsAllThatTheCommandLinePrints(text: String) throws {
        let history = try RecordedHistory(parsing: text)
        #expect(history.events.map(\.id) == [1, 2, 3])
        #expect(history.isComplete)
        #expect(history.hasData)
    }

    @Test(arguments: [
        ("", "There is nothing in it."),
        ("{\"events\":[]}", "There are no history events in it."),
        ("{\"Version\":1}", "It is no execution history: there is no array of events in it."),
        ("[\(started),\(ended)]", "The history is truncated: event 2 of 3 is missing; fetch it with all its pages."),
        ("[\(started),\(entered),\(entered)]", "Event 2 is in it twice."),
        ("[{\"type\":\"Nothing\",\"id\":1}]", "Event 1: the type is unknown (\"Nothing\")."),
    ])
    func saysWhatIsWrong(text: String, sentence: String) {
        #expect(throws: RecordedHistory.Problem.self) { try RecordedHistory(parsing: text) }
        do {
            _ = try RecordedHistory(parsing: text)
        } catch {
            #expect(error.description == sentence)
        }
    }

    @Test func noticesThatJSONIsBroken() {
        do {
            _ = try RecordedHistory(parsing: "{\"events\": [")
            Issue.record("a broken text was read")
        } catch {
            #expect(error.description.hasPrefix("It is not JSON:"))
        }
    }

    @Test func noticesMissingData() throws {
        let bare = #"[{"id":1,"timestamp":1.0,"type":"ExecutionStarted","executionStartedEventDetails":{}}]"#
        let history = try RecordedHistory(parsing: bare)
        #expect(!history.hasData)
        #expect(!history.isComplete)
    }
}
