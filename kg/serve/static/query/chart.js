/**
 * An answer as bars or a line: one column gives the labels, one the numbers. The same as a table stands below.
 */

import { el, emptyNote, number, svg, t } from "../lib.js";
import { span } from "../timeline/spans.js";
import { isDate, isNumber, namesIn, termText } from "./terms.js";

const MOST_BARS = 40, MOST_POINTS = 400;
const ROW = 26, BAR = 14, FIGURES = 84; // pixels: a bar with its space, the bar, room for its number
const HEIGHT = 300, LEFT = 64, BOTTOM = 34, TOP = 14, RIGHT = 30;
const LABEL = 76; // pixels that a label below the line has

/** The columns that a chart can take: {labels: [names], numbers: [names]}. */
export function chartable({ form, columns, rows }) {
  const filled = (n) => rows.filter((row) => row[n]);
  const numbers = columns.filter((_, n) => filled(n).length && filled(n).every((row) => isNumber(row[n])));
  return { labels: form === "rows" ? columns : [], numbers: columns.length > 1 ? numbers : [] };
}

/**
 * @param {Object} answer
 * @param {{choice: {x?: string, y?: string, kind?: string}, onchoose: function(Object): void, signal: AbortSignal}} options
 */
export function chartView(answer, { choice, onchoose, signal }) {
  const chosen = withDefaults(answer, choice);
  const box = el("div", { class: "chart" });
  const change = (name) => (event) => { chosen[name] = event.target.value; onchoose({ ...chosen }); draw(); };
  const select = (name, values, words) => el("label", { class: "labelled" }, el("span", {}, t(`chart_${name}`)), el("select", { id: `chart-${name}`, onchange: change(name) },
    values.map((value) => el("option", { value, selected: value === chosen[name] }, words(value)))));
  const draw = async () => {
    const columns = [chosen.x, chosen.y].map((name) => answer.columns.indexOf(name));
    const rows = answer.rows.filter((row) => row[columns[1]]).slice(0, chosen.kind === "bar" ? MOST_BARS : MOST_POINTS);
    const names = await namesIn(rows.map((row) => [row[columns[0]]]), signal).catch(() => new Map());
    const points = rows.map((row) => ({ label: termText(row[columns[0]], names), value: Number(row[columns[1]].value) }));
    if (!signal.aborted) box.replaceChildren(...drawn(points, chosen, box.clientWidth || 640, answer.rows.length));
  };
  const { labels, numbers } = chartable(answer);
  const view = el("div", {}, el("div", { class: "tools" }, select("x", labels, (name) => name), select("y", numbers, (name) => name), select("kind", ["bar", "line"], (kind) => t(`chart_${kind}`))), box);
  requestAnimationFrame(draw);
  return view;
}

/* Names before IRIs as labels, counts before years as numbers; a line where the labels are points in time. */
function withDefaults(answer, { x, y, kind }) {
  const { labels, numbers } = chartable(answer);
  const first = (name) => answer.rows.find((row) => row[answer.columns.indexOf(name)])?.[answer.columns.indexOf(name)];
  const years = numbers.filter((name) => isDate(first(name)));
  const value = numbers.includes(y) ? y : numbers.filter((name) => !years.includes(name)).at(-1) ?? numbers.at(-1);
  const rest = labels.filter((name) => name !== value);
  const text = rest.find((name) => isDate(first(name))) ?? rest.find((name) => first(name)?.type === "literal" && !numbers.includes(name)) ?? rest[0];
  const of = labels.includes(x) ? x : text;
  return { x: of, y: value, kind: ["bar", "line"].includes(kind) ? kind : isDate(first(of)) ? "line" : "bar" };
}

function drawn(points, { x, y, kind }, width, total) {
  if (!points.length) return [emptyNote(t("query_empty"))];
  const best = points.reduce((a, b) => (b.value > a.value ? b : a));
  const words = t("chart_label", { kind: t(`chart_${kind}`), x, y, count: number(points.length), best: best.label, value: number(best.value) });
  const drawing = kind === "bar" ? bars(points, width) : line(points, width);
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", words);
  const cut = points.length < total ? el("p", { class: "soft hint" }, t("chart_cut", { shown: number(points.length), total: number(total) })) : null;
  const table = el("table", {}, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, x), el("th", { scope: "col", class: "figure" }, y))),
    el("tbody", {}, points.map(({ label, value }) => el("tr", {}, el("th", { scope: "row" }, label), el("td", { class: "figure" }, number(value))))));
  return [drawing, ...(cut ? [cut] : []), el("details", {}, el("summary", {}, t("chart_table")), el("div", { class: "frame" }, table))];
}

