/**
 * The SPARQL endpoint of the explorer: asking, answers as rows of terms, and names of the things in them.
 */

import { ApiError, t, vocabulary } from "../lib.js";

const SAFE_IRI = /^[a-z][a-z0-9+.-]*:[^\u0000-\u0020<>"{}|\\^`]+$/i;
const BATCH = 100;
const known = new Map();

export const ROWS_AND_STATEMENTS = "application/sparql-results+json, application/n-triples;q=0.9";

/** A query that the endpoint refuses; `line` (from 1) says where, if it is a matter of a place in the text. */
export class QueryError extends ApiError {
  constructor(message, status, line) {
    super(message, status);
    this.line = line;
  }
}

/**
 * The answer to `query`, in the best of the media types of `accept` that fits the query's form; with `rows`, the first rows
 * only.
 */
export async function ask(query, { accept = ROWS_AND_STATEMENTS, rows = null, signal } = {}) {
  let answer;
  try {
    answer = await fetch(`/sparql${rows ? `?rows=${rows}` : ""}`, {
      method: "POST", headers: { "Content-Type": "application/sparql-query", Accept: accept }, body: query, signal,
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(t("unreachable"));
  }
  if (!answer.ok) throw await refusal(answer);
  return answer;
}

async function refusal(answer) {
  const text = await answer.text();
  let said = { error: text.trim().slice(0, 2000) };
  try {
    said = JSON.parse(text);
  } catch { /* no JSON: the text itself has to do */ }
  const place = /\bline (\d+)/i.exec(said.error) ?? /\bat (\d+):\d+/.exec(said.error);
  return new QueryError(said.error || `${answer.status} ${answer.statusText}`, answer.status, Number(said.line ?? place?.[1]) || null);
}

/**
 * An answer as rows.
 * @returns {Promise<{form: "rows"|"truth"|"statements", columns: string[], rows: Array<Array<Object|null>>, truth?: boolean, cut: boolean}>}
 *     terms are those of the SPARQL JSON results
 */
export async function read(answer) {
  const text = await answer.text();
  const cut = answer.headers.get("X-KG-Cut") === "true";
  if (answer.headers.get("Content-Type")?.startsWith("application/n-triples"))
    return { form: "statements", columns: ["s", "p", "o"], rows: statements(text), cut };
  const { head, results, boolean } = JSON.parse(text);
  if (typeof boolean === "boolean") return { form: "truth", columns: [], rows: [], truth: boolean, cut };
  return { form: "rows", columns: head.vars, rows: results.bindings.map((row) => head.vars.map((name) => row[name] ?? null)), cut };
}

/* ---- N-Triples ---- */

const TERM = /\s*(?:<([^>]*)>|(_:[^\s<>"]+)|"((?:[^"\\]|\\.)*)"(?:@([a-zA-Z0-9-]+)|\^\^<([^>]*)>)?)/y;
const ESCAPES = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };

function statements(text) {
  const rows = [];
  for (const line of text.split("\n")) {
    if (!line.trim() || line.trimStart().startsWith("#")) continue;
    TERM.lastIndex = 0;
    rows.push([0, 1, 2].map(() => term(TERM.exec(line))));
  }
  return rows;
}

function term([, iri, node, literal, lang, datatype]) {
  if (iri !== undefined) return { type: "uri", value: unescape(iri) };
  if (node !== undefined) return { type: "bnode", value: node.slice(2) };
  return { type: "literal", value: unescape(literal), ...(lang ? { "xml:lang": lang } : {}), ...(datatype ? { datatype } : {}) };
}

const unescape = (text) => text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/gs,
  (_, four, eight, sign) => (sign ? ESCAPES[sign] ?? sign : String.fromCodePoint(parseInt(four ?? eight, 16))));

/* ---- names ---- */

/** An IRI with its prefix, as `cst:Policy`; the whole IRI where no prefix fits. */
export function shortened(iri) {
  let best = null;
  for (const [prefix, space] of Object.entries(vocabulary().prefixes))
    if (iri.startsWith(space) && iri.length > space.length && (!best || space.length > best[1].length)) best = [prefix, space];
  return best ? `${best[0]}:${iri.slice(best[1].length)}` : iri;
}

/** Whether an IRI may stand between angle brackets of a query as it is. */
export const isSafeIri = (iri) => SAFE_IRI.test(iri);

/**
 * Class and preferred names of the things among `iris`, asked once each.
 * @returns {Promise<Map<string, {iri: string, cls: string, names: Object}>>}  what is no thing of the graph is left out
 */
export async function refs(iris, signal) {
  const wanted = [...new Set(iris)].filter((iri) => !known.has(iri) && isSafeIri(iri));
  for (let from = 0; from < wanted.length; from += BATCH) await learn(wanted.slice(from, from + BATCH), signal);
  return new Map(iris.filter((iri) => known.get(iri)).map((iri) => [iri, known.get(iri)]));
}

async function learn(iris, signal) {
  const { prefixes } = vocabulary();
  const { rows } = await read(await ask(`
    SELECT ?thing ?class ?name WHERE {
      VALUES ?thing { ${iris.map((iri) => `<${iri}>`).join(" ")} }
      ?thing a ?class .
      OPTIONAL { ?thing <${prefixes.skos}prefLabel>|<${prefixes.dcterms}title> ?name }
    }`, { signal }));
  for (const iri of iris) known.set(iri, null);
  for (const [thing, cls, name] of rows) {
    if (!cls.value.startsWith(prefixes.cst)) continue;
    if (!known.get(thing.value)) known.set(thing.value, { iri: thing.value, cls: cls.value.slice(prefixes.cst.length), names: {} });
    const tag = (name?.["xml:lang"] || "und").toLowerCase();
    if (name) known.get(thing.value).names[tag] ??= [name.value];
  }
}
