// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

extension HTTPField.Name {
    static let amzTarget = lowercased("x-amz-target")
    static let amznRequestID = lowercased("x-amzn-requestid")
    static let amznErrorType = lowercased("x-amzn-errortype")

    private static func lowercased(_ name: String) -> HTTPField.Name {
        guard let field = HTTPField.Name(name) else { preconditionFailure("\(name) is no header name") }
        return field
    }
}
