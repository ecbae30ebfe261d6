// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

extension TaskState {
    /// Checks the ARN of the work, as far as it can be known without an account.
    func validateResource(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        guard layout.unrecognized["Resource"] == nil else { return }
        guard let integration = ServiceIntegration(resource: resource) else {
            // Functions, activities, and `${placeholders}` that a template fills in.
            if !resource.contains(":"), !resource.contains("${") {
                problems.report(.resource, at: "Resource", "Value is not a valid resource ARN")
            }
            if scope.isExpress, resource.hasPrefix("arn:"), resource.contains(":activity:") {
                let message = "Express state machine does not support activities"
                problems.report(.expressIntegration, at: "Resource", message)
            }
            return
        }
        if !integration.isKnown {
            problems.report(
                .resource,
                at: "Resource",
                "The resource provided \(resource) is not recognized. The value is not a valid resource ARN, "
                    + "or the resource is not available in this region."
            )
        }
        guard scope.isExpress else { return }
        switch integration.pattern {
        case .requestResponse: break
        case .runJob:
            let message = "Express state machine does not support '.sync' service integration"
            problems.report(.expressIntegration, at: "Resource", message)
        case .callback:
            // The blank at the end is Step Functions' own.
            let message = "Express state machine does not support '.waitForTaskToken' service integration "
            problems.report(.expressIntegration, at: "Resource", message)
        }
    }
}
