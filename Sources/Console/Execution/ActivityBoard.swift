// SPDX-License-Identifier: Apache-2.0

import StatesEngine

/// Brings activity tasks and the workers that poll for them together, first come, first served.
actor ActivityBoard {
    /// A task that a worker may take.
    struct Offer: Sendable {
        let taskToken: String
        let input: String
    }

    private struct OpenOffer {
        let number: Int
        let offer: Offer
        let taken: CheckedContinuation<Taken, Never>
    }

    private struct OpenPoll {
        let number: Int
        let workerName: String?
        let given: CheckedContinuation<Offer?, Never>
    }

    /// How an offer ended: with a worker, or withdrawn.
    enum Taken: Sendable {
        case by(workerName: String?)
        case withdrawn
    }

    private var offers: [String: [OpenOffer]] = [:]
    private var polls: [String: [OpenPoll]] = [:]
    private var lastNumber = 0

    /// Offers a task until a worker takes it or the calling task is cancelled.
    func offer(_ offer: Offer, activityARN: String) async -> Taken {
        if let poll = polls[activityARN]?.first {
            polls[activityARN]?.removeFirst()
            poll.given.resume(returning: offer)
            return .by(workerName: poll.workerName)
        }
        lastNumber += 1
        let number = lastNumber
        return await withTaskCancellationHandler {
            await withCheckedContinuation { taken in
                guard !Task.isCancelled else { return taken.resume(returning: .withdrawn) }
                offers[activityARN, default: []].append(OpenOffer(number: number, offer: offer, taken: taken))
            }
        } onCancel: {
            Task { await self.withdrawOffer(number, activityARN: activityARN) }
        }
    }

    /// Waits for a task, as long as `timeout` or until the calling task is cancelled.
    func poll(activityARN: String, workerName: String?, timeout: Duration) async -> Offer? {
        if let open = offers[activityARN]?.first {
            offers[activityARN]?.removeFirst()
            open.taken.resume(returning: .by(workerName: workerName))
            return open.offer
        }
        lastNumber += 1
        let number = lastNumber
        let timer = Task {
            try await Task.sleep(for: timeout)
            self.endPoll(number, activityARN: activityARN)
        }
        defer { timer.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { given in
                guard !Task.isCancelled else { return given.resume(returning: nil) }
                let poll = OpenPoll(number: number, workerName: workerName, given: given)
                polls[activityARN, default: []].append(poll)
            }
        } onCancel: {
            Task { await self.endPoll(number, activityARN: activityARN) }
        }
    }

    private func withdrawOffer(_ number: Int, activityARN: String) {
        guard let index = offers[activityARN]?.firstIndex(where: { $0.number == number }) else { return }
        offers[activityARN]?.remove(at: index).taken.resume(returning: .withdrawn)
    }

    private func endPoll(_ number: Int, activityARN: String) {
        guard let index = polls[activityARN]?.firstIndex(where: { $0.number == number }) else { return }
        polls[activityARN]?.remove(at: index).given.resume(returning: nil)
    }
}
