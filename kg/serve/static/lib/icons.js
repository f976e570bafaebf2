/**
 * Signs on buttons: lines on a field of 20 by 20, in the colour of the text beside them.
 */

import { el, svg } from "./dom.js";

const PATHS = {
  close: "M5 5l10 10M15 5L5 15",
  copy: "M7.5 7.5h9v9h-9zM12.5 7.5v-4h-9v9h4",
  fit: "M3 8V3h5M12 3h5v5M17 12v5h-5M8 17H3v-5",
  minus: "M4 10h12",
  plus: "M4 10h12M10 4v12",
  right: "M4 10.5l4 4 8-9",
  undo: "M7 4L3 8l4 4M3 8h9a5 5 0 0 1 0 10H8",
  wrong: "M5.5 5.5l9 9M14.5 5.5l-9 9",
};

export const icon = (name) =>
  svg("svg", { viewBox: "0 0 20 20", class: "sign", "aria-hidden": "true" }, svg("path", { d: PATHS[name] }));

/** A button that shows a sign only; `words` say what it does to those who hear it or point at it. */
export const iconButton = (name, words, onclick, attributes = {}) =>
  el("button", { type: "button", class: "icon", title: words, "aria-label": words, onclick, ...attributes }, icon(name));
