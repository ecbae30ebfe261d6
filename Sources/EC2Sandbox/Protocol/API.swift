// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// The APIs the sandbox answers; they differ in their actions and in the frame of an answer.
enum API: CaseIterable {
    case ec2
    case autoScaling
    case securityToken
    case parameterStore

    /// Told apart by `Version`, as real endpoints are by their host names.
    init(version: String?) {
        switch version {
        case "2011-01-01": self = .autoScaling
        case "2011-06-15": self = .securityToken
        default: self = .ec2
        }
    }

    var actions: [String: Action] {
        switch self {
        case .ec2: Action.ec2
        case .autoScaling: Action.autoScaling
        case .securityToken: Action.securityToken
        case .parameterStore: ParameterStore.actions
        }
    }

    /// Of all of them, in alphabetical order.
    static let actionNames = allCases.flatMap(\.actions.keys).sorted()

    var contentType: String {
        self == .parameterStore ? "application/x-amz-json-1.1" : "text/xml;charset=UTF-8"
    }

    /// What each says when it is asked too often.
    var throttled: EC2Failure {
        switch self {
        case .ec2: .throttled
        case .autoScaling, .securityToken: EC2Failure("Throttling", "Rate exceeded")
        case .parameterStore: EC2Failure("ThrottlingException", "Rate exceeded")
        }
    }

    private var namespace: String {
        switch self {
        case .ec2, .parameterStore: "http://ec2.amazonaws.com/doc/2016-11-15/"
        case .autoScaling: "http://autoscaling.amazonaws.com/doc/2011-01-01/"
        case .securityToken: "https://sts.amazonaws.com/doc/2011-06-15/"
        }
    }

    private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

    func success(_ action: String, _ content: XMLWriter, requestID: String) -> [UInt8] {
        var xml = XMLWriter()
        xml.raw(Self.declaration)
        xml.raw("<\(action)Response xmlns=\"\(namespace)\">")
        if self == .ec2 {
            xml.text("requestId", requestID)
            xml.raw(content)
        } else {
            xml.raw("<\(action)Result>")
            xml.raw(content)
            xml.raw("</\(action)Result>")
            xml.group("ResponseMetadata") { $0.text("RequestId", requestID) }
        }
        xml.raw("</\(action)Response>")
        return xml.bytes
    }

    func failure(_ failure: EC2Failure, requestID: String) -> [UInt8] {
        var xml = XMLWriter()
        xml.raw(Self.declaration)
        switch self {
        case .ec2:
            xml.group("Response") { xml in
                xml.list("Errors", [failure], item: "Error") { xml, failure in
                    xml.text("Code", failure.code)
                    xml.text("Message", failure.message)
                }
                xml.text("RequestID", requestID)
            }
        case .autoScaling, .securityToken:
            xml.group("ErrorResponse") { xml in
                xml.group("Error") {
                    $0.text("Type", failure.status < 500 ? "Sender" : "Receiver")
                    $0.text("Code", failure.code)
                    $0.text("Message", failure.message)
                }
                xml.text("RequestId", requestID)
            }
        case .parameterStore:
            let members = [(key: "__type", value: failure.code), (key: "message", value: failure.message)]
            return JSONValue.object(JSONObject(members.map { ($0.key, .string($0.value)) })).serializedUTF8()
        }
        return xml.bytes
    }
}
