/**
 * Statements of an answer as a network: those of a CONSTRUCT, or rows with the columns s, p, o.
 */

import { address, el, emptyNote, follow, inPage, link, number, place, svg, t, vocabulary } from "../lib.js";
import { radiusOf, sketch } from "../lib/sketch.js";
import { shortened } from "./endpoint.js";
import { namesIn } from "./terms.js";

const MOST = 120; // things, the most connected first
const LINKED = 40; // things that the address of the network page takes
const STEPS = 260;
const REACH = 3.2; // how far things repel one another, in lengths of a tie: parts that are not tied stay close by
const TURN = Math.PI * (3 - Math.sqrt(5));

/** The statements between things that an answer holds: [{s, p, o}…]. */
export function edgesOf({ columns, rows }) {
  const [s, p, o] = ["s", "p", "o"].map((name) => columns.indexOf(name));
  if (s < 0 || p < 0 || o < 0) return [];
  const type = `${vocabulary().prefixes.rdf}type`;
  return rows.filter((row) => row[s]?.type === "uri" && row[o]?.type === "uri" && row[p] && row[p].value !== type)
    .map((row) => ({ s: row[s].value, p: row[p].value, o: row[o].value }));
}

/** @returns {HTMLElement} the drawing comes when the names are known */
export function drawingView(answer, { signal }) {
  const box = el("figure", { class: "answer-network" });
  requestAnimationFrame(() => draw(box, edgesOf(answer), signal));
  return box;
}

async function draw(box, edges, signal) {
  if (!edges.length) return box.replaceChildren(emptyNote(t("query_empty")));
  const { kept, degrees } = strongest(edges);
  const drawn = edges.filter(({ s, o }) => kept.has(s) && kept.has(o));
  const iris = [...kept];
  const names = await namesIn([iris.map((value) => ({ type: "uri", value }))], signal).catch(() => new Map());
  if (signal.aborted) return;
  const width = Math.max(320, box.clientWidth), height = Math.round(Math.min(760, Math.max(360, 90 * Math.sqrt(iris.length))));
  const spots = spread(iris, drawn, width, height);
  const things = iris.map((iri, n) => {
    const thing = names.get(iri) ?? { iri, cls: "", names: { und: [shortened(iri)] } };
    return { ...thing, degree: degrees.get(iri), radius: radiusOf(place(thing.cls).shape, degrees.get(iri)) * 0.8, x: spots[n][0], y: spots[n][1], must: false };
  });
  const made = sketch({ things, facts: drawn, width, height, paint: inPage, wrap: (thing, node) => (names.has(thing.iri) ? linked(thing, node) : node) });
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", t("answer_network", { things: number(things.length), facts: number(drawn.length) }));
  box.replaceChildren(made, caption(iris.filter((iri) => names.has(iri)), degrees, drawn.length, kept.size));
}

const linked = ({ iri }, node) => svg("a", { href: address("thing", { iri }), onclick: follow }, node);

function caption(iris, degrees, facts, shown) {
  const chosen = iris.slice(0, LINKED);
  const rest = degrees.size - shown;
  return el("figcaption", { class: "soft" }, t("answer_network", { things: number(shown), facts: number(facts) }), rest ? ` ${t("answer_network_cut", { count: number(rest) })}` : null, " ",
    chosen.length ? link("network", { iri: chosen }, t("answer_network_open")) : null);
}

function strongest(edges) {
  const degrees = new Map();
  for (const { s, o } of edges) for (const iri of [s, o]) degrees.set(iri, (degrees.get(iri) ?? 0) + 1);
  const ranked = [...degrees].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return { kept: new Set(ranked.slice(0, MOST).map(([iri]) => iri)), degrees };
}

/**
 * Places by forces: things repel one another, statements pull together (Fruchterman and Reingold 1991), from a spiral, so that
 * the same answer always looks the same.
 * @returns {Array<[number, number]>}  within the area
 */
export function spread(iris, edges, width, height) {
  const spots = iris.map((_, n) => [Math.sqrt(n + 0.5) * Math.cos(n * TURN), Math.sqrt(n + 0.5) * Math.sin(n * TURN)]);
  const number = new Map(iris.map((iri, n) => [iri, n]));
  const ties = edges.map(({ s, o }) => [number.get(s), number.get(o)]).filter(([a, b]) => a !== b);
  for (let step = 0; step < STEPS; step++) move(spots, ties, 0.9 * (1 - step / STEPS) + 0.01);
  const [x, y] = [0, 1].map((axis) => stretched(spots.map((spot) => spot[axis]), axis ? height : width));
  return spots.map((spot) => [x(spot[0]), y(spot[1])]);
}

function move(spots, ties, most) {
  const pushed = spots.map(() => [0, 0]);
  const apply = (a, b, force) => {
    const dx = spots[a][0] - spots[b][0], dy = spots[a][1] - spots[b][1];
    const distance = Math.hypot(dx, dy) || 0.01;
    const size = force(distance) / distance;
    pushed[a][0] += dx * size; pushed[a][1] += dy * size;
    pushed[b][0] -= dx * size; pushed[b][1] -= dy * size;
  };
  for (let a = 0; a < spots.length; a++) for (let b = 0; b < a; b++) apply(a, b, (distance) => (distance < REACH ? 1 / distance : 0));
  for (const [a, b] of ties) apply(a, b, (distance) => -(distance ** 2));
  spots.forEach((spot, n) => {
    const [x, y] = [pushed[n][0] - spot[0] * 0.06, pushed[n][1] - spot[1] * 0.06]; // a slight pull to the middle keeps parts together
    const length = Math.hypot(x, y) || 1;
    spot[0] += (x / length) * Math.min(length, most);
    spot[1] += (y / length) * Math.min(length, most);
  });
}

function stretched(values, size) {
  const margin = 44;
  const least = Math.min(...values), reach = Math.max(...values) - least || 1;
  return (value) => margin + ((value - least) / reach) * (size - 2 * margin);
}
