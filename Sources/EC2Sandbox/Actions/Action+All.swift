// SPDX-License-Identifier: Apache-2.0

extension Action {
    /// Every action of EC2's that the sandbox knows, by name.
    static let ec2: [String: Action] = Dictionary(
        uniqueKeysWithValues: (images + snapshots + instances + launchTemplates + others).map { ($0.name, $0) }
    )

    private static let images = [
        describeImages, describeImageReferences, describeImageAttribute, modifyImageAttribute, resetImageAttribute,
        createImage, registerImage, copyImage, deregisterImage, enableImage, disableImage,
        listImagesInRecycleBin, restoreImageFromRecycleBin, getImageAncestry,
        createImageUsageReport, describeImageUsageReports, describeImageUsageReportEntries,
        enableImageDeprecation, disableImageDeprecation,
        enableImageDeregistrationProtection, disableImageDeregistrationProtection,
    ]

    private static let snapshots = [
        describeSnapshots, createSnapshot, createSnapshots, copySnapshot, deleteSnapshot,
        describeSnapshotAttribute, modifySnapshotAttribute,
        lockSnapshot, unlockSnapshot, describeLockedSnapshots,
        listSnapshotsInRecycleBin, restoreSnapshotFromRecycleBin,
        modifySnapshotTier, describeSnapshotTierStatus,
        enableFastSnapshotRestores, disableFastSnapshotRestores, describeFastSnapshotRestores,
    ]

    private static let instances = [
        describeInstances, runInstances, startInstances, stopInstances, terminateInstances,
        describeVolumes, createVolume, attachVolume, deleteVolume,
    ]

    private static let launchTemplates = [
        describeLaunchTemplates, describeLaunchTemplateVersions, createLaunchTemplate, createLaunchTemplateVersion,
        modifyLaunchTemplate, deleteLaunchTemplate,
        describeFleets, describeSpotFleetRequests, describeSpotInstanceRequests,
    ]

    private static let others = [
        describeTags, createTags, deleteTags, describeRegions, describeAvailabilityZones,
    ]
}
