/**
 * Search for names in any script.
 */

import { select, returnFocusTo, swatch } from "./card.js";
import { at, classLabel, data, degree, element, languageOf, legendCommunity, nameOf, number, say, state, thingOff, things } from "./state.js";

const RESULTS = 12;

const variants = new Map();
{
  const characters = Array.from(data.variants);
  for (let i = 0; i < characters.length; i += 2) variants.set(characters[i], characters[i + 1]);
}

/** The folding of the graph's name index: NFKC, lower case, no spaces and quotes, Han characters simplified. */
export function fold(text) {
  const plain = text.normalize("NFKC").toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ");
  const kept = plain.replace(/[\s'"‘’“”`´「」『』《》〈〉<>()（）[\]{}·∙・,]/gu, "");
  return Array.from(kept, (character) => variants.get(character) ?? character).join("");
}

const INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";

function initials(text) {
  return Array.from(text, (character) => {
    const code = character.codePointAt(0) - 0xac00;
    return code >= 0 && code < 11172 ? INITIALS[Math.floor(code / 588)] : character;
  }).join("");
}

let index = null;

function nameIndex() {
  index ??= data.things.map((thing) => {
    const names = [...new Set(Object.values(thing.names).flat().map(fold))];
    return { names, initials: names.map(initials) };
  });
  return index;
}

function score(entry, wanted, onlyInitials) {
  let best = 0;
  for (const name of onlyInitials ? entry.initials : entry.names) {
    const position = name.indexOf(wanted);
    if (position < 0) continue;
    best = Math.max(best, name.length === wanted.length ? 3 : position === 0 ? 2 : 1);
  }
  return best;
}

const search = at("search"), results = at("results");
let active = -1, unfiltered = () => {};

/** What is to happen when a thing is chosen that the filters hide: they were loosened for it. */
export function whenLoosened(act) {
  unfiltered = act;
}

function find(text) {
  const typed = text.replace(/\s/g, "");  // before folding, which would take initials for parts of syllables
  const onlyInitials = Array.from(typed).every((character) => INITIALS.includes(character));
  const wanted = onlyInitials ? typed : fold(text);
  if (!wanted) return [];
  const hits = nameIndex().map((entry, i) => [score(entry, wanted, onlyInitials), i]).filter(([points]) => points);
  return hits.sort((a, b) => b[0] - a[0] || degree[b[1]] - degree[a[1]] || a[1] - b[1]).map(([, i]) => i);
}

function showResults() {
  const found = find(search.value);
  const open = search.value.trim() !== "";
  results.replaceChildren(...found.slice(0, RESULTS).map((id, n) => {
    const name = nameOf(things[id]);
    return element("li", { role: "option", id: `result-${n}`, "data-thing": id, "aria-selected": "false", on: { mousedown: (event) => { event.preventDefault(); choose(id); } } },
      swatch(things[id].cls), element("span", { text: name, lang: languageOf(things[id], name) }), element("small", { text: classLabel(things[id].cls) }));
  }));
  if (open && !found.length) results.append(element("li", { class: "none", text: say("no_results") }));
  results.hidden = !open;
  search.setAttribute("aria-expanded", String(open));
  point(found.length ? 0 : -1);
  if (open) at("status").textContent = found.length ? say("results", { count: number(found.length) }) : say("no_results");
}

function point(n) {
  active = n;
  const rows = [...results.querySelectorAll("[role=option]")];
  rows.forEach((row, i) => row.setAttribute("aria-selected", String(i === n)));
  if (rows[n]) {
    search.setAttribute("aria-activedescendant", rows[n].id);
    rows[n].scrollIntoView({ block: "nearest" });
  } else search.removeAttribute("aria-activedescendant");
}

function choose(id) {
  results.hidden = true;
  search.setAttribute("aria-expanded", "false");
  if (thingOff(id)) {
    state.offClasses.delete(things[id].cls);
    state.offCommunities.delete(legendCommunity(id));
    unfiltered();
  }
  returnFocusTo(search);
  select("thing", id, { move: true, keyboard: true });
}

search.addEventListener("input", showResults);
search.addEventListener("focus", () => { if (search.value.trim()) showResults(); });
search.addEventListener("blur", () => { results.hidden = true; search.setAttribute("aria-expanded", "false"); });
search.addEventListener("keydown", (event) => {
  const rows = results.querySelectorAll("[role=option]");
  if (event.isComposing) return;
  if (event.key === "ArrowDown" && rows.length) { event.preventDefault(); point((active + 1) % rows.length); }
  else if (event.key === "ArrowUp" && rows.length) { event.preventDefault(); point((active - 1 + rows.length) % rows.length); }
  else if (event.key === "Enter" && rows[active]) choose(Number(rows[active].dataset.thing));
  else if (event.key === "Escape") { search.value = ""; showResults(); }
});
