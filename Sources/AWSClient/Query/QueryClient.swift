// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

/// Calls the actions of one Query service in one account and region, with retries and pacing.
package struct QueryClient: Sendable {
    package struct Service: Sendable, Hashable {
        /// The name in signatures and host names.
        package var name: String
        package var version: String

        package static let ec2 = Service(name: "ec2", version: "2016-11-15")
    }

    let service: Service
    let region: String
    let endpoint: String
    let transport: any HTTPTransport
    /// nil where nobody asks who is calling: requests go unsigned.
    let credentials: CredentialsCache?
    let retries: RetryPolicy
    let budget: RetryBudget
    /// nil to send requests as fast as they come.
    let pacing: RequestPacing?
    let timing: Timing
    let throttles = ThrottleCounter()

    /// The same service in another region; an endpoint that is not AWS's own serves them all.
    func inRegion(_ name: String) -> QueryClient {
        guard name != region else { return self }
        let isAWS = endpoint == Endpoint.regional(service.name, region: region)
        return QueryClient(
            service: service,
            region: name,
            endpoint: isAWS ? Endpoint.regional(service.name, region: name) : endpoint,
            transport: transport,
            credentials: credentials,
            retries: retries,
            budget: budget,
            // EC2 counts each region by itself.
            pacing: pacing?.anew(),
            timing: timing
        )
    }

    /// Calls an action until it is answered or there is no point in trying again.
    func call<Output>(
        _ action: QueryAction<Output>,
        _ parameters: QueryParameters = QueryParameters()
    ) async throws(EC2Error) -> Output {
        var parameters = parameters
        parameters.set("Action", action.name)
        parameters.set("Version", service.version)
        let body = parameters.encoded()
        return try await attempting(
            action.name,
            isReadOnly: action.isReadOnly,
            isRepeatable: action.isRepeatable
        ) { () async throws(QueryFailure) in
            try await callOnce(action, body)
        }
    }

    /// Tries until it works or there is no point in trying again.
    func attempting<Output>(
        _ action: String,
        isReadOnly: Bool,
        isRepeatable: Bool,
        _ once: () async throws(QueryFailure) -> Output
    ) async throws(EC2Error) -> Output {
        var mayHaveActed = false
        var attempt = 1
        while true {
            await pacing?.waitForTurn(action, timing)
            let failure: QueryFailure
            do throws(QueryFailure) {
                let output = try await once()
                budget.refund()
                pacing?.report(action, wasThrottled: false, timing)
                return output
            } catch {
                failure = error
            }
            pacing?.report(action, wasThrottled: failure.reason == .throttled, timing)
            if failure.reason == .throttled { throttles.count() }
            mayHaveActed = mayHaveActed || (!isReadOnly && failure.mayHaveActed)
            guard !Task.isCancelled, isRepeatable || !failure.mayHaveActed,
                let pause = retries.pause(after: failure.reason, attempt: attempt, random: timing.random()),
                budget.spend()
            else { throw failure.ec2Error(action: action, mayHaveActed: mayHaveActed) }
            if failure.reason == .expiredCredentials { await credentials?.forget() }
            await timing.sleep(pause)
            attempt += 1
        }
    }

    private func callOnce<Output>(
        _ action: QueryAction<Output>,
        _ body: [UInt8]
    ) async throws(QueryFailure) -> Output {
        var request = HTTPRequest(
            .post,
            endpoint,
            headers: [HTTPHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
            body: body
        )
        request.isRepeatable = action.isRepeatable
        request = try await signed(request)
        let decoder = XMLDecoder(action.answer)
        let response: HTTPResponse
        do throws(TransportError) {
            response = try await transport.send(request, body: decoder)
        } catch {
            throw QueryFailure(error)
        }
        let answer: QueryAnswer<Output>
        do throws(XMLDecodingError) {
            answer = try decoder.finish()
        } catch {
            throw QueryFailure(unreadable: error, response)
        }
        guard (200..<300).contains(response.status), answer.errors.isEmpty, let output = answer.output else {
            throw QueryFailure(answer.errors.first, requestID: answer.requestID, response)
        }
        return output
    }
}

extension QueryClient {
    /// The URL by which somebody else may call an action on the caller's behalf for an hour; unsigned without
    /// credentials.
    func presignedURL(_ action: String, _ parameters: QueryParameters) async throws(EC2Error) -> String {
        var all = QueryParameters()
        all.set("Action", action)
        all.set("Version", service.version)
        for pair in parameters.pairs { all.set(pair.name, pair.value) }
        let scope: SigningScope?
        do throws(CredentialsError) {
            scope = try await signature()
        } catch {
            throw EC2Error(code: error.code, message: error.message, action: action)
        }
        guard let scope else { return endpoint + "?" + String(decoding: all.encoded(), as: UTF8.self) }
        return PresignedURL(endpoint: endpoint, parameters: all, scope: scope, time: Date()).text
    }

    private func signature() async throws(CredentialsError) -> SigningScope? {
        guard let credentials else { return nil }
        return SigningScope(credentials: try await credentials.current(), region: region, service: service.name)
    }

    /// The same caller at another service.
    func calling(_ service: Service, at endpoint: String) -> QueryClient {
        QueryClient(
            service: service,
            region: region,
            endpoint: endpoint,
            transport: transport,
            credentials: credentials,
            retries: retries,
            budget: budget,
            pacing: pacing,
            timing: timing
        )
    }

    /// A request with the caller's signature, where somebody asks who is calling.
    func signed(_ request: HTTPRequest) async throws(QueryFailure) -> HTTPRequest {
        var request = request
        do throws(CredentialsError) {
            request.signature = try await signature()
        } catch {
            throw QueryFailure(reason: .final, code: error.code, message: error.message)
        }
        return request
    }
}
