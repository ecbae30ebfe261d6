// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// What the placeholders of a policy's texts stand for, for one backup.
package struct TemplateValues: Sendable {
    package var policy: String
    /// When the run started.
    package var now: Date
    package var instanceID: String?
    package var instanceTags: [Tag] = []
    package var volumeID: String?
    package var volumeTags: [Tag] = []
    package var device: String?
    package var imageName: String?

    package init(policy: String, now: Date, instance: Instance? = nil) {
        self.policy = policy
        self.now = now
        instanceID = instance?.instanceID
        instanceTags = instance?.tags ?? []
    }

    /// The same for one of the instance's volumes.
    package func with(_ volume: Volume?, volumeID: String, device: String?) -> TemplateValues {
        var values = self
        values.volumeID = volumeID
        values.volumeTags = volume?.tags ?? []
        values.device = device
        return values
    }

    func value(of placeholder: Placeholder) -> String? {
        switch placeholder {
        case .instanceID: instanceID
        case .instanceName: instanceTags.value(of: "Name")
        case .instanceTag(let key): instanceTags.value(of: key)
        case .volumeID: volumeID
        case .volumeName: volumeTags.value(of: "Name")
        case .volumeTag(let key): volumeTags.value(of: key)
        case .device: device
        case .imageName: imageName
        case .policy: policy
        case .date: String(ISO8601.text(now).prefix(10))
        // No colons: image names do not take them.
        case .time: String(ISO8601.text(now).dropFirst(11).prefix(8).map { $0 == ":" ? "_" : $0 })
        }
    }
}
