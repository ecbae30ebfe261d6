// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle

extension LifecyclePolicy {
    /// Refuses a policy that says nothing about what a workflow does, before anything is asked or done.
    ///
    /// - Parameters:
    ///   - workflow: the name of a built-in workflow; nothing is known about others.
    ///   - source: what names the policy to the user.
    /// - Throws: ``Failure`` with the place in the policy.
    func check(for workflow: String, source: String) throws(Failure) {
        do throws(StepError) {
            switch workflow {
            case "backup-images": _ = try imageBackups()
            case "backup-volumes": _ = try backups()
            case "expire-images", "expire-snapshots":
                if workflow == "expire-images" { try checkForImages() }
                guard retain.hasRule else {
                    throw StepError(.invalidPolicy, "retain: is missing; \(workflow) needs it")
                }
            default: break
            }
        } catch {
            throw .invalid("\(source): \(error.message)")
        }
    }
}
