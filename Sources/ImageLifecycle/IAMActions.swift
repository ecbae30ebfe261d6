// SPDX-License-Identifier: Apache-2.0

/// IAM actions beside those a step calls itself.
package enum IAMActions {
    /// What `ec2:DescribeImageReferences` looks up for its caller.
    ///
    /// To be granted under the condition that `aws:CalledVia` is `ec2-images.amazonaws.com`.
    package static let calledByImageReferences = [
        "ec2:DescribeInstances",
        "ec2:DescribeLaunchTemplates",
        "ec2:DescribeLaunchTemplateVersions",
        "imagebuilder:GetContainerRecipe",
        "imagebuilder:GetImageRecipe",
        "imagebuilder:ListContainerRecipes",
        "imagebuilder:ListImageRecipes",
        "ssm:DescribeParameters",
        "ssm:GetParameters",
    ]
}
