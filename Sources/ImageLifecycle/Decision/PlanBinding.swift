// SPDX-License-Identifier: Apache-2.0

/// The resources that a saved plan would retire: a run bound to it touches no others, whatever it decides by itself.
package struct PlanBinding: Sendable, Hashable {
    private let resourceIDs: Set<String>

    /// - Parameter resourceIDs: the images and snapshots that may go, those behind an image included.
    package init(_ resourceIDs: some Sequence<String>) {
        self.resourceIDs = Set(resourceIDs)
    }

    /// nil if the plan lists the resource.
    func finding(on resourceID: String) -> Finding? {
        resourceIDs.contains(resourceID) ? nil : Finding(.plan, .keep, "is not among those that the plan retires")
    }
}
