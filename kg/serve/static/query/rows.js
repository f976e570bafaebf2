/**
 * An answer as a table, a hundred rows at a time.
 */

import { el, emptyNote, number, t } from "../lib.js";
import { isDate, isNumber, namesIn, termElement } from "./terms.js";

const STEP = 100;

/* How a column is set: years and days on one line, other numbers to the right. */
const kindOf = (terms) => (!terms.length ? null : terms.every(isDate) ? "when" : terms.every(isNumber) ? "figure" : null);

/** @returns {HTMLElement} names of things come when they are known */
export function rowsView({ columns, rows }, { signal }) {
  if (!rows.length) return emptyNote(t("query_empty"));
  const kinds = new Map(columns.map((column, n) => [column, kindOf(rows.map((row) => row[n]).filter(Boolean))]));
  const body = el("tbody", {});
  const table = el("table", { class: "answer" }, el("caption", { class: "unseen" }, t("query_answer")),
    el("thead", {}, el("tr", {}, columns.map((column) => el("th", { scope: "col", class: kinds.get(column) }, column)))), body);
  const more = el("button", { type: "button", class: "more-rows", onclick: () => add() });
  let shown = 0;
  const add = async () => {
    const next = rows.slice(shown, shown + STEP);
    shown += next.length;
    more.hidden = shown >= rows.length;
    more.textContent = t("rows_more", { count: number(Math.min(STEP, rows.length - shown)), rest: number(rows.length - shown) });
    const drawn = next.map((row) => el("tr", {}, columns.map((column) => el("td", { class: kinds.get(column) }))));
    body.append(...drawn);
    write(drawn, next, new Map());
    const names = await namesIn(next, signal).catch(() => null); // without names the IRIs have to do
    if (names?.size && !signal.aborted) write(drawn, next, names);
  };
  add();
  return el("div", {}, el("div", { class: "frame", tabindex: "0", role: "region", "aria-label": t("query_answer") }, table), more);
}

function write(drawn, rows, names) {
  rows.forEach((row, n) => row.forEach((term, column) => drawn[n].children[column].replaceChildren(...[termElement(term, names)].flat().filter(Boolean))));
}
