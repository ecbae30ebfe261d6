// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// One request with its answer, from bytes to bytes.
struct Exchange {
    let requestID: String
    let time: Date
    private(set) var region = ""
    private(set) var actionName = ""
    private var pairs: [(name: String, value: String)] = []
    private var parameters: Parameters?
    private var api = API.ec2
    var fault: FaultRule.Kind?
    var outcome = LoggedRequest.Outcome.success

    init(requestID: String, time: Date) {
        self.requestID = requestID
        self.time = time
    }

    /// Decodes a request.
    mutating func read(_ request: SandboxRequest) throws(EC2Failure) {
        let scope = CredentialScope(request)
        region = scope.region
        let query = request.target.utf8.drop { $0 != UInt8(ascii: "?") }.dropFirst()
        switch request.method {
        case "GET": pairs = try QueryDecoder.pairs(query)
        case "POST": pairs = try QueryDecoder.pairs(query) + QueryDecoder.pairs(request.body)
        default: throw EC2Failure("InvalidRequest", "The method \(request.method) is not supported.", status: 405)
        }
        let parameters = try Parameters(pairs: pairs)
        self.parameters = parameters
        actionName = parameters.string("Action") ?? ""
        api = API(version: parameters.string("Version"))
        guard Account.regionNames.contains(region) else {
            throw EC2Failure(
                "AuthFailure",
                "Credential should be scoped to a valid region, not '\(region)'.",
                status: 401
            )
        }
    }

    /// Performs the action, or the fault in its place.
    func serve(_ account: inout Account) throws(EC2Failure) -> SandboxResponse {
        switch fault {
        case .throttle: throw .throttled
        case .error(let code, let message, let status): throw EC2Failure(code, message, status: status)
        case .connectionReset: return SandboxResponse(delivery: .reset)
        case .delay, .answerLost, .truncatedBody, .wrongXML, nil: break
        }
        guard let parameters, !actionName.isEmpty else {
            throw EC2Failure("MissingAction", "The request must contain the parameter Action")
        }
        guard let action = api.actions[actionName] else {
            throw EC2Failure("InvalidAction", "The action \(actionName) is not valid for this web service.")
        }
        try parameters.allowOnly(action.parameters)
        if try parameters.bool("DryRun") == true { throw .dryRun }
        var content = XMLWriter()
        switch action.handler {
        case .region(let handler):
            try account.withRegion(region, at: time) { region throws(EC2Failure) in
                try handler(&region, parameters, &content)
            }
        case .account(let handler):
            try handler(&account, Call(region: region, time: time, parameters: parameters), &content)
        }
        return answer(api.success(actionName, content, requestID: requestID), status: 200)
    }

    /// An error answer.
    func answer(_ failure: EC2Failure) -> SandboxResponse {
        answer(api.failure(failure, requestID: requestID), status: failure.status)
    }

    private func answer(_ document: XMLWriter, status: Int) -> SandboxResponse {
        let headers = ["Content-Type": "text/xml;charset=UTF-8", "x-amzn-RequestId": requestID, "Server": "AmazonEC2"]
        return SandboxResponse(status: status, headers: headers, body: document.bytes)
    }

    /// What a fault leaves of an answer.
    func distort(_ response: SandboxResponse) -> SandboxResponse {
        var response = response
        switch fault {
        case .delay(let seconds): response.delay = .seconds(seconds)
        case .answerLost, .connectionReset: response.delivery = .reset
        case .truncatedBody: response.delivery = .cutAfter(bytes: response.body.count / 2)
        case .wrongXML: response.body = Array("<html><body>502 Bad Gateway</p></html>".utf8)
        case .throttle, .error, nil: break
        }
        return response
    }

    var isMutating: Bool {
        // An action nobody knows might have changed anything.
        actionName.isEmpty ? false : api.actions[actionName]?.effect != .reading
    }

    var logged: LoggedRequest {
        let shown = pairs.filter { !$0.name.hasPrefix("X-Amz-") && !["Signature", "SecurityToken"].contains($0.name) }
        return LoggedRequest(
            time: time,
            region: region,
            action: actionName,
            parameters: Dictionary(shown.map { ($0.name, $0.value) }) { first, _ in first },
            isMutating: isMutating,
            outcome: outcome,
            fault: fault,
            requestID: requestID
        )
    }
}
