// SPDX-License-Identifier: Apache-2.0

/// A place inside a JSON document (RFC 6901), for diagnostics: `/States/List/Retry/0`.
public struct JSONPointer: Sendable, Hashable {
    /// One step down.
    public enum Component: Sendable, Hashable {
        /// Into the member of an object.
        case member(String)
        /// Into the element of an array, counted from 0.
        case element(Int)
    }

    /// The steps from the root.
    public var components: [Component]

    /// The whole document, or the place that the components lead to.
    public init(_ components: [Component] = []) {
        self.components = components
    }

    /// The place of a member of the object here.
    public func appending(_ member: String) -> JSONPointer {
        JSONPointer(components + [.member(member)])
    }

    /// The place of an element of the array here.
    public func appending(_ element: Int) -> JSONPointer {
        JSONPointer(components + [.element(element)])
    }
}

extension JSONPointer: CustomStringConvertible {
    /// The RFC 6901 text; the root is the empty string.
    public var description: String {
        components.map { component in
            switch component {
            case .member(let name): "/" + name.replacing("~", with: "~0").replacing("/", with: "~1")
            case .element(let index): "/\(index)"
            }
        }.joined()
    }
}
