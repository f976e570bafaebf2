/**
 * The drawing: vis-network with fixed positions, and what the reader does with it.
 */

import { emphasise, lineBreaker, writeLabels, LABEL_FONT, LABEL_SIZE } from "./drawing.js";
import {
  at, calm, colourOf, data, degree, factOff, facts, factsOf, isDrawnFact, nameOf, ranked, relationLabel, state, thingOff, things, token, unpacked,
  valueOf,
} from "./state.js";

const NAMED_LINES = 14; // a selection with more facts than that does not name them on their lines
const CRISP = 150; // up to so many things nodes have their ordinary size, more are drawn bolder
const SMALL = 7, LARGE = 34;
/* What makes shapes of one size look equally large. */
const FULLER = { star: 1.45, triangle: 1.15, triangleDown: 1.15, diamond: 1.15, square: 0.9 };

/* The library comes packed; as an element of the page it runs only if the policy knows its hash. */
const script = document.createElement("script");
script.textContent = await unpacked("library");
document.head.append(script);

const { vis } = window;
const focus = new Set(data.focus);
const hands = { select: () => {}, deselect: () => {} };

/** How many things are named in the drawing. */
export let labelled = 0;

/** What is to happen on a click: `select(kind, id)`, `deselect()`. */
export function whenClicked(acts) {
  Object.assign(hands, acts);
}

/* ---- looks ---- */

function lineColours() {
  const accent = token("--accent");
  return { color: { color: token("--edge"), highlight: accent, hover: accent, inherit: false } };
}

const most = new Map();

/* The largest value that a measure has in the file; at least 1 where it counts. */
function largest(measure) {
  if (!most.has(measure)) most.set(measure, things.reduce((high, _, i) => Math.max(high, valueOf(i, measure)), 0));
  return most.get(measure);
}

/* The area of a node grows with the measure. The number of facts has a fixed scale, so that one view compares with another. */
function radiusOf(i) {
  const bold = Math.min(2.2, Math.max(1, (state.drawn.size / CRISP) ** 0.4));
  const value = valueOf(i, state.size);
  const grown = state.size === "degree" ? 2.4 * value ** 0.6 : (LARGE - SMALL * bold) * Math.sqrt(value / (largest(state.size) || 1));
  return Math.min(LARGE, SMALL * bold + grown) * (FULLER[data.nodes[i].shape] ?? 1);
}

function drawnNodes() {
  const border = token("--halo");
  return [...state.drawn].map((i) => {
    const own = { background: colourOf(i), border };
    return { ...data.nodes[i], size: radiusOf(i), hidden: thingOff(i), color: { ...own, highlight: own, hover: own } };
  });
}

const drawnEdges = () => facts.map((_, i) => i).filter(isDrawnFact).map((i) => ({ ...data.edges[i], hidden: factOff(i) }));

/* Data that the network is made with cost it less than data that come later. */
const nodes = new vis.DataSet(drawnNodes()), edges = new vis.DataSet(drawnEdges());
export const network = new vis.Network(at("network"), { nodes, edges }, { ...data.options, edges: { ...data.options.edges, ...lineColours() } });

let started = false, changing = false;

/** Draws what is to be seen, as state and filters say. */
export function draw() {
  changing = true;
  const gone = nodes.getIds().filter((i) => !state.drawn.has(i));
  edges.remove(edges.getIds().filter((i) => !isDrawnFact(i)));
  nodes.remove(gone);
  nodes.update(drawnNodes());
  edges.update(drawnEdges());
  changing = false;
}

/** Takes the colours of the present theme. */
export function recolour() {
  network.setOptions({ edges: lineColours() });
  draw();
}

/* ---- selection and labels ---- */

/** What belongs to the selection: {edges, nodes}, or null without one. */
export function surroundings() {
  const chosen = state.selected;
  if (!chosen) return null;
  const seen = (i) => isDrawnFact(i) && !factOff(i);
  const lines = chosen.kind === "fact" ? [chosen.id].filter(isDrawnFact) : factsOf[chosen.id].filter(seen);
  const dots = new Set(chosen.kind === "thing" ? [chosen.id] : []);
  for (const i of lines) for (const end of [facts[i].s, facts[i].o]) dots.add(end);
  return { edges: lines, nodes: new Set([...dots].filter((i) => !thingOff(i))) };
}

