// SPDX-License-Identifier: Apache-2.0

/// What is known about the use of one image.
package enum ReferenceAnswer: Sendable, Hashable {
    /// EC2 answered in full; empty: nothing uses the image.
    case usedBy([ImageReference])
    /// EC2 did not answer, or not in a way that can be trusted.
    case notEvaluated(EC2Error)

    package var finding: Finding {
        switch self {
        case .notEvaluated(let error):
            return Finding(.references, .notEvaluated, error.description)
        case .usedBy(let references) where references.isEmpty:
            return Finding(.references, .letGo, "no reference found")
        case .usedBy(let references):
            let users = references.map { "\($0.resourceType) \($0.arn)" }.sorted()
            return Finding(.references, .keep, "in use by \(Sentences.list(users))")
        }
    }
}
