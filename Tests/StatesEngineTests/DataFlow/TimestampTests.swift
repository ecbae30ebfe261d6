// SPDX-License-Identifier: Apache-2.0

import StatesEngine
import Testing

@Suite struct TimestampTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2000-02-29T12:00:00Z", 951_825_600_000),
            ("2016-03-14T02:59:00.5+01:00", 1_457_920_740_500), ("2016-03-05T21:29:29.243167252Z", 1_457_213_369_243),
            ("1969-12-31T23:59:59Z", -1000), ("2024-12-31T23:59Z", 1_735_689_540_000),
        ] as [(String, Int64)]
    )
    func readsMoments(text: String, milliseconds: Int64) {
        #expect(Timestamp(iso8601: text)?.millisecondsSinceEpoch == milliseconds)
    }

    @Test(arguments: [
        "2016-13-05T21:29:29Z", "2016-02-30T00:00:00Z", "2016-12-05T25:29:29Z", "2016-12-05 21:29:29Z",
        "2016-12-05T21:29:29", "05-12-2016T21:29:29Z", "2016-12-05T21:29:29Zx", "",
    ])
    func refusesOtherTexts(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test func printsWhatItReads() {
        var random = TestGenerator(state: 3)
        for _ in 0..<2000 {
            let moment = Timestamp(
                millisecondsSinceEpoch: Int64.random(in: -60_000_000_000_000...250_000_000_000_000, using: &random)
            )
            #expect(Timestamp(iso8601: moment.description) == moment)
        }
    }
}
