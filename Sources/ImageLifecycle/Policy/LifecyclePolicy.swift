// SPDX-License-Identifier: Apache-2.0

/// What the user wants: which resources, how long they are kept, what protects them, how much may go at once.
///
/// The input of every workflow; written as JSON (see jsonSchema):
///
///     { "policy": "hourly-ami-expiry",
///       "mode": "report",
///       "select": {"tags": [{"key": "DELETEON", "values": ["yes"]}]},
///       "retain": {"age": "10d"},
///       "create": {"copyTags": ["TEAM"], "tags": {"DELETEON": "yes"}},
///       "guard": {"references": true, "launchTemplateVersions": "all"},
///       "limits": {"items": 500, "percent": 50} }
package struct LifecyclePolicy: Sendable, Hashable {
    package enum Mode: String, Sendable, Codable, CaseIterable {
        /// Decide and tell; touch nothing.
        case report
        /// Retire what the decision lets go.
        case enforce
    }

    /// The policy's name: 1 to 64 letters, digits, `.`, `_` and `-`.
    package var name: String
    package var mode: Mode
    package var select: SelectionPolicy
    /// Without a rule, which only a policy that makes backups may be, it retires nothing.
    package var retain: RetentionPolicy
    /// What backups are made; nil for a policy that makes none.
    package var create: CreatePolicy?
    package var guards: GuardPolicy
    /// How images go; nil for at once.
    package var retire: RetirePolicy?
    package var limits: LimitPolicy
    /// Where to work; nil for the workers' own account and region.
    package var accounts: [AccountPolicy]?

    package init(
        name: String,
        mode: Mode = .report,
        select: SelectionPolicy,
        retain: RetentionPolicy,
        create: CreatePolicy? = nil,
        guards: GuardPolicy = GuardPolicy(),
        retire: RetirePolicy? = nil,
        limits: LimitPolicy = LimitPolicy(),
        accounts: [AccountPolicy]? = nil
    ) {
        self.name = name
        self.mode = mode
        self.select = select
        self.retain = retain
        self.create = create
        self.guards = guards
        self.retire = retire
        self.limits = limits
        self.accounts = accounts
    }
}

extension LifecyclePolicy: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case name = "policy"
        case mode
        case select
        case retain
        case create
        case guards = "guard"
        case retire
        case limits
        case accounts
    }

    /// - Throws: PolicyError, with the place counted from the policy's own top.
    package init(from decoder: any Decoder) throws {
        do {
            try self.init(strictlyFrom: decoder)
        } catch let error as DocumentError {
            throw PolicyError(path: Array(error.path.dropFirst(decoder.codingPath.count)), problem: error.problem)
        }
    }

    private init(strictlyFrom decoder: any Decoder) throws {
        let fields = try StrictContainer(decoder, keyedBy: CodingKeys.self)
        name = try fields.required(of: .name)
        guard Self.isName(name) else {
            throw fields.problem(
                .name,
                "\"\(name)\" is no policy name; use 1 to 64 letters, digits, \".\", \"_\" and \"-\""
            )
        }
        let modeText = try fields.value(String.self, of: .mode) ?? Mode.report.rawValue
        guard let mode = Mode(rawValue: modeText) else {
            throw fields.problem(.mode, "\"\(modeText)\" is no mode; use report or enforce")
        }
        self.mode = mode
        select = try fields.required(of: .select)
        create = try fields.value(of: .create)
        if create != nil {
            retain = try fields.value(of: .retain) ?? RetentionPolicy()
        } else {
            retain = try fields.required(of: .retain)
        }
        guards = try fields.value(of: .guards) ?? GuardPolicy()
        retire = try fields.value(of: .retire)
        limits = try fields.value(of: .limits) ?? LimitPolicy()
        accounts = try fields.value(of: .accounts)
        if accounts?.isEmpty == true {
            throw fields.problem(.accounts, "is empty; leave it out to work in the workers' own account and region")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(mode, forKey: .mode)
        try container.encode(select, forKey: .select)
        if retain.hasRule { try container.encode(retain, forKey: .retain) }
        try container.encodeIfPresent(create, forKey: .create)
        try container.encode(guards, forKey: .guards)
        try container.encodeIfPresent(retire, forKey: .retire)
        try container.encode(limits, forKey: .limits)
        try container.encodeIfPresent(accounts, forKey: .accounts)
    }

    package static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"): true
                case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
                default: false
                }
            }
    }
}
