// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Codegen

/// What a stale file's owner gets to read.
@Suite struct UnifiedDiffTests {
    @Test func isEmptyForEqualTexts() {
        #expect(UnifiedDiff(from: "a\nb\n", to: "a\nb\n").rendered(path: "x") == "")
    }

    @Test func showsChangesInTheirContext() {
        let old = (1...12).map(String.init).joined(separator: "\n")
        let new = old.replacing("6", with: "six")
        let expected = """
            --- f (on disk)
            +++ f (generated)
            @@ -3,7 +3,7 @@
             3
             4
             5
            -6
            +six
             7
             8
             9

            """
        #expect(UnifiedDiff(from: old, to: new).rendered(path: "f") == expected)
    }

    @Test func separatesDistantChanges() {
        let old = (1...30).map { "line \($0)" }.joined(separator: "\n")
        let new = old.replacing("line 2\n", with: "").replacing("line 28", with: "other")
        let text = UnifiedDiff(from: old, to: new).rendered(path: "f")
        #expect(text.split(separator: "\n").count { $0.hasPrefix("@@") } == 2)
        #expect(text.contains("-line 2\n"))
        #expect(text.contains("-line 28\n+other\n"))
    }
}
