// SPDX-License-Identifier: Apache-2.0

/// What a Query service answers: the output, or one or more errors.
struct QueryAnswer<Output: Sendable>: Sendable {
    var output: Output?
    var errors: [QueryFault] = []
    var requestID: String?

    /// Errors come as `Response/Errors/Error` from EC2 and as `ErrorResponse/Error` from services like STS.
    static func mapping(_ action: String, _ output: XMLMapping<Output>) -> XMLMapping<QueryAnswer> {
        XMLMapping(
            start: QueryAnswer(),
            [
                .structure("\(action)Response", \.output, output),
                .inside(
                    "Response",
                    [
                        .inside("Errors", [.each("Error", \.errors, QueryFault.xml)]),
                        .text("RequestID", \.requestID),
                    ]
                ),
                .inside(
                    "ErrorResponse",
                    [.each("Error", \.errors, QueryFault.xml), .text("RequestId", \.requestID)]
                ),
            ]
        )
    }
}

struct QueryFault: Sendable, Hashable {
    var code = ""
    var message = ""

    static let xml = XMLMapping(start: QueryFault(), [.required("Code", \.code), .text("Message", \.message)])
}
