/**
 * The drawing: vis-network with fixed positions, and labels of our own.
 */

import { emphasise, writeLabels } from "../view/drawing.js";
import { bends, breakLines, radiusOf } from "../lib/sketch.js";
import { pngPicture, sceneOf, svgPicture } from "../view/picture.js";
import { classLabel, colour, el, isCalm, nameOf, place, relationLabel, vocabulary } from "../lib.js";
import { degrees } from "./model.js";

const LIBRARY = "/static/vendor/vis-network.min.js", SHEET = "/static/vendor/vis-network.css";
const NAMED_LINES = 14; // a selection with more facts than that does not name them on their lines
const OPTIONS = {
  autoResize: false, // see #redraw
  layout: { improvedLayout: false },
  physics: { enabled: false },
  interaction: {
    hover: true, keyboard: { enabled: true, bindToWindow: false }, selectConnectedEdges: false, hoverConnectedEdges: false,
  },
  nodes: { borderWidth: 0.75, borderWidthSelected: 0.75, chosen: false },
  edges: { smooth: false, width: 1.2, hoverWidth: 1, selectionWidth: 1.5, arrows: { to: { enabled: true, scaleFactor: 0.45 } } },
};

let loading = null;

/** vis-network, loaded when the first network is drawn. */
function library() {
  loading ??= new Promise((resolve, reject) => document.head.append(
    el("link", { rel: "stylesheet", href: SHEET }),
    el("script", { src: LIBRARY, onload: () => resolve(globalThis.vis), onerror: () => reject(new Error(LIBRARY)) })));
  return loading;
}

/** The drawing of a network in `box`. Made by `Canvas.in`. */
export class Canvas {
  #selection = null;
  #hovered = null;
  #shown = { things: new Map(), facts: new Map() };
  #degrees = new Map();
  #ranked = [];
  #colours = {};
  #changing = false; // vis-network draws while things and facts are still coming in

  /**
   * @param {HTMLElement} box
   * @param {{select: function(?Object): void, open: function(string): void, moved: function(string, number, number): void}} hands
   *     what is to happen when the reader selects a thing, a fact ({kind, key}) or nothing, opens a thing, moves one
   */
  static async in(box, hands) {
    return new Canvas(await library(), box, hands);
  }

