// SPDX-License-Identifier: Apache-2.0

import StatesLanguage

extension Violation {
    private static let long = String(repeating: "n", count: 81)

    static let graph = [
        Violation(
            .targetExists,
            #"{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","#
                + #""Catch":[{"ErrorEquals":["E"],"Next":"X"}],"End":true}}}"#,
            "/States/A/Catch[0]/Next",
            "Missing 'Next' target: X"
        ),
        .choice(
            .targetExists,
            #""Variable":"$.a","IsNull":true,"Next":"X""#,
            "/Next",
            "Missing 'Next' target: X"
        ),
        Violation(
            .stateIsReachable,
            #"{"StartAt":"A","States":{"A":{"Type":"Succeed"},"B":{"Type":"Pass","Next":"B"}}}"#,
            "/States/B",
            "State \"B\" is not reachable."
        ),
        Violation(
            .stateIsTargeted,
            #"{"StartAt":"A","States":{"A":{"Type":"Succeed"},"B":{"Type":"Succeed"}}}"#,
            "/States/B",
            "State \"B\" is not reachable."
        ),
        Violation(
            .terminalState,
            #"{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":"Pass","Next":"A"}}}"#,
            nil,
            "Workflow has no terminal state"
        ),
        .state(.notEmpty, #""Type":"Parallel","Branches":[],"End":true"#, "/Branches", "Value cannot be empty"),
        Violation(.notEmpty, #"{"StartAt":"A","States":{}}"#, "/States", "Value cannot be empty"),
        Violation(
            .stateNameLength,
            #"{"StartAt":"\#(long)","States":{"\#(long)":{"Type":"Succeed"}}}"#,
            "/States/\(long)",
            "A state's name has 1 to 80 characters, this one 81"
        ),
        Violation(
            .uniqueStateNames,
            #"{"StartAt":"P","States":{"P":{"Type":"Parallel","Branches":["#
                + #"{"StartAt":"P","States":{"P":{"Type":"Succeed"}}}],"End":true}}}"#,
            "/States/P/Branches[0]/States/P",
            "Duplicate State name: P"
        ),
        .state(
            .nextOrEnd,
            #""Type":"Pass","End":true,"Next":"S""#,
            "",
            "There should only be one of the following fields: [Next, End]"
        ),
        Violation(
            .nextOrEnd,
            #"{"StartAt":"A","States":{"A":{"Type":"Choice","Choices":[{"Variable":"$","IsNull":true,"Next":"B"}],"#
                + #""Default":"C"},"B":{"Type":"Pass","End":false},"C":{"Type":"Fail"}}}"#,
            "/States/B",
            "One of the following fields is required: [Next, End]"
        ),
    ]

    static let shape = [
        Violation(.json, "{\"StartAt\":}", nil, "unexpected '}' at line 1, column 12"),
        Violation(.definitionIsObject, " ", nil, "Definition must be a valid JSON object"),
        Violation(.definitionIsObject, "[]", nil, "Definition must be a valid JSON object"),
        Violation(.requiredFields, "{}", "/", "These fields are required: [States, StartAt]"),
        Violation(.requiredFields, #"{"StartAt":"A"}"#, "/", "These fields are required: [States]"),
        .state(.requiredFields, #""Type":"Task","End":true"#, "", "These fields are required: [Resource]"),
        .state(.requiredFields, #""Comment":"no type""#, "", "These fields are required: [Type]"),
        .pass(.knownFields, #""Retry":[]"#, "", "Field 'Retry' is not supported"),
        .state(.knownFields, #""Type":"Succeed","ResultPath":"$""#, "", "Field 'ResultPath' is not supported"),
        .state(.knownFields, #""Type":"Fail","Parameters":{}"#, "", "Field 'Parameters' is not supported"),
        .state(
            .knownFields,
            #""Type":"Wait","Seconds":1,"ResultSelector":{},"End":true"#,
            "",
            "Field 'ResultSelector' is not supported"
        ),
        .pass(.valueTypes, #""Comment":1"#, "/Comment", "Expected value of type String"),
        .task(.valueTypes, #""TimeoutSeconds":"{% 1 %}""#, "/TimeoutSeconds", "Expected value of type Integer"),
        .state(
            .allowedValues,
            #""Type":"Sleep""#,
            "/Type",
            "The field 'Type' should have one of these values: "
                + "[Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]"
        ),
        .retry(
            .allowedValues,
            #""JitterStrategy":"HALF""#,
            "/JitterStrategy",
            "The field 'JitterStrategy' should have one of these values: [FULL, NONE]"
        ),
        .task(
            .exclusiveFields,
            #""TimeoutSeconds":30,"TimeoutSecondsPath":"$.t""#,
            "",
            "There should only be one of the following fields: [TimeoutSeconds, TimeoutSecondsPath]"
        ),
        .task(
            .exclusiveFields,
            #""HeartbeatSeconds":30,"HeartbeatSecondsPath":"$.t""#,
            "",
            "There should only be one of the following fields: [HeartbeatSeconds, HeartbeatSecondsPath]"
        ),
        .state(
            .exclusiveFields,
            #""Type":"Fail","Error":"E","ErrorPath":"$.e""#,
            "",
            "There should only be one of the following fields: [Error, ErrorPath]"
        ),
        .state(
            .exclusiveFields,
            #""Type":"Wait","Seconds":1,"Timestamp":"2016-03-14T01:59:00Z","End":true"#,
            "",
            "There should only be one of the following fields: [Seconds, SecondsPath, Timestamp, TimestampPath]"
        ),
    ]
}
