// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import OrderedJSON
import Testing

@testable import StatesLanguage

@Suite struct CoverageTests {
    /// The fields that the coverage list has for a type, in order; nil when it does not have the type.
    private func listedFields(of type: String) throws -> [String] {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let text = try String(contentsOfFile: "/\(root)/documentation/asl-coverage.md", encoding: .utf8)
        let section = try #require(text.split(separator: "\n## ").first { $0.contains("\n`\(type)` · ") })
        return section.split(separator: "\n").compactMap { line in
            guard line.hasPrefix("| `"), let end = line.dropFirst(3).firstIndex(of: "`") else { return nil }
            return String(line[line.index(line.startIndex, offsetBy: 3)..<end])
        }
    }

    private func expectListed<Object: DocumentObject>(_ type: Object.Type, as name: String? = nil) throws {
        #expect(try listedFields(of: name ?? "\(type)") == Object.fields.fields.map(\.name))
    }

    @Test func theCoverageListNamesEveryFieldThatIsDecoded() throws {
        try expectListed(StateMachineDefinition.self)
        try expectListed(TaskState.self)
        try expectListed(PassState.self)
        try expectListed(WaitState.self)
        try expectListed(ChoiceState.self)
        try expectListed(SucceedState.self)
        try expectListed(FailState.self)
        try expectListed(ParallelState.self)
        try expectListed(MapState.self)
        try expectListed(ChoiceRule.self)
        try expectListed(Branch.self)
        try expectListed(Retrier.self)
        try expectListed(Catcher.self)
        try expectListed(ItemProcessor.self)
        try expectListed(ItemProcessor.Config.self, as: "ItemProcessor.Config")
        try expectListed(ItemBatcher.self)
        try expectListed(ItemReader.self)
        try expectListed(ReaderConfig.self)
        try expectListed(ResultWriter.self)
        try expectListed(WriterConfig.self)
    }

    @Test(arguments: ComparisonOperator.allCases)
    func everyComparisonIsDecodedUnderItsName(_ comparison: ComparisonOperator) throws {
        let json: JSONValue = ["Variable": "$.a", "Next": "A"]
        var members = try #require(json.object)
        members[comparison.name] = true
        var problems = ProblemCollector()
        let rule = ChoiceRule(decoding: members, in: &problems)
        #expect(rule.condition == .comparison(comparison, true))
        #expect(ComparisonOperator(name: comparison.name) == comparison)
        #expect(rule.encoded == .object(members))
    }
}