  constructor(vis, box, hands) {
    this.nodes = new vis.DataSet();
    this.edges = new vis.DataSet();
    this.network = new vis.Network(box, { nodes: this.nodes, edges: this.edges }, OPTIONS);
    this.#listen(hands);
    this.recolour();
    this.sizes = new ResizeObserver(() => this.#redraw());
    this.sizes.observe(box);
  }

  #listen({ select, open, moved }) {
    const { network } = this;
    network.on("click", ({ nodes, edges }) => {
      this.focus();
      if (nodes.length) select({ kind: "thing", key: nodes[0] });
      else select(edges.length ? { kind: "fact", key: edges[0] } : null);
    });
    network.on("doubleClick", ({ pointer }) => {
      const iri = network.getNodeAt(pointer.DOM);
      if (iri !== undefined) open(iri);
    });
    network.on("dragEnd", ({ nodes }) => {
      for (const iri of nodes) moved(iri, ...Object.values(network.getPosition(iri)).map(Math.round));
    });
    network.on("hoverNode", ({ node }) => this.#hover(node));
    network.on("blurNode", () => this.#hover(null));
    network.on("afterDrawing", (context) => this.#finish(context));
  }

  #hover(iri) {
    this.#hovered = iri;
    this.#redraw();
  }

  /** Draws these things and facts, as `visible` gives them; what is drawn already stays where it is. */
  draw(shown, seeds) {
    this.#shown = shown;
    this.#degrees = degrees(shown.facts);
    this.#ranked = [...shown.things.keys()].sort((a, b) =>
      Number(seeds.includes(b)) - Number(seeds.includes(a)) || this.#degree(b) - this.#degree(a) || (a < b ? -1 : 1));
    const facts = [...shown.facts], curves = bends(facts.map(([, fact]) => fact));
    this.#changing = true;
    replace(this.nodes, [...shown.things.values()].map((thing) => this.#node(thing)));
    replace(this.edges, facts.map(([key, fact], n) => edge(key, fact, curves[n])));
    this.#changing = false;
    this.#redraw();
  }

  #degree(iri) {
    return this.#degrees.get(iri) ?? 0;
  }

  #node({ iri, cls, x, y }) {
    const { group, shape } = place(cls);
    const color = { background: this.#colours.groups[group], border: this.#colours.page };
    return { id: iri, shape, x, y, size: radiusOf(shape, this.#degree(iri)), color: { ...color, highlight: color, hover: color } };
  }

  /** Takes the colours of the present theme. */
  recolour() {
    const [page, ink, edge, accent, soft] = ["--page", "--ink", "--edge", "--accent", "--soft"].map(colour);
    this.#colours = { page, ink, edge, accent, soft, groups: vocabulary().groups.map((_, n) => colour(`--group-${n}`)) };
    this.network.setOptions({ edges: { color: { color: edge, highlight: accent, hover: accent, inherit: false } } });
    this.nodes.update([...this.#shown.things.values()].map((thing) => ({ id: thing.iri, color: this.#node(thing).color })));
  }

  /** Marks a thing or a fact with all that belongs to it; null for nothing. */
  mark(selection) {
    this.#selection = selection;
    this.network.setSelection({ nodes: [], edges: [] });
    this.#redraw();
  }

  /* The facts and things that belong to the selection. */
  #surroundings() {
    const { things, facts } = this.#shown;
    if (!this.#selection) return null;
    const { kind, key } = this.#selection;
    if (!(kind === "thing" ? things : facts).has(key)) return null;
    const edges = kind === "fact" ? [key] : [...facts].filter(([, { s, o }]) => s === key || o === key).map(([id]) => id);
    const nodes = new Set(kind === "thing" ? [key] : []);
    for (const id of edges) for (const iri of [facts.get(id).s, facts.get(id).o]) nodes.add(iri);
    return { edges, nodes };
  }

  #finish(context) {
    if (this.#changing) return;
    const around = this.#surroundings();
    const { page, ink, accent } = this.#colours;
    if (around) emphasise(context, this.network, { ...around, veil: page });
    this.#ringOpenable(context, around?.nodes ?? this.#shown.things.keys());
    writeLabels(context, this.network, { ...this.#named(around), ink, halo: page, accent });
  }

  /* A ring around a thing that has more facts than are drawn. */
  #ringOpenable(context, iris) {
    context.save();
    Object.assign(context, { lineWidth: 1, strokeStyle: this.#colours.soft });
    context.setLineDash([2, 3]);
    for (const iri of iris) {
      const { x, y, options } = this.network.body.nodes[iri];
      if (this.#shown.things.get(iri).degree <= this.#degree(iri)) continue;
      context.beginPath();
      context.arc(x, y, options.size + 4, 0, 2 * Math.PI);
      context.stroke();
    }
    context.restore();
  }

  /* What is to be named, the most important first. */
  #named(around) {
    const chosen = !around ? [] : this.#selection.kind === "thing" ? [this.#selection.key] : [...around.nodes];
    const first = [this.#hovered, ...chosen].filter((iri) => this.#shown.things.has(iri));
    const order = new Set([...first, ...this.#ranked.filter((iri) => !around || around.nodes.has(iri))]);
    const nodes = [...order].map((iri) => ({
      id: iri, text: nameOf(this.#shown.things.get(iri)), degree: this.#degree(iri), must: first.includes(iri),
    }));
    const lines = around && around.edges.length <= NAMED_LINES ? around.edges : [];
    return { nodes, edges: lines.map((id) => ({ id, text: relationLabel(this.#shown.facts.get(id).p) })), breakLines };
  }

  /**
   * The drawing as it stands, as a file.
   * @param {{format: "svg"|"png", title: string, figures: string}} what
   * @returns {Promise<Blob>}
   */
  async picture({ format, title, figures }) {
    const around = this.#surroundings(), { page, ink, soft, edge, accent, groups } = this.#colours;
    const classes = new Set([...this.#shown.things.values()].map(({ cls }) => cls));
    const legend = [...classes].map((cls) => ({ ...place(cls), text: classLabel(cls) })).sort((a, b) => a.group - b.group);
    const titleOf = (iri) => nameOf(this.#shown.things.get(iri));
    const scene = {
      ...sceneOf(this.network, { ...this.#named(around), around, title: titleOf }), title, figures,
      legend: legend.map(({ group, shape, text }) => ({ shape, text, colour: groups[group] })),
      colours: { page, ink, soft, edge, accent, halo: page },
    };
    if (format === "png") return pngPicture(scene, this.network.canvas.frame.canvas);
    return new Blob([svgPicture(scene)], { type: "image/svg+xml" });
  }

  /** Shows the whole network. */
  fit({ gently = true } = {}) {
    this.#redraw();
    this.network.fit({ animation: gently && !isCalm() ? { duration: 300 } : false, maxZoomLevel: 1.4 });
  }

  zoom(factor) {
    this.network.moveTo({ scale: this.network.getScale() * factor });
  }

  /** Brings a thing into the middle of what can be seen. */
  centre(iri, covered = 0) {
    const animation = isCalm() ? false : { duration: 300 };
    this.network.moveTo({ position: this.network.getPosition(iri), offset: { x: 0, y: -covered / 2 }, animation });
  }

  /** What part of the drawing is seen: {position, scale}; given one, shows that. */
  view(wanted = null) {
    if (wanted) this.network.moveTo(wanted);
    return { position: this.network.getViewPosition(), scale: this.network.getScale() };
  }

  /** Where a thing or the middle of a fact's line stands, in pixels of the box. */
  position({ kind, key }) {
    const { network } = this;
    return network.canvasToDOM(kind === "thing" ? network.getPosition(key) : network.body.edges[key].edgeType.getPoint(0.5));
  }

  /* Draws anew in the size that the box has now. vis-network would shrink and move what is drawn with it, away from under
     the pointer; here it keeps its size and its distance from the upper left corner. */
  #redraw() {
    const corner = this.network.DOMtoCanvas({ x: 0, y: 0 }), scale = this.network.getScale();
    this.network.redraw();
    const now = this.network.DOMtoCanvas({ x: 0, y: 0 });
    if (now.x === corner.x && now.y === corner.y && this.network.getScale() === scale) return;
    const { clientWidth, clientHeight } = this.network.canvas.frame;
    this.network.moveTo({ scale, position: { x: corner.x + clientWidth / 2 / scale, y: corner.y + clientHeight / 2 / scale } });
  }

  /** Whether a thing lies within the box, of which `covered` pixels from below cannot be seen. */
  inSight(iri, covered = 0) {
    const { x, y } = this.position({ kind: "thing", key: iri });
    const { clientWidth, clientHeight } = this.network.canvas.frame;
    return x > 0 && y > 0 && x < clientWidth && y < clientHeight - covered;
  }

  focus() {
    this.network.canvas.frame.focus({ preventScroll: true });
  }

  close() {
    this.sizes.disconnect();
    this.network.destroy();
  }
}

/* Makes a data set hold these rows: new ones come in, gone ones go. */
function replace(set, rows) {
  const wanted = new Set(rows.map(({ id }) => id));
  set.remove(set.getIds().filter((id) => !wanted.has(id)));
  set.update(rows);
}

function edge(key, { id, s, o }, bend) {
  const smooth = bend ? { enabled: true, type: "curvedCW", roundness: bend } : false;
  return { id: key, from: s, to: o, smooth, dashes: !id };
}
