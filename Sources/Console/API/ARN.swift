// SPDX-License-Identifier: Apache-2.0

/// An Amazon Resource Name of Step Functions: `arn:aws:states:us-east-1:123456789012:stateMachine:Name:Qualifier`.
struct ARN: Sendable, Hashable, CustomStringConvertible {
    let partition: String
    let region: String
    let account: String
    /// `stateMachine`, `execution`, `express`, `activity` or `mapRun`.
    let kind: String
    /// The name and what may follow it, separated by colons.
    let path: [String]

    var description: String {
        "arn:\(partition):states:\(region):\(account):\(kind):\(path.joined(separator: ":"))"
    }

    init(partition: String = "aws", region: String, account: String, kind: String, path: [String]) {
        self.partition = partition
        self.region = region
        self.account = account
        self.kind = kind
        self.path = path
    }

    /// Parses the ARN of one of these kinds of resource.
    ///
    /// - Throws: `InvalidArn`, worded as AWS words it.
    init(_ text: String, of kinds: String...) throws(APIError) {
        guard text.hasPrefix("arn:") else { throw .invalidARN("Invalid ARN prefix: \(text)") }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 7, !parts[6].isEmpty else { throw .invalidARN("Invalid ARN: \(text)") }
        guard parts[2] == "states" else { throw .invalidARN("Invalid ARN service: \(text)") }
        guard kinds.contains(parts[5]) else {
            throw .invalidARN("Resource type not valid in this context: \(parts[5])")
        }
        self.init(
            partition: parts[1],
            region: parts[3],
            account: parts[4],
            kind: parts[5],
            path: Array(parts.dropFirst(6))
        )
    }

    /// - Throws: `ValidationException` for a Map state's ARN, `…:stateMachine:Name/Label`.
    func refuseLabel() throws(APIError) {
        guard !name.contains("/") else {
            throw .validation(
                "The state machine ARN must not have a label: \(self)",
                reason: "API_DOES_NOT_SUPPORT_LABELED_ARNS"
            )
        }
    }

    /// The first part of the path: the state machine's or activity's name.
    var name: String { path[0] }

    /// What follows the name: a version, an alias or a test case's label; of an execution its name.
    var qualifier: String? { path.count > 1 ? path[1] : nil }

    /// The same resource without what follows its name.
    var unqualified: ARN {
        ARN(partition: partition, region: region, account: account, kind: kind, path: [name])
    }

    func qualified(by qualifier: String) -> ARN {
        ARN(partition: partition, region: region, account: account, kind: kind, path: [name, qualifier])
    }

    func execution(kind: String = "execution", _ rest: String...) -> ARN {
        ARN(partition: partition, region: region, account: account, kind: kind, path: [name] + rest)
    }
}
