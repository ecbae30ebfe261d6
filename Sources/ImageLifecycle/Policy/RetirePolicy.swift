// SPDX-License-Identifier: Apache-2.0

/// How an image goes: marked and taken out of use first, deregistered when the grace is over.
///
///     {"grace": "7d", "steps": ["tag", "deprecate", "disable"]}
///
/// Without it an image is deregistered at once.
package struct RetirePolicy: Sendable, Hashable {
    package enum Step: String, Sendable, Hashable, Codable, CaseIterable {
        /// Remember in tags when the grace is over and what was done; always the first step.
        case tag
        /// New users are not offered the image any more.
        case deprecate
        /// Launches fail, so that whoever still needs the image is heard.
        case disable
    }

    /// From the mark to the deregistration.
    package var grace: PolicyDuration
    /// In the order in which they are taken.
    package var steps: [Step]

    package init(grace: PolicyDuration, steps: [Step] = Step.allCases) {
        self.grace = grace
        self.steps = steps
    }
}

extension RetirePolicy: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case grace, steps
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictContainer(decoder, keyedBy: CodingKeys.self)
        grace = try fields.required(of: .grace)
        let names = try fields.value([String].self, of: .steps) ?? Step.allCases.map(\.rawValue)
        var steps: [Step] = []
        for name in names {
            guard let step = Step(rawValue: name) else {
                throw fields.problem(.steps, "\"\(name)\" is no step; use tag, deprecate, disable")
            }
            guard !steps.contains(step) else { throw fields.problem(.steps, "\(name) is there twice") }
            steps.append(step)
        }
        guard steps.first == .tag else {
            throw fields.problem(.steps, "must begin with tag, which remembers when the grace is over")
        }
        self.steps = steps
    }
}
