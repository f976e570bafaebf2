/**
 * Marks of classes: a shape in the hue of its group, as in the views.
 */

import { outline } from "../view/drawing.js";
import { el, svg } from "./dom.js";
import { link } from "./router.js";
import { classLabel, nameElement, vocabulary } from "./text.js";

/** How a class is drawn: number of its group, shape. */
export function place(cls) {
  const { classes, groups } = vocabulary();
  return Object.hasOwn(classes, cls) ? classes[cls] : { group: groups.length - 1, shape: "dot" };
}

/** Makes the hues of the groups custom properties (`--group-0` …), each with its light and its dark form. */
export function colourGroups() {
  vocabulary().groups.forEach(({ light, dark }, n) =>
    document.documentElement.style.setProperty(`--group-${n}`, `light-dark(${light}, ${dark})`));
}

/** Colours by name of the custom property, as elements of the page take them. */
export const inPage = (name) => `var(${name})`;

/** The shape of a class in its colour, as an element of SVG around the origin. */
export function shapeOf(cls, radius, paint = inPage) {
  const { group, shape } = place(cls);
  const fill = paint(`--group-${group}`);
  if (shape === "dot") return svg("circle", { r: Math.round(radius * 10) / 10, fill });
  return svg("polygon", { points: outline(shape, radius).map((point) => point.join(",")).join(" "), fill });
}

/** The mark of a class, as large as the letters beside it. */
export function classMark(cls) {
  const radius = place(cls).shape === "dot" ? 8 : 9;
  return svg("svg", { viewBox: "-10 -10 20 20", class: "class-mark", "aria-hidden": "true" }, shapeOf(cls, radius));
}

/** A thing as a link to its card: mark and name. */
export function thingLink(thing) {
  const made = link("thing", { iri: thing.iri }, classMark(thing.cls), nameElement(thing));
  made.className = "thing";
  made.title = classLabel(thing.cls);
  return made;
}

/** Mark and name of a class. */
export const classTag = (cls) => el("span", { class: "class-tag" }, classMark(cls), classLabel(cls));