const measuring = document.createElement("canvas").getContext("2d");
measuring.font = `500 ${LABEL_SIZE}px ${LABEL_FONT}`;
export const breakLines = lineBreaker((text) => measuring.measureText(text).width);

/** What is to be named in the drawing, the most important first. */
export function wanted(around) {
  const chosen = state.selected?.kind === "thing" ? [state.selected.id] : [];
  const first = [state.hovered, ...chosen].filter((i) => i !== null && state.drawn.has(i));
  const order = around ? ranked.filter((i) => around.nodes.has(i)) : [...focus, ...ranked];
  const seen = [...new Set([...first, ...order])].filter((i) => state.drawn.has(i) && !thingOff(i));
  const lines = around && around.edges.length <= NAMED_LINES ? around.edges : [];
  return {
    nodes: seen.map((i) => ({ id: i, text: nameOf(things[i]), degree: degree[i], must: first.includes(i) })),
    edges: lines.map((i) => ({ id: i, text: relationLabel(facts[i].p) })),
    breakLines,
  };
}

network.on("afterDrawing", (context) => {
  if (!started || changing) return; // a frame within a change has not all that the state says; another one follows
  const around = surroundings();
  if (around) emphasise(context, network, { ...around, veil: token("--page") });
  labelled = writeLabels(context, network, { ...wanted(around), ink: token("--ink"), halo: token("--halo"), accent: token("--accent") });
  if (!document.documentElement.dataset.ready) {
    document.documentElement.dataset.ready = "true";
    performance.mark("usable");
  }
});

network.on("click", ({ nodes: hitNodes, edges: hitEdges }) => {
  if (hitNodes.length) hands.select("thing", hitNodes[0]);
  else if (hitEdges.length) hands.select("fact", hitEdges[0]);
  else hands.deselect();
});
network.on("hoverNode", ({ node }) => { state.hovered = node; network.redraw(); });
network.on("blurNode", () => { state.hovered = null; network.redraw(); });

/* ---- moving ---- */

export function fit(animation = !calm.matches) {
  network.fit({ animation: animation ? { duration: 300 } : false, maxZoomLevel: 1.15 });
}

export function zoom(factor) {
  network.moveTo({ scale: network.getScale() * factor });
}

/** Takes the size that the stage has now. When a card comes or goes, the drawing keeps its middle. */
export function resize() {
  network.setSize("100%", "100%");
  network.redraw();
}

/** Brings the selection's surroundings into the part of the drawing that the card leaves free. */
export function moveToSelection() {
  const stage = at("stage").getBoundingClientRect(), card = at("card").getBoundingClientRect();
  const covered = card.width > stage.width * 0.9 ? card.height : 0;
  const places = Object.values(network.getPositions([...surroundings().nodes]));
  if (!places.length) return;
  const [left, right] = [Math.min(...places.map((p) => p.x)), Math.max(...places.map((p) => p.x))];
  const [top, bottom] = [Math.min(...places.map((p) => p.y)), Math.max(...places.map((p) => p.y))];
  const scale = Math.min(1.15, (stage.width - 160) / (right - left + 1), (stage.height - covered - 120) / (bottom - top + 1));
  const position = { x: (left + right) / 2, y: (top + bottom) / 2 };
  network.moveTo({ position, scale: Math.max(scale, 0.12), offset: { x: 0, y: -covered / 2 }, animation: calm.matches ? false : { duration: 350 } });
}

/** The first drawing, from which on the page is usable. */
export function start() {
  fit(false);
  started = true;
  network.redraw();
}

/** What stands in the drawing but is hidden by the filters. */
export const hiddenCounts = () => ({
  things: nodes.get({ filter: (node) => node.hidden }).length,
  facts: edges.get({ filter: (edge) => edge.hidden }).length,
});
