// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle
import Testing

struct MakingTests {
    @Test(arguments: [
        ("web", "", "web"), ("", "", "---"), ("a", "", "a--"), ("nightly web (v2) [x] a.b/c-d'e@f_g", "", nil),
        ("größe:1", "", "gr--e-1"), ("web\n\t*", "", "web---"), ("日本", "-1", "---1"),
    ])
    func sanitizesImageNames(_ text: String, ending: String, name: String?) {
        #expect(ImageName.sanitized(text, ending: ending) == name ?? text)
    }

    @Test(arguments: 0..<100)
    func givesNamesThatEC2Takes(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        func text(_ most: Int) -> String {
            String(
                (0..<Int.random(in: 0...most, using: &generator)).map { _ in
                    Character(Unicode.Scalar(UInt32.random(in: 1..<0x2FFF, using: &generator)) ?? "x")
                }
            )
        }
        let (beginning, ending) = (text(200), text(20))
        let name = ImageName.sanitized(beginning, ending: ending)
        #expect((3...128).contains(name.count))
        #expect(name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "()[] ./-'@_".contains($0)) })
        // The ending survives, whatever is cut.
        let whole = ImageName.sanitized(ending, ending: "")
        #expect(ending.unicodeScalars.count < 3 || name.hasSuffix(whole))
        #expect(ImageName.sanitized(name) == name)
    }

    @Test func dropsReservedDuplicateAndSurplusTags() {
        var list = TagList([Tag(key: "shelflife:policy", value: "p")])
        list.add([
            Tag(key: "aws:ec2:x", value: "1"), Tag(key: "AWS:y", value: "1"), Tag(key: "", value: "1"),
            Tag(key: String(repeating: "k", count: 129), value: "1"), Tag(key: "shelflife:policy", value: "other"),
            Tag(key: "Name", value: String(repeating: "v", count: 300)), Tag(key: "name", value: "case matters"),
        ])
        #expect(list.tags.map(\.key) == ["shelflife:policy", "Name", "name"])
        #expect(list.tags.first?.value == "p")
        #expect(list.tags[1].value.count == 256)
        #expect(list.dropped.count == 4)
    }

    @Test func keepsTheFirstFiftyTags() {
        let list = TagList((0..<70).map { Tag(key: "key-\($0)", value: "") })
        #expect(list.tags.count == 50)
        #expect(list.tags.last?.key == "key-49")
        #expect(list.dropped.count == 20)
    }

    @Test func cutsValuesBetweenCharacters() {
        let list = TagList([Tag(key: "k", value: String(repeating: "👩‍👩‍👧", count: 40))])
        #expect(list.tags[0].value.utf16.count <= 256)
        #expect(list.tags[0].value.allSatisfy { $0 == "👩‍👩‍👧" })
    }
}
