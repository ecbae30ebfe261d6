// SPDX-License-Identifier: Apache-2.0

extension Action {
    static let describeSnapshotAttribute = Action(
        "DescribeSnapshotAttribute",
        .reading,
        ["SnapshotId", "Attribute"]
    ) { region, parameters, xml throws(EC2Failure) in
        let snapshot = try region.ownSnapshot(try parameters.required("SnapshotId"))
        let attribute = try parameters.required("Attribute")
        guard attribute == "createVolumePermission" else { throw .invalidValue(attribute, for: "attribute") }
        xml.text("snapshotId", snapshot.id)
        xml.list("createVolumePermission", snapshot.sharedWith) { xml, account in
            if account == "all" { xml.text("group", "all") } else { xml.text("userId", account) }
        }
    }

    static let modifySnapshotAttribute = Action(
        "ModifySnapshotAttribute",
        .mutating,
        ["SnapshotId", "Attribute", "CreateVolumePermission", "OperationType", "UserId", "UserGroup"]
    ) { region, parameters, xml throws(EC2Failure) in
        let snapshot = try region.ownSnapshot(try parameters.required("SnapshotId"))
        var added: [String] = []
        var removed: [String] = []
        if let structure = parameters.structure("CreateVolumePermission") {
            for item in try structure.structures("Add") { added.append(try account(item)) }
            for item in try structure.structures("Remove") { removed.append(try account(item)) }
        }
        let flat = try parameters.strings("UserId") + parameters.strings("UserGroup")
        switch parameters.string("OperationType") {
        case "add": added += flat
        case "remove": removed += flat
        case let type?: throw .invalidValue(type, for: "operationType")
        case nil: break
        }
        guard !added.isEmpty || !removed.isEmpty else { throw .missingParameter("CreateVolumePermission") }
        region.snapshots.update(snapshot.id) { snapshot in
            snapshot.sharedWith.removeAll { removed.contains($0) || added.contains($0) }
            snapshot.sharedWith += added
        }
        xml.bool("return", true)
    }

    private static func account(_ item: Parameters) throws(EC2Failure) -> String {
        if let group = item.string("Group") { return group }
        return try item.required("UserId")
    }
}
