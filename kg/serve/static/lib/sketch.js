/**
 * A network as SVG, from positions: the small map of a card, and the picture that is saved.
 */

import { LABEL_FONT, LABEL_SIZE, LINE, lineBreaker, placeLabels } from "../view/drawing.js";
import { svg } from "./dom.js";
import { shapeOf } from "./marks.js";
import { classLabel, nameOf } from "./text.js";

/* What makes shapes of one size look equally large; as in the views (kg/view/page.py). */
const FULLER = { star: 1.45, triangle: 1.15, triangleDown: 1.15, diamond: 1.15, square: 0.9 };

/** Radius of a thing with `degree` drawn facts. */
export const radiusOf = (shape, degree) => Math.min(34, 7 + 2.4 * degree ** 0.6) * (FULLER[shape] ?? 1);

const ruler = document.createElement("canvas").getContext("2d");
ruler.font = `500 ${LABEL_SIZE}px ${LABEL_FONT}`;

/** Breaks labels into lines as they are drawn. */
export const breakLines = lineBreaker((text) => ruler.measureText(text).width);

/**
 * How far each edge bends, so that edges between the same two things lie apart.
 * @param {Array<{s: string, o: string}>} facts
 * @returns {number[]}  0 is straight; the sign is the side, seen from `s`
 */
export function bends(facts) {
  const seen = new Map();
  return facts.map(({ s, o }) => {
    const key = s < o ? `${s} ${o}` : `${o} ${s}`;
    const rank = (seen.get(key) ?? -1) + 1;
    seen.set(key, rank);
    const bend = 0.18 * Math.ceil(rank / 2) * (rank % 2 ? 1 : -1);
    return s < o ? bend : -bend;
  });
}

/**
 * Draws things and facts.
 * @param {{things: Array<Object>, facts: Array<Object>, width: number, height: number, paint: function(string): string,
 *     wrap?: function(Object, Element): Element, title?: string}} drawing  things have `x`, `y` (pixels in the area),
 *     `radius`, `degree`, `must`; facts have `s`, `o` (IRIs) and `dashed`; `paint` gives the colour for a custom property of
 *     the style sheet; `wrap` may put a thing's element into a link
 * @returns {SVGElement}
 */
export function sketch({ things, facts, width, height, paint, wrap = (_, node) => node, title = "" }) {
  const at = new Map(things.map((thing) => [thing.iri, thing]));
  const curves = bends(facts);
  const ranked = [...things].sort((a, b) => Number(b.must) - Number(a.must) || b.degree - a.degree || (a.iri < b.iri ? -1 : 1));
  const spots = ranked.map((thing) => ({ ...thing, text: nameOf(thing) }));
  const { labels } = placeLabels(spots, { breakLines, width, height });
  return svg("svg", { viewBox: `0 0 ${round(width)} ${round(height)}`, "font-family": LABEL_FONT.replaceAll('"', "'") },
    title ? svg("title", {}, title) : null,
    svg("g", { fill: "none", stroke: paint("--edge"), "stroke-width": 1.2 },
      facts.map((fact, n) => edge(at.get(fact.s), at.get(fact.o), curves[n], fact))),
    svg("g", { stroke: paint("--page"), "stroke-width": 0.75 }, things.map((thing) => wrap(thing, node(thing, paint)))),
    svg("g", {
      "font-size": LABEL_SIZE, "font-weight": 500, "text-anchor": "middle", fill: paint("--ink"), stroke: paint("--page"),
      "stroke-width": 3.5, "stroke-linejoin": "round", "paint-order": "stroke", "pointer-events": "none",
    }, labels.map(written)));
}

const round = (value) => Math.round(value * 10) / 10;

function node(thing, paint) {
  return svg("g", { transform: `translate(${round(thing.x)} ${round(thing.y)})` },
    svg("title", {}, `${nameOf(thing)} (${classLabel(thing.cls)})`), shapeOf(thing.cls, thing.radius, paint));
}

function written({ lines, x, top }) {
  return svg("text", {}, lines.map((line, n) => svg("tspan", { x: round(x), y: round(top + n * LINE + 12) }, line)));
}

function edge(from, to, bend, { dashed }) {
  const dashes = dashed ? { "stroke-dasharray": "5 5" } : {};
  if (from === to) {
    return svg("circle", { cx: round(from.x), cy: round(from.y - from.radius * 1.4), r: round(from.radius), ...dashes });
  }
  const dx = to.x - from.x, dy = to.y - from.y;
  const middle = [(from.x + to.x) / 2 - dy * bend, (from.y + to.y) / 2 + dx * bend];
  const end = towards(to, middle, to.radius + 2);
  const curve = `M${round(from.x)} ${round(from.y)}Q${round(middle[0])} ${round(middle[1])} ${round(end[0])} ${round(end[1])}`;
  return [svg("path", { d: curve, ...dashes }), arrow(middle, end)];
}

/* The point at `distance` from `thing` on the way to `point`. */
function towards(thing, [x, y], distance) {
  const length = Math.hypot(x - thing.x, y - thing.y) || 1;
  return [thing.x + ((x - thing.x) / length) * distance, thing.y + ((y - thing.y) / length) * distance];
}

function arrow([x, y], [tipX, tipY]) {
  const angle = Math.atan2(tipY - y, tipX - x);
  const barb = (turn) => `${round(tipX - 6 * Math.cos(angle + turn))} ${round(tipY - 6 * Math.sin(angle + turn))}`;
  return svg("path", { d: `M${barb(0.45)}L${round(tipX)} ${round(tipY)}L${barb(-0.45)}` });
}
