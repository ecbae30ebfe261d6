// SPDX-License-Identifier: Apache-2.0

/// Whether an instance is backed up, and everything that was said about it.
package struct BackupDecision: Sendable, Hashable {
    package let instance: Instance
    package let findings: [Finding]

    /// What keeps the instance from being backed up: the first finding that does.
    package var objection: Finding? { findings.first(where: \.keeps) }

    package init(_ instance: Instance, policy: LifecyclePolicy) {
        self.instance = instance
        let select = policy.select
        let name = instance.tags.value(of: "Name")
        let selection = select.finding(id: instance.instanceID, name: name, tags: instance.tags)
        guard selection.verdict == .letGo else {
            findings = [selection]
            return
        }
        let state =
            instance.isThere
            ? nil : Finding(.state, .keep, "is \(instance.state)")
        let hasVolume = instance.blockDeviceMappings.contains { $0.ebs?.volumeID != nil }
        let volumes = hasVolume || !instance.isThere ? nil : Finding(.volumes, .keep, "has no EBS volume")
        findings =
            [selection]
            + [select.exclude.finding(id: instance.instanceID, tags: instance.tags), state, volumes].compactMap { $0 }
    }
}
