// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// A version of a launch template, as a group or an override names it.
package struct LaunchTemplateReference: Sendable, Hashable {
    package var id: String
    package var name: String
    /// `$Default`, `$Latest` or a number.
    package var version: String

    package init(id: String, name: String, version: String = "$Default") {
        self.id = id
        self.name = name
        self.version = version
    }
}

/// An Auto Scaling group, as far as it names images.
package struct AutoScalingGroupRecord: Sendable, Hashable, Identifiable {
    /// What the group launches.
    package enum Source: Sendable, Hashable {
        case launchTemplate(LaunchTemplateReference)
        case launchConfiguration(String)
        case mixedInstances(LaunchTemplateReference, overrides: [Override])
    }

    package struct Override: Sendable, Hashable {
        package var instanceType: String?
        package var launchTemplate: LaunchTemplateReference?
        package var imageID: String?

        package init(
            instanceType: String? = nil,
            launchTemplate: LaunchTemplateReference? = nil,
            imageID: String? = nil
        ) {
            self.instanceType = instanceType
            self.launchTemplate = launchTemplate
            self.imageID = imageID
        }
    }

    /// The group's name.
    package var id: String
    package var source: Source
    package var createdTime: Date
    package var minSize: Int
    package var maxSize: Int
    package var desiredCapacity: Int

    package init(
        id: String,
        source: Source,
        createdTime: Date,
        minSize: Int = 0,
        maxSize: Int = 10,
        desiredCapacity: Int = 2
    ) {
        self.id = id
        self.source = source
        self.createdTime = createdTime
        self.minSize = minSize
        self.maxSize = maxSize
        self.desiredCapacity = desiredCapacity
    }
}

/// A launch configuration, the older way to say what a group launches.
package struct LaunchConfigurationRecord: Sendable, Hashable, Identifiable {
    /// Its name.
    package var id: String
    package var imageID: String
    package var instanceType: String
    package var createdTime: Date

    package init(id: String, imageID: String, instanceType: String = "m5.large", createdTime: Date) {
        self.id = id
        self.imageID = imageID
        self.instanceType = instanceType
        self.createdTime = createdTime
    }
}

extension AccountRegion {
    package mutating func put(_ group: AutoScalingGroupRecord) { autoScalingGroups.put(group) }

    package mutating func put(_ configuration: LaunchConfigurationRecord) { launchConfigurations.put(configuration) }
}
