// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

extension Action {
    static let describeImageReferences = Action(
        "DescribeImageReferences",
        .reading,
        ["ImageId", "IncludeAllResourceTypes", "ResourceType", "MaxResults", "NextToken"]
    ) { region, parameters, xml throws(EC2Failure) in
        let (references, nextToken) = try region.describeImageReferences(parameters)
        xml.list("imageReferenceSet", references) { xml, reference in
            xml.text("imageId", reference.imageID)
            xml.text("resourceType", reference.resourceType)
            xml.text("arn", reference.arn)
        }
        xml.text("nextToken", nextToken)
    }
}

/// Where DescribeImageReferences looks.
private struct ReferenceScope {
    static let types = [
        "ec2:Instance", "ec2:LaunchTemplate", "ssm:Parameter", "imagebuilder:ImageRecipe",
        "imagebuilder:ContainerRecipe",
    ]

    private(set) var types: Set<String> = []
    /// nil for all.
    private(set) var instanceStates: Set<String>?
    private(set) var versionDepth = 10

    init(_ parameters: Parameters) throws(EC2Failure) {
        let includesAll = try parameters.bool("IncludeAllResourceTypes") ?? false
        let requests = try parameters.structures("ResourceType")
        guard includesAll || !requests.isEmpty else {
            throw EC2Failure("MissingParameter", "Either IncludeAllResourceTypes or ResourceTypes must be specified.")
        }
        if includesAll { types = Set(Self.types) }
        for request in requests {
            try request.allowOnly(["ResourceType", "ResourceTypeOption"])
            let type = try request.required("ResourceType")
            guard Self.types.contains(type) else { throw .invalidValue(type, for: "ResourceType") }
            types.insert(type)
            for option in try request.structures("ResourceTypeOption") { try apply(option, to: type) }
        }
    }

    /// Of all types, as clients ask.
    init(versionDepth depth: Int?) throws(EC2Failure) {
        types = Set(Self.types)
        if let depth { versionDepth = try Self.checked(depth, "\(depth)") }
    }

    private mutating func apply(_ option: Parameters, to type: String) throws(EC2Failure) {
        try option.allowOnly(["OptionName", "OptionValue"])
        let name = try option.required("OptionName")
        let values = try option.strings("OptionValue")
        switch (type, name) {
        case ("ec2:Instance", "state-name"):
            instanceStates = Set(values)
        case ("ec2:LaunchTemplate", "version-depth"):
            let depth = values.count == 1 ? Int(values[0]) : nil
            versionDepth = try Self.checked(depth, values.joined(separator: ","))
        default:
            throw .invalidValue(name, for: "OptionName", "It is no option of \(type).")
        }
    }

    private static func checked(_ depth: Int?, _ text: String) throws(EC2Failure) -> Int {
        guard let depth, (1...10_000).contains(depth) else {
            throw .invalidValue(text, for: "OptionValue", "Expecting 1-10000.")
        }
        return depth
    }
}

extension AccountRegion {
    /// The page of references that a DescribeImageReferences request asks for.
    func describeImageReferences(
        _ parameters: Parameters
    ) throws(EC2Failure) -> (page: [ImageReference], nextToken: String?) {
        let ids = try checkedIDs(try parameters.strings("ImageId"))
        let scope = try ReferenceScope(parameters)
        let paging = try Paging(parameters, action: "DescribeImageReferences", range: 1...1000)
        return describeImageReferences(ids, scope, paging)
    }

    /// The same without the way over parameters.
    func describeImageReferences(
        _ request: DescribeImageReferencesRequest
    ) throws(EC2Failure) -> (page: [ImageReference], nextToken: String?) {
        let ids = try checkedIDs(request.imageIDs)
        let scope = try ReferenceScope(versionDepth: request.launchTemplateVersionDepth)
        return describeImageReferences(ids, scope, try Paging(request, range: 1...1000))
    }

    private func checkedIDs(_ ids: [String]) throws(EC2Failure) -> Set<String> {
        guard !ids.isEmpty else { throw .missingParameter("ImageId") }
        guard ids.count <= 10 else {
            throw EC2Failure("InvalidParameterValue", "The maximum number of image IDs is 10; \(ids.count) were given.")
        }
        for id in ids where !ResourceID.isWellFormed(id, prefix: "ami") {
            throw EC2Failure("InvalidAMIID.Malformed", "Invalid id: \"\(id)\" (expecting \"ami-...\")")
        }
        return Set(ids)
    }

    private func describeImageReferences(
        _ ids: Set<String>,
        _ scope: ReferenceScope,
        _ paging: Paging
    ) -> (page: [ImageReference], nextToken: String?) {
        let references = references(to: ids, scope)
        let entries = references.enumerated().map { (sequence: $0.offset + 1, record: $0.element) }
        let (page, nextToken) = paging.page(entries: entries) { _ in true }
        return (page, nextToken)
    }

    private func references(to ids: Set<String>, _ scope: ReferenceScope) -> [ImageReference] {
        var references: [ImageReference] = []
        if scope.types.contains("ec2:Instance") {
            let keys = ids.map { SearchKey(filter: .image, value: $0) }
            for entry in instances.entries(of: keys.map(instances.ids(with:)).joined()) {
                let instance = entry.record
                guard scope.instanceStates?.contains(instance.state.rawValue) ?? true else { continue }
                references.append(reference(instance.imageID, "ec2:Instance", "ec2", "instance/\(instance.id)"))
            }
        }
        if scope.types.contains("ec2:LaunchTemplate") {
            for template in launchTemplates {
                let imageIDs = template.versions.suffix(scope.versionDepth).compactMap(\.imageID)
                for imageID in Set(imageIDs.compactMap(resolveImageID)).intersection(ids).sorted() {
                    references.append(reference(imageID, "ec2:LaunchTemplate", "ec2", "launch-template/\(template.id)"))
                }
            }
        }
        if scope.types.contains("ssm:Parameter") {
            // Plain text that happens to hold an id is no reference for EC2.
            for parameter in parameters where parameter.dataType == "aws:ec2:image" && ids.contains(parameter.value) {
                let name = parameter.id.hasPrefix("/") ? parameter.id : "/" + parameter.id
                references.append(reference(parameter.value, "ssm:Parameter", "ssm", "parameter\(name)"))
            }
        }
        return references
    }

    private func reference(_ imageID: String, _ type: String, _ service: String, _ resource: String) -> ImageReference {
        ImageReference(imageID: imageID, resourceType: type, arn: arn(service, resource))
    }
}
