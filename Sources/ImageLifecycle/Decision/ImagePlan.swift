// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

extension ImageDecision {
    /// Decides about every own image of an account without touching any.
    ///
    /// - Parameters:
    ///   - policy: what the user wants.
    ///   - now: the time by which ages are counted.
    ///   - ec2: the account.
    ///   - progress: hears how many of the images that the cheap guards leave have been asked about.
    /// - Returns: a decision per image, in EC2's order.
    /// - Throws: EC2Error when the images cannot be listed; guards that cannot be evaluated keep their images instead.
    package static func plan(
        policy: LifecyclePolicy,
        now: Date,
        ec2: some EC2,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws(EC2Error) -> [ImageDecision] {
        let screenings = ImageScreening.screen(try await ec2.allImages(), policy: policy, now: now)
        let passing = screenings.filter(\.passes).map(\.image)
        let answers = await GuardAnswers.page(by: passing, progress: progress) {
            await GuardAnswers.about($0, guards: policy.guards, ec2: ec2)
        }
        return screenings.map { $0.decide(answers.findings(on: $0.image.imageID)) }
    }
}
