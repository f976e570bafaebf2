/**
 * Terms of an answer for the reader: things by name and as links, other IRIs shortened, texts with their language where it is not the reader's.
 */

import { classLabel, classMark, el, label, language, link, nameOf, outLink, relationLabel, safeUrl, thingLink, vocabulary } from "../lib.js";
import { isNamedThing } from "../parts.js";
import { refs, shortened } from "./endpoint.js";

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
const DATE = /^\d{4}(-\d{2}(-\d{2})?)?$/;

/** Whether a term is a number. Years are, too. */
export const isNumber = (term) => term?.type === "literal" && !term["xml:lang"] && NUMBER.test(term.value);

/** Whether a term is a year, a month or a day. */
export const isDate = (term) => term?.type === "literal" && DATE.test(term.value);

/** Names of the things in `rows` of terms. */
export const namesIn = (rows, signal) => refs(rows.flat().filter((term) => term?.type === "uri" && isOwn(term.value)).map(({ value }) => value), signal);

const isOwn = (iri) => iri.startsWith(vocabulary().prefixes.cstr);

/** A term as text alone. */
export function termText(term, names) {
  if (!term) return "";
  if (term.type !== "uri") return term.value;
  return names.has(term.value) ? nameOf(names.get(term.value)) : ontologyTerm(term.value)?.words ?? shortened(term.value);
}

/** A term as an element. */
export function termElement(term, names) {
  if (!term) return null;
  if (term.type === "uri") return names.has(term.value) ? known(names.get(term.value)) : otherIri(term.value);
  if (term.type === "bnode") return el("code", { class: "soft" }, `_:${term.value}`);
  const lang = term["xml:lang"];
  const foreign = lang && !lang.toLowerCase().startsWith(language());
  return [el("span", { lang, class: "literal", title: term.datatype ? shortened(term.datatype) : null }, term.value), foreign ? " " : null,
    foreign ? el("small", { class: "badge language" }, lang) : null];
}

/* Articles and bulletins have pages of their own. */
function known(thing) {
  const { cls, iri } = thing;
  if (isNamedThing(cls)) return thingLink(thing);
  const [id, article] = iri.slice(vocabulary().prefixes.cstr.length).split("/").slice(1).map(decodeURIComponent);
  if (cls === "Article" && article) return document(thing, { id, article: iri });
  return cls === "Bulletin" && id ? document(thing, { id }) : el("code", { title: iri }, shortened(iri));
}

function document(thing, parameters) {
  const made = link("bulletin", parameters, label(thing.names) || shortened(thing.iri));
  made.lang = "ko";
  return made;
}

/* Terms of the ontology say what they mean; addresses on the web can be followed. */
function otherIri(iri) {
  const term = ontologyTerm(iri);
  if (term) return el("span", { class: "class-tag", title: term.words }, term.cls ? classMark(term.cls) : null, el("code", {}, shortened(iri)));
  const short = shortened(iri);
  return short === iri && safeUrl(iri) ? outLink(iri, iri) : el("code", { title: iri }, short);
}

function ontologyTerm(iri) {
  const { prefixes, classes, relations } = vocabulary();
  if (!iri.startsWith(prefixes.cst)) return null;
  const name = iri.slice(prefixes.cst.length);
  if (Object.hasOwn(classes, name)) return { cls: name, words: classLabel(name) };
  return Object.hasOwn(relations, name) ? { words: relationLabel(name) } : null;
}
