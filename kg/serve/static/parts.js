/**
 * Parts that several pages share: heading, fields with their labels, choosers of classes and things, one request at a time.
 */

import { classLabel, csv, el, language, saveFile, searchBox, t, thingLink, vocabulary } from "./lib.js";
import { refs } from "./query/endpoint.js";

/** The heading of a page, and a line that says what the page is for. */
export const heading = (title, lead = null) =>
  el("header", { class: "page-head" }, el("h1", {}, title), lead ? el("p", { class: "lead" }, lead) : null);

/** A control with its label before it. */
export const field = (words, control) => el("label", { class: "labelled" }, el("span", {}, words), control);

/**
 * A chooser of one class, in the groups of the legend.
 * @param {{value: string, classes: string[], counts?: Object, any?: string, onchoose: function(string): void}} options
 *     `any`: what the first choice, for no class, is called; without it a class has to be chosen
 */
export function classChooser({ value, classes, counts = null, any = null, onchoose }) {
  const option = (cls) => el("option", { value: cls, selected: cls === value },
    counts ? `${classLabel(cls)} (${counts[cls] ?? 0})` : classLabel(cls));
  const groups = vocabulary().groups.map(({ labels }, n) => {
    const own = classes.filter((cls) => vocabulary().classes[cls]?.group === n);
    return own.length ? el("optgroup", { label: labels[language()] }, own.map(option)) : null;
  });
  const others = classes.filter((cls) => !((vocabulary().classes[cls]?.group ?? -1) in vocabulary().groups));
  return el("select", { class: "class-chooser", onchange: (event) => onchoose(event.target.value) },
    any === null ? null : el("option", { value: "", selected: !value }, any), others.map(option), groups);
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
