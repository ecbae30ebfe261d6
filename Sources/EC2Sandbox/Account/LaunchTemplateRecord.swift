// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import ImageLifecycle

/// A launch template with all its versions.
package struct LaunchTemplateRecord: Sendable, Hashable, Identifiable {
    package struct Version: Sendable, Hashable {
        package var number: Int
        package var description: String?
        package var createTime: Date
        /// An image id or `resolve:ssm:NAME`.
        package var imageID: String?
        package var instanceType: String?
        package var keyName: String?

        package init(
            number: Int,
            description: String? = nil,
            createTime: Date,
            imageID: String?,
            instanceType: String? = nil,
            keyName: String? = nil
        ) {
            self.number = number
            self.description = description
            self.createTime = createTime
            self.imageID = imageID
            self.instanceType = instanceType
            self.keyName = keyName
        }
    }

    package var id: String
    package var name: String
    package var createTime: Date
    package var defaultVersion = 1
    /// Oldest first, never empty.
    package var versions: [Version]
    package var tags: [Tag]

    package init(
        id: String,
        name: String,
        createTime: Date,
        defaultVersion: Int = 1,
        versions: [Version],
        tags: [Tag] = []
    ) {
        self.id = id
        self.name = name
        self.createTime = createTime
        self.defaultVersion = defaultVersion
        self.versions = versions
        self.tags = tags
    }

    var latestVersion: Int { versions.last?.number ?? 0 }
}

/// A parameter of the Parameter Store.
package struct ParameterRecord: Sendable, Hashable, Identifiable {
    /// Name with its path, `/teams/web/golden-ami`.
    package var id: String
    package var value: String
    /// `aws:ec2:image` or `text`.
    package var dataType: String
    package var version: Int
    package var modifiedAt: Date

    package init(
        id: String,
        value: String,
        dataType: String = "aws:ec2:image",
        version: Int = 1,
        modifiedAt: Date
    ) {
        self.id = id
        self.value = value
        self.dataType = dataType
        self.version = version
        self.modifiedAt = modifiedAt
    }
}
