// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A launch template without its versions.
package struct LaunchTemplate: Sendable, Hashable {
    package var templateID: String
    package var name: String
    package var defaultVersion: Int
    package var latestVersion: Int

    package init(templateID: String = "", name: String = "", defaultVersion: Int = 0, latestVersion: Int = 0) {
        self.templateID = templateID
        self.name = name
        self.defaultVersion = defaultVersion
        self.latestVersion = latestVersion
    }
}

package struct LaunchTemplateVersion: Sendable, Hashable {
    package var number: Int
    /// An id, or `resolve:ssm:` and a parameter; nil if the version names none.
    package var imageID: String?

    package init(number: Int = 0, imageID: String? = nil) {
        self.number = number
        self.imageID = imageID
    }
}

/// The versions of launch templates that one worker has seen.
///
/// EC2 makes new versions and deletes old ones, but never changes one: what was seen once need not be asked again. That
/// is what makes it cheap to look at all versions once more before every single deregistration. A version deleted since
/// keeps its image for as long as the worker lives, which errs on the safe side.
package final class LaunchTemplateMemory: Sendable {
    private let seen = Mutex<[String: [Int: LaunchTemplateVersion]]>([:])
    private let complete = Mutex<[String: Int]>([:])

    package init() {}

    /// Up to which number all versions of a template have been seen; 0 for none.
    func completeUpTo(_ templateID: String) -> Int {
        complete.withLock { $0[templateID] ?? 0 }
    }

    func versions(of templateID: String) -> [Int: LaunchTemplateVersion] {
        seen.withLock { $0[templateID] ?? [:] }
    }

    func remember(_ versions: [LaunchTemplateVersion], of templateID: String) {
        seen.withLock { seen in
            for version in versions { seen[templateID, default: [:]][version.number] = version }
        }
    }

    func rememberAll(_ versions: [LaunchTemplateVersion], of templateID: String, upTo number: Int) {
        remember(versions, of: templateID)
        complete.withLock { $0[templateID] = max($0[templateID] ?? 0, number) }
    }
}
