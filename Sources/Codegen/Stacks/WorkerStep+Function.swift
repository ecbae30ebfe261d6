// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle

/// How each worker is set up as a Lambda function.
extension WorkerStep {
    /// What it does, as half a sentence.
    var summary: String {
        switch self {
        case .listExpiredImages: "lists the images whose shelf life is over, a page at a time"
        case .deregisterImage: "deregisters one image after checking its guards again"
        case .deleteImageSnapshots: "deletes the snapshots of one deregistered image that nobody else uses"
        case .listExpiredSnapshots: "lists the snapshots whose shelf life is over, a page at a time"
        case .deleteSnapshot: "deletes one snapshot after checking its guards again"
        case .reportRun, .reportBackups: "counts what a run did"
        case .listBackupTargets: "lists the instances to back up and the backups that are unfinished"
        case .createImage: "begins the image of one instance"
        case .createSnapshots: "begins the snapshots of one instance's volumes"
        case .tagSnapshots: "looks how far a backup is and tags its snapshots"
        case .copySnapshots: "begins the copies of one backup's snapshots and looks how far they are"
        case .deleteSourceSnapshots: "deletes snapshots whose copies take their place"
        }
    }

    /// Lambda gives processor time in proportion to memory; the listing is what parses megabytes of XML.
    var memoryMiB: Int {
        switch self {
        case .listExpiredImages, .listExpiredSnapshots, .listBackupTargets: 512
        case .deregisterImage, .deleteImageSnapshots, .deleteSnapshot, .reportRun, .createImage, .createSnapshots,
            .tagSnapshots, .copySnapshots, .deleteSourceSnapshots, .reportBackups:
            256
        }
    }

    /// Enough for the slowest answer with EC2's throttling retried, and far below the hour between two runs.
    var timeoutSeconds: Int {
        switch self {
        case .listExpiredImages, .listExpiredSnapshots, .listBackupTargets: 300
        case .deregisterImage: 180
        case .deleteImageSnapshots, .deleteSnapshot, .createImage, .createSnapshots, .tagSnapshots, .copySnapshots,
            .deleteSourceSnapshots:
            120
        case .reportRun, .reportBackups: 30
        }
    }
}
