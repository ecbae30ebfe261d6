// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import OrderedJSON

/// What a lifecycle needs of Systems Manager's Parameter Store.
///
/// Its protocol is JSON, hence another kind of action.
enum ParameterStore {
    static let actions: [String: Action] = [
        "GetParameter": Action(json: "GetParameter", .reading, getParameter),
        "GetParameters": Action(json: "GetParameters", .reading, getParameters),
        "GetParametersByPath": Action(json: "GetParametersByPath", .reading, getParametersByPath),
        "DescribeParameters": Action(json: "DescribeParameters", .reading, describeParameters),
        "PutParameter": Action(json: "PutParameter", .mutating, putParameter),
    ]

    private static func getParameter(
        _ region: inout AccountRegion,
        _ input: JSONObject
    ) throws(EC2Failure) -> JSONObject {
        let name = try required("Name", input)
        guard let parameter = find(name, in: region) else {
            throw EC2Failure("ParameterNotFound", "The parameter \(name) was not found.")
        }
        return JSONObject([(key: "Parameter", value: json(parameter, region))])
    }

    private static func getParameters(
        _ region: inout AccountRegion,
        _ input: JSONObject
    ) throws(EC2Failure) -> JSONObject {
        let names = input["Names"]?.array?.compactMap(\.string) ?? []
        guard (1...10).contains(names.count) else {
            throw EC2Failure("ValidationException", "Names must have 1 to 10 members.")
        }
        let found = names.compactMap { name in find(name, in: region).map { json($0, region, asked: name) } }
        let missing = names.filter { find($0, in: region) == nil }.map(JSONValue.string)
        return JSONObject([
            (key: "Parameters", value: .array(found)), (key: "InvalidParameters", value: .array(missing)),
        ])
    }

    private static func getParametersByPath(
        _ region: inout AccountRegion,
        _ input: JSONObject
    ) throws(EC2Failure) -> JSONObject {
        var path = try required("Path", input)
        if !path.hasSuffix("/") { path += "/" }
        let isRecursive = input["Recursive"]?.bool ?? false
        return try page(region.parameters, "Parameters", input, maximum: 10) { parameter in
            guard parameter.id.hasPrefix(path) else { return nil }
            guard isRecursive || !parameter.id.dropFirst(path.count).contains("/") else { return nil }
            return json(parameter, region)
        }
    }

    private static func describeParameters(
        _ region: inout AccountRegion,
        _ input: JSONObject
    ) throws(EC2Failure) -> JSONObject {
        guard input["ParameterFilters"]?.array?.isEmpty ?? true, input["Filters"]?.array?.isEmpty ?? true else {
            throw EC2Failure("InvalidFilterKey", "The sandbox knows no filters of parameters.")
        }
        return try page(region.parameters, "Parameters", input, maximum: 50) { parameter in
            guard var object = json(parameter, region).object else { return nil }
            object["Value"] = nil
            object["Tier"] = .string("Standard")
            return .object(object)
        }
    }

    private static func putParameter(
        _ region: inout AccountRegion,
        _ input: JSONObject
    ) throws(EC2Failure) -> JSONObject {
        let name = try required("Name", input)
        let value = try required("Value", input)
        let dataType = input["DataType"]?.string ?? "text"
        if dataType == "aws:ec2:image" { _ = try region.image(value) }
        let current = region.parameters[name]
        guard current == nil || input["Overwrite"]?.bool == true else {
            throw EC2Failure("ParameterAlreadyExists", "The parameter already exists.")
        }
        let version = (current?.version ?? 0) + 1
        region.put(
            ParameterRecord(id: name, value: value, dataType: dataType, version: version, modifiedAt: region.now)
        )
        return JSONObject([(key: "Version", value: .integer(version)), (key: "Tier", value: .string("Standard"))])
    }

    private static func required(_ name: String, _ input: JSONObject) throws(EC2Failure) -> String {
        guard let text = input[name]?.string, !text.isEmpty else {
            throw EC2Failure("ValidationException", "\(name) must be a non-empty string.")
        }
        return text
    }

    /// By name or by ARN, with `:version` behind it or not; only the newest version is remembered.
    private static func find(_ text: String, in region: AccountRegion) -> ParameterRecord? {
        if let parameter = lookUp(text, in: region) { return parameter }
        guard let colon = text.lastIndex(of: ":"), let version = Int(text[text.index(after: colon)...]) else {
            return nil
        }
        let parameter = lookUp(String(text[..<colon]), in: region)
        return parameter?.version == version ? parameter : nil
    }

    private static func lookUp(_ name: String, in region: AccountRegion) -> ParameterRecord? {
        guard let marker = name.firstRange(of: ":parameter") else { return region.parameters[name] }
        let rest = String(name[marker.upperBound...])
        return region.parameters[rest] ?? region.parameters[String(rest.dropFirst())]
    }

    private static func page(
        _ table: Table<ParameterRecord>,
        _ member: String,
        _ input: JSONObject,
        maximum: Int,
        _ shown: (ParameterRecord) -> JSONValue?
    ) throws(EC2Failure) -> JSONObject {
        let limit = input["MaxResults"]?.integer.map { Int($0) } ?? maximum
        guard (1...maximum).contains(limit) else {
            throw EC2Failure("ValidationException", "MaxResults must be from 1 to \(maximum).")
        }
        var position = 0
        if let token = input["NextToken"]?.string, !token.isEmpty {
            guard let number = Int(token), number > 0 else {
                throw EC2Failure("InvalidNextToken", "The specified token is not valid.")
            }
            position = number
        }
        var answer = JSONObject()
        var values: [JSONValue] = []
        for entry in table.entries(after: position) {
            guard let value = shown(entry.record) else { continue }
            if values.count == limit {
                answer["NextToken"] = .string(String(position))
                break
            }
            values.append(value)
            position = entry.sequence
        }
        answer[member] = .array(values)
        return answer
    }

    private static func json(
        _ parameter: ParameterRecord,
        _ region: AccountRegion,
        asked: String? = nil
    ) -> JSONValue {
        let path = parameter.id.hasPrefix("/") ? parameter.id : "/" + parameter.id
        var selector: [(key: String, value: JSONValue)] = []
        if let asked, asked.hasSuffix(":\(parameter.version)") {
            selector.append((key: "Selector", value: .string(":\(parameter.version)")))
        }
        return .object(
            JSONObject(
                selector + [
                    (key: "Name", value: .string(parameter.id)),
                    (key: "Type", value: .string("String")),
                    (key: "Value", value: .string(parameter.value)),
                    (key: "Version", value: .integer(parameter.version)),
                    (key: "LastModifiedDate", value: .integer(Int(parameter.modifiedAt.timeIntervalSince1970))),
                    (key: "ARN", value: .string(region.arn("ssm", "parameter\(path)"))),
                    (key: "DataType", value: .string(parameter.dataType)),
                ]
            )
        )
    }
}
