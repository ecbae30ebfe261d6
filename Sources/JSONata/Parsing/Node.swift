// SPDX-License-Identifier: Apache-2.0

/// A node of a parsed expression.
///
/// It never changes: the parser makes another one of it where it learns more.
final class Node: Sendable {
    struct Content: Sendable {
        var kind: Kind
        /// Where the token ends, in UTF-16 code units.
        var position: Int
        /// Predicates of a node that is no step of a path.
        var filters: [Filter] = []
        /// A grouping `{…}` behind the node.
        var group: Group?
        /// Whether `[]` follows: a sequence of one stays an array.
        var keepsArray = false
        /// Whether it is, or ends in, an array constructor that a path does not flatten.
        var isConstructor = false
        /// `@$name` behind a node that is no path yet.
        var focus: String?
        /// The `%` in it whose objects are to be found further left.
        var ancestors: [AncestorSlot] = []
    }

    let content: Content
    /// How many nodes stand above each other in it.
    let height: Int

    init(_ content: Content) {
        self.content = content
        height = 1 + (content.children.map(\.height).max() ?? 0)
    }

    convenience init(_ kind: Kind, at position: Int) {
        self.init(Content(kind: kind, position: position))
    }

    var kind: Kind { content.kind }
    var position: Int { content.position }

    /// This node with something changed.
    func with(_ change: (inout Content) -> Void) -> Node {
        var content = content
        change(&content)
        return Node(content)
    }

    /// Whether nothing follows the bare node.
    var isPlain: Bool {
        content.filters.isEmpty && content.group == nil && !content.keepsArray
    }

    /// Whether it hands the variables of a path on to the path around it.
    var yieldsTuples: Bool {
        switch kind {
        case .path(let path): path.keepsTuples
        case .block(let nodes): nodes.last?.yieldsTuples ?? false
        default: false
        }
    }

    indirect enum Kind: Sendable {
        case string(String)
        case number(Double)
        case bool(Bool)
        case null
        case regex(Regex)
        case name(String)
        case wildcard
        case descendants
        /// `%`: the variable that holds the parent.
        case parent(String)
        case variable(String)
        case path(Path)
        case negation(Node)
        case binary(BinaryOperator, Node, Node)
        case and(Node, Node)
        case or(Node, Node)
        case array([Element])
        case object(Group)
        case block([Node])
        case bind(String, Node)
        case condition(Node, Node, Node?)
        /// `a ?: b`
        case fallback(Node, Node)
        /// `a ?? b`
        case coalesce(Node, Node)
        case call(Node, [Node])
        /// A call that leaves arguments open: nil for `?`.
        case partial(Node, [Node?])
        case lambda(Lambda)
        case transform(Transform)
        /// `a ~> b`
        case apply(Node, Node)
        case sort([SortTerm])
    }
}

/// A `%` whose object is still looked for, this many steps to the left.
struct AncestorSlot: Sendable, Hashable {
    let label: String
    var level: Int
}

/// Steps, each mapped over the results of the one before.
struct Path: Sendable {
    var steps: [Step]
    var keepsSingleton = false
    /// Whether the path hands its variables on to the path around it.
    var keepsTuples = false
}

/// A step of a path and what is bound and filtered there.
struct Step: Sendable {
    var node: Node
    var stages: [Stage] = []
    /// `@$name`: the variable for the item; the context stays.
    var focus: String?
    /// `#$name`: the variable for the item's place.
    var index: String?
    /// The names under which `%` finds what this step starts from.
    var ancestors: [String] = []
    /// Whether variables are carried along from here.
    var carriesTuples = false
}

/// A predicate, or a binding of places, behind a step.
enum Stage: Sendable {
    case filter(Filter)
    case index(String)
}

/// `[…]` behind an expression.
struct Filter: Sendable {
    let node: Node
    /// The index, where it is a plain number.
    let index: Double?

    init(_ node: Node) {
        self.node = node
        if case .number(let value) = node.kind, node.isPlain { index = value } else { index = nil }
    }
}

/// `{key: value, …}`, which constructs an object or groups.
struct Group: Sendable {
    let pairs: [Pair]
    let position: Int

    struct Pair: Sendable {
        let key: Node
        let value: Node
    }
}

/// What stands between the commas of `[…]`.
enum Element: Sendable {
    case value(Node)
    case range(Node, Node)
}

/// A key of `^(…)`.
struct SortTerm: Sendable {
    let node: Node
    let isDescending: Bool
}

/// `function($a, $b)<signature>{…}`.
struct Lambda: Sendable {
    let parameters: [String]
    let signature: Signature?
    let body: Node
}

/// `|pattern|update,delete|`.
struct Transform: Sendable {
    let pattern: Node
    let update: Node
    let delete: Node?
}

/// An operator that needs both sides evaluated.
enum BinaryOperator: String, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case remainder = "%"
    case concatenate = "&"
    case equal = "="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case isIn = "in"
}
