/**
 * What the page says, in the reader's language: texts of the interface, names of things, classes and relations, numbers.
 */

import { el } from "./dom.js";

export const LANGUAGES = ["ko", "zh", "en"];
export const LANGUAGE_NAMES = { ko: "한국어", zh: "中文", en: "English" };
const TAG_NAMES = { ko: "한국어", "zh-hans": "简体", "zh-hant": "繁體", zh: "中文", en: "English" };
const TAG_ORDER = ["ko", "zh-hans", "zh-hant", "zh", "en"];

/* Which names stand for a thing in a language, best first; the order of the views (kg/view/__init__.py). */
const TAGS = { ko: ["ko", "zh-hans", "zh-hant", "en"], zh: ["zh-hans", "zh-hant", "zh"], en: ["en"] };

let known = null;
let spoken = "ko";

/** Everything about classes, relations, texts and queries: what `/api/vocabulary` answered. */
export const vocabulary = () => known;

/** Takes the answer of `/api/vocabulary`. */
export function learn(vocabulary) {
  known = vocabulary;
}

export const language = () => spoken;

/** The language as a tag of HTML's `lang`. */
export const languageTag = () => (spoken === "zh" ? "zh-Hans" : spoken);

/** Speaks `code` from now on; what stands on the page already is not changed. */
export function speak(code) {
  spoken = code;
  document.documentElement.lang = languageTag();
}

const KEY = "kg.language";

/**
 * The language asked for: by the address, from then on in this tab; else as chosen before, else as the browser says, else
 * Korean.
 */
export function preferredLanguage() {
  const asked = new URLSearchParams(location.search).get("lang");
  if (LANGUAGES.includes(asked)) sessionStorage.setItem(KEY, asked);
  const browser = navigator.languages.map((tag) => tag.split("-")[0]);
  return [sessionStorage.getItem(KEY), localStorage.getItem(KEY), ...browser].find((code) => LANGUAGES.includes(code)) ?? "ko";
}

/** Speaks `code` from now on, also on the next visit. */
export function chooseLanguage(code) {
  speak(code);
  sessionStorage.removeItem(KEY);
  localStorage.setItem(KEY, code);
}

/** A text of the interface, {name} filled in from `values`; of {name|one|many} the form for that number. */
export function t(key, values = {}) {
  const texts = known.texts[key];
  if (!texts) throw new Error(`the interface has no text '${key}'`);
  return texts[spoken]
    .replace(/\{(\w+)\|([^|}]*)\|([^|}]*)\}/g, (_, name, one, many) => (String(values[name]) === "1" ? one : many))
    .replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** The best name of `names` ({tag: [preferred, others…]}), "" where there is none. */
export const label = (names) => bestName(names)[0];

/** The name that stands for a thing: its best one, else the end of its IRI. */
export const nameOf = (thing) => label(thing.names) || thing.iri.replace(/^.*[/#]/, "");

/** The name of a thing, marked with its language. */
export function nameElement(thing, attributes = {}) {
  const [name, tag] = bestName(thing.names);
  return el("span", { class: "name", lang: htmlTag(tag), ...attributes }, name || nameOf(thing));
}

function bestName(names) {
  const tag = [...TAGS[spoken], ...TAGS.ko, ...Object.keys(names)].find((key) => names[key]?.length);
  return tag ? [names[tag][0], tag] : ["", null];
}

/** All names by language: [[name of the language, tag for `lang`, [names…]]…]. */
export function namesByLanguage(names) {
  const rest = Object.keys(names).filter((tag) => !TAG_ORDER.includes(tag)).sort();
  const tags = [...TAG_ORDER.filter((tag) => names[tag]?.length), ...rest];
  return tags.map((tag) => [TAG_NAMES[tag] ?? t("other_language"), htmlTag(tag), names[tag]]);
}

const htmlTag = (tag) => (!tag || tag === "und" ? null : tag.replace("hans", "Hans").replace("hant", "Hant"));

/** What a class is called. */
export const classLabel = (cls) => known.classes[cls]?.labels[spoken] ?? cls;

/** What a relation is called, read from its subject (`outgoing`) or from its object. */
export function relationLabel(relation, outgoing = true) {
  const labels = known.relations[relation];
  return labels ? labels[outgoing ? "forward" : "backward"][spoken] : relation;
}

/** What a section of a bulletin is called, "" for none. */
export const sectionLabel = (section) => known.sections[section]?.[spoken] ?? section ?? "";

export const number = (value) => new Intl.NumberFormat(spoken).format(value);

/** How sure, for the reader: two digits. */
export const confidence = (value) => t("confidence_short", { value: value.toFixed(2) });
