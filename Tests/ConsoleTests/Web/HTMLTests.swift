// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import Testing

@testable import Console

@Suite struct HTMLTests {
    @Test func escapesWhatIsInterpolated() {
        let name = #"<script>"&'"#
        #expect(
            ("<b title=\"\(name)\">\(name)</b>" as HTML).text
                == "<b title=\"&lt;script&gt;&quot;&amp;&#39;\">&lt;script&gt;&quot;&amp;&#39;</b>"
        )
    }

    @Test func takesHTMLAsItIs() {
        let inner: HTML = "<i>\("<")</i>"
        let none: HTML? = nil
        #expect(("<p>\(inner)\(none)\(7)\(1.25)</p>" as HTML).text == "<p><i>&lt;</i>71.3</p>")
        #expect(["a", "&"].html { "<li>\($0)</li>" }.text == "<li>a</li><li>&amp;</li>")
    }

    @Test(arguments: [
        ("a=1&b=two+words", "b", "two words"), ("a=%2B%41%zz", "a", "+A%zz"), ("a=x=y", "a", "x=y"),
        ("%C3%A4=%C3%B6", "ä", "ö"), ("a=1&a=2", "a", "2"),
    ])
    func readsFormFields(text: String, name: String, value: String) {
        #expect(FormFields(text)[name] == value)
    }

    @Test func treatsEmptyFieldsAsMissing() {
        #expect(FormFields("a=&b")["a"] == nil)
        #expect(FormFields("")["a"] == nil)
    }

    @Test func makesAPolicyOfAForm() {
        let fields = FormFields("policy=p&mode=enforce&tagKey=k&tagValues=a%2C+b&age=10d&count=3&items=50&percent=x")
        #expect(
            fields.policy == [
                "policy": "p", "mode": "enforce", "select": ["tags": [["key": "k", "values": ["a", "b"]]]],
                "retain": ["age": "10d", "count": 3],
                "guard": ["references": true, "launchTemplateVersions": "all"],
                "limits": ["items": 50, "percent": "x"],
            ]
        )
    }

    @Test func keepsTheAddressOfAStep() {
        var query = ExecutionQuery(FormFields("event=14&state=More+Images%3F&kind=tasks"))
        #expect(query.event == 14)
        #expect(query.state == "More Images?")
        #expect(query.link(event: 15, state: nil) == "?event=15&kind=tasks")
        query.events.kind = nil
        #expect(ExecutionQuery(FormFields(query.text.dropFirst())) == query)
    }
}
