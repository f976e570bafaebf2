/**
 * The picture that is saved: a drawing of vis-network as it stands, with title, figures and legend, as SVG or PNG.
 */

import { LABEL_FONT, LABEL_SIZE, LINE, placeLabels } from "./drawing.js";

const MARGIN = 20, TOP = 62, ROW = 24, MARK = 6; // of the frame, in pixels
const SPACE = "http://www.w3.org/2000/svg";
const NOT_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
const VEILED = 0.18; // how much of it is left of what does not belong to the selection

/**
 * What a drawing shows now, in pixels of its canvas.
 * @param {Object} network  of vis-network
 * @param {{nodes: Array<{id, text: string, degree: number, must: boolean}>, edges: Array<{id, text: string}>, breakLines: Function,
 *     around?: ?{nodes: Set, edges: Array}, title: function(*): string}} what  what is to be named, the most important first, as
 *     for `writeLabels`; the selection, around which all is veiled; the full name of a node by its id
 * @returns {{width: number, height: number, nodes: Array<Object>, edges: Array<Object>, labels: Array<Object>, names: Array<Object>}}
 */
export function sceneOf(network, { nodes, edges, breakLines, around = null, title }) {
  const canvas = network.canvas.frame.canvas, width = canvas.clientWidth, height = canvas.clientHeight;
  const scale = network.getScale(), centre = network.getViewPosition();
  const onScreen = ({ x, y }) => ({ x: (x - centre.x) * scale + width / 2, y: (y - centre.y) * scale + height / 2 });
  const seen = (part) => !part.options.hidden;
  const dots = Object.values(network.body.nodes).filter((node) => seen(node) && node.options.size !== undefined).map((node) => ({
    ...onScreen(node), id: node.id, radius: node.options.size * scale, shape: node.options.shape, colour: node.options.color.background,
    title: title(node.id), veiled: around !== null && !around.nodes.has(node.id),
  }));
  const byId = new Map(dots.map((dot) => [dot.id, dot]));
  const lines = Object.values(network.body.edges).filter((edge) => seen(edge) && byId.has(edge.fromId) && byId.has(edge.toId)).map((edge) => {
    const by = edge.edgeType.getViaNode?.();
    return {
      from: byId.get(edge.fromId), to: byId.get(edge.toId), by: by && Number.isFinite(by.x) ? onScreen(by) : null, width: edge.options.width * scale,
      dashed: Boolean(edge.options.dashes), veiled: around !== null && !around.edges.includes(edge.id),
    };
  });
  const spots = nodes.map(({ id, ...label }) => ({ ...label, ...byId.get(id) }))
    .filter(({ x, y }) => x > -40 && y > -40 && x < width + 40 && y < height + 40);
  const { labels } = placeLabels(spots, { breakLines, width, height });
  const names = edges.map(({ id, text }) => ({ text, ...onScreen(network.body.edges[id].edgeType.getPoint(0.5)) }));
  return { width, height, nodes: dots, edges: lines, labels, names };
}

/* Where the entries of the legend stand below the drawing, and how high the whole is. */
function framed({ width, height, legend }, measure) {
  const entries = [];
  let x = MARGIN, y = 0;
  for (const entry of legend) {
    const size = Math.min(measure(entry.text) + 40, width - 2 * MARGIN);
    if (x + size > width - MARGIN && x > MARGIN) {
      x = MARGIN;
      y += ROW;
    }
    entries.push({ ...entry, x: x + 8, y: TOP + height + 18 + y, room: size - 30 });
    x += size;
  }
  return { entries, height: TOP + height + y + ROW + MARGIN };
}

function measureOf(font) {
  const context = document.createElement("canvas").getContext("2d");
  context.font = font;
  return (text) => context.measureText(text).width;
}

/** Corners of a shape of radius `r` around the origin, as vis-network draws it; a dot has none. */
function corners(shape, r) {
  const half = r * 1.15, inner = (Math.sqrt(3) / 3) * half, outer = Math.sqrt(3) * half - inner, shift = 0.275 * half;
  if (shape === "square") return [[-r, -r], [r, -r], [r, r], [-r, r]];
  if (shape === "diamond") return [[0, r], [r, 0], [0, -r], [-r, 0]];
  if (shape === "triangle") return [[0, shift - outer], [half, shift + inner], [-half, shift + inner]];
  if (shape === "triangleDown") return [[0, outer - shift], [half, -inner - shift], [-half, -inner - shift]];
  const count = shape === "hexagon" ? 6 : 10;
  return Array.from({ length: count }, (_, i) => {
    const turn = (2 * Math.PI * i) / count;
    if (shape === "hexagon") return [r * Math.cos(turn), r * Math.sin(turn)];
    const ray = r * 0.82 * (i % 2 ? 0.5 : 1.3);
    return [ray * Math.sin(turn), r * 0.082 - ray * Math.cos(turn)];
  });
}

/* ---- SVG ---- */

/**
 * The picture as the text of an SVG file. Names stand in it as text nodes; what XML does not allow in them is replaced.
 * @param {Object} scene  as `sceneOf` makes it, with title, figures, legend ({shape, colour, text}) and colours
 *     ({page, ink, soft, edge, halo, accent}) added
 */
