// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle

/// A request of a client's that is answered page by page.
protocol PagedRequest: Sendable {
    var maxResults: Int? { get set }
    var nextToken: String? { get set }
}

extension DescribeImagesRequest: PagedRequest {}
extension DescribeImageReferencesRequest: PagedRequest {}
extension DescribeSnapshotsRequest: PagedRequest {}
extension DescribeInstancesRequest: PagedRequest {}
extension DescribeVolumesRequest: PagedRequest {}

extension Paging {
    /// Reads a request that has no list of ids.
    init(_ request: some PagedRequest, range: ClosedRange<Int> = 5...1000) throws(EC2Failure) {
        if let size = request.maxResults, !range.contains(size) {
            throw .outOfRange("\(size)", for: "MaxResults", range)
        }
        try self.init(request.maxResults, after: request.nextToken) {
            var bound = request
            bound.maxResults = nil
            bound.nextToken = nil
            // Short, and the same in every process.
            var hash = SeededGenerator(seed: 0, name: "\(bound)")
            return String(hash.next(), radix: 36)
        }
    }
}
