/**
 * Things and facts of a drawn network: the server's answers, put together as the state's steps say, and what the filters
 * leave visible of them.
 */

import { api } from "../lib.js";

const START = 200, OVERVIEW = 100, OPENED = 60; // most things around given ones, of an overview, and that opening a thing brings in
const NEAR = 64, WIDE = 1.6; // least distance to other things, and how much more of it sideways, where labels are
const TURN = Math.PI * (3 - Math.sqrt(5)); // the golden angle: a spiral whose arms never line up

/** Asks the server for what a state needs; what was asked once is not asked again. */
export class Source {
  #known = new Map();

  /** @returns {Promise<{base: Object, opened: Map<string, Object>}>} answers of `/api/network` */
  async gather(state, signal) {
    const common = { fields: state.fields ? 1 : null, background: state.background ? 1 : null };
    const asked = state.steps.filter(({ kind }) => kind !== "drop").map(({ iri }) => iri);
    const [base, ...answers] = await Promise.all([
      this.#ask({ iri: state.seeds, hops: state.hops, limit: state.seeds.length ? START : OVERVIEW, ...common }, signal),
      ...asked.map((iri) => this.#ask({ iri, hops: 1, limit: OPENED, ...common }, signal)),
    ]);
    return { base, opened: new Map(asked.map((iri, n) => [iri, answers[n]])) };
  }

  async #ask(parameters, signal) {
    const key = JSON.stringify(parameters);
    if (!this.#known.has(key)) this.#known.set(key, await api("network", parameters, { signal }));
    return this.#known.get(key);
  }
}

/** What identifies a fact in the drawing; one of the background has no assertion. */
export const keyOf = ({ id, s, p, o }) => id ?? `${s} ${p} ${o}`;

/**
 * Replays the steps of a state.
 * @returns {{things: Map<string, Object>, facts: Map<string, Object>, cut: Object|null}}  things with `x` and `y`; `cut`: the
 *     last answer that does not hold all its things. Places that are made here are kept in `state.at`.
 */
export function assemble(state, { base, opened }) {
  const things = new Map(base.things.map((thing) => [thing.iri, placed(thing, state.at)]));
  for (const { kind, iri } of state.steps) {
    if (kind === "drop") things.delete(iri);
    else put(things, state.at, iri, opened.get(iri).things.filter((thing) => kind === "open" || thing.iri === iri));
  }
  for (const iri of state.at.keys()) if (!things.has(iri)) state.at.delete(iri);
  const answers = [base, ...opened.values()];
  const known = answers.flatMap((answer) => answer.facts);
  const facts = known.filter(({ s, o }) => things.has(s) && things.has(o)).map((fact) => [keyOf(fact), fact]);
  return { things, facts: new Map(facts), cut: answers.findLast((answer) => answer.total > answer.things.length) ?? null };
}

function placed(thing, at) {
  const [x, y] = at.get(thing.iri) ?? [thing.x, thing.y];
  return { ...thing, x, y };
}

/* Newcomers stand around the thing that brought them in, on free ground. */
function put(things, at, iri, newcomers) {
  const centre = things.get(iri) ?? freeGround(things);
  for (const thing of newcomers) {
    if (things.has(thing.iri)) continue;
    if (!at.has(thing.iri)) at.set(thing.iri, spot(centre, [...things.values()]));
    things.set(thing.iri, placed(thing, at));
  }
}

function freeGround(things) {
  const all = [...things.values()];
  if (!all.length) return { x: 0, y: 0 };
  return { x: Math.max(...all.map(({ x }) => x)) + 2 * NEAR, y: all.reduce((sum, { y }) => sum + y, 0) / all.length };
}

/** The first place on a spiral around `centre` that is near to none of `taken`. @returns {[number, number]} */
export function spot(centre, taken) {
  for (let n = 0; ; n++) {
    const radius = NEAR * Math.sqrt(n);
    const x = Math.round(centre.x + WIDE * radius * Math.cos(n * TURN)), y = Math.round(centre.y + radius * Math.sin(n * TURN));
    if (taken.every((other) => Math.hypot((other.x - x) / WIDE, other.y - y) >= NEAR * 0.9)) return [x, y];
  }
}

/**
 * What the filters of a state leave. A thing that they leave without any of its facts is hidden too, unless the network
 * starts from it.
 * @returns {{things: Map<string, Object>, facts: Map<string, Object>}}
 */
export function visible(state, { things, facts }) {
  const shows = (iri) => !state.offClasses.has(things.get(iri).cls);
  const kept = new Map([...facts].filter(([, fact]) => shows(fact.s) && shows(fact.o) && passes(state, fact)));
  const tied = ends(kept), ever = ends(facts);
  const stays = (iri) => shows(iri) && (tied.has(iri) || !ever.has(iri) || state.seeds.includes(iri));
  return { things: new Map([...things].filter(([iri]) => stays(iri))), facts: kept };
}

/* A fact without year cannot be said to lie in a range of years; one without confidence is not in doubt. */
function passes({ offRelations, confidence, from, to }, fact) {
  if (offRelations.has(fact.p) || (fact.confidence ?? 1) < confidence - 1e-9) return false;
  if (from === null && to === null) return true;
  return fact.year !== null && fact.year >= (from ?? -Infinity) && fact.year <= (to ?? Infinity);
}

const ends = (facts) => new Set([...facts.values()].flatMap(({ s, o }) => [s, o]));

/** How many of the given facts each thing has: IRI to number. */
export function degrees(facts) {
  const counts = new Map();
  for (const { s, o } of facts.values()) for (const iri of new Set([s, o])) counts.set(iri, (counts.get(iri) ?? 0) + 1);
  return counts;
}
