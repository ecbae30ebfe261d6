// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// The guards that look at what the listing says about launches, sharing and descent.
enum LaunchGuards {
    /// EC2 tells of a launch up to a day late, so the window is a day longer than asked for.
    ///
    /// A launch of the last day that nobody tells of yet is an instance, which the guards for use see at once.
    static func launched(_ image: Image, within window: PolicyDuration?, now: Date) -> Finding? {
        guard let window else { return nil }
        guard let launched = image.lastLaunchedTime else {
            return Finding(.launched, .letGo, "has never been launched, as far as EC2 tells a day late")
        }
        let time = ISO8601.text(launched)
        let seconds = now.wholeSeconds - launched.wholeSeconds
        return seconds <= window.seconds + delaySeconds
            ? Finding(.launched, .keep, "was launched at \(time): within \(window), and the day that EC2 may be late")
            : Finding(.launched, .letGo, "was last launched at \(time): longer ago than \(window)")
    }

    private static let delaySeconds = 86_400

    static func isPublic(_ image: Image, _ guards: GuardPolicy) -> Finding? {
        guard guards.asks(.shared), image.isPublic else { return nil }
        return Finding(.shared, .keep, "is public")
    }

    /// What the images that were made of it say; `children` are images by the image they were made of.
    static func ancestry(_ image: Image, _ children: [String: [String]]) -> Finding {
        guard let found = children[image.imageID], !found.isEmpty else {
            return Finding(.ancestry, .letGo, "no image was made of it")
        }
        return Finding(.ancestry, .keep, "\(Sentences.list(found.sorted())) was made of it")
    }
}
