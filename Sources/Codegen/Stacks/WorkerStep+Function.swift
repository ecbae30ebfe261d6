// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle

/// How each worker is set up as a Lambda function.
extension WorkerStep {
    /// What it does, as half a sentence.
    var summary: String {
        switch self {
        case .listExpiredImages: "lists the images whose shelf life is over, a page at a time"
        case .deregisterImage: "deregisters one image after checking its guards again"
        case .deleteImageSnapshots: "deletes the snapshots of one deregistered image that no other image uses"
        case .reportRun: "counts what a run did"
        }
    }

    /// Lambda gives processor time in proportion to memory; the listing is what parses megabytes of XML.
    var memoryMiB: Int {
        switch self {
        case .listExpiredImages: 512
        case .deregisterImage, .deleteImageSnapshots, .reportRun: 256
        }
    }

    /// Enough for the slowest answer with EC2's throttling retried, and far below the hour between two runs.
    var timeoutSeconds: Int {
        switch self {
        case .listExpiredImages: 300
        case .deregisterImage: 60
        case .deleteImageSnapshots: 120
        case .reportRun: 30
        }
    }
}
