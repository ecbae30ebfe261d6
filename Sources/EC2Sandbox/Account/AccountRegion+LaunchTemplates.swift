// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

extension AccountRegion {
    package mutating func put(_ template: LaunchTemplateRecord) { launchTemplates.put(template) }

    package mutating func put(_ parameter: ParameterRecord) { parameters.put(parameter) }

    func launchTemplate(id: String) throws(EC2Failure) -> LaunchTemplateRecord {
        guard ResourceID.isWellFormed(id, prefix: "lt") else {
            throw EC2Failure("InvalidLaunchTemplateId.Malformed", "Invalid launch template ID: '\(id)'.")
        }
        guard let template = launchTemplates[id] else {
            throw EC2Failure(
                "InvalidLaunchTemplateId.NotFound",
                "The specified launch template, with template ID \(id), does not exist."
            )
        }
        return template
    }

    func launchTemplate(name: String) throws(EC2Failure) -> LaunchTemplateRecord {
        guard let template = launchTemplates.first(where: { $0.name == name }) else {
            throw EC2Failure(
                "InvalidLaunchTemplateName.NotFoundException",
                "The specified launch template, with template name \(name), does not exist."
            )
        }
        return template
    }

    /// The template that `LaunchTemplateId` or `LaunchTemplateName` names.
    func launchTemplate(_ parameters: Parameters) throws(EC2Failure) -> LaunchTemplateRecord {
        switch (parameters.string("LaunchTemplateId"), parameters.string("LaunchTemplateName")) {
        case (let id?, nil): return try launchTemplate(id: id)
        case (nil, let name?): return try launchTemplate(name: name)
        case (nil, nil):
            throw EC2Failure(
                "MissingParameter",
                "Either a launch template ID or a launch template name must be specified in the request."
            )
        default:
            throw .invalidCombination("Specify either a launch template ID or a launch template name, not both.")
        }
    }

    /// The version that `$Default`, `$Latest`, nothing or a number names.
    func version(_ text: String?, of template: LaunchTemplateRecord) throws(EC2Failure) -> LaunchTemplateRecord.Version
    {
        let number: Int? =
            switch text {
            case nil, "$Default": template.defaultVersion
            case "$Latest": template.latestVersion
            case let text?: Int(text)
            }
        guard let version = template.versions.first(where: { $0.number == number }) else {
            throw EC2Failure(
                "InvalidLaunchTemplateId.VersionNotFound",
                "Could not find the specified version \(text ?? "") for the launch template with ID \(template.id)."
            )
        }
        return version
    }

    /// The image a launch template or a request means: `resolve:ssm:NAME` is looked up, anything else stands as it is.
    func resolveImageID(_ text: String) -> String? {
        guard let name = parameterName(inAlias: text) else { return text }
        return parameters[name]?.value
    }

    /// `NAME` of `resolve:ssm:NAME:3` and `resolve:ssm:NAME`, nil for other texts.
    func parameterName(inAlias text: String) -> String? {
        let prefix = "resolve:ssm:"
        guard text.hasPrefix(prefix) else { return nil }
        return String(text.dropFirst(prefix.count).prefix { $0 != ":" })
    }
}
