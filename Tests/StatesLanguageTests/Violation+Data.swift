// SPDX-License-Identifier: Apache-2.0

import StatesLanguage

extension Violation {
    private static let expression = "must be a valid JSONPath or a valid intrinsic function call"

    static let data = [
        .pass(
            .queryLanguage,
            #""Output":1"#,
            "",
            "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage"
        ),
        .jsonata(
            .queryLanguage,
            #""Type":"Pass","InputPath":"$","End":true"#,
            "",
            "The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' QueryLanguage"
        ),
        .jsonata(
            .stateLanguage,
            #""Type":"Pass","QueryLanguage":"JSONPath","End":true"#,
            "",
            "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine"
        ),
        .pass(.path, #""InputPath":"$.a[""#, "/InputPath", "Value is not a valid JSONPath"),
        .pass(.path, #""OutputPath":"a.b""#, "/OutputPath", "Value is not a valid JSONPath"),
        .pass(.path, #""InputPath":"States.UUID()""#, "/InputPath", "Value is not a valid JSONPath"),
        .pass(.referencePath, #""ResultPath":"$.a[*]""#, "/ResultPath", "Value is not a Reference Path"),
        .pass(.referencePath, #""ResultPath":"$$.a""#, "/ResultPath", "Value is not a Reference Path"),
        .pass(.referencePath, #""ResultPath":"$variable""#, "/ResultPath", "Value is not a Reference Path"),
        .task(
            .referencePath,
            #""TimeoutSecondsPath":"$..t""#,
            "/TimeoutSecondsPath",
            "Value is not a Reference Path"
        ),
        .state(
            .referencePath,
            #""Type":"Wait","SecondsPath":"seconds","End":true"#,
            "/SecondsPath",
            "Value is not a Reference Path"
        ),
        .pass(
            .payloadTemplate,
            #""Parameters":{"a":[{"b.$":"c"}]}"#,
            "/Parameters/a[0]",
            "The value for the field 'b.$' \(expression)"
        ),
        .pass(
            .payloadTemplate,
            #""Parameters":{"b.$":"States.Hash($.a)"}"#,
            "/Parameters",
            "The value for the field 'b.$' \(expression)"
        ),
        .pass(.payloadTemplate, #""Assign":{"b.$":1}"#, "/Assign", "The value for the field 'b.$' \(expression)"),
        .task(
            .payloadTemplate,
            #""ResultSelector":{"b.$":" States.UUID()"}"#,
            "/ResultSelector",
            "The value for the field 'b.$' \(expression)"
        ),
        .state(
            .payloadTemplate,
            #""Type":"Fail","ErrorPath":"States.ArrayLength($.a)""#,
            "/ErrorPath",
            "The value for the field 'ErrorPath' \(expression)"
        ),
        .pass(
            .noDollar,
            #""Parameters":{"a":"$.b"}"#,
            "/Parameters/a",
            "The value '$.b' looks like a path or function, but the name 'a' does not end in '.$'"
        ),
        .pass(
            .staticResult,
            #""Result":{"a":"$.b"}"#,
            "/Result/a",
            "The value '$.b' of 'a' looks like a path, but a Result is taken as it stands"
        ),
        .pass(.variableName, #""Assign":{"1a":1}"#, "/Assign/1a", "'1a' is not a valid name of a variable"),
        .pass(.variableName, #""Assign":{"states":1}"#, "/Assign/states", "'states' is not a valid name of a variable"),
        .pass(.valueTypes, #""Assign":[]"#, "/Assign", "Expected value of type Object"),
        .task(.numberRange, #""TimeoutSeconds":0"#, "/TimeoutSeconds", "Minimum value is 1"),
        .task(.numberRange, #""HeartbeatSeconds":100000000"#, "/HeartbeatSeconds", "Maximum value is 99999999"),
        Violation(
            .numberRange,
            #"{"TimeoutSeconds":0,"StartAt":"A","States":{"A":{"Type":"Succeed"}}}"#,
            "/TimeoutSeconds",
            "Minimum value is 1"
        ),
        .wait("2016-03-14 01:59:00Z"),
        .wait("2016-03-14T01:59:00"),
        .wait("2016-02-30T01:59:00Z"),
        .wait("2016-03-14T25:59:00Z"),
        .wait("14-03-2016T01:59:00Z"),
        .wait("2016-03-14T01:59:00z"),
        .task(.credentials, #""Credentials":{}"#, "/Credentials", "The field 'RoleArn' is required but was missing"),
        .task(.valueTypes, #""Credentials":"role""#, "/Credentials", "Expected value of type Object"),
        .state(
            .resource,
            #""Type":"Task","Resource":"function","End":true"#,
            "/Resource",
            "Value is not a valid resource ARN"
        ),
        .unknownService("dynamodb:query"),
        .unknownService("lambda:invoke.sync"),
        .unknownService("glue:startJobRun.waitForTaskToken"),
        .unknownService("aws-sdk:dynamodb:putItem.sync"),
        .unknownService("states:startSyncExecution"),
        .state(
            .queryLanguage,
            #""Type":"Pass","QueryLanguage":"JSONata","Result":1,"End":true"#,
            "",
            "The QueryLanguage is set to 'JSONata', but field 'Result' is only supported for the 'JSONPath' QueryLanguage"
        ),
    ]

    private static func unknownService(_ name: String) -> Violation {
        .state(
            .resource,
            #""Type":"Task","Resource":"arn:aws:states:::\#(name)","End":true"#,
            "/Resource",
            "The resource provided arn:aws:states:::\(name) is not recognized. The value is not a valid "
                + "resource ARN, or the resource is not available in this region."
        )
    }

    private static func wait(_ timestamp: String) -> Violation {
        .state(
            .timestamp,
            #""Type":"Wait","Timestamp":"\#(timestamp)","End":true"#,
            "/Timestamp",
            "String does not match RFC3339 timestamp"
        )
    }
}
