// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import Testing

@testable import Codegen

/// Mistakes in a template are found before CloudFormation finds them.
@Suite struct TemplateProblemsTests {
    @Test(
        arguments: [
            (["A": .ref("Nobody")], "Nobody is referred to but not declared"),
            (["A": .getAtt("Nobody", "Arn")], "Nobody is referred to but not declared"),
            (["A": .sub("x${Nobody.Arn}y")], "Nobody is referred to but not declared"),
            (["A": .given("Never", "x")], "the condition Never is used but not declared"),
            (
                ["A": ["Sid": "S", "Effect": "Allow", "Action": "a:b", "Resource": "*"]],
                "Thing: statement S allows every resource and does not say why"
            ),
            (
                ["A": ["Sid": "S", "Effect": "Allow", "Action": "a:b", "Resource": []]],
                "Thing: statement S names no resource"
            ),
        ] as [(JSONObject, String)]
    )
    func areNamed(_ properties: JSONObject, _ problem: String) {
        #expect(template(Resource("Thing", "AWS::SNS::Topic", properties)).problems == [problem])
    }

    @Test func includeNamesDeclaredTwice() {
        let thing = Resource("Thing", "AWS::SNS::Topic", [:])
        #expect(template(thing, thing).problems == ["Thing is declared twice"])
    }

    @Test func doNotIncludePseudoParametersAndEscapes() {
        let text: JSONValue = .sub("${AWS::Region}${!literal}")
        #expect(template(Resource("Thing", "AWS::SNS::Topic", ["A": text])).problems == [])
    }

    private func template(_ resources: Resource...) -> Template {
        Template(description: "", parameterGroups: [], resources: resources)
    }
}
