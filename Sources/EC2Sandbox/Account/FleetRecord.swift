// SPDX-License-Identifier: Apache-2.0

/// An EC2 Fleet, a Spot Fleet request or a Spot request, as far as it names images.
package struct FleetRecord: Sendable, Hashable, Identifiable {
    package enum Kind: Sendable {
        case fleet, spotFleetRequest, spotInstanceRequest
    }

    package var id: String
    package var kind: Kind
    /// `active`, `deleted_terminating`, `cancelled` and so on.
    package var state: String
    /// What it names itself: overrides of a fleet, the launch specification of a request.
    package var imageIDs: [String]
    package var launchTemplates: [LaunchTemplateReference]

    package init(
        _ kind: Kind,
        id: String,
        state: String = "active",
        imageIDs: [String] = [],
        launchTemplates: [LaunchTemplateReference] = []
    ) {
        self.kind = kind
        self.id = id
        self.state = state
        self.imageIDs = imageIDs
        self.launchTemplates = launchTemplates
    }
}

extension AccountRegion {
    package mutating func put(_ fleet: FleetRecord) { fleets.put(fleet) }
}
