// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import ImageLifecycle

/// An instance as the account keeps it.
package struct InstanceRecord: Sendable, Hashable, Identifiable {
    package enum State: String, Sendable {
        case pending, running, stopping, stopped
        case shuttingDown = "shutting-down"
        case terminated

        var code: Int {
            switch self {
            case .pending: 0
            case .running: 16
            case .shuttingDown: 32
            case .terminated: 48
            case .stopping: 64
            case .stopped: 80
            }
        }
    }

    package var id: String
    package var reservationID: String
    package var imageID: String
    package var instanceType: String
    package var state: State
    package var launchTime: Date
    package var availabilityZone: String
    package var privateIPAddress: String
    package var rootDeviceName: String
    package var architecture: String
    package var volumeIDs: [String]
    package var tags: [Tag]
    package var terminatedAt: Date?
    package var shownFrom: Date?

    package init(
        id: String,
        reservationID: String,
        imageID: String,
        instanceType: String = "t3.micro",
        state: State = .running,
        launchTime: Date,
        availabilityZone: String,
        privateIPAddress: String = "10.0.0.1",
        rootDeviceName: String = "/dev/xvda",
        architecture: String = "x86_64",
        volumeIDs: [String] = [],
        tags: [Tag] = []
    ) {
        self.id = id
        self.reservationID = reservationID
        self.imageID = imageID
        self.instanceType = instanceType
        self.state = state
        self.launchTime = launchTime
        self.availabilityZone = availabilityZone
        self.privateIPAddress = privateIPAddress
        self.rootDeviceName = rootDeviceName
        self.architecture = architecture
        self.volumeIDs = volumeIDs
        self.tags = tags
    }
}
