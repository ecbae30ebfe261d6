// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Testing

@Suite struct ReferenceTests {
    private let client = Client()

    private func types(_ parameters: KeyValuePairs<String, String>) throws -> [String] {
        try client.call("DescribeImageReferences", parameters).texts("imageReferenceSet/item/resourceType")
    }

    @Test func findsInstancesInAllStatesUnlessTold() throws {
        let image = try client.makeImage(name: "web").imageID
        let instance = try client.makeInstance(of: image)
        try client.call("TerminateInstances", ["InstanceId.1": instance])
        _ = try client.makeInstance(of: image)
        #expect(try types(["ImageId.1": image, "IncludeAllResourceTypes": "true"]).count == 2)
        let running: KeyValuePairs = [
            "ImageId.1": image, "ResourceType.1.ResourceType": "ec2:Instance",
            "ResourceType.1.ResourceTypeOption.1.OptionName": "state-name",
            "ResourceType.1.ResourceTypeOption.1.OptionValue.1": "running",
        ]
        #expect(try types(running) == ["ec2:Instance"])
        client.wait(seconds: 3700)
        #expect(try types(["ImageId.1": image, "IncludeAllResourceTypes": "true"]).count == 1)
    }

    @Test func looksTenLaunchTemplateVersionsDeepUnlessTold() throws {
        let old = try client.makeImage(name: "old").imageID
        let new = try client.makeImage(name: "new").imageID
        try client.call("CreateLaunchTemplate", ["LaunchTemplateName": "web", "LaunchTemplateData.ImageId": old])
        for number in 2...12 {
            #expect(try types(["ImageId.1": old, "IncludeAllResourceTypes": "true"]).isEmpty == (number > 11))
            try client.call(
                "CreateLaunchTemplateVersion",
                ["LaunchTemplateName": "web", "LaunchTemplateData.ImageId": new]
            )
        }
        for (depth, count) in [("11", 0), ("12", 1), ("10000", 1)] {
            let deep: KeyValuePairs = [
                "ImageId.1": old, "IncludeAllResourceTypes": "true",
                "ResourceType.1.ResourceType": "ec2:LaunchTemplate",
                "ResourceType.1.ResourceTypeOption.1.OptionName": "version-depth",
                "ResourceType.1.ResourceTypeOption.1.OptionValue.1": depth,
            ]
            #expect(try types(deep).count == count)
        }
    }

    @Test func findsParametersThatHoldAnImage() throws {
        let image = try client.makeImage(name: "web").imageID
        client.sandbox.withRegion { region in
            for (name, type) in [("/web/ami", "aws:ec2:image"), ("/web/note", "text")] {
                region.put(ParameterRecord(id: name, value: image, dataType: type, version: 1, modifiedAt: region.now))
            }
        }
        let found = try client.call("DescribeImageReferences", ["ImageId.1": image, "IncludeAllResourceTypes": "true"])
        #expect(found.texts("imageReferenceSet/item/arn") == ["arn:aws:ssm:us-east-1:123456789012:parameter/web/ami"])
    }

    @Test func comesInPages() throws {
        let image = try client.makeImage(name: "web").imageID
        for _ in 1...7 { _ = try client.makeInstance(of: image) }
        var arns: [String] = []
        var token: String?
        repeat {
            let page = try client.call(
                "DescribeImageReferences",
                [
                    "ImageId.1": image, "IncludeAllResourceTypes": "true", "MaxResults": "3", "NextToken": token ?? "",
                ]
            )
            arns += page.texts("imageReferenceSet/item/arn")
            token = page["nextToken"]
        } while token != nil
        #expect(arns.count == 7)
        #expect(Set(arns).count == 7)
    }

    @Test func answersEmptyForUnknownImagesAndRefusesWrongRequests() throws {
        let unknown = "ami-" + Client.unknownDigits
        #expect(try types(["ImageId.1": unknown, "IncludeAllResourceTypes": "true"]).isEmpty)
        #expect(try client.failure("DescribeImageReferences", ["ImageId.1": unknown]) == "MissingParameter")
        #expect(
            try client.failure("DescribeImageReferences", ["IncludeAllResourceTypes": "true"]) == "MissingParameter"
        )
        let depth: KeyValuePairs = [
            "ImageId.1": unknown, "ResourceType.1.ResourceType": "ec2:LaunchTemplate",
            "ResourceType.1.ResourceTypeOption.1.OptionName": "version-depth",
            "ResourceType.1.ResourceTypeOption.1.OptionValue.1": "0",
        ]
        #expect(try client.failure("DescribeImageReferences", depth) == "InvalidParameterValue")
    }
}
