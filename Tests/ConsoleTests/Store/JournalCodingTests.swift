// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import Testing

@testable import Console

@Suite struct JournalCodingTests {
    @Test(arguments: [
        ExecutionEvent.started,
        .taskProgressed(TaskID(3), .started(workerName: "worker")),
        .taskProgressed(TaskID(3), .started(workerName: nil)),
        .taskProgressed(TaskID(3), .submitted(["a": 1])),
        .taskProgressed(TaskID(3), .heartbeat),
        .taskEnded(TaskID(4), .succeeded(["b": [1, 2.5, nil]])),
        .taskEnded(TaskID(4), .failed(ErrorOutput(error: "E", cause: "C"))),
        .taskEnded(TaskID(4), .failed(ErrorOutput(error: nil))),
        .taskEnded(TaskID(4), .timedOut),
        .taskEnded(TaskID(4), .handedOver(nil)),
        .taskEnded(TaskID(4), .handedOver(["MessageId": "x"])),
        .timerFired(TimerID(9)),
        .itemsRead(MapRunID(1), .success([1, "two", ["three": 3]])),
        .itemsRead(MapRunID(1), .failure(ErrorOutput(error: "States.ItemReaderFailed", cause: "no"))),
        .childEnded(MapRunID(1), child: 7, .succeeded("done")),
        .childEnded(MapRunID(1), child: 7, .failed(ErrorOutput(error: "E"))),
        .childEnded(MapRunID(1), child: 7, .timedOut(ErrorOutput(error: "States.Timeout"))),
        .childEnded(MapRunID(1), child: 7, .aborted(ErrorOutput(error: nil, cause: "stopped"))),
        .resultsWritten(MapRunID(2), .success(["Key": "k"])),
        .resultsWritten(MapRunID(2), .failure(ErrorOutput(error: "States.ResultWriterFailed"))),
        .mapRunUpdated(MapRunID(2), MapRunUpdate(maxConcurrency: 5, toleratedFailurePercentage: 12.5)),
        .stopRequested(ErrorOutput(error: "Stop", cause: "enough")),
        .redriven,
    ])
    func readsWhatItWrote(_ event: ExecutionEvent) throws {
        #expect(try JournalCoding.event(from: JournalCoding.text(of: event)) == event)
    }

    @Test(arguments: ["{}", "[]", #"{"kind":"taskEnded","task":1}"#, #"{"kind":"unheard-of"}"#, "nonsense"])
    func refusesWhatItDidNotWrite(_ text: String) {
        #expect(throws: (any Error).self) { try JournalCoding.event(from: text) }
    }
}
