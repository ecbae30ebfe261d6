// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// Executes the same states for each of many items; its result is the array of their outputs.
/// https://states-language.net/spec.html#map-state
public struct MapState: Sendable, Hashable {
    /// For people.
    public var comment: String?
    /// The state's own query language; the state machine's counts where it is nil.
    public var queryLanguage: QueryLanguage?
    /// What of the input the state sees; `$` when nil.
    public var inputPath: PathField?
    /// Where in the input the items stand; `$` when nil.
    public var itemsPath: PathField?
    /// The items, as array or JSONata expression.
    public var items: JSONValue?
    /// Where to read the items from instead.
    public var itemReader: ItemReader?
    /// The effective input, as payload template.
    public var parameters: JSONValue?
    /// What an iteration gets as input, as template.
    public var itemSelector: JSONValue?
    /// How items are grouped.
    public var itemBatcher: ItemBatcher?
    /// How many iterations run at once; no limit when nil or 0.
    public var maxConcurrency: Dynamic<Int>?
    /// Where in the input the limit stands, as reference path.
    public var maxConcurrencyPath: String?
    /// How many items may fail.
    public var toleratedFailureCount: Dynamic<Int>?
    /// Where in the input that number stands, as reference path.
    public var toleratedFailureCountPath: String?
    /// How many percent of the items may fail.
    public var toleratedFailurePercentage: Dynamic<JSONNumber>?
    /// Where in the input that number stands, as reference path.
    public var toleratedFailurePercentagePath: String?
    /// What identifies the state in the names of its child executions.
    public var label: String?
    /// What is executed for each item.
    public var itemProcessor: ItemProcessor?
    /// The older spelling of `ItemProcessor`.
    public var iterator: ItemProcessor?
    /// Where the results go.
    public var resultWriter: ResultWriter?
    /// What of the raw result counts, as payload template.
    public var resultSelector: JSONValue?
    /// Where in the input the result goes; `$` when nil.
    public var resultPath: PathField?
    /// What of the output leaves the state; `$` when nil.
    public var outputPath: PathField?
    /// What leaves the state, as JSONata template.
    public var output: JSONValue?
    /// The variables that the state sets, as template.
    public var assign: JSONValue?
    /// When and how to try again.
    public var retry: [Retrier]?
    /// Where to go on after an error.
    public var `catch`: [Catcher]?
    /// The name of the state that follows.
    public var next: String?
    /// Whether the state ends its graph.
    public var end: Bool?
    /// How the object was written.
    public var layout = MemberLayout()

    /// A Map state.
    public init(
        comment: String? = nil,
        queryLanguage: QueryLanguage? = nil,
        inputPath: PathField? = nil,
        itemsPath: PathField? = nil,
        items: JSONValue? = nil,
        itemReader: ItemReader? = nil,
        parameters: JSONValue? = nil,
        itemSelector: JSONValue? = nil,
        itemBatcher: ItemBatcher? = nil,
        maxConcurrency: Dynamic<Int>? = nil,
        maxConcurrencyPath: String? = nil,
        toleratedFailureCount: Dynamic<Int>? = nil,
        toleratedFailureCountPath: String? = nil,
        toleratedFailurePercentage: Dynamic<JSONNumber>? = nil,
        toleratedFailurePercentagePath: String? = nil,
        label: String? = nil,
        itemProcessor: ItemProcessor? = nil,
        iterator: ItemProcessor? = nil,
        resultWriter: ResultWriter? = nil,
        resultSelector: JSONValue? = nil,
        resultPath: PathField? = nil,
        outputPath: PathField? = nil,
        output: JSONValue? = nil,
        assign: JSONValue? = nil,
        retry: [Retrier]? = nil,
        catch: [Catcher]? = nil,
        next: String? = nil,
        end: Bool? = nil
    ) {
        self.comment = comment
        self.queryLanguage = queryLanguage
        self.inputPath = inputPath
        self.itemsPath = itemsPath
        self.items = items
        self.itemReader = itemReader
        self.parameters = parameters
        self.itemSelector = itemSelector
        self.itemBatcher = itemBatcher
        self.maxConcurrency = maxConcurrency
        self.maxConcurrencyPath = maxConcurrencyPath
        self.toleratedFailureCount = toleratedFailureCount
        self.toleratedFailureCountPath = toleratedFailureCountPath
        self.toleratedFailurePercentage = toleratedFailurePercentage
        self.toleratedFailurePercentagePath = toleratedFailurePercentagePath
        self.label = label
        self.itemProcessor = itemProcessor
        self.iterator = iterator
        self.resultWriter = resultWriter
        self.resultSelector = resultSelector
        self.resultPath = resultPath
        self.outputPath = outputPath
        self.output = output
        self.assign = assign
        self.retry = retry
        self.catch = `catch`
        self.next = next
        self.end = end
    }
}

extension MapState: RetryingState, TransitioningState {
    static let type = StateType.map
    static let blank = MapState()

    static let fields = FieldTable<Self>(
        Field.header,
        [
            .inputPath,
            .optional("ItemsPath", \.itemsPath),
            .optional("Items", \.items),
            .optional("ItemReader", \.itemReader),
            .optional("Parameters", \.parameters),
            .optional("ItemSelector", \.itemSelector),
            .optional("ItemBatcher", \.itemBatcher),
            .optional("MaxConcurrency", \.maxConcurrency),
            .optional("MaxConcurrencyPath", \.maxConcurrencyPath),
            .optional("ToleratedFailureCount", \.toleratedFailureCount),
            .optional("ToleratedFailureCountPath", \.toleratedFailureCountPath),
            .optional("ToleratedFailurePercentage", \.toleratedFailurePercentage),
            .optional("ToleratedFailurePercentagePath", \.toleratedFailurePercentagePath),
            .optional("Label", \.label),
            .optional("ItemProcessor", \.itemProcessor),
            .optional("Iterator", \.iterator),
            .optional("ResultWriter", \.resultWriter),
            .resultSelector,
            .resultPath,
        ],
        Field.output,
        [.assign],
        Field.errorHandling,
        Field.transition
    )
}

extension MapState {
    /// What is executed for each item, in whichever spelling.
    public var processor: ItemProcessor? { itemProcessor ?? iterator }
}
