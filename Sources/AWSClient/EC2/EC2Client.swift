// SPDX-License-Identifier: Apache-2.0

package import ImageLifecycle

/// An EC2 account and region, reached over the Query protocol, with what the guards need of two services beside it.
package struct EC2Client: EC2 {
    let query: QueryClient
    let endpoints: ServiceEndpoints
    package let launchTemplateMemory = LaunchTemplateMemory()
    package let pageMemory = PageMemory()

    /// By name.
    package var region: String { query.region }

    init(query: QueryClient, endpoints: ServiceEndpoints) {
        self.query = query
        self.endpoints = endpoints
    }

    /// How often EC2 throttled since this was last asked, retries included.
    package func takeThrottles() -> Int { query.throttles.take() }

    package func inRegion(_ name: String) -> any EC2 {
        EC2Client(query: query.inRegion(name), endpoints: endpoints)
    }
}

extension QueryParameters {
    /// Filters, as `Filter.1.Name`, `Filter.1.Value.1` and so on.
    mutating func set(_ filters: [Filter]) {
        for (index, filter) in filters.enumerated() {
            set("Filter.\(index + 1).Name", filter.name)
            set("Filter.\(index + 1).Value", filter.values)
        }
    }

    /// EC2 refuses a page size beside ids.
    mutating func setPage(maxResults: Int?, nextToken: String?, ids: [String]) {
        guard ids.isEmpty else { return }
        set("MaxResults", maxResults)
        set("NextToken", nextToken)
    }
}

extension XMLMapping {
    /// A page of items, with the token of the next.
    static func page<Item>(_ name: String, _ item: XMLMapping<Item>) -> XMLMapping where Value == Page<Item> {
        XMLMapping(start: Page(items: []), [.items(name, \.items, item), .text("nextToken", \.nextToken)])
    }
}
