// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

extension ImageDecision {
    /// Decides about every own image of an account without touching any.
    ///
    /// - Throws: EC2Error when the images cannot be listed; guards that cannot be evaluated keep their images instead.
    package static func plan(
        policy: LifecyclePolicy,
        now: Date,
        ec2: some EC2
    ) async throws(EC2Error) -> [ImageDecision] {
        let screenings = ImageScreening.screen(try await ec2.allImages(), policy: policy, now: now)
        let asked = screenings.filter(\.passes).map(\.image.imageID)
        let answers = policy.guards.references ? await ec2.references(to: asked, guards: policy.guards) : [:]
        return screenings.map { $0.decide(answers[$0.image.imageID]) }
    }
}
