/**
 * The panel that tells of the selected thing or fact.
 */

import {
  api, classMark, classTag, el, errorNote, evidenceList, factGroups, link, nameElement, namesList, number, qualifierLine,
  relationLabel, reviewControl, t, targetList, waitingNote,
} from "../lib.js";

/**
 * Fills `box` with what is known of the selection.
 * @param {HTMLElement} box
 * @param {{kind: "thing"|"fact", key: string}} selection
 * @param {{things: Map, facts: Map, degree: function(string): number, select: function(Object): void, open: function(string): void,
 *     drop: function(string): void}} network
 * @param {AbortSignal} signal  aborts when something else is selected
 */
export async function tell(box, selection, network, signal) {
  try {
    if (selection.kind === "thing") await tellThing(box, network.things.get(selection.key), network, signal);
    else await tellFact(box, network.facts.get(selection.key), network, signal);
  } catch (error) {
    if (error.name !== "AbortError") box.append(errorNote(error));
  }
}

async function tellThing(box, thing, network, signal) {
  const waiting = waitingNote();
  box.replaceChildren(...thingHead(thing, network), waiting);
  try {
    box.append(...thingBody(await api("thing", { iri: thing.iri }, { signal }), network));
  } finally {
    waiting.remove();
  }
}

/* What a line carries is told at once; amounts, further sentences and judgements are on the card of its subject. */
async function tellFact(box, fact, network, signal) {
  box.replaceChildren(...factCard(fact, network));
  if (!fact.id) return;
  const { facts } = await api("thing", { iri: fact.s }, { signal });
  const whole = facts.find(({ id }) => id === fact.id);
  if (whole) box.replaceChildren(...factCard({ ...fact, ...whole }, network));
}

function thingHead(thing, { degree, open, drop }) {
  const act = (name, run) => el("button", { type: "button", id: `net-${name}`, onclick: () => run(thing.iri) }, t(`net_${name}`));
  const card = link("thing", { iri: thing.iri }, t("net_card"));
  card.className = "button";
  return [
    el("p", { class: "eyebrow" }, classTag(thing.cls)),
    el("h2", {}, nameElement(thing)),
    el("p", { class: "soft shown" }, t("net_shown", { shown: number(degree(thing.iri)), all: number(thing.degree) })),
    el("div", { class: "tools" }, act("open", open), act("drop", drop), card),
  ];
}

function thingBody(card, network) {
  return [
    namesList(card.names),
    el("h3", {}, t("facts")),
    ...factGroups(card.facts, { other: (thing) => end(thing, network) }),
    ...(card.targets.length ? [el("h3", {}, t("targets")), targetList(card.targets)] : []),
  ];
}

/* A thing that is in the drawing is selected there; of another one the card is opened. */
function end(thing, { things, select }) {
  if (things.has(thing.iri)) {
    const choose = () => select({ kind: "thing", key: thing.iri });
    return el("button", { type: "button", class: "thing", onclick: choose }, classMark(thing.cls), nameElement(thing));
  }
  const made = link("thing", { iri: thing.iri }, classMark(thing.cls), nameElement(thing));
  made.className = "thing away";
  return made;
}

function factCard(fact, network) {
  const [subject, object] = [network.things.get(fact.s), network.things.get(fact.o)];
  return [
    el("p", { class: "eyebrow" }, t("net_fact")),
    el("h2", { class: "unseen" }, relationLabel(fact.p)),
    el("div", { class: "triple" },
      end(subject, network), el("p", { class: "predicate" }, `↓ ${relationLabel(fact.p)}`), end(object, network)),
    el("div", { class: "statement" },
      qualifierLine(fact), reviewControl({ ...fact, review: fact.review ?? null })),
    evidenceList(fact),
  ];
}
