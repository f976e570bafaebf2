/**
 * Policies, reports, events and targets in time: a drawing to look over, and below it the same as a list.
 */

import {
  announce, api, classLabel, el, emptyNote, errorNote, language, languageTag, link, list, nameOf, number, relationLabel, remember, t, thingLink,
} from "../lib.js";
import { classChooser, field, heading, latest, saveCsv, thingChooser } from "../parts.js";
import { axis, furtherWords } from "../timeline/axis.js";
import { span, years } from "../timeline/spans.js";

const KINDS = ["policy", "report", "event", "target", "fact", "mention"];
const LIMIT = 2000;

export async function show(root, parameters, signal) {
  const state = {
    from: year(parameters.from), to: year(parameters.to), class: parameters.class ?? "", iri: parameters.iri ?? "", place: parameters.place ?? "",
    hidden: new Set(list(parameters.hide)),
  };
  const parts = { kinds: group("timeline_kinds"), years: group("timeline_years"), drawing: el("div", { class: "drawing" }), items: el("div", { class: "timeline-list" }), count: el("span", { class: "count" }) };
  const page = { state, parts, signal, ask: latest(signal), all: null, items: [], more: 0 };
  const save = el("button", { type: "button", class: "save", onclick: () => saveItems(page) }, t("save_csv"));
  root.append(heading(t("page_timeline"), t("timeline_lead")), filters(page), parts.kinds, parts.years,
    el("section", { "aria-label": t("timeline_drawing") }, parts.drawing, el("p", { class: "soft hint" }, t("timeline_keys"))),
    el("div", { class: "tools list-head" }, el("h2", {}, t("timeline_list")), parts.count, el("span", { class: "gap" }), save), parts.items);
  await load(page);
  const observer = new ResizeObserver(() => { if (page.width !== Math.floor(parts.drawing.clientWidth)) drawAxis(page); });
  observer.observe(parts.drawing);
  signal.addEventListener("abort", () => observer.disconnect());
}

const group = (words) => el("div", { class: "tools", role: "group", "aria-label": t(words) });
const year = (text) => (/^\d{4}$/.test(text ?? "") ? Number(text) : null);

function filters(page) {
  const { state, signal } = page;
  const change = (values) => load(page, { ...values, from: null, to: null });
  const thing = (name) => thingChooser({ words: t(`timeline_${name}`), iri: state[name], id: `timeline-${name}`, signal, onchoose: (iri) => change({ [name]: iri }) });
  return el("div", { class: "tools filters" },
    field(t("class"), classChooser({ value: state.class, any: t("any_class"), onchoose: (cls) => change({ class: cls }) })),
    thing("place"), thing("iri"));
}

/* ---- what is shown ---- */

const query = ({ class: cls, iri, place }) => ({ class: cls, iri, place, limit: LIMIT });

/* All years are asked for once; a closer look at some of them asks again only where not everything came. */
async function load(page, change = {}) {
  const { state, parts } = page;
  Object.assign(state, change);
  await page.ask(
    (signal) => api("timeline", query(state), { signal }),
    (answer) => { page.all = { ...answer, items: answer.items.filter(({ date }) => span(date)) }; zoom(page, state.from, state.to); },
    (error) => { parts.drawing.replaceChildren(errorNote(error)); parts.items.replaceChildren(); parts.count.textContent = ""; },
  );
}

function zoom(page, from, to) {
  const { state, all } = page;
  Object.assign(state, { from, to });
  const held = page.parts.years.contains(document.activeElement) ? document.activeElement.dataset.year : null;
  const use = ({ items, more }) => { Object.assign(page, { items: items.filter(inYears(state)), more }); draw(page); refocus(page, held); };
  if (!all.more || (!from && !to)) return use(all);
  return page.ask((signal) => api("timeline", { ...query(state), from, to }, { signal }), use,
    (error) => page.parts.drawing.replaceChildren(errorNote(error)));
}

const inYears = ({ from, to }) => ({ date }) => {
  const stretch = span(date);
  return stretch && (from === null || stretch[1] > from) && (to === null || stretch[0] < to + 1);
};

const refocus = (page, held) => { if (held !== null) page.parts.years.querySelector(`[data-year="${held}"]`)?.focus(); };

const visible = ({ items, state }) => items.filter(({ kind }) => !state.hidden.has(kind));

/* ---- drawing ---- */

function draw(page) {
  const { state, parts, more } = page;
  const { from, to, class: cls, iri, place, hidden } = state;
  remember("timeline", { from, to, class: cls, iri, place, hide: [...hidden] });
  drawKinds(page);
  drawYears(page);
  drawAxis(page);
  drawList(page);
  const shown = visible(page).length;
  parts.count.textContent = more ? t("timeline_cut", { count: number(shown), more: number(more) }) : t("timeline_count", { count: number(shown) });
  announce(parts.count.textContent);
}

