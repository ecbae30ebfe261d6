// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

/// Switching, deprecating and protecting images.
extension Action {
    private static let day = 86_400.0

    static let disableImage = Action("DisableImage", .mutating, ["ImageId"]) {
        region,
        parameters,
        xml throws(EC2Failure) in
        let image = try region.ownImage(try parameters.required("ImageId"))
        guard image.state == .available || image.state == .disabled else {
            throw EC2Failure("IncorrectState", "The image '\(image.id)' is \(image.state.rawValue).")
        }
        region.images.update(image.id) {
            $0.state = .disabled
            // For good: EnableImage does not bring them back.
            $0.launchPermissions = []
        }
        xml.bool("return", true)
    }

    static let enableImage = Action("EnableImage", .mutating, ["ImageId"]) {
        region,
        parameters,
        xml throws(EC2Failure) in
        let image = try region.ownImage(try parameters.required("ImageId"))
        guard image.state == .available || image.state == .disabled else {
            throw EC2Failure("IncorrectState", "The image '\(image.id)' is \(image.state.rawValue).")
        }
        region.images.update(image.id) { $0.state = .available }
        xml.bool("return", true)
    }

    static let enableImageDeprecation = Action("EnableImageDeprecation", .mutating, ["ImageId", "DeprecateAt"]) {
        region,
        parameters,
        xml throws(EC2Failure) in
        let image = try region.ownImage(try parameters.required("ImageId"))
        guard let time = try parameters.date("DeprecateAt") else { throw .missingParameter("DeprecateAt") }
        let limitYears = image.isPublic ? 2.0 : 10.0
        guard time >= region.now, time.timeIntervalSince(region.now) <= limitYears * 366 * day else {
            throw EC2Failure(
                "InvalidParameterValue",
                "The deprecation time must be in the future, at most \(Int(limitYears)) years from now."
            )
        }
        // EC2 keeps minutes.
        let minutes = (time.timeIntervalSince1970 / 60).rounded(.down)
        region.images.update(image.id) { $0.deprecationTime = Date(timeIntervalSince1970: minutes * 60) }
        xml.bool("return", true)
    }

    static let disableImageDeprecation = Action("DisableImageDeprecation", .mutating, ["ImageId"]) {
        region,
        parameters,
        xml throws(EC2Failure) in
        let image = try region.ownImage(try parameters.required("ImageId"))
        region.images.update(image.id) { $0.deprecationTime = nil }
        xml.bool("return", true)
    }

    static let enableImageDeregistrationProtection = Action(
        "EnableImageDeregistrationProtection",
        .mutating,
        ["ImageId", "WithCooldown"]
    ) { region, parameters, xml throws(EC2Failure) in
        let image = try region.ownImage(try parameters.required("ImageId"))
        let hasCooldown = try parameters.bool("WithCooldown") ?? false
        let protection: ImageRecord.Protection = hasCooldown ? .enabledWithCooldown : .enabled
        region.images.update(image.id) {
            $0.protection = protection
            $0.protectedUntil = nil
        }
        xml.text("return", protection.rawValue)
    }

    static let disableImageDeregistrationProtection = Action(
        "DisableImageDeregistrationProtection",
        .mutating,
        ["ImageId"]
    ) { region, parameters, xml throws(EC2Failure) in
        let image = try region.ownImage(try parameters.required("ImageId"))
        let end = image.protection == .enabledWithCooldown ? region.now.addingTimeInterval(day) : image.protectedUntil
        region.images.update(image.id) {
            $0.protection = .disabled
            $0.protectedUntil = end
        }
        xml.text("return", "disabled")
    }
}
