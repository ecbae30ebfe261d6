// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

extension Action {
    static let describeLaunchTemplateVersions = Action(
        "DescribeLaunchTemplateVersions",
        .reading,
        [
            "LaunchTemplateId", "LaunchTemplateName", "LaunchTemplateVersion", "MinVersion", "MaxVersion", "Filter",
            "ResolveAlias", "MaxResults", "NextToken", "IncludeManagedResources",
        ]
    ) { region, parameters, xml throws(EC2Failure) in
        let filters = try FilterSet<VersionEntry>(
            parameters,
            properties: [
                "image-id": { $0.version.imageID.map { [$0] } ?? [] },
                "instance-type": { $0.version.instanceType.map { [$0] } ?? [] },
                "is-default-version": { ["\($0.isDefault)"] },
                "create-time": { [Timestamp.text($0.version.createTime)] },
            ]
        )
        let resolves = try parameters.bool("ResolveAlias") ?? false
        let paging = try Paging(parameters, action: "DescribeLaunchTemplateVersions", range: 1...200)
        let versions = try region.versions(parameters)
        let entries = versions.enumerated().map { (sequence: $0.offset + 1, record: $0.element) }
        let (page, nextToken) = paging.page(entries: entries) { filters.matches($0) }
        if resolves, page.count > 1 {
            throw .invalidCombination("ResolveAlias can be used for one launch template version at a time.")
        }
        xml.list("launchTemplateVersionSet", page) { xml, entry in
            let imageID = resolves ? entry.version.imageID.flatMap(region.resolveImageID) : entry.version.imageID
            xml.launchTemplateVersion(entry, imageID, region.accountID)
        }
        xml.text("nextToken", nextToken)
    }
}

/// A version with its template.
struct VersionEntry {
    var template: LaunchTemplateRecord
    var version: LaunchTemplateRecord.Version

    var isDefault: Bool { version.number == template.defaultVersion }
}

extension AccountRegion {
    /// The versions a request is about: those of one template, newest first, or `$Latest` and `$Default` of all.
    fileprivate func versions(_ parameters: Parameters) throws(EC2Failure) -> [VersionEntry] {
        let names = try parameters.strings("LaunchTemplateVersion")
        guard parameters.contains("LaunchTemplateId") || parameters.contains("LaunchTemplateName") else {
            guard !names.isEmpty, names.allSatisfy({ $0 == "$Latest" || $0 == "$Default" }) else {
                throw EC2Failure(
                    "InvalidParameterValue",
                    "Without a launch template, only the versions $Latest and $Default can be described."
                )
            }
            var entries: [VersionEntry] = []
            for template in launchTemplates { entries += try self.entries(names, of: template) }
            return entries
        }
        let template = try launchTemplate(parameters)
        guard names.isEmpty else { return try entries(names, of: template) }
        let minimum = try parameters.integer("MinVersion", in: 1...Int.max) ?? 1
        let maximum = try parameters.integer("MaxVersion", in: 1...Int.max) ?? Int.max
        return template.versions.reversed()
            .filter { $0.number >= minimum && $0.number <= maximum }
            .map { VersionEntry(template: template, version: $0) }
    }

    private func entries(_ names: [String], of template: LaunchTemplateRecord) throws(EC2Failure) -> [VersionEntry] {
        var entries: [VersionEntry] = []
        for name in names {
            let version = try version(name, of: template)
            guard !entries.contains(where: { $0.version.number == version.number }) else { continue }
            entries.append(VersionEntry(template: template, version: version))
        }
        return entries
    }
}

extension XMLWriter {
    mutating func launchTemplateVersion(_ entry: VersionEntry, _ imageID: String?, _ accountID: String) {
        text("launchTemplateId", entry.template.id)
        text("launchTemplateName", entry.template.name)
        integer("versionNumber", entry.version.number)
        text("versionDescription", entry.version.description)
        date("createTime", entry.version.createTime)
        text("createdBy", "arn:aws:iam::\(accountID):root")
        bool("defaultVersion", entry.isDefault)
        group("launchTemplateData") {
            $0.text("imageId", imageID)
            $0.text("instanceType", entry.version.instanceType)
            $0.text("keyName", entry.version.keyName)
        }
    }
}
