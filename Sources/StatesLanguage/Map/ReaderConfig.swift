// SPDX-License-Identifier: Apache-2.0

/// How an item reader reads what its resource gives.
/// https://states-language.net/spec.html#itemreader
public struct ReaderConfig: Sendable, Hashable {
    /// The format of the data.
    public enum InputType: String, Sendable, Hashable, CaseIterable {
        /// Comma separated values.
        case csv = "CSV"
        /// A JSON array, or an object whose member ``ReaderConfig/itemsPointer`` leads to.
        case json = "JSON"
        /// A JSON text a line.
        case jsonLines = "JSONL"
        /// The manifest of an S3 inventory or an Athena UNLOAD.
        case manifest = "MANIFEST"
        /// Apache Parquet.
        case parquet = "PARQUET"
    }

    /// Where the names of CSV columns stand.
    public enum CSVHeaderLocation: String, Sendable, Hashable, CaseIterable {
        /// In the first line of the data.
        case firstRow = "FIRST_ROW"
        /// In ``ReaderConfig/csvHeaders``.
        case given = "GIVEN"
    }

    /// What separates CSV columns.
    public enum CSVDelimiter: String, Sendable, Hashable, CaseIterable {
        /// `,`, the default.
        case comma = "COMMA"
        /// `|`
        case pipe = "PIPE"
        /// `;`
        case semicolon = "SEMICOLON"
        /// A blank.
        case space = "SPACE"
        /// A tabulator.
        case tab = "TAB"
    }

    /// Of what kind a manifest is.
    public enum ManifestType: String, Sendable, Hashable, CaseIterable {
        /// Written by Athena's UNLOAD.
        case athenaData = "ATHENA_DATA"
        /// Written by S3 Inventory.
        case s3Inventory = "S3_INVENTORY"
    }

    /// Whether listed objects are read as well.
    public enum Transformation: String, Sendable, Hashable, CaseIterable {
        /// The items are the listing. The default.
        case none = "NONE"
        /// The items come out of the listed objects.
        case loadAndFlatten = "LOAD_AND_FLATTEN"
    }

    /// The format of the data.
    public var inputType: InputType?
    /// Whether listed objects are read as well.
    public var transformation: Transformation?
    /// Of what kind a manifest is.
    public var manifestType: ManifestType?
    /// Where the names of CSV columns stand.
    public var csvHeaderLocation: CSVHeaderLocation?
    /// The names of CSV columns.
    public var csvHeaders: [String]?
    /// What separates CSV columns.
    public var csvDelimiter: CSVDelimiter?
    /// Where in a JSON text the array of items stands, as JSON pointer.
    public var itemsPointer: String?
    /// The most items that are read.
    public var maxItems: Dynamic<Int>?
    /// Where in the input that number stands, as reference path.
    public var maxItemsPath: String?
    /// How the object was written.
    public var layout = MemberLayout()

    /// A configuration that leaves everything to its default but the input type.
    public init(inputType: InputType? = nil) {
        self.inputType = inputType
    }
}

extension ReaderConfig.InputType: Keyword {}
extension ReaderConfig.CSVHeaderLocation: Keyword {}
extension ReaderConfig.CSVDelimiter: Keyword {}
extension ReaderConfig.ManifestType: Keyword {}
extension ReaderConfig.Transformation: Keyword {}

extension ReaderConfig: DocumentObject {
    static let blank = ReaderConfig()

    static let fields = FieldTable<Self>([
        .optional("InputType", \.inputType),
        .optional("Transformation", \.transformation),
        .optional("ManifestType", \.manifestType),
        .optional("CSVHeaderLocation", \.csvHeaderLocation),
        .optional("CSVHeaders", \.csvHeaders),
        .optional("CSVDelimiter", \.csvDelimiter),
        .optional("ItemsPointer", \.itemsPointer),
        .optional("MaxItems", \.maxItems),
        .optional("MaxItemsPath", \.maxItemsPath),
    ])
}
