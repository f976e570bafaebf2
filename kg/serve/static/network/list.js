/**
 * The drawn network as text: every visible thing with its facts, for those who do not see the drawing, and for the keyboard.
 */

import { classLabel, classMark, el, nameElement, nameOf, relationLabel } from "../lib.js";

/**
 * @param {{things: Map, facts: Map, select: function(Object): void}} network  what is visible
 * @returns {HTMLElement}  arrow keys walk through the things, Tab through all that is in the list
 */
export function textList({ things, facts, select }) {
  const ordered = [...things.values()].sort((a, b) => nameOf(a).localeCompare(nameOf(b), document.documentElement.lang));
  const list = el("ul", { class: "text-list", onkeydown: walk }, ordered.map((thing) => el("li", {},
    button({ class: "thing", dataset: { iri: thing.iri }, onclick: () => select({ kind: "thing", key: thing.iri }) },
      classMark(thing.cls), nameElement(thing), el("span", { class: "unseen" }, ` (${classLabel(thing.cls)})`)),
    factsOf(thing, things, facts, select))));
  return list;
}

const button = (attributes, ...children) => el("button", { type: "button", ...attributes }, ...children);

function factsOf(thing, things, facts, select) {
  const own = [...facts].filter(([, { s }]) => s === thing.iri);
  const rows = own.map(([key, { p, o }]) => el("li", {},
    button({ class: "bare", onclick: () => select({ kind: "fact", key }) }, `${relationLabel(p)} → ${nameOf(things.get(o))}`)));
  return rows.length ? el("ul", {}, rows) : null;
}

function walk(event) {
  const buttons = [...event.currentTarget.querySelectorAll("button.thing")];
  const at = buttons.indexOf(event.target.closest("li:has(> .thing)")?.querySelector(".thing"));
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (next === undefined || !buttons[next]) return;
  event.preventDefault();
  buttons[next].focus();
}
