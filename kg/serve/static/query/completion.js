/**
 * What may stand at the cursor of the editor: prefixes, classes, properties, variables, keywords, named queries.
 */

import { language, vocabulary } from "../lib.js";
import { shortened } from "./endpoint.js";
import { KEYWORDS, tokens, variables } from "./tokens.js";

const MOST = 40;
const WORD = /(?:[?$][\p{L}\p{N}_]*|\p{L}[\p{L}\p{N}_.-]*:[\p{L}\p{N}_.-]*|[\p{L}\p{N}_-]+)$/u;

/**
 * The word before the cursor; null within a comment, a text or an IRI.
 * @returns {{begin: number, word: string, kind: "variable"|"prefixed"|"plain"}|null}
 */
export function wordAt(text, at) {
  const before = text.slice(0, at);
  const last = tokens(before).at(-1);
  const inside = last && last.end === at && (last.kind === "comment" || (last.kind === "string" && !isClosed(before.slice(last.begin))));
  if (inside || /<[a-z][^\s<>]*$/i.test(before)) return null;
  const word = WORD.exec(before)?.[0] ?? "";
  const kind = /^[?$]/.test(word) ? "variable" : word.includes(":") ? "prefixed" : "plain";
  return { begin: at - word.length, word, kind };
}

const isClosed = (string) => /^("""|'''|"|')[^]*\1$/.test(string) && string.length > 1;

/**
 * What `word` can become, best first.
 * @returns {Array<{text: string, kind: string, words: string, prefix?: string, query?: Object}>}  `words` explain it in the reader's
 *     language; `prefix` has to be declared for it; `query` is a named query that would take the place of the text
 */
export function completions(text, { begin, word, kind }, at) {
  const rest = text.slice(0, begin) + text.slice(at); // the word itself is no suggestion
  const offered = kind === "variable" ? ofVariables(rest, word[0]) : kind === "prefixed" ? ofTerms()
    : [...ofVariables(rest, "?"), ...ofPrefixes(), ...ofTerms(), ...ofQueries(), ...ofKeywords(word)];
  const wanted = word.toLowerCase();
  return offered.map((entry) => [rank(entry, wanted), entry]).filter(([score]) => score < 9)
    .sort(([a], [b]) => a - b).slice(0, MOST).map(([, entry]) => entry);
}

/* 0 begins so, 1 begins so behind its prefix, 2 the words begin so, 3 holds it; 9 does not fit. */
function rank({ text, words }, wanted) {
  const name = text.toLowerCase();
  const local = name.slice(name.indexOf(":") + 1);
  const sought = wanted.slice(wanted.indexOf(":") + 1);
  if (name.startsWith(wanted)) return 0;
  if (wanted.includes(":") && !name.startsWith(wanted.slice(0, wanted.indexOf(":") + 1))) return 9;
  if (local.startsWith(sought)) return 1;
  if (words.toLowerCase().startsWith(sought)) return 2;
  return sought.length > 1 && (local.includes(sought) || words.toLowerCase().includes(sought)) ? 3 : 9;
}

const ofVariables = (text, sign) => variables(text).map((name) => ({ text: sign + name, kind: "variable", words: "" }));

const ofPrefixes = () => Object.entries(vocabulary().prefixes).map(([prefix, iri]) => ({ text: `${prefix}:`, kind: "prefix", words: iri, prefix }));

function ofTerms() {
  const { classes, relations, properties } = vocabulary();
  const own = (name, labels, kind) => ({ text: `cst:${name}`, kind, words: labels[language()] ?? "", prefix: "cst" });
  const listed = new Set();
  const terms = [
    ...Object.entries(classes).map(([name, { labels }]) => own(name, labels, "class")),
    ...Object.entries(relations).map(([name, { forward }]) => own(name, forward, "property")),
    ...properties.map(({ iri, prefixed, labels }) => {
      const text = prefixed || shortened(iri);
      return { text, kind: "property", words: labels[language()] ?? "", prefix: text.split(":")[0] };
    }),
    { text: "rdf:type", kind: "property", words: "", prefix: "rdf" },
  ];
  return terms.filter(({ text }) => !/[/<>]/.test(text) && !listed.has(text) && listed.add(text));
}

const ofQueries = () => vocabulary().queries.map((query) =>
  ({ text: query.name, kind: "query", words: query[language()] ?? query.en, query }));

const ofKeywords = (word) => (word ? KEYWORDS.map((text) => ({ text, kind: "keyword", words: "" })) : []);
