// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import OrderedJSON
import StatesEngine

/// Starts an execution: from a form for a policy where the workflow takes one, or from JSON.
struct StartPage {
    let machines: [MachineName]
    let chosen: MachineName?
    /// Whether the input of the chosen state machine is a policy.
    let takesPolicy: Bool
    /// JSON text to begin with.
    let input: String
    /// What the form for a policy begins with.
    let policy: JSONValue?
    /// What was wrong with what was sent before.
    var problem: String?
    var status: Int { problem == nil ? 200 : 400 }

    var frame: PageFrame {
        PageFrame(title: "Start an execution", status: .init(code: status), content: content)
    }

    private var content: HTML {
        """
        <p class="crumbs"><a href="/">Executions</a></p><h1>Start an execution</h1>
        \(problem.map { #"<p class="error-line" role="alert"><strong>Not started.</strong> \#($0)</p>"# as HTML })
        <section class="card"><form method="get" action="/start" class="filters" data-filter>
        <label>State machine <select id="machine" name="machine">\
        \(machines.html { Format.option($0.arn, $0.name, chosen: chosen?.arn) })</select></label>
        <button class="plain">Choose</button></form></section>
        <div class="columns even">\(takesPolicy ? policyForm : .nothing)\(chosen == nil ? nothingToStart : jsonForm)</div>
        """
    }

    private var nothingToStart: HTML {
        #"<section class="card"><p class="quiet">There is no state machine. Create one over the API.</p></section>"#
    }

    private var machineField: HTML {
        #"<input type="hidden" name="machine" value="\#(chosen?.arn ?? "")">"#
    }

    private var policyForm: HTML {
        let tag = policy?["select"]?["tags"]?[0]
        let mode = policy?["mode"]?.string
        func text(_ value: JSONValue?) -> String { value.map { $0.string ?? $0.serialized() } ?? "" }
        return """
            <section class="card"><h2>Policy</h2>
            <form method="post" action="/executions" class="fields" id="policy-form">\(machineField)\
            <input type="hidden" name="base" value="\(policy?.serialized() ?? "{}")">
            <label for="policy">Name</label><input id="policy" name="policy" required maxlength="60" \
            pattern="[A-Za-z0-9_\\-]+" value="\(text(policy?["policy"]))">
            <label for="mode">Mode</label><select id="mode" name="mode">\
            \(Format.option("report", "report: change nothing", chosen: mode))\
            \(Format.option("enforce", "enforce: retire what has expired", chosen: mode))</select>
            <label for="tagKey">Tag key</label><input id="tagKey" name="tagKey" required value="\(text(tag?["key"]))">
            <label for="tagValues">Tag values <small>separated by commas; none: any</small></label>\
            <input id="tagValues" name="tagValues" \
            value="\((tag?["values"]?.array ?? []).map(text).joined(separator: ", "))">
            \(Self.retires(policy?.object ?? JSONObject()) ? retainFields(text) : .nothing)\
            <label for="items">At most, items a run</label><input id="items" name="items" type="number" min="1" \
            value="\(text(policy?["limits"]?["items"]))">
            <button class="primary" id="start-policy">Start with this policy</button></form></section>
            """
    }

    /// Whether a policy retires anything: one for backups has no such fields.
    fileprivate static func retires(_ policy: JSONObject) -> Bool { policy["create"] == nil || policy["retain"] != nil }

    private func retainFields(_ text: (JSONValue?) -> String) -> HTML {
        """
        <label for="age">Keep for <small>12h, 10d or 4w</small></label><input id="age" name="age" \
        pattern="[0-9]+[hdw]" value="\(text(policy?["retain"]?["age"]))">
        <label for="count">Keep the newest <small>per source</small></label>\
        <input id="count" name="count" type="number" min="1" value="\(text(policy?["retain"]?["count"]))">
        <label for="percent">At most, percent of the selected</label><input id="percent" name="percent" \
        type="number" min="1" max="100" value="\(text(policy?["limits"]?["percent"]))">
        """
    }

    private var jsonForm: HTML {
        """
        <section class="card"><h2>JSON</h2>
        <form method="post" action="/executions" class="fields" id="json-form">\(machineField)
        <label for="name">Execution name <small>optional</small></label><input id="name" name="name" maxlength="80">
        <label for="input" class="wide">Input</label><textarea id="input" name="input" rows="18" spellcheck="false" \
        class="wide">\(input)</textarea>
        <button id="start-json">Start with this input</button></form></section>
        """
    }
}

extension FormFields {
    /// The policy that the form's fields describe, and what it began with where it has no field.
    ///
    /// Whether it makes sense the workflow's first step says, with the place, as it does for every policy.
    var policy: JSONValue {
        let base = self["base"].flatMap { try? JSONValue(parsing: $0) }
        var policy = base?.object ?? JSONObject()
        policy["policy"] = .string(self["policy"] ?? "")
        policy["mode"] = .string(self["mode"] ?? "report")
        policy["select"] = .object(select(policy["select"]?.object ?? JSONObject()))
        var limits = policy["limits"]?.object ?? JSONObject()
        limits["items"] = self["items"].map(number)
        if StartPage.retires(policy) {
            var retain = policy["retain"]?.object ?? JSONObject()
            retain["age"] = self["age"].map { .string($0) }
            retain["count"] = self["count"].map(number)
            policy["retain"] = .object(retain)
            if base == nil { policy["guard"] = ["references": true, "launchTemplateVersions": "all"] }
            limits["percent"] = self["percent"].map(number)
        }
        policy["limits"] = limits.isEmpty ? nil : .object(limits)
        return .object(policy)
    }

    /// What is selected, with the form's tag in place of the first.
    private func select(_ base: JSONObject) -> JSONObject {
        var tag: JSONObject = ["key": .string(self["tagKey"] ?? "")]
        let values = (self["tagValues"] ?? "").split(separator: ",").map { value in
            String(value.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        if !values.isEmpty { tag["values"] = .array(values.map { .string($0) }) }
        var select = base
        select["tags"] = .array([.object(tag)] + (base["tags"]?.array ?? []).dropFirst())
        return select
    }

    /// The number, or the text as it is for the workflow to complain about.
    private func number(_ text: String) -> JSONValue {
        Int(text).map { .integer($0) } ?? .string(text)
    }
}
