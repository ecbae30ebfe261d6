// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

extension Action {
    static let describeImageAttribute = Action(
        "DescribeImageAttribute",
        .reading,
        ["ImageId", "Attribute"]
    ) { region, parameters, xml throws(EC2Failure) in
        let image = try region.ownImage(try parameters.required("ImageId"))
        xml.text("imageId", image.id)
        switch try parameters.required("Attribute") {
        case "launchPermission":
            xml.list("launchPermission", image.launchPermissions) { $0.launchPermission($1) }
        case "description":
            xml.group("description") { $0.text("value", image.description) }
        case "blockDeviceMapping":
            xml.devices(image.devices)
        case "lastLaunchedTime":
            xml.group("lastLaunchedTime") { $0.date("value", image.lastLaunchedTime) }
        case "deregistrationProtection":
            xml.group("deregistrationProtection") { $0.text("value", region.shownProtection(of: image).rawValue) }
        case let attribute:
            throw .invalidValue(attribute, for: "attribute")
        }
    }

    static let modifyImageAttribute = Action(
        "ModifyImageAttribute",
        .mutating,
        [
            "ImageId", "Attribute", "Description", "LaunchPermission", "OperationType", "UserId", "UserGroup",
            "OrganizationArn", "OrganizationalUnitArn", "Value",
        ]
    ) { region, parameters, xml throws(EC2Failure) in
        let image = try region.ownImage(try parameters.required("ImageId"))
        let change = try LaunchPermissionChange(parameters)
        if change.isEmpty {
            let isDescription = parameters.string("Attribute") == "description"
            let description = parameters.structure("Description")?.string("Value")
            guard let text = description ?? (isDescription ? parameters.string("Value") : nil) else {
                throw .missingParameter("LaunchPermission")
            }
            region.images.update(image.id) { $0.description = text }
        } else {
            guard image.state != .disabled else {
                throw EC2Failure("OperationNotPermitted", "The image '\(image.id)' is disabled and cannot be shared.")
            }
            region.images.update(image.id) { image in
                image.launchPermissions.removeAll { change.removed.contains($0) || change.added.contains($0) }
                image.launchPermissions += change.added
            }
        }
        xml.bool("return", true)
    }

    static let resetImageAttribute = Action(
        "ResetImageAttribute",
        .mutating,
        ["ImageId", "Attribute"]
    ) { region, parameters, xml throws(EC2Failure) in
        let image = try region.ownImage(try parameters.required("ImageId"))
        let attribute = try parameters.required("Attribute")
        guard attribute == "launchPermission" else { throw .invalidValue(attribute, for: "attribute") }
        region.images.update(image.id) { $0.launchPermissions = [] }
        xml.bool("return", true)
    }
}

/// Both spellings of a change: `LaunchPermission.Add.1.UserId` and `OperationType=add&UserId.1`.
private struct LaunchPermissionChange {
    private(set) var added: [LaunchPermission] = []
    private(set) var removed: [LaunchPermission] = []

    var isEmpty: Bool { added.isEmpty && removed.isEmpty }

    init(_ parameters: Parameters) throws(EC2Failure) {
        if let structure = parameters.structure("LaunchPermission") {
            try structure.allowOnly(["Add", "Remove"])
            for item in try structure.structures("Add") { added.append(try Self.permission(item)) }
            for item in try structure.structures("Remove") { removed.append(try Self.permission(item)) }
        }
        var flat: [LaunchPermission] = []
        for id in try parameters.strings("UserId") { flat.append(.account(try Self.accountID(id))) }
        for group in try parameters.strings("UserGroup") { flat.append(try Self.group(group)) }
        flat += try parameters.strings("OrganizationArn").map { .organization($0) }
        flat += try parameters.strings("OrganizationalUnitArn").map { .organizationalUnit($0) }
        guard !flat.isEmpty else { return }
        switch parameters.string("OperationType") {
        case "add": added += flat
        case "remove": removed += flat
        case let type: throw .invalidValue(type ?? "", for: "operationType")
        }
    }

    private static func permission(_ item: Parameters) throws(EC2Failure) -> LaunchPermission {
        try item.allowOnly(["UserId", "Group", "OrganizationArn", "OrganizationalUnitArn"])
        if let arn = item.string("OrganizationArn") { return .organization(arn) }
        if let arn = item.string("OrganizationalUnitArn") { return .organizationalUnit(arn) }
        if let group = item.string("Group") { return try Self.group(group) }
        return .account(try accountID(try item.required("UserId")))
    }

    private static func group(_ text: String) throws(EC2Failure) -> LaunchPermission {
        guard text == "all" else { throw .invalidValue(text, for: "group") }
        return .everybody
    }

    private static func accountID(_ text: String) throws(EC2Failure) -> String {
        guard text.utf8.count == 12, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw EC2Failure(
                "InvalidAMIAttributeItemValue",
                "Invalid attribute item value \"\(text)\" for userId item type."
            )
        }
        return text
    }
}

extension XMLWriter {
    fileprivate mutating func launchPermission(_ permission: LaunchPermission) {
        switch permission {
        case .everybody: text("group", "all")
        case .account(let id): text("userId", id)
        case .organization(let arn): text("organizationArn", arn)
        case .organizationalUnit(let arn): text("organizationalUnitArn", arn)
        }
    }
}
