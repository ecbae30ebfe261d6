// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// Times, lengths of time and values for people.
enum Format {
    /// `2026-11-21 05:40:12` in UTC.
    static func dateAndTime(_ time: Timestamp) -> String {
        let iso = time.description
        return "\(iso.prefix(10)) \(iso.dropFirst(11).prefix(8))"
    }

    /// `12 ms`, `3.4 s`, `5 min 20 s`, `2 h 5 min`, `3 d 4 h`.
    static func duration(from start: Timestamp, to end: Timestamp) -> String {
        let milliseconds = max(0, end.millisecondsSinceEpoch - start.millisecondsSinceEpoch)
        let seconds = milliseconds / 1000
        switch seconds {
        case ..<1: return "\(milliseconds) ms"
        case ..<60: return "\(seconds).\(milliseconds % 1000 / 100) s"
        case ..<3600: return "\(seconds / 60) min \(seconds % 60) s"
        case ..<86_400: return "\(seconds / 3600) h \(seconds / 60 % 60) min"
        default: return "\(seconds / 86_400) d \(seconds / 3600 % 24) h"
        }
    }

    /// The time since the beginning, as `+0.012`.
    static func offset(_ time: Timestamp, since start: Timestamp) -> String {
        let milliseconds = max(0, time.millisecondsSinceEpoch - start.millisecondsSinceEpoch)
        let fraction = String(1000 + milliseconds % 1000).dropFirst()
        return "+\(milliseconds / 1000).\(fraction)"
    }

    static func time(_ time: Timestamp) -> HTML {
        #"<time datetime="\#(time.description)">\#(dateAndTime(time))</time>"#
    }

    /// JSON over several lines; the cause of a failure is often JSON text itself.
    static func json(_ value: JSONValue) -> HTML {
        #"<pre tabindex="0">\#(value.serialized(.pretty))</pre>"#
    }

    static func status(_ status: ExecutionStatus) -> HTML {
        let name = status.rawValue.lowercased()
        let title = name.prefix(1).uppercased() + name.dropFirst().replacing("_", with: " ")
        return #"<span class="status \#(name)">\#(title)</span>"#
    }

    /// An option of a choice.
    static func option(_ value: String, _ title: String, chosen: String?) -> HTML {
        #"<option value="\#(value)"\#(value == (chosen ?? "") ? selected : .nothing)>\#(title)</option>"#
    }

    private static let selected: HTML = " selected"
}
