/**
 * What every drawing of a network shares, whether a view to hand over or the explorer: outlines of shapes, and labels in
 * a constant size that do not cover one another.
 */

export const LABEL_FONT = '"Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans CJK KR", "Noto Sans KR", system-ui, "PingFang SC", "Microsoft YaHei", sans-serif';
export const LABEL_SIZE = 12.5; // pixels
export const LINE = 15; // height of a line of a label, in pixels
const LABEL_WIDTH = 132, LABEL_LINES = 2;
const HUB = 9; // from so many facts on, a thing is named even across other nodes

/** Corners of a shape of radius `r` around the origin; a dot has none. */
export function outline(shape, r) {
  const ring = (count, turn, radius = () => r) =>
    Array.from({ length: count }, (_, i) => {
      const angle = turn + (i * 2 * Math.PI) / count;
      return [Math.cos(angle) * radius(i), Math.sin(angle) * radius(i)].map((value) => Math.round(value * 100) / 100);
    });
  if (shape === "square") return [[-r * 0.85, -r * 0.85], [r * 0.85, -r * 0.85], [r * 0.85, r * 0.85], [-r * 0.85, r * 0.85]];
  if (shape === "diamond") return ring(4, 0);
  if (shape === "triangle") return ring(3, -Math.PI / 2);
  if (shape === "triangleDown") return ring(3, Math.PI / 2);
  if (shape === "hexagon") return ring(6, 0);
  return ring(10, -Math.PI / 2, (i) => (i % 2 ? r * 0.45 : r));
}

/** Rectangles, and whether another would lie on one of them. */
export class Boxes {
  #cells = new Map();

