// SPDX-License-Identifier: Apache-2.0

package import ImageLifecycle

extension EC2Client {
    package func describeInstances(_ request: DescribeInstancesRequest) async throws(EC2Error) -> Page<Instance> {
        var parameters = QueryParameters()
        parameters.set("InstanceId", request.instanceIDs)
        parameters.set(request.filters)
        parameters.setPage(maxResults: request.maxResults, nextToken: request.nextToken, ids: request.instanceIDs)
        let page = try await query.list(.describeInstances, parameters)
        return Page(items: page.items.flatMap(\.instances), nextToken: page.nextToken)
    }
}

/// Instances that were launched together, which is how EC2 lists them.
struct Reservation: Sendable {
    var instances: [Instance] = []

    static let xml = XMLMapping(start: Reservation(), [.items("instancesSet", \.instances, Instance.xml)])
}

extension QueryAction where Output == ListAnswer<Reservation> {
    static let describeInstances = reads("DescribeInstances", .list("reservationSet", Reservation.xml))
}
