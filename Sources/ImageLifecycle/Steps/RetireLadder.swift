// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Takes an image out of use step by step before it is deregistered, and back into use.
///
/// The mark is written before the steps that it names: whoever finds a mark knows all that may have been done. Every
/// step may be taken again, so that a try that broke off is simply repeated.
package struct RetireLadder<Account: EC2> {
    private let ec2: Account
    private let policyName: String

    /// Works in one account, and writes the marks of one policy.
    package init(ec2: Account, policyName: String) {
        self.ec2 = ec2
        self.policyName = policyName
    }

    /// Marks an image, or goes on with an image that is marked already.
    ///
    /// - Returns: when the grace is over, and what was done now.
    func mark(
        _ image: Image,
        _ retire: RetirePolicy,
        now: Date
    ) async throws(EC2Error) -> (mark: RetireMark, done: [String]) {
        var done: [String] = []
        let mark: RetireMark
        if let found = RetireMark(image.tags) {
            mark = found
        } else {
            mark = try await newMark(for: image, retire, now: now)
            try await ec2.createTags(mark.tags ?? [], on: [image.imageID])
            done.append("tagged")
        }
        if mark.steps.contains(.deprecate), image.deprecationTime == nil {
            // EC2 takes no time in the past, and a run may last six hours.
            try await ec2.enableImageDeprecation(of: image.imageID, at: now.addingTimeInterval(21_600))
            done.append("deprecated")
        }
        if mark.steps.contains(.disable), image.state == .available {
            try await ec2.disableImage(image.imageID)
            done.append("disabled")
        }
        return (mark, done)
    }

    /// Enables, shares and un-deprecates as the mark says that it was.
    ///
    /// The mark goes last, so that a try that broke off can be repeated. `done` hears each step once it is taken.
    ///
    /// - Throws: EC2Error of the step that failed; those before it are taken.
    package func takeBack(
        _ image: Image,
        _ mark: RetireMark,
        done: (String) -> Void = { _ in }
    ) async throws(EC2Error) {
        if mark.steps.contains(.disable), image.state == .disabled {
            try await ec2.enableImage(image.imageID)
            done("enabled")
        }
        if !mark.launchPermissions.isEmpty {
            try await ec2.addLaunchPermissions(mark.launchPermissions, to: image.imageID)
            done("shared again with \(mark.launchPermissions.map(\.description).joined(separator: ", "))")
        }
        if mark.steps.contains(.deprecate), image.deprecationTime != nil {
            try await ec2.disableImageDeprecation(image.imageID)
            done("not deprecated any more")
        }
        let keys = Set(image.tags.map(\.key))
        try await ec2.deleteTags(RetireMark.keys.filter(keys.contains), from: [image.imageID])
        done("mark removed")
    }

    /// What somebody else did to the image before is not in the mark, and never taken back.
    private func newMark(
        for image: Image,
        _ retire: RetirePolicy,
        now: Date
    ) async throws(EC2Error) -> RetireMark {
        var mark = RetireMark(policy: policyName, retireAfter: now.addingTimeInterval(Double(retire.grace.seconds)))
        for step in retire.steps {
            switch step {
            case .tag: break
            case .deprecate: if image.deprecationTime == nil { mark.steps.append(.deprecate) }
            case .disable: if image.state == .available { mark.steps.append(.disable) }
            }
        }
        if mark.steps.contains(.disable) {
            mark.launchPermissions = try await ec2.describeLaunchPermissions(of: image.imageID)
            if mark.tags == nil {
                // More than tags can remember: disabling would lose them for ever.
                mark.launchPermissions = []
                mark.steps.removeAll { $0 == .disable }
            }
        }
        return mark
    }
}

extension RetireMark {
    /// Whether all that the mark names is done.
    func isComplete(on image: Image) -> Bool {
        !(steps.contains(.deprecate) && image.deprecationTime == nil)
            && !(steps.contains(.disable) && image.state == .available)
    }

    /// What the mark says about an image that nothing else keeps; nil for one without a mark.
    static func finding(on image: Image, policy: LifecyclePolicy, now: Date) -> Finding? {
        guard image.tags.contains(where: { $0.key == ShelflifeTag.retireAfter }) else { return nil }
        guard let mark = RetireMark(image.tags) else {
            return Finding(.grace, .notEvaluated, "has a mark that cannot be read")
        }
        guard mark.policy == policy.name else {
            return Finding(.grace, .keep, "is marked by the policy \(mark.policy)")
        }
        let time = ISO8601.text(mark.retireAfter)
        guard now < mark.retireAfter else { return Finding(.grace, .letGo, "its grace is over since \(time)") }
        guard mark.isComplete(on: image) || policy.retire == nil else {
            return Finding(.grace, .remark, "is marked but not out of use yet; its grace lasts until \(time)")
        }
        return Finding(.grace, .keep, "is marked; its grace lasts until \(time)")
    }
}