  * #keys(left, top, right, bottom) {
    for (let x = Math.floor(left / 64); x <= Math.floor(right / 64); x++)
      for (let y = Math.floor(top / 64); y <= Math.floor(bottom / 64); y++) yield x * 4099 + y;
  }

  add(...box) {
    for (const key of this.#keys(...box)) {
      if (!this.#cells.has(key)) this.#cells.set(key, []);
      this.#cells.get(key).push(box);
    }
  }

  free(left, top, right, bottom) {
    for (const key of this.#keys(left, top, right, bottom))
      for (const [l, t, r, b] of this.#cells.get(key) ?? []) if (left < r && right > l && top < b && bottom > t) return false;
    return true;
  }
}

/**
 * Breaks labels into lines.
 * @param {function(string): number} measure  width of a text in pixels
 * @returns {function(string): {lines: string[], width: number, height: number}}
 */
export function lineBreaker(measure) {
  const known = new Map();
  return (text) => {
    if (!known.has(text)) known.set(text, broken(text, measure));
    return known.get(text);
  };
}

function broken(text, measure) {
  const lines = [];
  let rest = Array.from(text.trim());
  while (rest.length && lines.length < LABEL_LINES) {
    const fits = fitting(rest, measure);
    const last = lines.length === LABEL_LINES - 1;
    if (fits < rest.length && last) {
      lines.push(`${rest.slice(0, Math.max(1, fits - 1)).join("")}…`);
      break;
    }
    const end = fits < rest.length ? atSpace(rest, fits) : fits;
    lines.push(rest.slice(0, end).join("").trim());
    rest = Array.from(rest.slice(end).join("").trim());
  }
  return { lines, width: Math.max(0, ...lines.map(measure)), height: lines.length * LINE };
}

function fitting(characters, measure) {
  let fits = characters.length;
  while (fits > 1 && measure(characters.slice(0, fits).join("")) > LABEL_WIDTH) fits--;
  return fits;
}

function atSpace(characters, fits) {
  const space = characters.lastIndexOf(" ", fits);
  return space > fits / 3 ? space : fits;
}

/**
 * Finds places for labels below, above, right or left of their nodes. A label that would cover another is left out, and so
 * is one that would cover a node, unless it names a hub.
 * @param {Array<{x: number, y: number, radius: number, text: string, degree: number, must: boolean}>} spots  the most
 *     important first; what `must` be named is named in any case
 * @param {{breakLines: Function, width: number, height: number, most?: number}} options  the area, `most` labels
 * @returns {{labels: Array<{spot: Object, lines: string[], x: number, top: number}>, free: function(...number): boolean,
 *     take: function(...number): void}}  `x` is the middle; `free` and `take` see to what else is to be written
 */
export function placeLabels(spots, { breakLines, width, height, most = 260 }) {
  const written = new Boxes(), dots = new Boxes();
  for (const { x, y, radius: r } of spots) if (r > 2.5) dots.add(x - r * 0.8, y - r * 0.8, x + r * 0.8, y + r * 0.8);
  const labels = [];
  for (const spot of spots) {
    if (!spot.must && labels.length >= most) break;
    const broken = breakLines(spot.text);
    const place = placeOf(spot, broken, { written, dots, width, height });
    if (!place) continue;
    written.add(...boxAround(place, broken));
    labels.push({ spot, lines: broken.lines, x: place[0], top: place[1] });
  }
  const free = (...box) => written.free(...box) && dots.free(...box);
  return { labels, free, take: (...box) => written.add(...box) };
}

const boxAround = ([x, top], { width, height }) => [x - width / 2 - 2, top - 1, x + width / 2 + 2, top + height + 1];

function placeOf({ x, y, radius, degree, must }, label, { written, dots, width, height }) {
  const gap = radius + 3, w = label.width, h = label.height;
  const places = [[x, y + gap], [x, y - gap - h], [x + gap + w / 2, y - h / 2], [x - gap - w / 2, y - h / 2]];
  const inside = ([middle, top]) => middle - w / 2 >= 2 && middle + w / 2 <= width - 2 && top >= 0 && top + h <= height;
  const open = places.filter((place) => inside(place) && written.free(...boxAround(place, label)));
  return open.find((place) => dots.free(...boxAround(place, label))) ?? (degree >= HUB ? open[0] : null) ?? (must ? places[0] : null);
}

/* ---- on the canvas of vis-network ---- */

/** Veils a drawing, and draws what belongs to a selection (`nodes` and `edges`, by id) again on top. */
export function emphasise(context, network, { nodes, edges, veil }) {
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha = 0.82;
  context.fillStyle = veil;
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  context.restore();
  for (const id of edges) network.body.edges[id].draw(context);
  for (const id of edges) network.body.edges[id].drawArrows(context);
  for (const id of nodes) network.body.nodes[id].draw(context);
}

/**
 * Writes labels beside nodes and, where there is room, on edges; all in a constant size at any zoom.
 * @param {{nodes: Array<{id, text: string, degree: number, must: boolean}>, edges: Array<{id, text: string}>, ink: string,
 *     halo: string, accent: string, breakLines: Function}} what  nodes with the most important first
 * @returns {number}  how many nodes are named
 */
export function writeLabels(context, network, { nodes, edges, ink, halo, accent, breakLines }) {
  const { canvas } = context, width = canvas.clientWidth, height = canvas.clientHeight;
  const scale = network.getScale(), centre = network.getViewPosition();
  const onScreen = ({ x, y }) => [(x - centre.x) * scale + width / 2, (y - centre.y) * scale + height / 2];
  context.save();
  context.setTransform(canvas.width / width, 0, 0, canvas.width / width, 0, 0);
  Object.assign(context, { textBaseline: "top", textAlign: "center", lineJoin: "round", lineWidth: 3.5, strokeStyle: halo });
  Object.assign(context, { font: `500 ${LABEL_SIZE}px ${LABEL_FONT}`, fillStyle: ink });
  const spots = nodes.map(({ id, ...label }) => {
    const [x, y] = onScreen(network.body.nodes[id]);
    return { ...label, x, y, radius: network.body.nodes[id].options.size * scale };
  }).filter(({ x, y }) => x > -40 && y > -40 && x < width + 40 && y < height + 40);
  const { labels, free, take } = placeLabels(spots, { breakLines, width, height });
  for (const { lines, x, top } of labels) lines.forEach((line, n) => write(context, line, x, top + n * LINE));
  Object.assign(context, { font: `11.5px ${LABEL_FONT}`, fillStyle: accent });
  for (const { id, text } of edges) {
    const [x, y] = onScreen(network.body.edges[id].edgeType.getPoint(0.5));
    const half = context.measureText(text).width / 2 + 2;
    const box = [x - half, y - 8, x + half, y + 8];
    if (!free(...box)) continue;
    take(...box);
    write(context, text, x, y - 7);
  }
  context.restore();
  return labels.length;
}

function write(context, text, x, top) {
  context.strokeText(text, x, top);
  context.fillText(text, x, top);
}
