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
  if (selection.kind === "fact") return box.replaceChildren(...factCard(network.facts.get(selection.key), network));
  const thing = network.things.get(selection.key);
  box.replaceChildren(...thingHead(thing, network), waitingNote());
  try {
    const card = await api("thing", { iri: thing.iri }, { signal });
    box.replaceChildren(...thingHead(thing, network), ...thingBody(card, network));
  } catch (error) {
    if (error.name !== "AbortError") box.replaceChildren(...thingHead(thing, network), errorNote(error));
  }
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
    return el("button", { type: "button", class: "thing", onclick: () => select({ kind: "thing", key: thing.iri }) }, classMark(thing.cls), nameElement(thing));
  }
  const made = link("thing", { iri: thing.iri }, classMark(thing.cls), nameElement(thing));
  made.className = "thing away";
  return made;
}

function factCard(fact, network) {
  const [subject, object] = [network.things.get(fact.s), network.things.get(fact.o)];
  return [
    el("p", { class: "eyebrow" }, t("net_fact")),
    el("h2", { class: "unseen" }, `${relationLabel(fact.p)}`),
    el("div", { class: "triple" }, end(subject, network), el("p", { class: "predicate" }, `↓ ${relationLabel(fact.p)}`), end(object, network)),
    el("div", { class: "statement" },
      qualifierLine({ ...fact, origin: fact.id ? "documents" : "background" }), reviewControl({ ...fact, review: fact.review ?? null })),
    evidenceList(fact),
  ];
}
