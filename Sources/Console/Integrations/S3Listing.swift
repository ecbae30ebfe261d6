// SPDX-License-Identifier: Apache-2.0

import AWSClient
import OrderedJSON
import StatesEngine

/// What S3 answers in XML: listings and errors.
///
/// Both are flat, so that finding elements by name is enough.
struct S3Listing {
    let objects: [JSONValue]
    let nextToken: String?

    init(_ body: [UInt8]) {
        let xml = String(decoding: body, as: UTF8.self)
        objects = Self.elements("Contents", in: xml).map { content in
            let time = Self.element("LastModified", in: content).flatMap { Timestamp(iso8601: $0) }
            return .object(
                JSONObject(present: [
                    ("Etag", .string(Self.element("ETag", in: content))),
                    ("Key", .string(Self.element("Key", in: content))),
                    ("LastModified", time.map { .integer($0.millisecondsSinceEpoch / 1000) }),
                    ("Size", Self.element("Size", in: content).flatMap(Int.init).map { .integer($0) }),
                    ("StorageClass", .string(Self.element("StorageClass", in: content))),
                ])
            )
        }
        nextToken = Self.element("NextContinuationToken", in: xml)
    }

    /// An error answer in the words of Step Functions.
    static func failure(_ response: HTTPResponse, _ body: [UInt8]) -> ErrorOutput {
        let xml = String(decoding: body, as: UTF8.self)
        let code = element("Code", in: xml) ?? "S3"
        let requestID = response[header: "x-amz-request-id"] ?? element("RequestId", in: xml) ?? ""
        let hostID = response[header: "x-amz-id-2"] ?? element("HostId", in: xml) ?? ""
        let message = element("Message", in: xml) ?? "Status \(response.status)"
        return ErrorOutput(
            error: "S3.\(code)Exception",
            cause: "\(message) (Service: S3, Status Code: \(response.status), Request ID: \(requestID), "
                + "Extended Request ID: \(hostID))"
        )
    }

    private static func element(_ name: String, in xml: String) -> String? {
        elements(name, in: xml).first.map(unescaped)
    }

    private static func elements(_ name: String, in xml: String) -> [String] {
        xml.split(separator: "<\(name)>", omittingEmptySubsequences: false).dropFirst().compactMap { rest in
            rest.split(separator: "</\(name)>", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init)
        }
    }

    private static func unescaped(_ text: String) -> String {
        text.replacing("&quot;", with: "\"").replacing("&#34;", with: "\"").replacing("&apos;", with: "'")
            .replacing("&#39;", with: "'").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
            .replacing("&amp;", with: "&")
    }
}
