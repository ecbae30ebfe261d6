// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// Where decoding or validation stands in the document, and every problem met so far.
struct ProblemCollector {
    private(set) var problems: [Problem] = []
    private(set) var pointer = JSONPointer()

    /// Notes a problem at the current place.
    mutating func report(_ rule: Rule, _ message: String, note: String? = nil) {
        problems.append(Problem(rule, at: pointer, message, note: note))
    }

    /// Notes a problem at a member of the value here.
    mutating func report(_ rule: Rule, at member: String, _ message: String, note: String? = nil) {
        problems.append(Problem(rule, at: pointer.appending(member), message, note: note))
    }

    /// Notes a problem that has no place, or another one.
    mutating func report(_ problem: Problem) {
        problems.append(problem)
    }

    /// Notes that the value here is not what it must be.
    mutating func reportType(_ expected: String) {
        report(.valueTypes, "Expected value of type \(expected)")
    }

    /// Works on a part of the value here.
    mutating func inside<Result>(
        _ component: JSONPointer.Component,
        _ work: (inout ProblemCollector) -> Result
    ) -> Result {
        pointer.components.append(component)
        defer { pointer.components.removeLast() }
        return work(&self)
    }

    /// Works on each element of the array that is a member of the value here.
    mutating func each<Element>(
        _ elements: [Element]?,
        of member: String,
        _ work: (Element, inout ProblemCollector) -> Void
    ) {
        inside(.member(member)) { problems in
            for (index, element) in (elements ?? []).enumerated() {
                problems.inside(.element(index)) { work(element, &$0) }
            }
        }
    }
}