export function svgPicture(scene) {
  const { width, title, figures, colours } = scene;
  const { entries, height } = framed(scene, measureOf(`13px ${LABEL_FONT}`));
  const root = part("svg", {
    viewBox: `0 0 ${round(width)} ${round(height)}`, width: round(width), height: round(height), role: "img",
    "font-family": LABEL_FONT.replaceAll('"', "'"), "font-size": 13,
  },
  part("title", {}, title),
  part("desc", {}, figures),
  part("rect", { width: "100%", height: "100%", fill: colours.page }),
  part("text", { x: MARGIN, y: 32, "font-size": 19, "font-weight": 600, fill: colours.ink }, title),
  part("text", { x: MARGIN, y: 53, fill: colours.soft }, figures),
  part("svg", { y: TOP, width: round(width), height: round(scene.height) }, ...drawn(scene)),
  part("g", { fill: colours.ink }, ...entries.map(({ x, y, shape, colour, text }) => part("g", { transform: `translate(${round(x)} ${round(y)})` },
    mark(shape, MARK, { fill: colour }), part("text", { x: 13, y: 4.5 }, text)))));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}\n`;
}

function drawn({ nodes, edges, labels, names, colours }) {
  return [
    part("g", { fill: "none", stroke: colours.edge }, ...edges.map((edge) => line(edge, colours))),
    part("g", { stroke: colours.halo, "stroke-width": 0.75 }, ...nodes.map(({ x, y, shape, radius, colour, title, veiled }) =>
      part("g", { transform: `translate(${round(x)} ${round(y)})`, ...veil(veiled) }, part("title", {}, title), mark(shape, radius, { fill: colour })))),
    part("g", {
      "font-size": LABEL_SIZE, "font-weight": 500, "text-anchor": "middle", fill: colours.ink, stroke: colours.halo, "stroke-width": 3.5,
      "stroke-linejoin": "round", "paint-order": "stroke",
    },
    ...labels.flatMap(({ lines, x, top }) => lines.map((text, n) => part("text", { x: round(x), y: round(top + n * LINE + 11.5) }, text))),
    ...names.map(({ text, x, y }) => part("text", { x: round(x), y: round(y + 4), fill: colours.accent, "font-weight": 400, "font-size": 11.5 }, text))),
  ];
}

const veil = (veiled) => (veiled ? { opacity: VEILED } : {});

function mark(shape, radius, properties) {
  if (shape === "dot") return part("circle", { r: round(radius), ...properties });
  return part("polygon", { points: corners(shape, radius).map((corner) => corner.map(round).join(",")).join(" "), ...properties });
}

/* A line with its arrow, which ends at the border of the node that it leads to. */
function line({ from, to, by, width, dashed, veiled }, colours) {
  const look = { "stroke-width": round(width), ...(dashed ? { "stroke-dasharray": "5 5" } : {}) };
  if (from === to) return part("circle", { cx: round(from.x), cy: round(from.y - from.radius * 1.6), r: round(from.radius), ...look, ...veil(veiled) });
  const before = by ?? from;
  const length = Math.hypot(to.x - before.x, to.y - before.y) || 1;
  const [dx, dy] = [(to.x - before.x) / length, (to.y - before.y) / length];
  const tip = { x: to.x - dx * to.radius, y: to.y - dy * to.radius };
  const size = Math.min(6 * width, length), foot = { x: tip.x - dx * size, y: tip.y - dy * size };
  const curve = by ? `Q${round(by.x)} ${round(by.y)} ` : "L";
  const wing = size * 0.4;
  return part("g", veil(veiled),
    part("path", { d: `M${round(from.x)} ${round(from.y)}${curve}${round(foot.x)} ${round(foot.y)}`, ...look }),
    part("path", {
      d: `M${round(tip.x)} ${round(tip.y)}L${round(foot.x - dy * wing)} ${round(foot.y + dx * wing)} ${round(foot.x + dy * wing)} ${round(foot.y - dx * wing)}Z`,
      fill: colours.edge, stroke: "none",
    }));
}

function part(name, properties, ...children) {
  const made = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(properties)) made.setAttribute(key, String(value).replace(NOT_XML, "\ufffd"));
  made.append(...children.map((child) => (typeof child === "string" ? child.replace(NOT_XML, "\ufffd") : child)));
  return made;
}

const round = (value) => Math.round(value * 10) / 10;

/* ---- PNG ---- */

/** The same picture as PNG, with the drawing copied from vis-network's canvas. @returns {Promise<Blob>} */
export function pngPicture(scene, source) {
  const { width, title, figures, colours } = scene, ratio = source.width / source.clientWidth;
  const target = document.createElement("canvas");
  const context = target.getContext("2d");
  const { entries, height } = framed(scene, measureOf(`13px ${LABEL_FONT}`));
  target.width = Math.round(width * ratio);
  target.height = Math.round(height * ratio);
  context.scale(ratio, ratio);
  context.fillStyle = colours.page;
  context.fillRect(0, 0, width, height);
  context.drawImage(source, 0, TOP, width, scene.height);
  context.fillStyle = colours.ink;
  context.font = `600 19px ${LABEL_FONT}`;
  context.fillText(title, MARGIN, 32, width - 2 * MARGIN);
  context.fillStyle = colours.soft;
  context.font = `13px ${LABEL_FONT}`;
  context.fillText(figures, MARGIN, 53, width - 2 * MARGIN);
  for (const { x, y, shape, colour, text, room } of entries) {
    context.fillStyle = colour;
    context.beginPath();
    if (shape === "dot") context.arc(x, y, MARK, 0, 2 * Math.PI);
    else for (const [dx, dy] of corners(shape, MARK)) context.lineTo(x + dx, y + dy);
    context.fill();
    context.fillStyle = colours.ink;
    context.fillText(text, x + 13, y + 4.5, room);
  }
  return new Promise((resolve) => target.toBlob(resolve));
}
