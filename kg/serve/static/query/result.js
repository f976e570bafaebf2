/**
 * The answer to a query: as table, network or chart, and as a file.
 */

import { announce, csv, el, errorNote, menu, number, saveFile, t } from "../lib.js";
import { chartView, chartable } from "./chart.js";
import { drawingView, edgesOf } from "./drawing.js";
import { ask, read } from "./endpoint.js";
import { rowsView } from "./rows.js";
import { termText } from "./terms.js";

const VIEWS = { table: rowsView, network: drawingView, chart: chartView };
const FILES = {
  rows: { csv: null, tsv: "text/tab-separated-values", json: "application/sparql-results+json" },
  statements: { turtle: "text/turtle", ntriples: "application/n-triples", jsonld: "application/ld+json", csv: null },
};
const ENDINGS = { turtle: "ttl", ntriples: "nt", jsonld: "jsonld" };

/**
 * @param {Object} answer  as `read` gives it, with `milliseconds`
 * @param {{query: string, name: string, view?: string, choice?: Object, onview: function(string): void, onchoose: function(Object): void, signal: AbortSignal}} options
 */
export function resultView(answer, options) {
  const figures = el("p", { class: "figures" }, figuresOf(answer));
  announce(figures.textContent);
  if (answer.form === "truth") return el("section", { class: "result", "aria-label": t("query_answer") }, figures, el("p", { class: "truth" }, t(answer.truth ? "query_true" : "query_false")));
  const open = openViews(answer);
  const body = el("div", { class: "result-body" });
  const buttons = el("div", { class: "tools", role: "group", "aria-label": t("query_views") }, open.map((view) => el("button", {
    type: "button", dataset: { view }, onclick: () => { options.onview(view); show(view); },
  }, t(`view_${view}`))));
  const show = (view) => {
    for (const button of buttons.children) button.setAttribute("aria-pressed", String(button.dataset.view === view));
    body.replaceChildren(VIEWS[view](answer, options));
  };
  show(open.includes(options.view) ? options.view : answer.form === "statements" && open.includes("network") ? "network" : "table");
  return el("section", { class: "result", "aria-label": t("query_answer") }, el("div", { class: "tools result-head" }, open.length > 1 ? buttons : null, figures, el("span", { class: "gap" }), downloads(answer, options)),
    answer.cut ? el("p", { class: "note" }, t("query_cut", { count: number(answer.rows.length) })) : null, body);
}

function openViews(answer) {
  const { labels, numbers } = chartable(answer);
  return ["table", ...(edgesOf(answer).length ? ["network"] : []), ...(labels.length && numbers.length && answer.rows.length ? ["chart"] : [])];
}

function figuresOf({ form, rows, milliseconds }) {
  const seconds = t("seconds", { value: (milliseconds / 1000).toFixed(2) });
  if (form === "truth") return seconds;
  return `${t(form === "rows" ? "rows_count" : "statements_count", { count: number(rows.length) })} · ${seconds}`;
}

/* ---- files ---- */

function downloads(answer, options) {
  const made = menu(t("download"), { id: "query-download" }, Object.keys(FILES[answer.form]).map((format) => el("button", {
    type: "button", dataset: { format }, onclick: () => { made.open = false; save(made, answer, format, options); },
  }, t(`file_${format}`))));
  return made;
}

/* CSV is made here, where cells that a spreadsheet would run are guarded; the other forms are the server's. */
async function save(made, answer, format, { query, name, signal }) {
  const type = FILES[answer.form][format];
  try {
    const file = type ? await (await ask(query, { accept: type, signal })).blob() : csvOf(answer.cut ? await read(await ask(query, { signal })) : answer);
    saveFile(`${name || "kg-query"}.${ENDINGS[format] ?? format}`, file);
  } catch (error) {
    if (error.name !== "AbortError") made.after(errorNote(error));
  }
}

const csvOf = ({ columns, rows }) => new Blob(["\ufeff", csv(columns, rows.map((row) => row.map((term) => (term?.type === "uri" ? term.value : termText(term, new Map())))))], { type: "text/csv;charset=utf-8" });