function drawKinds(page) {
  const { state, parts, items } = page;
  const count = (kind) => items.filter((item) => item.kind === kind).length;
  const toggle = (kind) => {
    state.hidden[state.hidden.has(kind) ? "delete" : "add"](kind);
    draw(page);
    parts.kinds.querySelector(`[data-kind="${kind}"]`).focus();
  };
  parts.kinds.replaceChildren(...KINDS.filter((kind) => page.all.items.some((item) => item.kind === kind)).map((kind) => el("button", {
    type: "button", "aria-pressed": String(!state.hidden.has(kind)), dataset: { kind }, onclick: () => toggle(kind),
  }, t(`kind_${kind}`), el("span", { class: "count" }, number(count(kind))))));
}

function drawYears(page) {
  const { state, parts, all } = page;
  const counts = new Map();
  for (const item of visible({ ...page, items: all.items })) counts.set(item.date.slice(0, 4), (counts.get(item.date.slice(0, 4)) ?? 0) + 1);
  const one = state.from === state.to ? state.from : undefined;
  const button = (words, value, pressed, count) => el("button", {
    type: "button", class: "bare", "aria-pressed": String(pressed), dataset: { year: value ?? "" }, onclick: () => zoom(page, value, value),
  }, words, count === undefined ? null : el("span", { class: "count" }, number(count)));
  parts.years.replaceChildren(button(t("all_years"), null, state.from === null && state.to === null),
    ...[...counts].sort().map(([text, count]) => button(text, Number(text), one === Number(text), count)));
}

function drawAxis(page) {
  const { state, parts } = page;
  const shown = visible(page);
  const reach = years(shown.map(({ date }) => date));
  const width = page.width = Math.floor(parts.drawing.clientWidth);
  if (!reach || !width) return parts.drawing.replaceChildren(reach ? "" : emptyNote(t("timeline_empty")));
  const at = document.activeElement?.closest?.(".axis a")?.getAttribute("href");
  parts.drawing.replaceChildren(axis({
    items: shown, kinds: KINDS.filter((kind) => shown.some((item) => item.kind === kind)),
    first: state.from ?? reach[0], last: state.to ?? reach[1], width, language: languageTag(), onzoom: (chosen) => zoomByKey(page, chosen),
  }));
  if (at) parts.drawing.querySelector(`a[href="${CSS.escape(at)}"]`)?.focus({ preventScroll: true });
}

/* The reader stays on the item from which the years were changed. */
const zoomByKey = (page, chosen) => zoom(page, chosen, chosen);

/* ---- list ---- */

function drawList(page) {
  const groups = new Map();
  const shown = [...visible(page)].sort((a, b) => span(a.date)[0] - span(b.date)[0] || span(b.date)[1] - span(a.date)[1]);
  for (const item of shown) {
    const key = item.date.slice(0, 4);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(item);
  }
  page.parts.items.replaceChildren(...[...groups].map(([key, items]) => el("section", { class: "year" },
    el("h3", {}, key), el("ol", { class: "timeline-items" }, items.map(row)))));
}

const row = (item) => el("li", {},
  el("time", { class: "date", datetime: item.date }, shortDate(item.date)),
  el("span", { class: "kind" }, t(`kind_${item.kind}`)),
  el("span", { class: "what" },
    el("span", { class: "said-fact" }, thingLink(item.thing), item.other ? [" ", el("span", { class: "ties" }, relationLabel(item.relation)), " ", thingLink(item.other)] : null),
    furtherWords(item) ? el("span", { class: "said", lang: "ko" }, furtherWords(item)) : null,
    item.article ? el("span", { class: "origin" }, articleLink(item.article)) : null));

function articleLink(article) {
  const made = link("bulletin", { id: article.bulletin.id, article: article.iri }, article.title || t("article"));
  made.lang = "ko";
  return made;
}

/* Within a year, the month and the day are enough. */
function shortDate(date) {
  const [year, month, day] = date.split("-").map(Number);
  if (!month) return "–";
  const form = new Intl.DateTimeFormat(language(), { month: "short", day: day ? "numeric" : undefined, timeZone: "UTC" });
  return form.format(Date.UTC(year, month - 1, day || 1));
}

function saveItems(page) {
  saveCsv(t("page_timeline"), ["date", "kind", "class", "name", "iri", "text", "article", "bulletin"], visible(page).map(({ date, kind, thing, text, article }) =>
    [date, kind, classLabel(thing.cls), nameOf(thing), thing.iri, text, article?.title, article?.bulletin.id]));
}
