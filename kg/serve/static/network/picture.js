/**
 * A drawn network as a picture: SVG with title and legend, and PNG made of it.
 */

import { LABEL_FONT, breakLines } from "../drawing.js";
import { radiusOf, sketch } from "../lib/sketch.js";
import { classLabel, colour, place, shapeOf, svg } from "../lib.js";
import { degrees } from "./model.js";

const SPREAD = 1.4; // labels keep their size, so that more of them find room
const MARGIN = 90, TOP = 64, ROW = 24, LEAST_WIDTH = 640;
const SHARP = 2; // pixels of the PNG per pixel of the drawing
const LARGEST = 8000; // pixels along one side of the PNG; canvases have limits

/** @param {{things: Map, facts: Map, title: string, figures: string}} network  @returns {SVGElement} */
export function picture({ things, facts, title, figures }) {
  const counts = degrees(facts);
  const { placed, width, height } = area([...things.values()], counts);
  const drawing = sketch({
    things: placed, facts: [...facts.values()].map((fact) => ({ ...fact, dashed: !fact.id })), width, height, paint: colour,
  });
  const legend = legendRows([...new Set(placed.map(({ cls }) => cls))], width);
  const whole = TOP + height + legend.height;
  const inner = svg("g", { transform: `translate(0 ${TOP})` }, ...drawing.childNodes);
  return svg("svg", {
    xmlns: "http://www.w3.org/2000/svg", width, height: whole, viewBox: `0 0 ${width} ${whole}`, "font-family": LABEL_FONT.replaceAll('"', "'"), role: "img",
  }, svg("title", {}, title),
  svg("rect", { width, height: whole, fill: colour("--page") }),
  svg("text", { x: 20, y: 30, "font-size": 19, "font-weight": 600, fill: colour("--ink") }, title),
  svg("text", { x: 20, y: 52, "font-size": 13, fill: colour("--soft") }, figures),
  inner,
  svg("g", { transform: `translate(0 ${TOP + height})`, "font-size": 13, fill: colour("--ink") }, legend.rows));
}

/* Positions in an area that holds them all, with sizes by the facts that are drawn. */
function area(things, counts) {
  const xs = things.map(({ x }) => x * SPREAD), ys = things.map(({ y }) => y * SPREAD);
  const left = Math.min(...xs), top = Math.min(...ys);
  const span = Math.max(...xs) - left + 2 * MARGIN;
  const width = Math.round(Math.max(LEAST_WIDTH, span)), height = Math.round(Math.max(...ys) - top + 2 * MARGIN);
  const placed = things.map((thing, n) => {
    const degree = counts.get(thing.iri) ?? 0;
    return { ...thing, degree, radius: radiusOf(place(thing.cls).shape, degree), x: xs[n] - left + MARGIN + (width - span) / 2, y: ys[n] - top + MARGIN, must: false };
  });
  return { placed, width, height };
}

function legendRows(classes, width) {
  const ordered = classes.sort((a, b) => place(a).group - place(b).group);
  let x = 20, y = 12;
  const rows = ordered.map((cls) => {
    const wide = breakLines(classLabel(cls)).width + 48;
    if (x + wide > width - 20 && x > 20) [x, y] = [20, y + ROW];
    const entry = svg("g", { transform: `translate(${x} ${y})` },
      svg("g", { transform: "translate(8 0)" }, shapeOf(cls, 7, colour)), svg("text", { x: 22, y: 4.5 }, classLabel(cls)));
    x += wide;
    return entry;
  });
  return { rows, height: y + ROW };
}

/** The picture as a file of SVG. */
export const svgFile = (drawn) => new Blob(['<?xml version="1.0" encoding="UTF-8"?>\n', new XMLSerializer().serializeToString(drawn)], { type: "image/svg+xml" });

/** The picture as a file of PNG. */
export async function pngFile(drawn) {
  const width = Number(drawn.getAttribute("width")), height = Number(drawn.getAttribute("height"));
  const scale = Math.min(SHARP, LARGEST / Math.max(width, height));
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: Math.round(width * scale), height: Math.round(height * scale) });
  const url = URL.createObjectURL(svgFile(drawn));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  } finally {
    URL.revokeObjectURL(url);
  }
  return new Promise((resolve) => canvas.toBlob(resolve));
}
