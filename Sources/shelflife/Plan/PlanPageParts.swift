// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle

/// The looks and the little behaviour of a plan's page, both part of it.
enum PlanPageParts {
    /// A number at the top of a page.
    struct Tile {
        enum Kind: String {
            case retire, keep, other
        }

        let title: String
        let value: String
        let note: String
        let kind: Kind

        init(_ title: String, _ value: String, _ note: String, _ kind: Kind) {
            self.title = title
            self.value = value
            self.note = note
            self.kind = kind
        }
    }

    /// The whole page, from parts that are HTML already.
    static func page(title: String, heading: String, origin: String, main: [String]) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(title)</title>
        <style>\(style)</style>
        </head>
        <body>
        <header>
        <h1>\(heading)</h1>
        <p>\(origin)</p>
        </header>
        <main>
        \(main.joined(separator: "\n"))
        </main>
        <script>\(script)</script>
        </body>
        </html>
        """
    }

    static func section(_ tiles: [Tile]) -> String {
        let divisions = tiles.map { tile in
            "<div class=\"\(tile.kind.rawValue)\"><strong>\(tile.value.html)</strong><span>\(tile.title.html)</span>"
                + "<small>\(tile.note.html)</small></div>"
        }
        return "<section class=\"tiles\">" + divisions.joined() + "</section>"
    }

    /// What filters the rows of the table by their actions, which are their classes.
    static func controls(_ actions: [String]) -> String {
        let boxes = actions.map { action in
            "<label><input type=\"checkbox\" value=\"\(action)\" checked> \(action)</label>"
        }
        return "<form class=\"controls\" hidden><input type=\"search\" placeholder=\"Filter by id, name, reason\" "
            + "aria-label=\"Filter\">\(boxes.joined())<output></output></form>\n"
    }

    /// What each rule and guard said, as items of a list.
    static func list(_ findings: [Finding]) -> String {
        var items = ""
        for finding in findings {
            items += "<li class=\"\(finding.verdict.rawValue)\"><b>\(finding.rule.rawValue)</b> "
            items += finding.sentence.html
        }
        return items
    }

    private static let style = """
        :root{color-scheme:light dark;--bg:#fbfaf8;--panel:#fff;--ink:#1d2426;--soft:#5d686c;--line:#e2e0db;\
        --retire:#b4430f;--keep:#0b6e69}
        @media(prefers-color-scheme:dark){:root{--bg:#14181a;--panel:#1c2225;--ink:#e8ecec;--soft:#9aa6aa;\
        --line:#313a3e;--retire:#ff9a62;--keep:#5ccfc4}}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:1500px;padding:1.5rem clamp(.75rem,3vw,2.5rem);background:var(--bg);\
        color:var(--ink);font:15px/1.5 system-ui,sans-serif}
        h1{font-size:1.5rem;margin:0}h1 em{font-style:normal;color:var(--retire)}
        header p,.note,small,.legend,figcaption{color:var(--soft)}header p{margin:.25rem 0 1rem}
        .stop{border-left:4px solid var(--retire);background:var(--panel);padding:.6rem .9rem;margin:0 0 1rem}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(170px,1fr));gap:.75rem}
        .tiles div,figure{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:.7rem .9rem}
        .tiles strong{display:block;font-size:1.5rem;line-height:1.2;font-variant-numeric:tabular-nums}
        .tiles span,.tiles small{display:block}.tiles .retire strong{color:var(--retire)}
        .tiles .keep strong{color:var(--keep)}
        figure{margin:.75rem 0 0}svg{display:block;width:100%}
        .axis path{stroke:var(--line)}.axis text{fill:var(--soft);font-size:12px}
        path.retire,path.keep{fill:none;stroke-linecap:round;stroke-width:7;opacity:.55;stroke:var(--keep)}
        path.retire{stroke:var(--retire)}
        .legend{margin:.3rem 0 0}.legend span::before{content:"";display:inline-block;width:.7em;height:.7em;\
        border-radius:50%;background:var(--keep);margin:0 .4em 0 0}.legend .keep{margin-left:1em}
        .legend .retire::before{background:var(--retire)}
        .controls{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;margin:1rem 0 .5rem}\
        .controls[hidden]{display:none}
        .controls input[type=search]{font:inherit;padding:.35rem .6rem;width:min(24rem,100%);color:inherit;\
        background:var(--panel);border:1px solid var(--line);border-radius:6px}
        table{border-collapse:collapse;width:100%;font-size:14px}
        th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
        th{position:sticky;top:0;background:var(--bg);white-space:nowrap}th button{all:unset;cursor:pointer}
        th button:focus-visible{outline:2px solid var(--keep)}
        th[aria-sort=ascending] button::after{content:" ▲"}th[aria-sort=descending] button::after{content:" ▼"}
        .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        td:nth-child(2),td:nth-child(7){font-family:ui-monospace,monospace;font-size:12.5px;white-space:nowrap}
        td:nth-child(3){overflow-wrap:anywhere;min-width:14rem}
        tr.retire td:first-child{color:var(--retire);font-weight:600}tr.keep td:first-child{color:var(--keep)}
        tr.create td:first-child,tr.finish td:first-child{color:var(--keep);font-weight:600}\
        tr.skip td:first-child{color:var(--soft)}
        summary{cursor:pointer;overflow-wrap:anywhere}
        details ul{margin:.3rem 0 .4rem;padding:0 0 0 1rem;list-style:none;color:var(--soft);font-size:13px}
        li::before{content:"✓ ";color:var(--soft)}li.keep::before{content:"■ ";color:var(--keep)}
        li.notEvaluated::before{content:"? ";color:var(--retire)}li.remark::before{content:"· "}
        li b{font-weight:600;color:var(--ink)}
        tfoot td{font-weight:600;border-bottom:0}
        @media(max-width:760px){thead{position:absolute;left:-9999px}table,tbody,tfoot{display:block}
        tr{display:grid;grid-template-columns:auto auto 1fr;gap:0 .8rem;padding:.5rem 0;\
        border-bottom:1px solid var(--line)}
        td{border:0;padding:.05rem 0;min-width:0}
        td:nth-child(1){grid-area:1/1}td:nth-child(2){grid-area:1/2/2/4}td:nth-child(3){grid-area:2/1/3/4}
        td:nth-child(n+4):nth-child(-n+6){text-align:left}td:nth-child(5):not(:empty)::after{content:" GiB"}
        td:nth-child(6):not(:empty)::before{content:"$ "}td:nth-child(7){display:none}
        .axis text{font-size:24px}path.retire,path.keep{stroke-width:14}
        td:nth-child(8){grid-area:4/1/5/4}tfoot td:nth-child(2)::after{content:" in all"}}
        @media print{:root{--bg:#fff;--panel:#fff;--ink:#000;--soft:#444;--line:#bbb;--retire:#9a3403;--keep:#075e59}
        body{max-width:none;padding:0;font-size:11px}table{font-size:9.5px}.controls{display:none}th{position:static}
        tr{break-inside:avoid}}
        """

    private static let script = """
        (()=>{const table=document.querySelector("table"),body=table.tBodies[0],rows=[...body.rows];
        const form=document.querySelector(".controls"),search=form.querySelector("[type=search]");
        const boxes=[...form.querySelectorAll("[type=checkbox]")],count=form.querySelector("output");
        form.hidden=false;form.onsubmit=e=>e.preventDefault();
        const text=new Map();
        const show=()=>{const words=search.value.toLowerCase().split(/\\s+/).filter(Boolean);
        const on=new Set(boxes.filter(b=>b.checked).map(b=>b.value));let n=0;
        for(const r of rows){let ok=on.has(r.className);
        if(ok&&words.length){let t=text.get(r);if(t===undefined){t=r.textContent.toLowerCase();text.set(r,t)}
        ok=words.every(w=>t.includes(w))}
        r.hidden=!ok;r.style.display=ok?"":"none";if(ok)n++}
        count.textContent=n+" of "+rows.length+" shown"};
        search.oninput=show;boxes.forEach(b=>b.onchange=show);show();
        const value=(r,i)=>{const c=r.cells[i];
        return c.classList.contains("n")?Number(c.dataset.v??c.textContent):c.textContent};
        [...table.tHead.rows[0].cells].forEach((th,i)=>{const b=document.createElement("button");
        b.type="button";b.textContent=th.textContent;th.replaceChildren(b);
        b.onclick=()=>{const up=th.getAttribute("aria-sort")!=="ascending";
        for(const o of table.tHead.rows[0].cells)o.removeAttribute("aria-sort");
        th.setAttribute("aria-sort",up?"ascending":"descending");
        const keyed=rows.map(r=>[value(r,i),r]);
        keyed.sort((a,b)=>(typeof a[0]==="number"?a[0]-b[0]:a[0].localeCompare(b[0]))*(up?1:-1));
        body.append(...keyed.map(k=>k[1]))}})})();
        """
}
