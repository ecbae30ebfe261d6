// SPDX-License-Identifier: Apache-2.0

package import ImageLifecycle

extension EC2Client {
    package func describeSnapshots(_ request: DescribeSnapshotsRequest) async throws(EC2Error) -> Page<Snapshot> {
        var parameters = QueryParameters()
        parameters.set("SnapshotId", request.snapshotIDs)
        parameters.set("Owner", request.owners)
        parameters.set(request.filters)
        parameters.setPage(maxResults: request.maxResults, nextToken: request.nextToken, ids: request.snapshotIDs)
        return try await query.list(.describeSnapshots, parameters)
    }

    package func deleteSnapshot(_ snapshotID: String) async throws(EC2Error) {
        var parameters = QueryParameters()
        parameters.set("SnapshotId", snapshotID)
        _ = try await query.call(.deleteSnapshot, parameters)
    }
}

extension QueryAction where Output == ListAnswer<Snapshot> {
    static let describeSnapshots = reads("DescribeSnapshots", .list("snapshotSet", Snapshot.xml))
}

extension QueryAction where Output == NoOutput {
    static let deleteSnapshot = changes("DeleteSnapshot", isRepeatable: true, NoOutput.xml)
}
