// SPDX-License-Identifier: Apache-2.0

extension SelectionPolicy {
    /// Whether the policy is about a resource.
    func finding(id: String, name: String?, tags: [Tag]) -> Finding {
        if all { return Finding(.selection, .letGo, "selected, as everything is") }
        if let missing = self.tags.first(where: { !$0.matches(tags) }) {
            return Finding(.selection, .keep, "not selected: has no tag \(missing)")
        }
        if !names.isEmpty {
            guard let name else { return Finding(.selection, .keep, "not selected: has no name") }
            guard names.contains(where: { Wildcard($0).matches(name) }) else {
                return Finding(.selection, .keep, "not selected: the name \(name) matches no pattern")
            }
        }
        return Finding(.selection, .letGo, "selected")
    }
}

extension SelectionPolicy.Exclusion {
    /// nil if the resource is not excluded.
    func finding(id: String, tags: [Tag]) -> Finding? {
        if ids.contains(id) { return Finding(.exclusion, .keep, "excluded by id") }
        guard let match = self.tags.first(where: { $0.matches(tags) }) else { return nil }
        return Finding(.exclusion, .keep, "excluded by tag \(match)")
    }
}
