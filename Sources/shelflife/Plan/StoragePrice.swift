// SPDX-License-Identifier: Apache-2.0

/// What a month of snapshot storage costs.
struct StoragePrice: Hashable {
    /// AWS's price in us-east-1 for the standard tier; regions differ.
    static let standard = StoragePrice(dollarsPerGiBMonth: 0.05)

    var dollarsPerGiBMonth: Double

    /// US dollars a month, to the cent.
    func monthly(_ sizeGiB: Double) -> Double {
        (sizeGiB * dollarsPerGiBMonth * 100).rounded() / 100
    }

    /// `$0 to $1.20`: nobody outside EBS can tell how much of a snapshot is its own.
    func bounds(_ sizeGiB: Double) -> String { "$0 to $\(Self.text(monthly(sizeGiB)))" }

    /// `1234.50`, without a currency.
    static func text(_ dollars: Double) -> String {
        let cents = Int((dollars * 100).rounded())
        return "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
    }

    /// `0.05`, as short as it can be written.
    var text: String { "\(dollarsPerGiBMonth)" }
}
