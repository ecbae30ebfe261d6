// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// What a simulation notes while it goes.
struct SimulationRecord {
    private let start: Date
    private let first: AccountCensus
    private var last: AccountCensus
    private var samples: [AccountSample] = []
    private var watch: BackupWatch
    private var daily: [[String: Int]] = []
    private var failures: [SimulationResult.FailedRun] = []
    private var runs = 0

    init(_ census: AccountCensus, _ start: Date, _ maximumAgeSeconds: Int) {
        self.start = start
        first = census
        last = census
        watch = BackupWatch(maximumAgeSeconds: maximumAgeSeconds, start: start)
        samples.append(sample(census, at: start))
    }

    mutating func add(_ failure: SimulationResult.FailedRun?) {
        runs += 1
        if let failure { failures.append(failure) }
    }

    mutating func add(_ census: AccountCensus, at time: Date) {
        watch.look(at: census, time)
        samples.append(sample(census, at: time))
        last = census
        guard samples.count % 24 == 1 else { return }
        daily.append(
            census.backups.filter { watch.sources.contains($0.key) }
                .mapValues { Int(time.timeIntervalSince($0.youngest)) / 3600 }
        )
    }

    func result(names: SourceNames) -> SimulationResult {
        SimulationResult(
            start: start,
            end: samples.last?.time ?? start,
            maximumAgeSeconds: watch.maximumAgeSeconds,
            samples: samples,
            sources: watch.sources.sorted().map { source in
                let backups = last.backups[source]
                return SimulationResult.Source(
                    id: source,
                    name: names[source],
                    backups: backups?.count ?? 0,
                    youngest: backups?.youngest,
                    oldest: backups?.oldest,
                    youngestHours: daily.map { $0[source] }
                )
            },
            gaps: watch.gaps.sorted { ($0.from, $0.source) < ($1.from, $1.source) },
            failures: failures,
            runs: runs
        )
    }

    private func sample(_ census: AccountCensus, at time: Date) -> AccountSample {
        let watched = census.backups.filter { watch.sources.contains($0.key) }.values
        let created = (census.imagesEver - first.imagesEver, census.snapshotsEver - first.snapshotsEver)
        return AccountSample(
            time: time,
            images: census.images,
            snapshots: census.snapshots,
            snapshotGiB: census.snapshotGiB,
            cost: census.cost,
            imagesCreated: created.0,
            imagesRetired: created.0 - census.images + first.images,
            snapshotsCreated: created.1,
            snapshotsRetired: created.1 - census.snapshots + first.snapshots,
            stalestSeconds: watched.map(\.youngest).min().map { Int(time.timeIntervalSince($0)) },
            oldestSeconds: watched.map(\.oldest).min().map { Int(time.timeIntervalSince($0)) }
        )
    }
}