/* ---- bars ---- */

function bars(points, width) {
  const gutter = Math.min(width * 0.42, 12 + Math.max(...points.map(({ label }) => textWidth(label))));
  const least = Math.min(0, ...points.map(({ value }) => value)), most = Math.max(0, ...points.map(({ value }) => value));
  const at = (value) => gutter + ((value - least) / (most - least || 1)) * (width - gutter - FIGURES);
  const height = points.length * ROW + 4;
  return svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, class: "bars" },
    svg("line", { class: "base", x1: at(0), x2: at(0), y1: 0, y2: height }),
    points.map(({ label, value }, n) => svg("g", {}, svg("title", {}, `${label}: ${number(value)}`),
      svg("text", { x: gutter - 8, y: n * ROW + ROW / 2 + 5, "text-anchor": "end" }, fitted(label, gutter - 12)),
      svg("rect", { class: "bar-body", x: Math.min(at(0), at(value)), y: n * ROW + (ROW - BAR) / 2, width: Math.max(1, Math.abs(at(value) - at(0))), height: BAR, rx: 2 }),
      svg("text", { class: "figure", x: Math.max(at(value), at(0)) + 6, y: n * ROW + ROW / 2 + 5 }, number(value)))));
}

let pen = null;

function textWidth(text) {
  pen ??= document.createElement("canvas").getContext("2d");
  pen.font = `13px ${getComputedStyle(document.body).fontFamily}`;
  return pen.measureText(text).width;
}

function fitted(text, room) {
  if (textWidth(text) <= room) return text;
  const signs = [...text];
  while (signs.length > 1 && textWidth(`${signs.join("")}…`) > room) signs.pop();
  return `${signs.join("")}…`;
}

/* ---- line ---- */

function line(points, width) {
  const times = points.map(({ label }) => span(label)?.[0]);
  const inTime = !times.includes(undefined);
  const ordered = inTime ? [...points].sort((a, b) => span(a.label)[0] - span(b.label)[0]) : points;
  const [first, last] = inTime ? [Math.min(...times), Math.max(...times)] : [0, ordered.length - 1];
  const place = (n) => (inTime ? span(ordered[n].label)[0] : n);
  const marks = levels(Math.min(0, ...points.map(({ value }) => value)), Math.max(0, ...points.map(({ value }) => value)));
  const least = marks[0], most = marks.at(-1);
  const x = (n) => LEFT + (last === first ? 0.5 : (place(n) - first) / (last - first)) * (width - LEFT - RIGHT);
  const y = (value) => TOP + (1 - (value - least) / (most - least || 1)) * (HEIGHT - TOP - BOTTOM);
  return svg("svg", { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, class: "line-chart" },
    marks.map((value) => svg("g", { class: "level" }, svg("line", { x1: LEFT, x2: width - RIGHT, y1: y(value), y2: y(value) }),
      svg("text", { x: LEFT - 8, y: y(value) + 4, "text-anchor": "end" }, short(value)))),
    apart(ordered.map((_, n) => x(n))).map((n) => svg("text", { class: "at", x: x(n), y: HEIGHT - 12, "text-anchor": "middle" }, fitted(ordered[n].label, LABEL - 4))),
    svg("polyline", { class: "run", points: ordered.map(({ value }, n) => `${x(n)},${y(value)}`).join(" ") }),
    ordered.map(({ label, value }, n) => svg("circle", { cx: x(n), cy: y(value), r: 4 }, svg("title", {}, `${label}: ${number(value)}`))));
}

/* Of places from left to right, those whose labels do not touch. */
function apart(places) {
  let free = -Infinity;
  return places.flatMap((place, n) => {
    if (place < free) return [];
    free = place + LABEL;
    return [n];
  });
}

const short = (value) => new Intl.NumberFormat(document.documentElement.lang, { notation: "compact" }).format(value);

/** Round numbers from below `least` to above `most`, four to eight of them. */
export function levels(least, most) {
  const rough = (most - least || 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((width) => width >= rough);
  const first = Math.floor(least / step);
  const last = Math.max(first + 1, Math.ceil(most / step));
  return Array.from({ length: last - first + 1 }, (_, n) => (first + n) * step);
}
