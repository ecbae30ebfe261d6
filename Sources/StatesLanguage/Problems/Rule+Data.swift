// SPDX-License-Identifier: Apache-2.0

/// How data is addressed and shaped.
extension Rule {
    /// Fields of one language are not used in the other.
    public static let queryLanguage = Rule("query-language", "A state has only fields of its query language.")

    /// JSONata machines have JSONata states.
    public static let stateLanguage = Rule("state-language", "A state of a JSONata state machine is not JSONPath.")

    /// Paths can be read.
    public static let path = Rule("path", "A path is a JSONPath that Step Functions can read.")

    /// Some paths mean one place.
    public static let referencePath = Rule("reference-path", "A reference path means one place of the state's data.")

    /// Computed members can be computed.
    public static let payloadTemplate = Rule(
        "payload-template",
        "A member whose name ends in .$ has a path or an intrinsic function call as value."
    )

    /// Templates that look computed are.
    public static let noDollar = Rule(
        "no-dollar",
        "A member of a payload template whose value is meant as path has a name that ends in .$.",
        code: .noDollar,
        severity: .warning
    )

    /// Results of Pass states are not computed.
    public static let staticResult = Rule(
        "static-result",
        "The Result of a Pass state is taken as it stands.",
        code: .passResultIsStatic,
        severity: .warning
    )

    /// Variables have names.
    public static let variableName = Rule(
        "variable-name",
        "A variable's name is an identifier of at most 80 characters other than 'states'."
    )

    /// Numbers are within bounds.
    public static let numberRange = Rule("number-range", "A number is within the bounds of its field.")

    /// Timestamps are RFC 3339.
    public static let timestamp = Rule("timestamp", "A timestamp has the form of RFC 3339 with T and Z or an offset.")

    /// Credentials name a role.
    public static let credentials = Rule("credentials", "Credentials have a RoleArn.")

    /// A resource is named by its ARN.
    public static let resource = Rule("resource", "A Resource is the ARN of something that Step Functions can execute.")

    /// Express workflows end soon.
    public static let expressIntegration = Rule(
        "express-integration",
        "Tasks of Express workflows neither run jobs nor wait for task tokens."
    )
}
