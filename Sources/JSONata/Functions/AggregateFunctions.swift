// SPDX-License-Identifier: Apache-2.0

/// What many values come to.
enum AggregateFunctions {
    static let all: [NativeFunction] = [
        native("count", "<a:n>") { call in .number(Double(call[0].elements.count)) },
        onArray("sum", "<a<n>:n>") { array, call in
            try call.evaluation.spend(array.count)
            return .number(array.reduce(0) { $0 + ($1.number ?? 0) })
        },
        onArray("average", "<a<n>:n>") { array, call in
            try call.evaluation.spend(array.count)
            if array.isEmpty { return .undefined }
            return .number(array.reduce(0) { $0 + ($1.number ?? 0) } / Double(array.count))
        },
        onArray("max", "<a<n>:n>") { array, call in
            try call.evaluation.spend(array.count)
            return array.lazy.compactMap(\.number).max().map(Value.number) ?? .undefined
        },
        onArray("min", "<a<n>:n>") { array, call in
            try call.evaluation.spend(array.count)
            return array.lazy.compactMap(\.number).min().map(Value.number) ?? .undefined
        },
    ]
}
