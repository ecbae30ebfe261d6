// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

extension Action {
    static let createImageUsageReport = Action(
        "CreateImageUsageReport",
        .mutating,
        ["ImageId", "ResourceType", "UserId", "ClientToken", "TagSpecification"]
    ) { region, parameters, xml throws(EC2Failure) in
        let image = try region.ownImage(try parameters.required("ImageId"))
        let types = try UsageReport.resourceTypes(parameters)
        let accountIDs = try parameters.strings("UserId")
        let token = parameters.string("ClientToken")
        if let token, let made = region.usageReports.first(where: { $0.clientToken == token }) {
            xml.text("reportId", made.id)
            return
        }
        let report = UsageReport(
            id: region.generator.id("ami-usage-report"),
            imageID: image.id,
            resourceTypes: types,
            accountIDs: accountIDs,
            createdAt: region.now,
            availableAt: region.now.addingTimeInterval(region.configuration.takesTime ? 300 : 0),
            clientToken: token,
            entries: region.foreignUsage.filter { usage in
                usage.imageID == image.id && types.contains(usage.resourceType)
                    && (accountIDs.isEmpty || accountIDs.contains(usage.accountID))
            }
        )
        region.usageReports.put(report)
        xml.text("reportId", report.id)
    }

    static let describeImageUsageReports = Action(
        "DescribeImageUsageReports",
        .reading,
        ["ImageId", "ReportId", "Filter", "MaxResults", "NextToken"]
    ) { region, parameters, xml throws(EC2Failure) in
        let now = region.now
        let filters = try FilterSet<UsageReport>(parameters, properties: ["state": { [$0.state(at: now)] }])
        let paging = try Paging(parameters, action: "DescribeImageUsageReports", range: 1...1000)
        let wanted = try region.usageReports(named: parameters)
        let (reports, nextToken) = paging.page(region.usageReports) { wanted($0) && filters.matches($0) }
        xml.list("imageUsageReportSet", reports) { xml, report in
            xml.text("imageId", report.imageID)
            xml.text("reportId", report.id)
            xml.list("resourceTypeSet", report.resourceTypes) { $0.text("resourceType", $1) }
            xml.list("accountIdSet", report.accountIDs) { $0.content($1) }
            xml.text("state", report.state(at: now))
            xml.date("creationTime", report.createdAt)
            xml.date("expirationTime", report.createdAt.addingTimeInterval(30 * 86_400))
        }
        xml.text("nextToken", nextToken)
    }

    static let describeImageUsageReportEntries = Action(
        "DescribeImageUsageReportEntries",
        .reading,
        ["ImageId", "ReportId", "Filter", "MaxResults", "NextToken"]
    ) { region, parameters, xml throws(EC2Failure) in
        let filters = try FilterSet<(report: UsageReport, usage: ForeignUsage)>(
            parameters,
            properties: ["account-id": { [$0.usage.accountID] }, "resource-type": { [$0.usage.resourceType] }]
        )
        let paging = try Paging(parameters, action: "DescribeImageUsageReportEntries", range: 1...1000)
        let wanted = try region.usageReports(named: parameters)
        let now = region.now
        let all = region.usageReports.filter { wanted($0) && $0.isAvailable(at: now) }
            .flatMap { report in report.entries.map { (report: report, usage: $0) } }
        let entries = all.enumerated().map { (sequence: $0.offset + 1, record: $0.element) }
        let (page, nextToken) = paging.page(entries: entries) { filters.matches($0) }
        xml.list("imageUsageReportEntrySet", page) { xml, entry in
            xml.text("resourceType", entry.usage.resourceType)
            xml.text("reportId", entry.report.id)
            xml.integer("usageCount", entry.usage.count)
            xml.text("accountId", entry.usage.accountID)
            xml.text("imageId", entry.usage.imageID)
            xml.date("reportCreationTime", entry.report.createdAt)
        }
        xml.text("nextToken", nextToken)
    }
}

extension UsageReport {
    fileprivate func state(at now: Date) -> String { isAvailable(at: now) ? "available" : "pending" }

    fileprivate static func resourceTypes(_ parameters: Parameters) throws(EC2Failure) -> [String] {
        var types: [String] = []
        for item in try parameters.structures("ResourceType") {
            let type = try item.required("ResourceType")
            guard ["ec2:Instance", "ec2:LaunchTemplate"].contains(type) else {
                throw .invalidValue(type, for: "ResourceType")
            }
            types.append(type)
        }
        guard !types.isEmpty else { throw .missingParameter("ResourceTypes") }
        return types
    }
}

extension AccountRegion {
    /// Which reports `ImageId.N` and `ReportId.N` mean; all without either.
    fileprivate func usageReports(named parameters: Parameters) throws(EC2Failure) -> (UsageReport) -> Bool {
        let imageIDs = Set(try parameters.strings("ImageId"))
        let reportIDs = Set(try parameters.strings("ReportId"))
        if let unknown = reportIDs.sorted().first(where: { usageReports[$0] == nil }) {
            throw EC2Failure("InvalidImageUsageReportId.NotFound", "The report '\(unknown)' does not exist.")
        }
        return { report in
            (imageIDs.isEmpty || imageIDs.contains(report.imageID))
                && (reportIDs.isEmpty || reportIDs.contains(report.id))
        }
    }
}
