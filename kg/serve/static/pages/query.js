/**
 * Queries: an editor for SPARQL, the named queries with their parameters, and the answer as table, network or chart.
 */

import { announce, copyText, el, errorNote, icon, menu, nameOf, remember, searchBox, t, vocabulary } from "../lib.js";
import { heading, settled } from "../parts.js";
import { editor } from "../query/editor.js";
import { ask, isSafeIri, read } from "../query/endpoint.js";
import { asParameters, fromParameters, namedQueries } from "../query/named.js";
import { resultView } from "../query/result.js";
import { forgetQueries, history, keepQuery, packed, unpacked } from "../query/share.js";

const MOST_ROWS = 10000; // that a page holds; a download holds all
const PAUSE = 400; // milliseconds after the last key before the address takes the text up
const BEGINNING = `PREFIX cst: <https://w3id.org/china-stp/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?policy ?name WHERE {
  ?policy a cst:Policy ;
          rdfs:label ?name .
}
ORDER BY ?name
LIMIT 100
`;

export async function show(root, parameters, signal) {
  const page = new QueryPage(root, parameters, signal);
  await page.start();
}

class QueryPage {
  #running = null;
  #saving = 0;

  constructor(root, parameters, signal) {
    Object.assign(this, { root, parameters, signal, named: null, view: parameters.view ?? null });
    this.choice = { x: parameters.x, y: parameters.y, kind: parameters.kind };
  }

