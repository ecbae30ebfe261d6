// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
package import ImageLifecycle

/// Systems Manager's Parameter Store, whose protocol is JSON.
extension EC2Client {
    package func getParameters(_ names: [String]) async throws(EC2Error) -> ParameterValues {
        let client = query.calling(.ssm, at: endpoints.url(of: .ssm, region: query.region))
        let answer: GetParametersAnswer = try await client.callJSON(
            "AmazonSSM.GetParameters",
            GetParametersRequest(Names: names)
        )
        // A list that is missing is no answer: a parameter nobody spoke of counts as not evaluated.
        let found = answer.Parameters ?? []
        let parameters = found.flatMap { parameter in
            [parameter.Name + (parameter.Selector ?? ""), parameter.ARN.map { $0 + (parameter.Selector ?? "") }]
                .compactMap { $0 }
                .map { ParameterValues.Parameter(name: $0, value: parameter.Value) }
        }
        return ParameterValues(parameters: parameters, invalidNames: answer.InvalidParameters ?? [])
    }
}

extension QueryClient.Service {
    static let ssm = QueryClient.Service(name: "ssm", version: "2014-11-06")
}

private struct GetParametersRequest: Encodable {
    // AWS's own names.
    let Names: [String]
}

private struct GetParametersAnswer: Decodable, Sendable {
    struct Parameter: Decodable, Sendable {
        let Name: String
        let Value: String
        let ARN: String?
        /// `:3` or `:label`, as it was asked for.
        let Selector: String?
    }

    let Parameters: [Parameter]?
    let InvalidParameters: [String]?
}
