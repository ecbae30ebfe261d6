// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import StatesLanguage

/// Retires the images whose shelf life is over, and the snapshots behind them.
enum ExpireImages {
    static var definition: StateMachineDefinition {
        PagedRun(
            comment: "Retires expired AMIs and the EBS snapshots behind them. The input is a policy.",
            // A backlog of 10,000 images takes about an hour at the pace that EC2 allows.
            timeoutSeconds: 21_600,
            noun: "Images",
            listing: .listExpiredImages,
            dealing: "RetireImages",
            dealingComment: "Five at a time stay below the five deregistrations a second that EC2 grants an account.",
            concurrency: WorkerStep.deregisterImage.workersAtOnce,
            processor: RetireImage.processor,
            reporting: .reportRun,
            untouched: "No image was touched."
        ).definition
    }
}
