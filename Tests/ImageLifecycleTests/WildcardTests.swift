// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import ImageLifecycle

struct WildcardTests {
    @Test(arguments: [
        ("yes", "yes", true), ("yes", "Yes", false), ("yes", "yess", false), ("", "", true), ("", "a", false),
        ("*", "", true), ("*", "anything", true), ("nightly-*", "nightly-1", true), ("nightly-*", "a nightly-1", false),
        ("*-x", "a-x-x", true), ("a*b*c", "a1b2b3c", true), ("a*b*c", "a1c2b", false), ("?", "", false),
        ("??", "ab", true), ("a\\*", "a*", true), ("a\\*", "ab", false), ("a\\?", "a?", true), ("\\\\", "\\", true),
        ("a\\", "a\\", true), ("*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa", false),
    ])
    func matchesAsFiltersDo(_ pattern: String, text: String, matches: Bool) {
        #expect(Wildcard(pattern).matches(text) == matches)
    }
}
