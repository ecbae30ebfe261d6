// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage
import Testing

/// A tiny document that breaks one rule.
struct Violation: Sendable, CustomTestStringConvertible {
    let rule: Rule
    /// A whole definition, or the members of one state `S` besides those that it needs anyway.
    let document: String
    let location: String?
    let message: String

    init(_ rule: Rule, _ document: String, _ location: String?, _ message: String) {
        self.rule = rule
        self.document = document
        self.location = location
        self.message = message
    }

    var testDescription: String { "\(rule.name): \(document)" }

    static func state(_ rule: Rule, _ state: String, _ location: String, _ message: String) -> Violation {
        Violation(rule, #"{"StartAt":"S","States":{"S":{\#(state)}}}"#, "/States/S" + location, message)
    }

    static func jsonata(_ rule: Rule, _ state: String, _ location: String, _ message: String) -> Violation {
        let document = #"{"QueryLanguage":"JSONata","StartAt":"S","States":{"S":{\#(state)}}}"#
        return Violation(rule, document, "/States/S" + location, message)
    }

    static func pass(_ rule: Rule, _ members: String, _ location: String, _ message: String) -> Violation {
        state(rule, #""Type":"Pass",\#(members),"End":true"#, location, message)
    }

    static func task(_ rule: Rule, _ members: String, _ location: String, _ message: String) -> Violation {
        state(
            rule,
            #""Type":"Task","Resource":"arn:aws:states:::lambda:invoke",\#(members),"End":true"#,
            location,
            message
        )
    }

    static func retry(_ rule: Rule, _ members: String, _ location: String, _ message: String) -> Violation {
        task(rule, #""Retry":[{"ErrorEquals":["E"],\#(members)}]"#, "/Retry[0]" + location, message)
    }

    static func choice(_ rule: Rule, _ choice: String, _ location: String, _ message: String) -> Violation {
        let states = #"{"S":{"Type":"Choice","Choices":[{\#(choice)}],"Default":"T"},"T":{"Type":"Succeed"}}"#
        return Violation(rule, #"{"StartAt":"S","States":\#(states)}"#, "/States/S/Choices[0]" + location, message)
    }

    static func map(_ rule: Rule, _ members: String, _ location: String, _ message: String) -> Violation {
        let processor = #"{"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}}"#
        return state(rule, #""Type":"Map","ItemProcessor":\#(processor),\#(members),"End":true"#, location, message)
    }

    static func distributed(_ rule: Rule, _ members: String, _ location: String, _ message: String) -> Violation {
        let config = #"{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"}"#
        let processor = #"{"ProcessorConfig":\#(config),"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}}"#
        return state(rule, #""Type":"Map","ItemProcessor":\#(processor),\#(members),"End":true"#, location, message)
    }
}

@Suite struct RuleTests {
    @Test(arguments: Violation.graph + Violation.shape)
    func graphAndShape(_ violation: Violation) throws {
        try expectOnly(violation)
    }

    @Test(arguments: Violation.data)
    func data(_ violation: Violation) throws {
        try expectOnly(violation)
    }

    @Test(arguments: Violation.errors + Violation.choices + Violation.maps)
    func errorsChoicesAndMaps(_ violation: Violation) throws {
        try expectOnly(violation)
    }

    /// The document breaks the rule at that place, and no other.
    private func expectOnly(_ violation: Violation) throws {
        let problems = StateMachineDefinition.check(parsing: violation.document).problems
        #expect(problems.map(\.rule) == [violation.rule])
        #expect(problems.map(\.location) == [violation.location])
        #expect(problems.map(\.message) == [violation.message])
    }

    @Test func ruleNamesAreUniqueAndEveryRuleIsTested() {
        let tested = Violation.graph + Violation.shape + Violation.data + Violation.errors + Violation.choices
        let rules = Set((tested + Violation.maps).map(\.rule))
        #expect(Set(rules.map(\.name)).count == rules.count)
        #expect(rules.count == 37)
    }

    @Test func aDefinitionHasAtMostOneMebibyte() {
        let text = String(repeating: " ", count: StateMachineDefinition.maximumSizeBytes + 1)
        let problems = StateMachineDefinition.check(parsing: text).problems
        #expect(problems.map(\.rule) == [.definitionSize])
        #expect(problems.map(\.message) == ["A definition has at most 1048576 bytes, this one 1048577"])
    }

    @Test func deepNestingIsRefusedAndDoesNotOverflowTheStack() {
        let open = #"{"StartAt":"P","States":{"P":{"Type":"Parallel","Branches":["#
        let text = String(repeating: open, count: 10_000)
        #expect(StateMachineDefinition.check(parsing: text).problems.map(\.rule) == [.json])
    }

    @Test func largeDefinitionsWithManyProblemsAreCheckedInBoundedSpace() {
        let states = (0..<2_000).map { "\"S\($0)\":{\"Type\":\"Pass\",\"Next\":\"T\($0)\"}" }.joined(separator: ",")
        let text = "{\"StartAt\":\"S0\",\"States\":{\(states),\"E\":{\"Type\":\"Succeed\"}}}"
        let problems = StateMachineDefinition.check(parsing: text).problems
        #expect(problems.count { $0.rule == .targetExists } == 2_000)
        #expect(problems.count { $0.rule == .stateIsTargeted } == 2_000)
        #expect(problems.allSatisfy { ($0.note ?? "").count < 300 })
    }

    @Test func statesNestAsDeepAsJSONDoes() {
        var json: JSONValue = ["StartAt": "S", "States": ["S": ["Type": "Succeed"]]]
        for depth in 0..<100 {
            let state: JSONValue = ["Type": "Parallel", "Branches": [json], "End": true]
            json = ["StartAt": "P\(depth)", "States": ["P\(depth)": state]]
        }
        #expect(StateMachineDefinition.check(parsing: json.serialized()).problems.isEmpty)
    }

    @Test func problemsAreCollectedAndNotOnlyTheFirst() {
        let text = #"""
            {"StartAt":"A","States":{
              "A":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","TimeoutSeconds":0,"Next":"X"},
              "B":{"Type":"Wait","End":true},
              "C":{"Type":"Pass","InputPath":"$.","Foo":1,"End":true}}}
            """#
        let problems = StateMachineDefinition.check(parsing: text).problems
        #expect(
            problems.map(\.description) == [
                "SCHEMA_VALIDATION_FAILED: Field 'Foo' is not supported at /States/C",
                "SCHEMA_VALIDATION_FAILED: Minimum value is 1 at /States/A/TimeoutSeconds",
                "SCHEMA_VALIDATION_FAILED: One of the following fields is required: "
                    + "[Seconds, SecondsPath, Timestamp, TimestampPath] at /States/B",
                "SCHEMA_VALIDATION_FAILED: Value is not a valid JSONPath at /States/C/InputPath",
                "MISSING_TRANSITION_TARGET: Missing 'Next' target: X at /States/A/Next",
                "MISSING_TRANSITION_TARGET: State \"B\" is not reachable. at /States/B",
                "MISSING_TRANSITION_TARGET: State \"C\" is not reachable. at /States/C",
            ]
        )
    }

    @Test func danglingTargetsAndDuplicatesNameBothPlaces() throws {
        let dangling = #"{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"Z"},"B":{"Type":"Succeed"}}}"#
        let first = try #require(StateMachineDefinition.check(parsing: dangling).problems.first)
        #expect(first.note == "the states here are 'A', 'B'")

        let branch = #"{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}"#
        let twice = #"{"StartAt":"P","States":{"P":{"Type":"Parallel","Branches":[\#(branch),\#(branch)],"End":true}}}"#
        let duplicate = try #require(StateMachineDefinition.check(parsing: twice).problems.first)
        #expect(duplicate.location == "/States/P/Branches[1]/States/A")
        #expect(duplicate.note == "the first is at /States/P/Branches[0]/States/A")
    }

    @Test func aPointerLeadsToLineAndColumn() throws {
        let text = """
            {"StartAt": "A",
             "States": {
               "A": {"Type": "Wait",
                     "Seconds": -1, "End": true}}}
            """
        let problem = try #require(StateMachineDefinition.check(parsing: text).problems.first)
        #expect(locate(try #require(problem.pointer), in: text)?.description == "4:21")
    }

    @Test(arguments: [
        "athena:startQueryExecution.sync", "batch:submitJob.sync", "bedrock:createModelCustomizationJob.sync",
        "codebuild:startBuild.sync", "codebuild:startBuildBatch.sync", "codebuild:retryBuildBatch.sync",
        "databrew:startJobRun.sync", "ecs:runTask.sync", "ecs:runTask.waitForTaskToken", "eks:createCluster.sync",
        "eks:deleteCluster.sync", "eks:createNodegroup.sync", "eks:deleteNodegroup.sync", "eks:runJob.sync",
        "eks:createFargateProfile.sync", "eks:deleteFargateProfile.sync", "eks:call", "glue:startJobRun.sync",
        "elasticmapreduce:createCluster.sync", "elasticmapreduce:terminateCluster.sync", "http:invoke",
        "elasticmapreduce:addStep.sync", "emr-containers:deleteVirtualCluster.sync", "emr-containers:startJobRun.sync",
        "emr-serverless:createApplication.sync", "emr-serverless:startApplication.sync",
        "emr-serverless:stopApplication.sync", "emr-serverless:deleteApplication.sync",
        "emr-serverless:startJobRun.sync", "emr-serverless:cancelJobRun.sync", "mediaconvert:createJob.sync",
        "sagemaker:createHyperParameterTuningJob.sync", "sagemaker:createLabelingJob.sync",
        "sagemaker:createProcessingJob.sync", "sagemaker:createTrainingJob.sync",
        "sagemaker:createTransformJob.sync", "states:startExecution.sync", "states:startExecution.sync:2",
        "states:startExecution.waitForTaskToken", "lambda:invoke.waitForTaskToken", "sqs:sendMessage.waitForTaskToken",
        "sns:publish.waitForTaskToken", "events:putEvents.waitForTaskToken", "apigateway:invoke.waitForTaskToken",
        "aws-sdk:s3:listBuckets.waitForTaskToken", "aws-sdk:ec2:describeImages",
    ])
    func knowsTheIntegrationsOfTheDeveloperGuide(_ name: String) {
        let resource = "arn:aws:states:::\(name)"
        let text = #"{"StartAt":"S","States":{"S":{"Type":"Task","Resource":"\#(resource)","End":true}}}"#
        #expect(StateMachineDefinition.check(parsing: text).isValid)
    }

    @Test(arguments: [
        "arn:aws:states:::states:startExecution.sync:2", "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "arn:aws:states:us-east-1:123456789012:activity:A",
    ])
    func expressWorkflowsNeitherRunJobsNorWait(_ resource: String) {
        let text = #"{"StartAt":"S","States":{"S":{"Type":"Task","Resource":"\#(resource)","End":true}}}"#
        #expect(StateMachineDefinition.check(parsing: text).isValid)
        let problems = StateMachineDefinition.check(parsing: text, isExpress: true).problems
        #expect(problems.map(\.rule) == [.expressIntegration])
    }

    @Test func aStateIsCheckedAlone() {
        let (state, problems) = State.check(["Type": "Parallel", "Branches": [], "Next": "Elsewhere"], named: "P")
        #expect(state?.type == .parallel)
        #expect(
            problems.map(\.description) == ["SCHEMA_VALIDATION_FAILED: Value cannot be empty at /States/P/Branches"]
        )
    }

    @Test func anInvalidDefinitionSaysSoInTheWordsOfTheService() {
        let text = #"{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"A"}}}"#
        let error = #expect(throws: InvalidDefinition.self) { try StateMachineDefinition(validating: text) }
        #expect(
            error?.description
                == "Invalid State Machine Definition: 'MISSING_END_STATE: Workflow has no terminal state at null'"
        )
    }

    @Test func warningsDoNotInvalidate() throws {
        let text = #"{"StartAt":"A","States":{"A":{"Type":"Pass","Result":{"a":"$.b"},"End":true}}}"#
        let checked = StateMachineDefinition.check(parsing: text)
        #expect(checked.problems.map(\.severity) == [.warning])
        #expect(try checked.valid().startAt == "A")
    }
}
