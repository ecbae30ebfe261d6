// SPDX-License-Identifier: Apache-2.0

/// One of the Query APIs the sandbox answers; they differ in their actions and in the frame of an answer.
enum API {
    case ec2

    init(version: String?) {
        self = .ec2
    }

    var actions: [String: Action] {
        switch self {
        case .ec2: Action.ec2
        }
    }

    func success(_ action: String, _ content: XMLWriter, requestID: String) -> XMLWriter {
        var xml = XMLWriter()
        xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        xml.raw("<\(action)Response xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">")
        xml.text("requestId", requestID)
        xml.raw(content)
        xml.raw("</\(action)Response>")
        return xml
    }

    func failure(_ failure: EC2Failure, requestID: String) -> XMLWriter {
        var xml = XMLWriter()
        xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        xml.group("Response") { xml in
            xml.list("Errors", [failure], item: "Error") { xml, failure in
                xml.text("Code", failure.code)
                xml.text("Message", failure.message)
            }
            xml.text("RequestID", requestID)
        }
        return xml
    }
}
