// SPDX-License-Identifier: Apache-2.0

import StatesLanguage

extension Violation {
    static let errors: [Violation] = [
        .task(.notEmpty, #""Retry":[{"ErrorEquals":[]}]"#, "/Retry[0]/ErrorEquals", "Value cannot be empty"),
        .task(.requiredFields, #""Retry":[{}]"#, "/Retry[0]", "These fields are required: [ErrorEquals]"),
        .task(
            .requiredFields,
            #""Catch":[{"ErrorEquals":["E"]}]"#,
            "/Catch[0]",
            "These fields are required: [Next]"
        ),
        .task(
            .allAlone,
            #""Retry":[{"ErrorEquals":["States.ALL","E"]}]"#,
            "/Retry[0]/ErrorEquals",
            "'States.ALL' must be the only error name in ErrorEquals"
        ),
        .task(
            .allLast,
            #""Retry":[{"ErrorEquals":["States.ALL"]},{"ErrorEquals":["E"]}]"#,
            "/Retry[0]/ErrorEquals",
            "'States.ALL' must be in the last element of Retry"
        ),
        .task(
            .errorName,
            #""Retry":[{"ErrorEquals":["States.TaskFaild"]}]"#,
            "/Retry[0]/ErrorEquals",
            "'States.TaskFaild' is not an error name that Step Functions reports"
        ),
        .retry(.numberRange, #""BackoffRate":0.5"#, "/BackoffRate", "Minimum value is 1.0"),
        .retry(.numberRange, #""IntervalSeconds":0"#, "/IntervalSeconds", "Minimum value is 1"),
        .retry(.numberRange, #""MaxAttempts":-1"#, "/MaxAttempts", "Minimum value is 0"),
        .retry(
            .maxDelay,
            #""IntervalSeconds":5,"MaxDelaySeconds":5"#,
            "/MaxDelaySeconds",
            "MaxDelaySeconds (5) must be greater than IntervalSeconds (5)"
        ),
        .task(
            .heartbeat,
            #""TimeoutSeconds":10,"HeartbeatSeconds":10"#,
            "/HeartbeatSeconds",
            "HeartbeatSeconds (10) must be smaller than TimeoutSeconds (10)"
        ),
    ]

    static let choices: [Violation] = [
        Violation(
            .requiredFields,
            #"{"StartAt":"S","States":{"S":{"Type":"Choice","Default":"T"},"T":{"Type":"Succeed"}}}"#,
            "/States/S",
            "These fields are required: [Choices]"
        ),
        .choice(.requiredFields, #""Variable":"$.a","IsNull":true"#, "", "These fields are required: [Next]"),
        .choice(.requiredFields, #""IsNull":true,"Next":"T""#, "", "These fields are required: [Variable]"),
        .choice(
            .oneCondition,
            #""Variable":"$.a","IsNull":true,"IsString":true,"Next":"T""#,
            "",
            "There should only be one of the following fields: [IsNull, IsString]"
        ),
        .choice(
            .oneCondition,
            #""Variable":"$.a","Next":"T""#,
            "",
            "A choice rule needs a comparison, And, Or or Not"
        ),
        .choice(
            .operand,
            #""Variable":"$.a","NumericEquals":"1","Next":"T""#,
            "/NumericEquals",
            "Expected value of type Number"
        ),
        .choice(
            .operand,
            #""Variable":"$.a","IsPresent":1,"Next":"T""#,
            "/IsPresent",
            "Expected value of type Boolean"
        ),
        .choice(
            .timestamp,
            #""Variable":"$.a","TimestampLessThan":"now","Next":"T""#,
            "/TimestampLessThan",
            "String does not match RFC3339 timestamp"
        ),
        .choice(
            .path,
            #""Variable":"$.a","StringEqualsPath":"b","Next":"T""#,
            "/StringEqualsPath",
            "Value is not a valid JSONPath"
        ),
        .choice(.path, #""Variable":"a","IsNull":true,"Next":"T""#, "/Variable", "Value is not a valid JSONPath"),
        .choice(.notEmpty, #""And":[],"Next":"T""#, "/And", "Value cannot be empty"),
        .choice(
            .knownFields,
            #""Not":{"Variable":"$.a","IsNull":true,"Next":"T"},"Next":"T""#,
            "/Not",
            "Field 'Next' is not supported"
        ),
        .choice(
            .knownFields,
            #""Or":[{"Variable":"$.a","IsNull":true,"Foo":1}],"Next":"T""#,
            "/Or[0]",
            "Field 'Foo' is not supported"
        ),
        Violation(
            .operand,
            #"{"QueryLanguage":"JSONata","StartAt":"S","States":{"S":{"Type":"Choice","Choices":["#
                + #"{"Condition":"true","Next":"S"}],"Default":"T"},"T":{"Type":"Succeed"}}}"#,
            "/States/S/Choices[0]/Condition",
            "A Condition is a JSONata expression in {% %}, or a boolean"
        ),
    ]

    static let maps: [Violation] = [
        .map(
            .exclusiveFields,
            #""Iterator":{"StartAt":"J","States":{"J":{"Type":"Pass","End":true}}}"#,
            "",
            "There should only be one of the following fields: [ItemProcessor, Iterator]"
        ),
        .map(
            .exclusiveFields,
            #""Parameters":{},"ItemSelector":{}"#,
            "",
            "There should only be one of the following fields: [Parameters, ItemSelector]"
        ),
        .map(
            .exclusiveFields,
            #""MaxConcurrency":1,"MaxConcurrencyPath":"$.c""#,
            "",
            "There should only be one of the following fields: [MaxConcurrency, MaxConcurrencyPath]"
        ),
        .state(
            .requiredFields,
            #""Type":"Map","End":true"#,
            "",
            "One of the following fields is required: [ItemProcessor, Iterator]"
        ),
        .map(.numberRange, #""MaxConcurrency":-1"#, "/MaxConcurrency", "Minimum value is 0"),
        .distributed(
            .numberRange,
            #""ToleratedFailurePercentage":100.5"#,
            "/ToleratedFailurePercentage",
            "Maximum value is 100.0"
        ),
        .map(.path, #""ItemsPath":null"#, "/ItemsPath", "Value is not a valid JSONPath"),
        .map(.referencePath, #""MaxConcurrencyPath":"$$.a""#, "/MaxConcurrencyPath", "Value is not a Reference Path"),
        .map(
            .knownFields,
            #""ItemReader":{"Resource":"arn:aws:states:::s3:getObject"}"#,
            "",
            "Field 'ItemReader' is not supported"
        ),
        .distributed(
            .requiredFields,
            #""ItemBatcher":{"BatchInput":{}}"#,
            "/ItemBatcher",
            "One of the following fields is required: [MaxItemsPerBatch, MaxInputBytesPerBatch]"
        ),
        .distributed(
            .exclusiveFields,
            #""ItemReader":{"Resource":"arn:aws:states:::s3:getObject","#
                + #""ReaderConfig":{"InputType":"JSON","MaxItems":1,"MaxItemsPath":"$.n"}}"#,
            "/ItemReader/ReaderConfig",
            "There should only be one of the following fields: [MaxItems, MaxItemsPath]"
        ),
        .distributed(
            .requiredFields,
            #""ItemReader":{"Resource":"arn:aws:states:::s3:getObject","ReaderConfig":{"InputType":"CSV"}}"#,
            "/ItemReader/ReaderConfig",
            "These fields are required: [CSVHeaderLocation]"
        ),
        .distributed(
            .labelForm,
            #""Label":"two words""#,
            "/Label",
            "A Label has 1 to 40 characters without blanks, wildcards, brackets and other special characters"
        ),
        .state(
            .requiredFields,
            #""Type":"Map","ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED"},"StartAt":"I","#
                + #""States":{"I":{"Type":"Pass","End":true}}},"End":true"#,
            "/ItemProcessor/ProcessorConfig",
            "These fields are required: [ExecutionType]"
        ),
        Violation(
            .expressIntegration,
            #"{"StartAt":"S","States":{"S":{"Type":"Map","ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","#
                + #""ExecutionType":"EXPRESS"},"StartAt":"I","States":{"I":{"Type":"Task","#
                + #""Resource":"arn:aws:states:::batch:submitJob.sync","End":true}}},"End":true}}}"#,
            "/States/S/ItemProcessor/States/I/Resource",
            "Express state machine does not support '.sync' service integration"
        ),
        Violation(
            .uniqueLabels,
            #"{"StartAt":"A","States":{"A":\#(labelled("I", next: #""Next":"B""#)),"B":\#(labelled("J", next: #""End":true"#))}}"#,
            "/States/B/Label",
            "Duplicate Label: L"
        ),
    ]

    private static func labelled(_ inner: String, next: String) -> String {
        #"{"Type":"Map","Label":"L","ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"#
            + #""StartAt":"\#(inner)","States":{"\#(inner)":{"Type":"Pass","End":true}}},\#(next)}"#
    }
}
