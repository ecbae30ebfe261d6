// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import ImageLifecycle

extension EC2Client {
    package func disableImage(_ imageID: String) async throws(EC2Error) {
        var parameters = QueryParameters()
        parameters.set("ImageId", imageID)
        _ = try await query.call(.disableImage, parameters)
    }

    package func enableImageDeprecation(of imageID: String, at time: Date) async throws(EC2Error) {
        var parameters = QueryParameters()
        parameters.set("ImageId", imageID)
        parameters.set("DeprecateAt", ISO8601.text(time))
        _ = try await query.call(.enableImageDeprecation, parameters)
    }
}

extension QueryAction where Output == NoOutput {
    static let disableImage = changes("DisableImage", isRepeatable: true, NoOutput.xml)
    static let enableImageDeprecation = changes("EnableImageDeprecation", isRepeatable: true, NoOutput.xml)
}
