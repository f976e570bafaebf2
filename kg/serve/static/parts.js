/**
 * Parts that several pages share: heading, fields with their labels, choosers of classes and things, one request at a time.
 */

import { classLabel, csv, el, language, number, saveFile, searchBox, t, thingLink, vocabulary } from "./lib.js";
import { refs } from "./query/endpoint.js";

/** The heading of a page, and a line that says what the page is for. */
export const heading = (title, lead = null) =>
  el("header", { class: "page-head" }, el("h1", {}, title), lead ? el("p", { class: "lead" }, lead) : null);

/** A control with its label before it. */
export const field = (words, control) => el("label", { class: "labelled" }, el("span", {}, words), control);

/** Whether things of a class have cards: those of the ontology's named things have, its documents and notes have not. */
export const isNamedThing = (cls) => Boolean(vocabulary().classes[cls]?.parents.includes("Entity"));

/**
 * A chooser of one class, in the groups of the legend, those above others first.
 * @param {{value: string, counts?: Object, any?: string, onchoose: function(string): void}} options  `counts`: things of each class;
 *     classes without any are left out; `any`: what the first choice, for no class, is called; without it a class has to be chosen
 */
export function classChooser({ value, counts = null, any = null, onchoose }) {
  const { classes, groups } = vocabulary();
  const total = (cls) => Object.entries(counts).reduce((sum, [one, count]) => sum + (one === cls || classes[one]?.parents.includes(cls) ? count : 0), 0);
  const offered = Object.keys(classes).filter((cls) => isNamedThing(cls) && (!counts || total(cls) || cls === value));
  const option = (cls) => el("option", { value: cls, selected: cls === value }, counts ? `${classLabel(cls)} (${number(total(cls))})` : classLabel(cls));
  const last = groups.length - 1; // what has no hue of its own: the classes above others
  const grouped = groups.slice(0, last).map(({ labels }, n) => {
    const own = offered.filter((cls) => classes[cls].group === n);
    return own.length ? el("optgroup", { label: labels[language()] }, own.map(option)) : null;
  });
  return el("select", { class: "class-chooser", onchange: (event) => onchoose(event.target.value) },
    any === null ? null : el("option", { value: "", selected: !value }, any), offered.filter((cls) => classes[cls].group === last).map(option), grouped);
}

/**
 * A chooser of one thing: a search box, or the thing chosen with a button to let it go.
 * @param {{words: string, iri: string, onchoose: function(string): void, id: string, signal: AbortSignal}} options  `onchoose` gets "" for none
 */
export function thingChooser({ words, iri, onchoose, id, signal }) {
  const box = el("div", { class: "thing-chooser", role: "group", "aria-label": words, id });
  const search = () => box.replaceChildren(el("span", { class: "words" }, words),
    searchBox({ label: words, hint: t("choose_hint"), id: `${id}-search`, onchoose: (hit) => { chosen(hit); onchoose(hit.iri); } }));
  const chosen = (thing) => {
    box.replaceChildren(el("span", { class: "words" }, words), el("span", { class: "chosen" }, thingLink(thing), el("button", {
      type: "button", class: "bare", "aria-label": t("choose_none", { words }), onclick: () => { search(); onchoose(""); box.querySelector("input").focus(); },
    }, "×")));
    box.querySelector("button").focus({ preventScroll: true });
  };
  search();
  if (iri) showChosen(box, iri, chosen, signal);
  return box;
}

/* The name of a thing that the address asks for is not at hand; until it comes, the end of its IRI stands for it. */
async function showChosen(box, iri, chosen, signal) {
  const held = document.activeElement;
  chosen({ iri, cls: "", names: {} });
  const known = await refs([iri], signal).catch(() => new Map());
  if (signal.aborted) return;
  if (known.has(iri)) chosen(known.get(iri));
  held?.focus({ preventScroll: true });
}

/**
 * Requests of which only the last counts: a new one ends the one under way.
 * @returns {function(function(AbortSignal): Promise, function(*): void, function(Error): void): Promise<void>}
 *     asks, then hands over the answer or the error, unless it was overtaken or the page was left
 */
export function latest(signal) {
  let current = new AbortController();
  signal.addEventListener("abort", () => current.abort());
  return async (ask, use, fail) => {
    current.abort();
    current = new AbortController();
    const mine = current.signal;
    try {
      const answer = await ask(mine);
      if (!mine.aborted && !signal.aborted) use(answer);
    } catch (error) {
      if (error.name !== "AbortError" && !mine.aborted && !signal.aborted) fail(error);
    }
  };
}

/** Calls `act` once nothing has happened for `pause` milliseconds. */
export function settled(act, pause = 200) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...values), pause);
  };
}

/** Saves a table as CSV; the byte order mark tells spreadsheets that it is UTF-8. */
export const saveCsv = (name, columns, rows) =>
  saveFile(`${name}.csv`, new Blob(["\ufeff", csv(columns, rows)], { type: "text/csv;charset=utf-8" }));

/** The letter of a key as on a Latin keyboard, in lower case, also while Korean is being typed. */
export function letter(event) {
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
  return event.code?.startsWith("Key") && !/^[ -~]/.test(event.key) ? event.code.slice(3).toLowerCase() : "";
}

/** Whether a key press is meant for a field, an input method or the browser. */
export const isTaken = (event) => event.isComposing || event.ctrlKey || event.metaKey || event.altKey
  || Boolean(event.target.closest?.("input, textarea, select, [contenteditable]"));
