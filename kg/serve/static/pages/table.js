/**
 * The table of a class: its things with figures and dates, to sort, filter, page through and save.
 */

import { announce, api, apiUrl, classLabel, el, emptyNote, errorNote, nameElement, number, remember, t, thingLink, vocabulary } from "../lib.js";
import { classChooser, field, heading, isNamedThing, latest, settled } from "../parts.js";

const DAY = /^\d{4}(-\d{2}){0,2}$/;
const ROWS = 50;
const FIRST = "Policy";
const SORTABLE = ["name", "facts", "mentions", "first", "last"];
const DOWNWARD = new Set(["facts", "mentions", "last"]); // what one wants to see from its greatest end first

export async function show(root, parameters, signal) {
  const { counts } = await api("summary", {}, { signal });
  const state = {
    cls: parameters.class ?? (counts[FIRST] ? FIRST : Object.keys(counts)[0] ?? FIRST), q: parameters.q ?? "", sort: parameters.sort ?? "facts",
    order: parameters.order ?? "desc", offset: Math.max(0, Number(parameters.offset) || 0),
  };
  const parts = { count: el("span", { class: "count" }), frame: el("div", { class: "frame" }), pager: el("nav", { class: "pager tools", "aria-label": t("table_pages") }) };
  const page = { state, parts, ask: latest(signal) };
  parts.save = el("a", { class: "button", download: "" }, t("save_csv"));
  root.append(heading(t("page_table"), t("table_lead")), tools(page, counts), parts.frame, parts.pager);
  await load(page);
}

function tools(page, counts) {
  const { state, parts } = page;
  const change = (values) => load(page, { ...values, offset: 0 });
  return el("div", { class: "tools filters" },
    field(t("class"), classChooser({ value: state.cls, counts, onchoose: (cls) => change({ cls, sort: "facts", order: "desc" }) })),
    field(t("table_filter"), el("input", {
      type: "search", id: "table-filter", value: state.q, placeholder: t("table_filter_hint"), autocomplete: "off", spellcheck: "false",
      oninput: settled((event) => change({ q: event.target.value.trim() })),
    })),
    parts.count, el("span", { class: "gap" }), parts.save);
}

const query = ({ cls, q, sort, order }) => ({ class: cls, q, sort, order });

function load(page, change = {}) {
  const { state, parts } = page;
  Object.assign(state, change);
  remember("table", { ...query(state), offset: state.offset || null });
  parts.save.href = apiUrl("table.csv", query(state));
  parts.save.setAttribute("download", `${classLabel(state.cls)}.csv`);
  return page.ask(
    (signal) => api("table", { ...query(state), offset: state.offset, limit: ROWS }, { signal }),
    (table) => draw(page, table),
    (error) => { parts.pager.replaceChildren(); parts.count.textContent = ""; parts.frame.replaceChildren(errorNote(error)); },
  );
}

function draw(page, { columns, rows, total, sortable = SORTABLE }) {
  const { state, parts } = page;
  const held = parts.frame.contains(document.activeElement) ? document.activeElement.dataset.column : null;
  parts.count.textContent = t("table_count", { count: number(total) });
  announce(parts.count.textContent);
  const shown = ["name", ...columns.filter((column) => column !== "name")];
  parts.frame.replaceChildren(rows.length ? tableOf(page, shown, sortable, rows) : emptyNote(t("table_empty")));
  if (held) parts.frame.querySelector(`button[data-column="${CSS.escape(held)}"]`)?.focus();
  drawPager(page, total, rows.length);
  if (parts.frame.firstChild.tagName === "TABLE") Object.assign(parts.frame, { tabIndex: 0 });
  parts.frame.setAttribute("role", "region");
  parts.frame.setAttribute("aria-label", classLabel(state.cls));
}

function tableOf(page, columns, sortable, rows) {
  return el("table", {},
    el("caption", { class: "unseen" }, t("table_caption", { name: classLabel(page.state.cls) })),
    el("thead", {}, el("tr", {}, columns.map((column) => headingCell(page, column, sortable, rows)))),
    el("tbody", {}, rows.map((row) => el("tr", {}, columns.map((column) => (column === "name"
      ? el("th", { scope: "row" }, thingLink(row)) : bodyCell(row.cells[column])))))));
}

/* A column's name is the server's; one that the interface has no word for is shown as it is. */
const columnLabel = (column) => (Object.hasOwn(vocabulary().texts, `column_${column}`) ? t(`column_${column}`) : column);

function headingCell(page, column, sortable, rows) {
  const { sort, order } = page.state;
  const kind = rows.some(({ cells }) => typeof cells[column] === "number") ? "figure" : null;
  const direction = column === sort ? { asc: "ascending", desc: "descending" }[order] : null;
  if (!sortable.includes(column)) return el("th", { scope: "col", class: kind }, columnLabel(column));
  const next = column === sort ? (order === "asc" ? "desc" : "asc") : DOWNWARD.has(column) ? "desc" : "asc";
  return el("th", { scope: "col", class: kind, "aria-sort": direction ?? "none" }, el("button", {
    type: "button", class: "bare sort", dataset: { column }, onclick: () => load(page, { sort: column, order: next, offset: 0 }),
  }, columnLabel(column), el("span", { class: "arrow", "aria-hidden": "true" }, { ascending: "▲", descending: "▼" }[direction] ?? "↕")));
}

const bodyCell = (value) => el("td", { class: typeof value === "number" ? "figure" : DAY.test(value) ? "date" : null }, content(value));

function content(value) {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return el("ul", { class: "several" }, value.map((one) => el("li", {}, content(one))));
  if (typeof value === "object") return isNamedThing(value.cls) ? thingLink(value) : nameElement(value);
  return typeof value === "number" ? number(value) : String(value);
}

function drawPager(page, total, shown) {
  const { offset } = page.state;
  const step = (words, to, possible, key) => el("button", {
    type: "button", disabled: !possible, dataset: { step: key },
    onclick: async () => {
      await load(page, { offset: to });
      const { pager, frame } = page.parts;
      (pager.querySelector(`[data-step="${key}"]:enabled`) ?? pager.querySelector("button:enabled"))?.focus({ preventScroll: true });
      frame.scrollIntoView({ block: "nearest" });
    },
  }, words);
  const range = t("table_range", { from: number(shown ? offset + 1 : 0), to: number(offset + shown), total: number(total) });
  page.parts.pager.replaceChildren(...(total <= ROWS && !offset ? [] : [
    step(t("back"), Math.max(0, offset - ROWS), offset > 0, "back"),
    el("span", { class: "count" }, range),
    step(t("forward"), offset + ROWS, offset + shown < total, "forward"),
  ]));
}
