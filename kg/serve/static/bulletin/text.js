/**
 * An article's text with the names in it as links in the colours of their classes, and its passages to be lit up.
 *
 * The text is cut at each border of a name and of a sentence that states a fact. So a sentence can be lit up without
 * touching the text again, also where a name lies across its border.
 */

import { classLabel, el, link, nameOf, place, t } from "../lib.js";

/**
 * @param {Array<{text: string, marks: Array<{begin: number, end: number, thing: string}>}>} paragraphs  offsets in UTF-16 code units
 * @param {Object[]} things  what the marks stand for
 * @param {Object[]} facts  each with `evidence`, of which pieces have `paragraph`, `begin`, `end`
 * @returns {{element: Node, light: function(Object, string[]): Element[], dark: function(): void, toggle: function(string, boolean): void}}
 *     `light` lights up the sentences of a fact and in them the names of these things; `toggle` colours the names of a class, or not
 */
export function articleText(paragraphs, things, facts) {
  const pieces = [];
  const known = new Map(things.map((thing) => [thing.iri, thing]));
  const placed = new Map(facts.map((fact) => [fact, (fact.evidence ?? []).flatMap((evidence) => passagesOf(evidence, paragraphs))]));
  const passages = [...placed.values()].flat();
  const element = el("div", { class: "article-text", lang: "ko" }, paragraphs.map((paragraph, n) =>
    drawn(paragraph, n, known, passages.filter((passage) => passage.paragraph === n), pieces)));
  const names = [...element.querySelectorAll(".named")];
  return {
    element,
    light: (fact, ends) => light(pieces, placed.get(fact), ends),
    dark: () => element.querySelectorAll(".lit").forEach((one) => one.classList.remove("lit")),
    toggle: (cls, shown) => names.filter((one) => one.dataset.cls === cls).forEach((one) => one.classList.toggle("plain", !shown)),
  };
}

/*
 * Where a piece of evidence stands: its sentence, and what its quote adds behind ` / ` because the sentence leaves an end
 * unsaid (docs/graph.md), where that stands in this article word for word.
 */
function passagesOf({ quote, paragraph, begin, end }, paragraphs) {
  const own = Number.isInteger(paragraph) ? [{ paragraph, begin, end }] : [];
  const added = quote.includes(" / ") ? quote.split(" / ") : [];
  const said = own.length ? paragraphs[paragraph].text.slice(begin, end) : "";
  return [...own, ...added.filter((part) => part && !said.includes(part)).flatMap((part) => {
    const number = paragraphs.findIndex(({ text }) => text.includes(part));
    if (number < 0) return [];
    const at = paragraphs[number].text.indexOf(part);
    return [{ paragraph: number, begin: at, end: at + part.length }];
  })];
}

function drawn({ text, marks }, n, known, passages, pieces) {
  const borders = passages.flatMap(({ begin, end }) => [begin, end]);
  const cut = (begin, end) => {
    const inner = [...new Set(borders)].filter((at) => at > begin && at < end).sort((a, b) => a - b);
    return [begin, ...inner].map((from, i) => piece(text, n, from, inner[i] ?? end, pieces));
  };
  const children = [];
  let done = 0;
  for (const { begin, end, thing } of apart(marks, text.length)) {
    if (begin > done) children.push(cut(done, begin));
    children.push(known.has(thing) ? named(known.get(thing), cut(begin, end)) : cut(begin, end));
    done = end;
  }
  if (done < text.length) children.push(cut(done, text.length));
  return el("p", {}, ...children);
}

/* Of names that overlap the first and longest is shown. */
function apart(marks, length) {
  const kept = [];
  for (const mark of [...marks].sort((a, b) => a.begin - b.begin || b.end - a.end))
    if (mark.begin >= (kept.at(-1)?.end ?? 0) && mark.end > mark.begin && mark.end <= length) kept.push(mark);
  return kept;
}

function piece(text, paragraph, begin, end, pieces) {
  const element = el("span", {}, text.slice(begin, end));
  pieces.push({ paragraph, begin, end, element });
  return element;
}

function named(thing, children) {
  const made = link("thing", { iri: thing.iri }, ...children);
  made.className = "named";
  made.dataset.cls = thing.cls;
  made.dataset.iri = thing.iri;
  made.title = t("named", { name: nameOf(thing), class: classLabel(thing.cls) });
  made.style.setProperty("--hue", `var(--group-${place(thing.cls).group})`);
  return made;
}

function light(pieces, passages, ends) {
  const within = ({ paragraph, begin, end }) => passages
    .some((passage) => passage.paragraph === paragraph && passage.begin < end && begin < passage.end);
  const lit = pieces.filter(within).map(({ element }) => element);
  for (const element of lit) {
    element.classList.add("lit");
    const name = element.parentElement;
    if (ends.includes(name.dataset.iri)) name.classList.add("lit");
  }
  return lit;
}
