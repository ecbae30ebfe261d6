// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// What is done to an image before it is deregistered, and to bring it back.
///
/// Each may be repeated.
package protocol RetirementActions: Sendable {
    /// Makes launches of an image fail, and forgets for good whom it was shared with.
    func disableImage(_ imageID: String) async throws(EC2Error)

    /// Lets a disabled image be launched again; whom it was shared with does not come back by itself.
    func enableImage(_ imageID: String) async throws(EC2Error)

    /// Calls an image outdated from then on; the time must not be in the past.
    func enableImageDeprecation(of imageID: String, at time: Date) async throws(EC2Error)

    func disableImageDeprecation(_ imageID: String) async throws(EC2Error)

    /// Lets others launch an image; those who may already still may.
    func addLaunchPermissions(_ permissions: [LaunchPermission], to imageID: String) async throws(EC2Error)
}
