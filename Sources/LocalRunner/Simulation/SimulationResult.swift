// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// What became of an account over the simulated time.
package struct SimulationResult: Sendable {
    /// An execution that did not succeed.
    package struct FailedRun: Sendable, Hashable {
        package var time: Date
        package var workflow: String
        package var policy: String
        /// Its error's name.
        package var error: String
        /// Why, as a sentence.
        package var sentence: String
    }

    /// What one source had, day by day.
    package struct Source: Sendable, Hashable {
        package var id: String
        /// For people; the id where nothing has a name.
        package var name: String
        package var backups: Int
        package var youngest: Date?
        package var oldest: Date?
        /// The age of the youngest completed backup at the end of each day, in hours; nil on a day without any.
        package var youngestHours: [Int?]
    }

    package var start: Date
    package var end: Date
    package var maximumAgeSeconds: Int
    /// One an hour, the first at the start.
    package var samples: [AccountSample]
    package var sources: [Source]
    package var gaps: [BackupGap]
    package var failures: [FailedRun]
    package var runs: Int

    /// The samples at the start and at the end of each day.
    package var dailySamples: [AccountSample] {
        stride(from: 0, to: samples.count, by: 24).map { samples[$0] }
    }
}
