/**
 * A SPARQL text in its parts, for colouring and completion. What is no part of the language is left as it is.
 */

export const KEYWORDS = [
  "SELECT", "CONSTRUCT", "DESCRIBE", "ASK", "WHERE", "PREFIX", "BASE", "FROM", "NAMED", "GRAPH", "DISTINCT", "REDUCED", "AS", "OPTIONAL", "FILTER",
  "UNION", "MINUS", "BIND", "VALUES", "UNDEF", "EXISTS", "NOT", "IN", "ORDER", "BY", "ASC", "DESC", "GROUP", "HAVING", "LIMIT", "OFFSET", "COUNT",
  "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT", "SEPARATOR", "STR", "LANG", "LANGMATCHES", "DATATYPE", "BOUND", "IRI", "REGEX", "CONTAINS",
  "STRSTARTS", "STRENDS", "STRLEN", "SUBSTR", "REPLACE", "UCASE", "LCASE", "CONCAT", "YEAR", "MONTH", "DAY", "NOW", "COALESCE", "IF", "ISIRI",
  "ISLITERAL", "ABS", "ROUND", "CEIL", "FLOOR", "true", "false",
];

const WORDS = new Set(KEYWORDS.map((word) => word.toUpperCase()));

const PARTS = new RegExp([
  /(?<comment>#[^\n]*)/,
  /(?<iri><[^\s<>"{}|^`\\]*>)/,
  /(?<string>"""(?:[^\\]|\\.)*?"""|'''(?:[^\\]|\\.)*?'''|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?)/,
  /(?<variable>[?$][\p{L}\p{N}_]+)/,
  /(?<prefixed>(?:\p{L}[\p{L}\p{N}_.-]*)?:[\p{L}\p{N}_.:%-]*)/,
  /(?<number>\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/,
  /(?<word>\p{L}[\p{L}\p{N}_]*)/,
].map(({ source }) => source).join("|"), "gsu");

/**
 * The parts of a text that have a colour, in their order.
 * @returns {Array<{kind: string, begin: number, end: number}>}  kinds: comment, iri, string, variable, prefixed, number, keyword
 */
export function tokens(text) {
  const found = [];
  for (const { index, 0: part, groups } of text.matchAll(PARTS)) {
    const [kind] = Object.entries(groups).find(([, value]) => value !== undefined);
    if (kind !== "word") found.push({ kind, begin: index, end: index + part.length });
    else if (WORDS.has(part.toUpperCase())) found.push({ kind: "keyword", begin: index, end: index + part.length });
  }
  return found;
}

/** The names of the variables in a text, without sign, in the order of their first use. */
export const variables = (text) => [...new Set(tokens(text).filter(({ kind }) => kind === "variable").map(({ begin, end }) => text.slice(begin + 1, end)))];

/** The prefixes that a text declares. */
export const declared = (text) => new Set([...text.matchAll(/\bPREFIX\s+([\p{L}\p{N}_.-]*):/giu)].map(([, prefix]) => prefix));
