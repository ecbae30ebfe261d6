// SPDX-License-Identifier: Apache-2.0
// Makes pages that work without it quicker: exchanges the parts that differ instead of loading a whole page.

const live = () => document.querySelectorAll("[data-live]");
let running = null;

/** Fetches the page of this address and exchanges the live parts that differ. Only the last wish counts. */
async function show() {
  const address = location.href;
  running?.abort();
  const attempt = (running = new AbortController());
  let next;
  try {
    const response = await fetch(address, { signal: attempt.signal, headers: { Accept: "text/html" } });
    if (!response.ok) return location.reload();
    next = new DOMParser().parseFromString(await response.text(), "text/html");
  } catch (error) {
    if (error.name !== "AbortError") console.warn(error);
    return;
  }
  const focused = document.activeElement?.id;
  for (const part of live()) {
    const other = next.getElementById(part.id);
    if (other && other.innerHTML !== part.innerHTML) exchange(part, other);
  }
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true });
  reveal();
}

/** Goes to another step. */
function step(address) {
  history.pushState(null, "", address);
  show();
}

/** Keeps what the reader has scrolled to and folded away. */
function exchange(part, other) {
  const scrolled = [...part.querySelectorAll(".scroll, .graph-scroll")].map((box) => [box.scrollTop, box.scrollLeft]);
  const folded = new Map([...part.querySelectorAll("details[id]")].map((box) => [box.id, box.open]));
  part.innerHTML = other.innerHTML;
  part.querySelectorAll(".scroll, .graph-scroll").forEach((box, index) => {
    if (scrolled[index]) [box.scrollTop, box.scrollLeft] = scrolled[index];
  });
  part.querySelectorAll("details[id]").forEach((box) => {
    if (folded.has(box.id)) box.open = folded.get(box.id);
  });
}

/** Scrolls the graph and the table, never the page, to the current step. */
function reveal() {
  revealState();
  const rows = document.getElementById("event-rows");
  const row = rows?.querySelector('tr[aria-current="step"]');
  if (!row) return;
  const top = row.offsetTop - rows.clientHeight / 2;
  if (row.offsetTop < rows.scrollTop + 40 || row.offsetTop > rows.scrollTop + rows.clientHeight - 40) rows.scrollTop = top;
}

/** Brings the chosen state into the middle of the graph, if it is not in sight. */
function revealState() {
  const graph = document.querySelector(".graph-scroll");
  const state = graph?.querySelector(".selected");
  if (!state) return;
  const [view, box] = [graph.getBoundingClientRect(), state.getBoundingClientRect()];
  const [x, y] = [box.left - view.left, box.top - view.top];
  const isWide = box.width > view.width;
  if (x < 0 || (x + box.width > view.width && !isWide)) graph.scrollLeft += x - (isWide ? 12 : (view.width - box.width) / 2);
  if (y < 0 || y + box.height > view.height) graph.scrollTop += y - Math.max(12, (view.height - box.height) / 2);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-step]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  step(link.href.baseVal ?? link.href);
});

const keys = { ArrowLeft: "previous", ArrowRight: "next", Home: "first", End: "last" };
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest("input, select, textarea, pre, .scroll")) return;
  const link = document.querySelector(`a[href]#${keys[event.key] ?? "none"}`);
  if (!link) return;
  event.preventDefault();
  step(link.href);
});

document.addEventListener("change", (event) => {
  event.target.closest("form[data-filter]")?.requestSubmit();
});

window.addEventListener("popstate", show);

const updates = document.body.dataset.updates;
if (updates) {
  const source = new EventSource(updates);
  const sign = document.getElementById("connection");
  let changed = false;
  let busy = false;
  const refresh = async () => {
    changed = true;
    if (busy) return;
    busy = true;
    while (changed) {
      changed = false;
      await new Promise((done) => setTimeout(done, 100));
      await show();
    }
    busy = false;
  };
  source.onopen = () => {
    sign.textContent = "live";
    sign.dataset.state = "open";
    refresh();
  };
  source.onmessage = refresh;
  source.onerror = () => {
    sign.textContent = "reconnecting";
    sign.dataset.state = "closed";
  };
}

reveal();
