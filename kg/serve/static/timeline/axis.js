/**
 * The drawing of a timeline: one lane for each kind of item above an axis of years or months.
 *
 * The drawing is one stop of the Tab key; within it the arrows lead from item to item, Enter opens the card.
 */

import { address, classLabel, el, follow, nameOf, relationLabel, shapeOf, svg, t } from "../lib.js";
import { span, stacked, ticks } from "./spans.js";

const CELL = 17; // pixels for one item
const RADIUS = 6.5;
const MOST = 12; // items on top of one another
const TITLE = 20; // pixels above a lane for its name
const FOOT = 26; // pixels below the lanes for the axis
const LABEL = 46; // pixels that the label of a tick needs
const LEFT = 6;

/**
 * @param {{items: Object[], kinds: string[], first: number, last: number, width: number, language: string, onzoom: function(number|null): void}} options
 *     `first`, `last`: years shown; `onzoom` gets the year to look at closely, null for all
 * @returns {HTMLElement}
 */
export function axis({ items, kinds, first, last, width, language, onzoom }) {
  const inner = width - 2 * LEFT;
  const scale = { at: (year) => LEFT + ((year - first) / (last + 1 - first)) * inner, columns: Math.max(1, Math.floor(inner / CELL)) };
  const lanes = kinds.map((kind) => lane(items.filter((item) => item.kind === kind), first, last, scale));
  let top = 0;
  for (const one of lanes) { one.top = top; top += TITLE + one.height * CELL + 6; }
  const tip = el("div", { class: "tip", "aria-hidden": "true", hidden: true });
  const drawing = svg("svg", { width, height: top + FOOT, viewBox: `0 0 ${width} ${top + FOOT}`, class: "axis", role: "group", "aria-label": t("timeline_drawing") },
    grid(first, last, scale, inner, top, language, onzoom), lanes.map((one, n) => drawLane(one, kinds[n], scale, tip, width)));
  const box = el("div", { class: "axis-box" }, drawing, tip);
  rove(drawing, lanes, onzoom);
  return box;
}

function lane(items, first, last, { columns }) {
  const toColumns = (year) => ((year - first) / (last + 1 - first)) * columns;
  const shown = items.map((item) => ({ item, stretch: span(item.date) })).sort((a, b) => a.stretch[0] - b.stretch[0] || a.stretch[1] - b.stretch[1]);
  const { places, height, over } = stacked(shown.map(({ stretch: [begin, end] }) => ({ begin: toColumns(begin), end: toColumns(end) })), columns, MOST);
  const spots = shown.map(({ item, stretch }, n) => ({ item, place: places[n], year: Math.floor(stretch[0]) })).filter(({ place }) => place);
  return { spots, height: Math.max(1, height) + (over.size ? 1 : 0), over };
}

function drawLane(one, kind, { columns }, tip, width) {
  const floor = one.top + TITLE + one.height * CELL;
  const x = (column) => LEFT + ((column + 0.5) / columns) * (width - 2 * LEFT);
  const marks = one.spots.map((spot) => {
    Object.assign(spot, { x: x(spot.place[0]), y: floor - (spot.place[1] + 0.5) * CELL });
    return spot.element = mark(spot, tip, width);
  });
  const more = [...one.over].map(([column, count]) => svg("text", { class: "over", x: x(column), y: floor - MOST * CELL - 4, "text-anchor": "middle" }, `+${count}`));
  return svg("g", { class: "lane", role: "group", "aria-label": t(`kind_${kind}`) },
    svg("text", { class: "lane-name", x: LEFT, y: one.top + TITLE - 5 }, t(`kind_${kind}`)),
    svg("line", { class: "floor", x1: LEFT, x2: width - LEFT, y1: floor + 0.5, y2: floor + 0.5 }), more, marks);
}

