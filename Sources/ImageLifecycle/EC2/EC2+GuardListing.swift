// SPDX-License-Identifier: Apache-2.0

extension EC2 {
    /// Everything that an action lists, page by page.
    package func all<Item: Sendable>(
        _ action: String,
        _ fetch: (_ token: String?) async throws(EC2Error) -> Page<Item>
    ) async throws(EC2Error) -> [Item] {
        var items: [Item] = []
        try await eachPage(action) { token async throws(EC2Error) in
            let page = try await fetch(token)
            items += page.items
            return page.nextToken
        }
        return items
    }

    /// The instances that were launched from any of these images, but for those that are over.
    func instances(of imageIDs: Set<String>) async throws(EC2Error) -> [Instance] {
        var request = DescribeInstancesRequest()
        // EC2 takes 200 values at most; for more images the whole account is one question.
        if imageIDs.count <= 200 { request.filters = [Filter("image-id", imageIDs.sorted())] }
        var instances: [Instance] = []
        try await eachPage("DescribeInstances") { token async throws(EC2Error) in
            request.nextToken = token
            let page = try await describeInstances(request)
            instances += page.items.filter { imageIDs.contains($0.imageID) }
            return page.nextToken
        }
        return instances.filter { $0.state != "terminated" && $0.state != "shutting-down" }
    }
}

/// Does the same with many, so many at a time, and keeps the order.
func concurrently<Item: Sendable, Output: Sendable>(
    _ items: [Item],
    atMost limit: Int = 8,
    _ work: @escaping @Sendable (Item) async -> Output
) async -> [Output] {
    await withTaskGroup(of: (Int, Output).self) { group in
        var outputs = [Output?](repeating: nil, count: items.count)
        var next = 0
        while next < min(limit, items.count) {
            let (index, item) = (next, items[next])
            group.addTask { (index, await work(item)) }
            next += 1
        }
        for await (index, output) in group {
            outputs[index] = output
            if next < items.count {
                let (index, item) = (next, items[next])
                group.addTask { (index, await work(item)) }
                next += 1
            }
        }
        return outputs.compactMap { $0 }
    }
}
