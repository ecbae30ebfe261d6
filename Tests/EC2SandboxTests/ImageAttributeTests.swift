// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import ImageLifecycle
import Testing

@Suite struct ImageAttributeTests {
    private let client = Client()

    private func permissions(_ image: String) throws -> [String] {
        let answer = try client.call("DescribeImageAttribute", ["ImageId": image, "Attribute": "launchPermission"])
        return answer.texts("launchPermission/item/userId") + answer.texts("launchPermission/item/group")
    }

    @Test func sharesAndUnshares() throws {
        let image = try client.makeImage(name: "web").imageID
        try client.call(
            "ModifyImageAttribute",
            ["ImageId": image, "LaunchPermission.Add.1.UserId": "111111111111", "LaunchPermission.Add.2.Group": "all"]
        )
        #expect(try permissions(image) == ["111111111111", "all"])
        #expect(try client.call("DescribeImages", ["ImageId.1": image])["imagesSet/item/isPublic"] == "true")
        try client.call(
            "ModifyImageAttribute",
            ["ImageId": image, "Attribute": "launchPermission", "OperationType": "remove", "UserGroup.1": "all"]
        )
        #expect(try permissions(image) == ["111111111111"])
        let code = try client.failure(
            "ModifyImageAttribute",
            ["ImageId": image, "LaunchPermission.Add.1.UserId": "12"]
        )
        #expect(code == "InvalidAMIAttributeItemValue")
    }

    @Test func losesItsPermissionsForEverWhenDisabled() throws {
        let image = try client.makeImage(name: "web").imageID
        let share: KeyValuePairs = ["ImageId": image, "LaunchPermission.Add.1.UserId": "111111111111"]
        try client.call("ModifyImageAttribute", share)
        try client.call("DisableImage", ["ImageId": image])
        #expect(try permissions(image).isEmpty)
        #expect(try client.failure("ModifyImageAttribute", share) == "OperationNotPermitted")
        let launch: KeyValuePairs = ["ImageId": image, "MinCount": "1", "MaxCount": "1"]
        #expect(try client.failure("RunInstances", launch) == "InvalidAMIID.Unavailable")
        try client.call("EnableImage", ["ImageId": image])
        #expect(try permissions(image).isEmpty)
        try client.call("RunInstances", launch)
    }

    @Test(arguments: [("2026-10-01T12:34:56Z", true), ("2020-01-01T00:00:00Z", false), ("2050-01-01T00:00:00Z", false)])
    func deprecatesWithinLimits(time: String, isAllowed: Bool) throws {
        let image = try client.makeImage(name: "web").imageID
        let parameters: KeyValuePairs = ["ImageId": image, "DeprecateAt": time]
        guard isAllowed else {
            #expect(try client.failure("EnableImageDeprecation", parameters) == "InvalidParameterValue")
            return
        }
        try client.call("EnableImageDeprecation", parameters)
        let shown = { try client.call("DescribeImages", ["ImageId.1": image])["imagesSet/item/deprecationTime"] }
        #expect(try shown() == "2026-10-01T12:34:00.000Z")
        try client.call("DisableImageDeprecation", ["ImageId": image])
        #expect(try shown() == nil)
    }
}
