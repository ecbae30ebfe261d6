// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// A worker's step: a plain function over an account, with JSON on both sides.
///
/// Every step is idempotent: called again after success it succeeds again and says what it found.
package protocol Step {
    associatedtype Input: Decodable
    associatedtype Output: Encodable & Sendable

    /// The IAM actions behind the EC2 methods that `run` calls.
    static var ec2Actions: [String] { get }

    static func run(_ input: Input, ec2: some EC2, context: StepContext) async throws(StepError) -> Output
}

/// A step's input before it is one, in whatever form it came.
package protocol StepPayload {
    /// - Throws: `DecodingError` or the type's own error.
    func decoded<Value: Decodable>(as type: Value.Type) throws -> Value
}

/// JSON text, as Lambda hands it on.
extension Data: StepPayload {
    package func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: self)
    }
}

extension Step {
    static func run(
        payload: some StepPayload,
        ec2: some EC2,
        context: StepContext
    ) async throws(StepError) -> any Encodable & Sendable {
        let input: Input
        do {
            input = try payload.decoded(as: Input.self)
        } catch let error as PolicyError {
            throw StepError(.invalidPolicy, error.description)
        } catch let error as DocumentError {
            throw StepError(.invalidInput, error.description)
        } catch let error as DecodingError {
            throw StepError(.invalidInput, DocumentError(error).description)
        } catch {
            throw StepError(.invalidInput, "the input cannot be read: \(error)")
        }
        return try await run(input, ec2: ec2, context: context)
    }
}
