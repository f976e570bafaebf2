/**
 * The drawing as a table, for who cannot see it or would rather read: the things that are seen, the most connected first.
 */

import { resize } from "./canvas.js";
import { select, swatch } from "./card.js";
import { at, classLabel, degree, element, languageOf, nameOf, number, ranked, say, state, thingOff, things, valueOf } from "./state.js";

export function showList() {
  const seen = ranked.filter((i) => state.drawn.has(i) && !thingOff(i));
  const head = ["name", "class_name", "facts", "mentioned"].map((key) => element("th", { scope: "col", text: say(key) }));
  at("list-body").replaceChildren(element("table", {},
    element("caption", { text: say("list_caption", { count: number(seen.length) }) }),
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...seen.map(rowOf))));
}

function rowOf(i) {
  const name = nameOf(things[i]);
  const open = element("button", { type: "button", class: "other", on: { click: () => select("thing", i, { move: true, keyboard: true }) } },
    swatch(things[i].cls), element("span", { text: name, lang: languageOf(things[i], name) }));
  return element("tr", {},
    element("th", { scope: "row" }, open), element("td", { text: classLabel(things[i].cls) }),
    element("td", { class: "value", text: number(degree[i]) }), element("td", { class: "value", text: number(valueOf(i, "mentions")) }));
}

export const listIsOpen = () => !at("list").hidden;

at("as-list").addEventListener("click", () => {
  const open = at("list").hidden;
  if (open) showList();
  at("list").hidden = !open;
  at("as-list").setAttribute("aria-pressed", String(open));
  if (!open) resize();
});
