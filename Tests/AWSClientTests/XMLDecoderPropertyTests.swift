// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import Testing

@testable import AWSClient

/// Whatever bytes arrive, in whatever chunks: the whole value or an error.
struct XMLDecoderPropertyTests {
    private static func document(images: Int) -> [UInt8] {
        let items = (0..<images).map { index in
            """
            <item><imageId>ami-\(index)</imageId><name>é \(index)</name><isPublic>false</isPublic>\
            <blockDeviceMapping><item><deviceName>/dev/sda1</deviceName><ebs><snapshotId>snap-\(index)</snapshotId>\
            <volumeSize>8</volumeSize></ebs></item></blockDeviceMapping>\
            <tagSet><item><key>k</key><value>v</value></item></tagSet></item>
            """
        }
        let text = "<DescribeImagesResponse><imagesSet>\(items.joined())</imagesSet></DescribeImagesResponse>"
        return Array(text.utf8)
    }

    private static func decode(_ chunks: [ArraySlice<UInt8>]) -> Result<[Image]?, XMLDecodingError> {
        let decoder = XMLDecoder(QueryAction.describeImages.answer)
        for chunk in chunks { _ = Array(chunk).withUnsafeBytes { decoder.receive($0) } }
        do throws(XMLDecodingError) { return .success(try decoder.finish().output?.list?.items) } catch {
            return .failure(error)
        }
    }

    @Test(arguments: 0..<20) func readsTheSameInAnyChunks(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let document = Self.document(images: 20)
        var rest = document[...]
        var chunks: [ArraySlice<UInt8>] = []
        while !rest.isEmpty {
            let count = Int.random(in: 1...min(rest.count, 40), using: &random)
            chunks.append(rest.prefix(count))
            rest = rest.dropFirst(count)
        }
        let result = try Self.decode(chunks).get()
        let images = try #require(result)
        #expect(images.map(\.imageID) == (0..<20).map { "ami-\($0)" })
        #expect(images.allSatisfy { $0.snapshotIDs.count == 1 && $0.tags.count == 1 })
    }

    /// Twenty pages' worth at once; anything worse than linear in the number of images would take minutes.
    @Test(.timeLimit(.minutes(15))) func readsALargePage() throws {
        let result = try Self.decode([Self.document(images: 20_000)[...]]).get()
        let images = try #require(result)
        #expect(images.count == 20_000)
        #expect(images.last?.tags == [Tag(key: "k", value: "v")])
    }

    @Test func neverTakesAPartForTheWhole() {
        let document = Self.document(images: 2)
        for end in 0..<document.count {
            guard case .failure = Self.decode([document[..<end]]) else {
                Issue.record("accepted the first \(end) of \(document.count) bytes")
                return
            }
        }
    }

    @Test(arguments: 0..<10) func survivesMutatedDocuments(seed: UInt64) {
        var random = SeededGenerator(seed: seed &+ 1000)
        let document = Self.document(images: 3)
        for _ in 0..<300 {
            var mutated = document
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let index = Int.random(in: 0..<mutated.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: mutated[index] = UInt8.random(in: 0...255, using: &random)
                case 1: mutated.remove(at: index)
                case 2: mutated.insert(Array("<>&/;".utf8).randomElement(using: &random) ?? 0, at: index)
                default:
                    let end = min(mutated.count, index + 30)
                    mutated.insert(
                        contentsOf: mutated[index..<end],
                        at: Int.random(in: 0..<mutated.count, using: &random)
                    )
                }
            }
            // Whatever still parses has images with ids.
            if case .success(let images?) = Self.decode([mutated[...]]) {
                #expect(images.allSatisfy { !$0.imageID.isEmpty })
            }
        }
    }

    @Test(arguments: 0..<10) func refusesNoise(seed: UInt64) {
        var random = SeededGenerator(seed: seed &+ 2000)
        for _ in 0..<200 {
            let noise = (0..<Int.random(in: 0...200, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            guard case .failure = Self.decode([noise[...]]) else {
                Issue.record("accepted noise: \(noise)")
                return
            }
        }
    }
}
