// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// A worker's step: a plain function over an account, with JSON on both sides.
///
/// Every step is idempotent: called again after success it succeeds again and says what it found.
package protocol Step {
    associatedtype Input: Decodable
    associatedtype Output: Encodable

    /// The IAM actions behind the EC2 methods that `run` calls.
    static var ec2Actions: [String] { get }

    static func run(_ input: Input, ec2: some EC2, context: StepContext) async throws(StepError) -> Output
}

extension Step {
    static func run(payload: Data, ec2: some EC2, context: StepContext) async throws(StepError) -> Data {
        let input: Input
        do {
            input = try JSONDecoder().decode(Input.self, from: payload)
        } catch let error as PolicyError {
            throw StepError(.invalidPolicy, error.description)
        } catch let error as DocumentError {
            throw StepError(.invalidInput, error.description)
        } catch let error as DecodingError {
            throw StepError(.invalidInput, DocumentError(error).description)
        } catch {
            throw StepError(.invalidInput, "the input cannot be read: \(error)")
        }
        let output = try await run(input, ec2: ec2, context: context)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try encoder.encode(output)
        } catch {
            throw StepError(.invalidInput, "the output cannot be written: \(error)")
        }
    }
}
