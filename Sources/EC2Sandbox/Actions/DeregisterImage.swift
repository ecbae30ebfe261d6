// SPDX-License-Identifier: Apache-2.0

extension Action {
    static let deregisterImage = Action(
        "DeregisterImage",
        .mutating,
        ["ImageId", "DeleteAssociatedSnapshots"]
    ) { region, parameters, xml throws(EC2Failure) in
        let results = try region.deregister(
            try parameters.required("ImageId"),
            deletingSnapshots: try parameters.bool("DeleteAssociatedSnapshots") ?? false
        )
        xml.bool("return", true)
        guard !results.isEmpty else { return }
        xml.list("deleteSnapshotResultSet", results) { xml, result in
            xml.text("snapshotId", result.snapshotID)
            xml.text("returnCode", result.code)
        }
    }
}
