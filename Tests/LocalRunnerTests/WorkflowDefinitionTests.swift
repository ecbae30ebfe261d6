// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import Testing

@testable import LocalRunner

@Suite struct WorkflowDefinitionTests {
    @Test func placeholdersBecomeNamesOfWorkersAndTopics() {
        let bound = WorkflowDefinition.bind(#"["${ListExpiredImagesFunction.Arn}", "${NotificationTopic}", "$.a"]"#)
        #expect(
            bound == """
                ["arn:aws:lambda:us-east-1:000000000000:function:ListExpiredImages", \
                "arn:aws:sns:us-east-1:000000000000:NotificationTopic", "$.a"]
                """
        )
    }

    @Test(arguments: [
        ("arn:aws:lambda:us-east-1:1:function:ListExpiredImages", WorkerStep.listExpiredImages),
        ("arn:aws:lambda:eu-west-1:1:function:prod-DeleteImageSnapshots", .deleteImageSnapshots),
        ("arn:aws:lambda:eu-west-1:1:function:prod-ReportRunFunction-1ABC", .reportRun),
        ("DeregisterImage", .deregisterImage),
    ])
    func deployedFunctionNamesNameTheirStep(_ function: String, _ step: WorkerStep) {
        #expect(WorkerStep(functionNamed: function) == step)
    }

    @Test func otherFunctionsAreNoStep() {
        #expect(WorkerStep(functionNamed: "arn:aws:lambda:us-east-1:1:function:hello") == nil)
    }

    @Test func everyBuiltInWorkflowCanRun() throws {
        for name in WorkflowDefinition.names {
            #expect(throws: Never.self) { try WorkflowDefinition(name) }
        }
    }
}
