// SPDX-License-Identifier: Apache-2.0

/// IAM actions beside those a step calls itself.
package enum IAMActions {
    /// What the guards of images ask; none of them knows resource-level permissions but ``parameters``.
    package static let guards = [
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeLaunchConfigurations",
        "ec2:DescribeFastSnapshotRestores",
        "ec2:DescribeFleets",
        "ec2:DescribeImageAttribute",
        "ec2:DescribeImageReferences",
        "ec2:DescribeInstances",
        "ec2:DescribeLaunchTemplateVersions",
        "ec2:DescribeLaunchTemplates",
        "ec2:DescribeLockedSnapshots",
        "ec2:DescribeSnapshotTierStatus",
        "ec2:DescribeSpotFleetRequests",
        "ec2:DescribeSpotInstanceRequests",
        parameters,
    ]

    /// What the guards of snapshots ask.
    package static let snapshotGuards = [
        "ec2:DescribeFastSnapshotRestores",
        "ec2:DescribeLockedSnapshots",
        "ec2:DescribeSnapshotAttribute",
        "ec2:DescribeSnapshotTierStatus",
    ]

    /// What taking an image out of use and back into use calls.
    package static let retirement = [
        "ec2:CreateTags",
        "ec2:DeleteTags",
        "ec2:DisableImage",
        "ec2:DisableImageDeprecation",
        "ec2:EnableImage",
        "ec2:EnableImageDeprecation",
        "ec2:ModifyImageAttribute",
    ]

    /// To follow `resolve:ssm:` in launch templates.
    package static let parameters = "ssm:GetParameters"

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
