// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import ImageLifecycle

/// What people call instances and volumes.
struct SourceNames {
    private var names: [String: String] = [:]

    init(_ sandbox: EC2Sandbox) {
        for name in sandbox.usedRegionNames {
            let found = sandbox.withRegion(name) { region in
                var names: [String: String] = [:]
                for instance in region.instances { names[instance.id] = instance.tags.value(of: "Name") }
                for volume in region.volumes {
                    guard let attachment = volume.attachment else { continue }
                    names[volume.id] =
                        "\(names[attachment.instanceID] ?? attachment.instanceID) \(attachment.deviceName)"
                }
                return names
            }
            names.merge(found) { first, _ in first }
        }
    }

    subscript(id: String) -> String { names[id] ?? id }
}
