// SPDX-License-Identifier: Apache-2.0

extension Action {
    static let deleteSnapshot = Action(
        "DeleteSnapshot",
        .mutating,
        ["SnapshotId"]
    ) { region, parameters, xml throws(EC2Failure) in
        try region.deleteSnapshot(try parameters.required("SnapshotId"))
        xml.bool("return", true)
    }
}