  async start() {
    this.editor = editor({ value: BEGINNING, onrun: () => this.run(), onchange: () => this.#changed(), onquery: (query) => this.queries.choose(query.name) });
    this.queries = namedQueries({ onload: (text, from) => this.#load(text, from), onfail: (error) => this.#complain(error) });
    this.status = el("p", { class: "figures query-status" });
    this.result = el("div", { class: "query-result" });
    this.past = el("div", { class: "past" });
    this.root.append(heading(t("page_query"), t("query_lead")), this.queries.element, this.editor.element, this.#tools(), this.status, this.result);
    this.#drawPast();
    this.signal.addEventListener("abort", () => this.#running?.abort());
    await this.#open();
  }

  /* What the address carries is put into the editor and asked. */
  async #open() {
    const { name } = this.parameters;
    if (vocabulary().queries.some((query) => query.name === name)) return this.queries.choose(name, fromParameters(this.parameters), { run: true });
    let text = null;
    try {
      text = await unpacked(this.parameters);
    } catch (error) {
      return this.#complain(new Error(t("query_unreadable")));
    }
    if (text === null) return;
    await this.#load(text, { run: !this.parameters.draft });
  }

  /* The page is there before the answer is: that may take its time. */
  async #load(text, { name = null, values = {}, run = false }) {
    this.editor.area.value = text;
    this.editor.area.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste" }));
    this.named = name && { name, values };
    this.draft = !run;
    await this.#remember();
    if (run) this.run();
  }

  #tools() {
    const button = (name, attributes, ...children) => el("button", { type: "button", id: `query-${name}`, ...attributes }, ...children);
    this.go = button("run", { class: "primary", onclick: () => this.run(), title: "Ctrl+Enter" }, t("query_run"));
    this.stop = button("stop", { hidden: true, onclick: () => this.#running?.abort() }, t("query_stop"));
    return el("div", { class: "tools query-tools" }, this.go, this.stop, button("share", { onclick: () => this.#share() }, icon("copy"), t("query_share")),
      el("span", { class: "gap" }), this.#insertion(), this.past);
  }

  #insertion() {
    const box = searchBox({ id: "query-thing", label: t("insert_thing"), hint: t("choose_hint"), onchoose: (thing) => {
      if (isSafeIri(thing.iri)) this.editor.insert(`<${thing.iri}>`);
      announce(t("inserted", { name: nameOf(thing) }));
    } });
    return el("div", { class: "insertion" }, el("span", { class: "words" }, t("insert_thing")), box);
  }

  /* ---- asking ---- */

  async run() {
    const query = this.editor.value();
    this.draft = false;
    this.#running?.abort();
    const mine = this.#running = new AbortController();
    const began = performance.now();
    const clock = this.#busy(began);
    try {
      const answer = await read(await ask(query, { rows: MOST_ROWS, signal: mine.signal }));
      if (this.#running === mine) this.#answered(query, { ...answer, milliseconds: performance.now() - began });
    } catch (error) {
      if (this.#running === mine && !this.signal.aborted) this.#failed(error);
    } finally {
      clearInterval(clock);
      if (this.#running === mine) this.#idle();
    }
  }

  #busy(began) {
    this.stop.hidden = false;
    this.editor.complain(null);
    this.result.replaceChildren();
    const tell = () => { this.status.textContent = t("query_running", { seconds: t("seconds", { value: ((performance.now() - began) / 1000).toFixed(1) }) }); };
    tell();
    announce(t("query_started"));
    return setInterval(tell, 100);
  }

  #idle() {
    const held = document.activeElement === this.stop;
    this.stop.hidden = true;
    if (held) this.go.focus();
  }

  #answered(query, answer) {
    this.status.textContent = "";
    keepQuery({ text: query, name: this.named?.name ?? null, day: new Date().toISOString().slice(0, 16), rows: answer.rows.length });
    this.#drawPast();
    this.result.replaceChildren(resultView(answer, {
      query, name: this.named?.name ?? "", view: this.view, choice: this.choice, signal: this.signal,
      onview: (view) => { this.view = view; this.#remember(); },
      onchoose: (choice) => { this.choice = choice; this.#remember(); },
    }));
    return this.#remember();
  }

  #failed(error) {
    if (error.name === "AbortError") {
      this.status.textContent = t("query_stopped");
      return announce(t("query_stopped"));
    }
    return this.#complain(error);
  }

  /* The server's words, and where in the text it stopped reading. */
  #complain(error) {
    this.status.textContent = "";
    const line = error.line ?? null;
    this.editor.complain(line);
    const jump = line ? el("button", { type: "button", class: "bare", onclick: () => this.#goTo(line) }, t("query_line", { line })) : null;
    this.result.replaceChildren(el("div", { class: "query-error" }, errorNote(error), jump));
    if (line) this.#goTo(line, { focus: false });
  }

  #goTo(line, { focus = true } = {}) {
    const { area } = this.editor;
    const begin = area.value.split("\n").slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    area.setSelectionRange(begin, begin + (area.value.split("\n")[line - 1] ?? "").length);
    if (focus) area.focus();
  }

  /* ---- the address ---- */

  /* What is not asked yet stands in the address too, marked as a draft: it comes back, but is not asked by itself. */
  #changed() {
    this.named = null;
    this.draft = true;
    this.#rememberSoon();
  }

  #rememberSoon = settled(() => this.#remember(), PAUSE);

  async #remember() {
    const mine = ++this.#saving;
    const { name, values } = this.named ?? {};
    const text = name ? { name, ...asParameters(values) } : await packed(this.editor.value());
    if (mine === this.#saving && !this.signal.aborted) remember("query", { ...text, draft: this.draft ? 1 : null, view: this.view, ...this.choice });
  }

  async #share() {
    await this.#remember();
    announce(t(await copyText(location.href) ? "query_shared" : "not_copied"));
    const button = this.root.querySelector("#query-share");
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), 1500);
  }

  /* ---- queries asked before ---- */

  #drawPast() {
    const kept = history();
    this.past.hidden = !kept.length;
    this.past.replaceChildren(menu(t("query_past"), { id: "query-past" }, el("ul", {}, kept.map((entry) => el("li", {},
      el("button", { type: "button", class: "bare", title: entry.text.slice(0, 400), onclick: () => { this.#load(entry.text, {}); this.editor.area.focus(); } },
        el("span", { class: "first-line" }, entry.name || firstLine(entry.text)), el("small", { class: "soft" }, `${String(entry.day).replace("T", " ")} · ${t("rows_count", { count: Number(entry.rows) || 0 })}`))))),
    el("button", { type: "button", class: "forget", onclick: () => { forgetQueries(); this.#drawPast(); this.go.focus(); } }, t("query_forget"))));
  }
}

/* The line that tells queries apart: the first that is neither a comment nor a prefix. */
const firstLine = (text) => (text.split("\n").map((line) => line.trim()).find((line) => line && !/^(#|prefix\b|base\b)/i.test(line)) ?? text).slice(0, 80);