function mark({ item, x, y }, tip, width) {
  const show = () => showTip(tip, item, x, y, width);
  const hide = () => { tip.hidden = true; };
  const { thing } = item;
  return svg("a", {
    href: address("thing", { iri: thing.iri }), class: "mark", tabindex: "-1", transform: `translate(${x} ${y})`,
    "aria-label": [item.date, nameOf(thing), classLabel(thing.cls), item.text].filter(Boolean).join(", "),
    onclick: follow, onmouseenter: show, onmouseleave: hide, onfocus: show, onblur: hide,
  }, svg("rect", { class: "reach", x: -CELL / 2, y: -CELL / 2, width: CELL, height: CELL }), shapeOf(thing.cls, RADIUS));
}

function showTip(tip, item, x, y, width) {
  tip.replaceChildren(el("p", {}, el("span", { class: "date" }, item.date), " ", el("strong", {}, nameOf(item.thing)),
    item.other ? ` ${relationLabel(item.relation)} ${nameOf(item.other)}` : null), el("p", { class: "soft", lang: "ko" }, item.text));
  tip.hidden = false;
  tip.style.top = `${y + CELL}px`;
  tip.style.left = `${Math.max(0, Math.min(x - tip.offsetWidth / 2, width - tip.offsetWidth))}px`;
}

/** What an item says beyond its thing: a goal, a sentence; "" where that is but the name, or the headline of its article. */
export const furtherWords = ({ text, thing, article }) => (text && text !== nameOf(thing) && text !== article?.title ? text : "");

/* ---- axis ---- */

function grid(first, last, { at }, inner, height, language, onzoom) {
  const month = new Intl.DateTimeFormat(language, { month: "short", timeZone: "UTC" });
  const lines = ticks(first, last, Math.floor(inner / LABEL)).map((tick) => {
    const words = tick.month === null ? String(tick.year) : tick.month ? month.format(Date.UTC(2000, tick.month, 1)) : String(tick.year);
    const zoom = tick.month === null ? { class: "tick year", onclick: () => onzoom(tick.year) } : { class: "tick" };
    return svg("g", zoom, svg("line", { x1: at(tick.at), x2: at(tick.at), y1: 0, y2: height + 6 }),
      svg("text", { x: at(tick.at) + 3, y: height + FOOT - 6 }, words));
  });
  const now = new Date();
  const today = span(now.toISOString().slice(0, 10))[0];
  const line = today > first && today < last + 1 ? svg("g", { class: "today" }, svg("line", { x1: at(today), x2: at(today), y1: 0, y2: height + 6 }),
    svg("text", { x: at(today) + 3, y: 10 }, t("today"))) : null;
  return svg("g", { "aria-hidden": "true" }, lines, line);
}

/* ---- keys ---- */

function rove(drawing, lanes, onzoom) {
  const rows = lanes.map(({ spots }) => spots).filter((spots) => spots.length);
  if (!rows.length) return;
  rows[0][0].element.setAttribute("tabindex", "0");
  const spotOf = (element) => {
    for (const [row, spots] of rows.entries()) {
      const column = spots.findIndex((spot) => spot.element === element);
      if (column >= 0) return [row, column];
    }
    return null;
  };
  drawing.addEventListener("focusin", ({ target }) => {
    drawing.querySelectorAll('a[tabindex="0"]').forEach((one) => one.setAttribute("tabindex", "-1"));
    target.closest("a")?.setAttribute("tabindex", "0");
  });
  drawing.addEventListener("keydown", (event) => {
    const place = spotOf(event.target.closest("a"));
    if (!place || event.ctrlKey || event.metaKey || event.altKey) return;
    const [row, column] = place;
    if (event.key === "+" || event.key === "=") onzoom(rows[row][column].year);
    else if (event.key === "-" || event.key === "0") onzoom(null);
    else if (!stepTo(rows, row, column, event.key)) return;
    event.preventDefault();
  });
}

function stepTo(rows, row, column, key) {
  const spots = rows[row];
  const nearest = (others, x) => others?.reduce((best, spot) => (Math.abs(spot.x - x) < Math.abs(best.x - x) ? spot : best));
  const to = {
    ArrowRight: spots[column + 1], ArrowLeft: spots[column - 1], Home: spots[0], End: spots.at(-1),
    ArrowDown: nearest(rows[row + 1], spots[column].x), ArrowUp: nearest(rows[row - 1], spots[column].x),
  };
  if (!(key in to)) return false;
  to[key]?.element.focus();
  return true;
}
