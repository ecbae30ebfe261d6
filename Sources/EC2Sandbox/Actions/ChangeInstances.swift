// SPDX-License-Identifier: Apache-2.0

extension Action {
    static let startInstances = Action("StartInstances", .mutating, ["InstanceId"]) {
        region,
        parameters,
        xml throws(EC2Failure) in
        try changeStates(&region, parameters, &xml, from: [.stopped, .pending, .running]) { state in
            state == .stopped ? (.pending, .running) : nil
        }
    }

    static let stopInstances = Action("StopInstances", .mutating, ["InstanceId", "Force", "Hibernate"]) {
        region,
        parameters,
        xml throws(EC2Failure) in
        try changeStates(&region, parameters, &xml, from: [.pending, .running, .stopping, .stopped]) { state in
            state == .running || state == .pending ? (.stopping, .stopped) : nil
        }
    }

    static let terminateInstances = Action("TerminateInstances", .mutating, ["InstanceId", "Force", "SkipOsShutdown"]) {
        region,
        parameters,
        xml throws(EC2Failure) in
        try changeStates(&region, parameters, &xml, from: nil) { state in
            state == .shuttingDown || state == .terminated ? nil : (.shuttingDown, .terminated)
        }
    }

    /// Changes all named instances or, when one of them cannot be changed, none.
    private static func changeStates(
        _ region: inout AccountRegion,
        _ parameters: Parameters,
        _ xml: inout XMLWriter,
        from allowed: Set<InstanceRecord.State>?,
        _ step: (InstanceRecord.State) -> (InstanceRecord.State, InstanceRecord.State)?
    ) throws(EC2Failure) {
        let ids = try parameters.strings("InstanceId")
        guard !ids.isEmpty else { throw .missingParameter("InstanceId") }
        var instances: [InstanceRecord] = []
        for id in ids {
            let instance = try region.instance(id)
            guard allowed?.contains(instance.state) ?? true else {
                throw EC2Failure(
                    "IncorrectInstanceState",
                    "The instance '\(id)' is not in a state from which it can be changed: \(instance.state.rawValue)"
                )
            }
            instances.append(instance)
        }
        var changes: [(instance: InstanceRecord, state: InstanceRecord.State)] = []
        for instance in instances {
            guard let (passing, final) = step(instance.state) else {
                changes.append((instance, instance.state))
                continue
            }
            changes.append((instance, region.change(instance, to: passing, then: final)))
        }
        xml.list("instancesSet", changes) { xml, change in
            xml.text("instanceId", change.instance.id)
            xml.state("currentState", change.state)
            xml.state("previousState", change.instance.state)
        }
    }
}
