// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import OrderedJSON

/// One request with its answer, from bytes to bytes.
struct Exchange {
    private enum Input {
        case none
        case query(Parameters)
        case json(JSONObject)
    }

    let requestID: String
    let time: Date
    private(set) var region = ""
    private(set) var actionName = ""
    private var pairs: [(name: String, value: String)] = []
    private var input = Input.none
    private var api = API.ec2
    var fault: FaultRule.Kind?
    var outcome = LoggedRequest.Outcome.success

    init(requestID: String, time: Date) {
        self.requestID = requestID
        self.time = time
    }

    /// Decodes a request.
    mutating func read(_ request: SandboxRequest) throws(EC2Failure) {
        region = CredentialScope(request).region
        if let target = request.header("x-amz-target") {
            try readJSON(request.body, target: target)
        } else {
            try readQuery(request)
        }
        guard Account.regionNames.contains(region) else {
            throw EC2Failure(
                "AuthFailure",
                "Credential should be scoped to a valid region, not '\(region)'.",
                status: 401
            )
        }
    }

    private mutating func readQuery(_ request: SandboxRequest) throws(EC2Failure) {
        let query = request.target.utf8.drop { $0 != UInt8(ascii: "?") }.dropFirst()
        switch request.method {
        case "GET": pairs = try QueryDecoder.pairs(query)
        case "POST": pairs = try QueryDecoder.pairs(query) + QueryDecoder.pairs(request.body)
        default: throw EC2Failure("InvalidRequest", "The method \(request.method) is not supported.", status: 405)
        }
        let parameters = try Parameters(pairs: pairs)
        input = .query(parameters)
        actionName = parameters.string("Action") ?? ""
        api = API(version: parameters.string("Version"))
    }

    /// `AmazonSSM.GetParameters` and an object.
    private mutating func readJSON(_ body: [UInt8], target: String) throws(EC2Failure) {
        api = .parameterStore
        actionName = target.split(separator: ".").last.map(String.init) ?? ""
        guard body.count <= QueryDecoder.bodyLimitBytes, let object = (try? JSONValue(parsing: body))?.object else {
            throw EC2Failure("SerializationException", "The body is no JSON object.")
        }
        input = .json(object)
        pairs = object.map { ($0.key, $0.value.string ?? $0.value.serialized()) }
    }

    /// Performs the action, or the fault in its place.
    func serve(_ account: inout Account) throws(EC2Failure) -> SandboxResponse {
        switch fault {
        case .throttle: throw api.throttled
        case .error(let code, let message, let status): throw EC2Failure(code, message, status: status)
        case .connectionReset: return SandboxResponse(delivery: .reset)
        case .delay, .answerLost, .truncatedBody, .wrongXML, nil: break
        }
        guard !actionName.isEmpty else {
            throw EC2Failure("MissingAction", "The request must contain the parameter Action")
        }
        guard let action = api.actions[actionName] else {
            throw EC2Failure("InvalidAction", "The action \(actionName) is not valid for this web service.")
        }
        var content = XMLWriter()
        switch (action.handler, input) {
        case (.region(let handler), .query(var parameters)):
            try check(parameters, action)
            parameters.mostPerPage = account.configuration.mostPerPage
            try account.withRegion(region, at: time) { region throws(EC2Failure) in
                try handler(&region, parameters, &content)
            }
        case (.account(let handler), .query(let parameters)):
            try check(parameters, action)
            try handler(&account, Call(region: region, time: time, parameters: parameters), &content)
        case (.json(let handler), .json(let object)):
            let result = try account.withRegion(region, at: time) { region throws(EC2Failure) in
                try handler(&region, object)
            }
            return answer(JSONValue.object(result).serializedUTF8(), status: 200)
        default:
            throw EC2Failure("InvalidAction", "The action \(actionName) is not valid for this protocol.")
        }
        return answer(api.success(actionName, content, requestID: requestID), status: 200)
    }

    private func check(_ parameters: Parameters, _ action: Action) throws(EC2Failure) {
        try parameters.allowOnly(action.parameters)
        if try parameters.bool("DryRun") == true { throw .dryRun }
    }

    /// An error answer.
    func answer(_ failure: EC2Failure) -> SandboxResponse {
        answer(api.failure(failure, requestID: requestID), status: failure.status)
    }

    private func answer(_ body: [UInt8], status: Int) -> SandboxResponse {
        let headers = ["Content-Type": api.contentType, "x-amzn-RequestId": requestID, "Server": "AmazonEC2"]
        return SandboxResponse(status: status, headers: headers, body: body)
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
