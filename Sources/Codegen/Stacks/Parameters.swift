// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// What the person who deploys Shelflife chooses.
enum Parameters {
    /// Those of the main stack.
    static let groups = [
        ParameterGroup(
            "What to retire",
            [policyName, mode, validHours, selectTagKey, selectTagValue, guardReferences]
        ),
        ParameterGroup("How much at most", [limitItems, limitPercent, retireOnlySelected, deleteOnlySelected]),
        ParameterGroup("When", [scheduleExpression, scheduleState, hoursWithoutSuccess]),
        code,
        ParameterGroup("Notices and logs", [notificationEmail, notifyReports, logRetentionDays]),
        members,
        security,
    ]

    static let code = ParameterGroup("Code", [codeBucket, codeKey, architecture])
    static let members = ParameterGroup("Other accounts", [memberRoleName, organizationID])
    static let security = ParameterGroup("Security", [kmsKeyARN, permissionsBoundaryARN])
    static let roles = ParameterGroup("Security", [permissionsBoundaryARN])

    static let policyName = Parameter(
        "PolicyName",
        "Name of the policy",
        .text(
            pattern: "^[A-Za-z0-9._-]{1,64}$",
            expectation: "1 to 64 letters, digits and . _ -"
        ),
        default: "hourly-ami-expiry",
        "How reports, logs and metrics call this policy."
    )
    static let mode = Parameter(
        "Mode",
        "Report or enforce",
        .choice(["report", "enforce"]),
        default: "report",
        "report only tells what would be retired. Read a few reports first."
    )
    static let validHours = Parameter(
        "ValidHours",
        "Shelf life in hours",
        .number(1...876_000),
        default: 1,
        "An image older than this many hours is expired. An image of exactly that age is kept."
    )
    static let selectTagKey = Parameter(
        "SelectTagKey",
        "Tag key that opts in",
        .text(
            pattern: "^(?!aws:)[A-Za-z0-9 _.:/=+@-]{1,128}$",
            expectation: "A tag key: letters, digits, blanks and _ . : / = + @ -, not beginning with aws:"
        ),
        default: "shelflife:expire",
        "Only what has this tag is looked at."
    )
    static let selectTagValue = Parameter(
        "SelectTagValue",
        "Tag value that opts in",
        .text(
            pattern: "^[A-Za-z0-9 _.:/=+@-]{1,256}$",
            expectation: "A tag value: letters, digits, blanks and _ . : / = + @ -"
        ),
        default: "yes",
        "The value that the tag must have, exactly."
    )
    static let guardReferences = Parameter(
        "GuardReferences",
        "Keep images in use",
        .flag,
        default: "true",
        "Keeps images that an instance, launch template, SSM parameter or Image Builder recipe refers to."
    )
    static let limitItems = Parameter(
        "LimitItems",
        "Images a run",
        .number(1...10_000),
        default: 500,
        "A run that would retire more images than this fails before it retires any."
    )
    static let limitPercent = Parameter(
        "LimitPercent",
        "Share of the selected images a run",
        .number(1...100),
        default: 50,
        "The same for the percentage of the selected images."
    )
    static let retireOnlySelected = Parameter(
        "RetireOnlySelected",
        "IAM refuses other images",
        .flag,
        default: "true",
        """
        IAM lets the worker deregister only images with the tag above, whatever a policy says. Set it to false when \
        other schedules use other tags.
        """
    )
    static let deleteOnlySelected = Parameter(
        "DeleteOnlySelected",
        "IAM refuses other snapshots",
        .flag,
        default: "false",
        "IAM lets the worker delete only snapshots with the tag. Those of CreateImage have none of their own."
    )
    static let scheduleExpression = Parameter(
        "ScheduleExpression",
        "Schedule",
        .text(
            pattern:
                #"^(rate\((1 (minute|hour|day)|([2-9]|[1-9][0-9]+) (minutes|hours|days))\)|cron\([^ ()]+( [^ ()]+){5}\))$"#,
            expectation: "rate(1 hour), rate(12 hours), or cron(…) with six fields, in UTC"
        ),
        default: "rate(1 hour)",
        "When runs start: rate(…) or cron(…) in UTC."
    )
    static let scheduleState = Parameter(
        "ScheduleState",
        "Schedule on or off",
        .choice(["ENABLED", "DISABLED"]),
        default: "ENABLED",
        "DISABLED stops new runs and keeps everything else."
    )
    static let hoursWithoutSuccess = Parameter(
        "HoursWithoutSuccess",
        "Alarm after hours without success",
        .number(2...168),
        default: 2,
        "Alarm when no run has succeeded for so many hours: twice the interval of the schedule."
    )
    static let codeBucket = Parameter(
        "CodeBucket",
        "Code bucket",
        .text(
            pattern: "^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$",
            expectation: "The name of an S3 bucket in the same region"
        ),
        default: nil,
        "The bucket with the worker archive."
    )
    static let codeKey = Parameter(
        "CodeKey",
        "Code key",
        .text(pattern: "^.{1,1000}[.]zip$", expectation: "An object key that ends in .zip"),
        default: nil,
        "The key of the worker archive: another for each version, so that updates and roll-backs are exact."
    )
    static let architecture = Parameter(
        "Architecture",
        "Processor architecture",
        .choice(["x86_64", "arm64"]),
        default: "x86_64",
        "What the worker archive was built for."
    )
    static let notificationEmail = Parameter(
        "NotificationEmail",
        "E-mail for notices",
        .text(
            pattern: #"^$|^[^@ ,;<>"]+@[^@ ,;<>"]+[.][^@ ,;<>".]+$"#,
            expectation: "One e-mail address, or nothing"
        ),
        default: "",
        "Gets failed runs and alarms once it has confirmed; empty for none."
    )
    static let notifyReports = Parameter(
        "NotifyReports",
        "Notices of good runs",
        .flag,
        default: "false",
        "Publishes the report of every run that succeeded, too."
    )
    static let memberRoleName = Parameter(
        "MemberRoleName",
        "Role in other accounts",
        .text(pattern: "^$|^[A-Za-z0-9+=,.@_-]{1,64}$", expectation: "The name of an IAM role, or nothing"),
        default: "",
        "The role that member.yaml made there, for policies that name accounts; empty for this account only."
    )
    static let organizationID = Parameter(
        "OrganizationId",
        "Organization",
        .text(pattern: "^$|^o-[a-z0-9]{10,32}$", expectation: "An organization id such as o-a1b2c3d4e5, or nothing"),
        default: "",
        "Accounts outside of it are refused."
    )
    static let logRetentionDays = Parameter(
        "LogRetentionDays",
        "Days that logs are kept",
        .numberChoice([
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3653,
        ]),
        default: 365,
        "How long the logs of workers and runs are kept."
    )
    static let kmsKeyARN = Parameter(
        "KmsKeyArn",
        "KMS key",
        .text(
            pattern: #"^$|^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$"#,
            expectation: "The ARN of a KMS key, or nothing"
        ),
        default: "",
        """
        Your key for notices and logs; its policy must admit CloudWatch and CloudWatch Logs. Empty: the stack makes \
        one for notices.
        """
    )
    static let permissionsBoundaryARN = Parameter(
        "PermissionsBoundaryArn",
        "Permissions boundary",
        .text(
            pattern: #"^$|^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/.+$"#,
            expectation: "The ARN of an IAM policy, or nothing"
        ),
        default: "",
        "Bounds every role of the stack, where an organization asks for that."
    )
}
