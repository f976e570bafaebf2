/**
 * What a drawn network is made of, as it stands in the address: the things it starts from, the steps taken since, the
 * filters, and the places of what does not stand where the server put it.
 *
 * @typedef {{kind: "open"|"add"|"drop", iri: string}} Step  a thing opened up, put in, taken out
 * @typedef {{seeds: string[], hops: number, fields: boolean, background: boolean, steps: Step[], offClasses: Set<string>,
 *     offRelations: Set<string>, from: number|null, to: number|null, confidence: number, at: Map<string, [number, number]>}} State
 */

import { list, vocabulary } from "../lib.js";

const STEPS = ["open", "add", "drop"];
const MOST_HOPS = 3;

/** @returns {State} */
export function readState(parameters, fragment) {
  return {
    seeds: list(parameters.iri).map(longIri),
    hops: Math.min(MOST_HOPS, Math.max(1, whole(parameters.hops) ?? 1)),
    fields: parameters.fields === "1",
    background: parameters.background === "1",
    steps: list(parameters.step).map(readStep).filter(({ kind }) => STEPS.includes(kind)),
    offClasses: new Set(list(parameters.hide)),
    offRelations: new Set(list(parameters.without)),
    from: whole(parameters.from),
    to: whole(parameters.to),
    confidence: Math.min(1, Math.max(0, Number.parseFloat(parameters.confidence) || 0)),
    at: readPlaces(fragment),
  };
}

/** The parameters of the address and its fragment. @param {State} state */
export function writeState(state) {
  const parameters = {
    iri: state.seeds,
    hops: state.hops > 1 ? state.hops : null,
    fields: state.fields ? 1 : null,
    background: state.background ? 1 : null,
    step: state.steps.map(({ kind, iri }) => `${kind}:${shortIri(iri)}`),
    hide: [...state.offClasses],
    without: [...state.offRelations],
    from: state.from,
    to: state.to,
    confidence: state.confidence || null,
  };
  return { parameters, fragment: writePlaces(state.at) };
}

const whole = (text) => (/^\d{1,4}$/.test(text ?? "") ? Number(text) : null);

function readStep(text) {
  const [kind, ...rest] = text.split(":");
  return { kind, iri: longIri(rest.join(":")) };
}

/* Places: `#at=IRI,x,y;IRI,x,y`, IRIs shortened and percent-encoded. */
function readPlaces(fragment) {
  const found = new Map();
  for (const entry of fragment.replace(/^#at=/, "").split(";")) {
    const [iri, x, y] = entry.split(",");
    if (/^-?\d{1,6}$/.test(x) && /^-?\d{1,6}$/.test(y)) found.set(longIri(decoded(iri)), [Number(x), Number(y)]);
  }
  return found;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function writePlaces(at) {
  const encoded = (iri) => encodeURIComponent(shortIri(iri)).replaceAll("%2F", "/").replaceAll("%3A", ":");
  const entries = [...at].map(([iri, [x, y]]) => [encoded(iri), Math.round(x), Math.round(y)].join());
  return entries.length ? `#at=${entries.join(";")}` : "";
}

/* The project's own things have IRIs under one prefix, which would fill the address. */
const shortIri = (iri) => (iri.startsWith(vocabulary().prefixes.cstr) ? `cstr:${iri.slice(vocabulary().prefixes.cstr.length)}` : iri);
const longIri = (text) => (text.startsWith("cstr:") ? vocabulary().prefixes.cstr + text.slice(5) : text);
