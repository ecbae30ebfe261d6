// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

extension Action {
    static let createLaunchTemplate = Action(
        "CreateLaunchTemplate",
        .mutating,
        ["LaunchTemplateName", "VersionDescription", "LaunchTemplateData", "TagSpecification", "ClientToken"]
    ) { region, parameters, xml throws(EC2Failure) in
        let name = try parameters.required("LaunchTemplateName")
        guard (3...128).contains(name.count) else {
            throw EC2Failure(
                "InvalidLaunchTemplateName.MalformedException",
                "Launch template names have 3 to 128 characters."
            )
        }
        guard !region.launchTemplates.contains(where: { $0.name == name }) else {
            throw EC2Failure(
                "InvalidLaunchTemplateName.AlreadyExistsException",
                "Launch template name already in use."
            )
        }
        let tags = try parameters.tagSpecifications(["launch-template"])["launch-template"] ?? []
        let template = LaunchTemplateRecord(
            id: region.generator.id("lt"),
            name: name,
            createTime: region.now,
            versions: [try region.newVersion(1, parameters, base: nil)],
            tags: tags
        )
        region.launchTemplates.put(template)
        xml.group("launchTemplate") { $0.launchTemplate(template, accountID: region.accountID) }
    }

    static let createLaunchTemplateVersion = Action(
        "CreateLaunchTemplateVersion",
        .mutating,
        [
            "LaunchTemplateId", "LaunchTemplateName", "SourceVersion", "VersionDescription", "LaunchTemplateData",
            "ClientToken", "ResolveAlias",
        ]
    ) { region, parameters, xml throws(EC2Failure) in
        let template = try region.launchTemplate(parameters)
        var base: LaunchTemplateRecord.Version?
        if let source = parameters.string("SourceVersion") { base = try region.version(source, of: template) }
        let version = try region.newVersion(template.latestVersion + 1, parameters, base: base)
        region.launchTemplates.update(template.id) { $0.versions.append(version) }
        let shown = VersionEntry(template: template, version: version)
        xml.group("launchTemplateVersion") { $0.launchTemplateVersion(shown, version.imageID, region.accountID) }
    }

    static let modifyLaunchTemplate = Action(
        "ModifyLaunchTemplate",
        .mutating,
        ["LaunchTemplateId", "LaunchTemplateName", "SetDefaultVersion", "ClientToken"]
    ) { region, parameters, xml throws(EC2Failure) in
        var template = try region.launchTemplate(parameters)
        template.defaultVersion = try region.version(try parameters.required("SetDefaultVersion"), of: template).number
        region.launchTemplates.put(template)
        xml.group("launchTemplate") { $0.launchTemplate(template, accountID: region.accountID) }
    }

    static let deleteLaunchTemplate = Action(
        "DeleteLaunchTemplate",
        .mutating,
        ["LaunchTemplateId", "LaunchTemplateName"]
    ) { region, parameters, xml throws(EC2Failure) in
        let template = try region.launchTemplate(parameters)
        region.launchTemplates.remove(template.id)
        xml.group("launchTemplate") { $0.launchTemplate(template, accountID: region.accountID) }
    }

    static let describeLaunchTemplates = Action(
        "DescribeLaunchTemplates",
        .reading,
        [
            "LaunchTemplateId", "LaunchTemplateName", "Filter", "MaxResults", "NextToken", "IncludeManagedResources",
        ]
    ) { region, parameters, xml throws(EC2Failure) in
        let filters = try FilterSet<LaunchTemplateRecord>(
            parameters,
            properties: [
                "launch-template-name": { [$0.name] },
                "create-time": { [Timestamp.text($0.createTime)] },
            ]
        ) { $0.tags }
        let paging = try Paging(parameters, action: "DescribeLaunchTemplates", range: 1...200)
        var named: Set<String> = []
        for id in try parameters.strings("LaunchTemplateId") { named.insert(try region.launchTemplate(id: id).id) }
        for name in try parameters.strings("LaunchTemplateName") {
            named.insert(try region.launchTemplate(name: name).id)
        }
        let (templates, nextToken) = paging.page(region.launchTemplates) {
            (named.isEmpty || named.contains($0.id)) && filters.matches($0)
        }
        xml.list("launchTemplates", templates) { $0.launchTemplate($1, accountID: region.accountID) }
        xml.text("nextToken", nextToken)
    }
}

extension AccountRegion {
    /// A version as requested; what the request leaves out comes from the source version.
    fileprivate func newVersion(
        _ number: Int,
        _ parameters: Parameters,
        base: LaunchTemplateRecord.Version?
    ) throws(EC2Failure) -> LaunchTemplateRecord.Version {
        guard let data = parameters.structure("LaunchTemplateData") else {
            throw .missingParameter("LaunchTemplateData")
        }
        return LaunchTemplateRecord.Version(
            number: number,
            description: parameters.string("VersionDescription"),
            createTime: now,
            imageID: data.string("ImageId") ?? base?.imageID,
            instanceType: data.string("InstanceType") ?? base?.instanceType,
            keyName: data.string("KeyName") ?? base?.keyName
        )
    }
}

extension XMLWriter {
    fileprivate mutating func launchTemplate(_ template: LaunchTemplateRecord, accountID: String) {
        text("launchTemplateId", template.id)
        text("launchTemplateName", template.name)
        date("createTime", template.createTime)
        text("createdBy", "arn:aws:iam::\(accountID):root")
        integer("defaultVersionNumber", template.defaultVersion)
        integer("latestVersionNumber", template.latestVersion)
        tagSet(template.tags)
    }
}
