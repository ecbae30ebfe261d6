// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import OrderedJSON

/// One action of the API: what it takes and what it does.
struct Action: Sendable {
    typealias RegionHandler =
        @Sendable (inout AccountRegion, Parameters, inout XMLWriter) throws(EC2Failure) -> Void
    typealias AccountHandler =
        @Sendable (inout Account, Call, inout XMLWriter) throws(EC2Failure) -> Void

    typealias JSONHandler =
        @Sendable (inout AccountRegion, JSONObject) throws(EC2Failure) -> JSONObject

    enum Handler: Sendable {
        /// Stays within the region that was called.
        case region(RegionHandler)
        /// Reaches other regions as well.
        case account(AccountHandler)
        /// Speaks JSON both ways.
        case json(JSONHandler)
    }

    enum Effect: Sendable {
        case reading, mutating
    }

    let name: String
    let effect: Effect
    /// Names at the top level; any other is refused.
    let parameters: Set<String>
    let handler: Handler

    init(_ name: String, _ effect: Effect, _ parameters: Set<String>, _ handler: @escaping RegionHandler) {
        self.name = name
        self.effect = effect
        self.parameters = parameters.union(Self.commonParameters)
        self.handler = .region(handler)
    }

    init(acrossRegions name: String, _ parameters: Set<String>, _ handler: @escaping AccountHandler) {
        self.name = name
        effect = .mutating
        self.parameters = parameters.union(Self.commonParameters)
        self.handler = .account(handler)
    }

    init(json name: String, _ effect: Effect, _ handler: @escaping JSONHandler) {
        self.name = name
        self.effect = effect
        parameters = []
        self.handler = .json(handler)
    }

    /// What every request may carry; the rest are those of signatures in the query string.
    private static let commonParameters: Set<String> = [
        "Action", "Version", "DryRun", "AWSAccessKeyId", "Signature", "SignatureMethod", "SignatureVersion",
        "SecurityToken", "Timestamp", "Expires", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date",
        "X-Amz-Expires", "X-Amz-Security-Token", "X-Amz-Signature", "X-Amz-SignedHeaders",
    ]
}

/// A request on its way through an action.
struct Call: Sendable {
    var region: String
    var time: Date
    var parameters: Parameters
}
