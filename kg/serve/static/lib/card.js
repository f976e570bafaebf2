/**
 * What the card of a thing is made of: its names, its facts, its targets.
 */

import { announce, el } from "./dom.js";
import { evidenceList, qualifierLine, reviewControl } from "./facts.js";
import { copyText } from "./files.js";
import { icon } from "./icons.js";
import { thingLink } from "./marks.js";
import { namesByLanguage, number, relationLabel, t, vocabulary } from "./text.js";

const MANY = 20; // things that one statement ties; further ones are folded away

/** All names by language, each with a button that copies it. */
export function namesList(names) {
  return el("dl", { class: "names" }, namesByLanguage(names).map(([language, tag, texts]) => [
    el("dt", {}, language),
    el("dd", { lang: tag }, texts.map((text) => el("span", { class: "one-name" }, text, copyButton(text)))),
  ]));
}

/** A button that copies `text` and says so. */
export function copyButton(text, words = t("copy", { text })) {
  const button = el("button", { type: "button", class: "bare copy", title: words, "aria-label": words, onclick: copy }, icon("copy"));
  async function copy() {
    const done = await copyText(text);
    announce(t(done ? "copied" : "not_copied"));
    button.replaceChildren(icon(done ? "right" : "wrong"));
    setTimeout(() => button.replaceChildren(icon("copy")), 1500);
  }
  return button;
}

/**
 * The facts of a thing under the relations that they state, each relation collapsible.
 * @param {Array<Object>} facts  as `/api/thing` gives them
 * @param {{other?: function(Object): Element}} options  how the thing at the other end is shown
 */
export function factGroups(facts, { other = thingLink } = {}) {
  return byRelation(facts).map(({ relation, outgoing, members }) =>
    el("details", { class: "relation", open: true, dataset: { relation, outgoing } },
      el("summary", {}, relationLabel(relation, outgoing), " ", el("span", { class: "count" }, number(members.length))),
      el("ul", { class: "facts" }, byStatement(members).map((group) => statement(group, other)))));
}

function byRelation(facts) {
  const order = Object.keys(vocabulary().relations);
  const groups = Map.groupBy(facts, ({ relation, outgoing }) => `${outgoing ? 0 : 1} ${relation}`);
  const rank = ({ outgoing, relation }) => (outgoing ? 0 : order.length) + order.indexOf(relation);
  return [...groups.values()]
    .map((members) => ({ relation: members[0].relation, outgoing: members[0].outgoing, members }))
    .sort((a, b) => rank(a) - rank(b));
}

/* Facts that the same sentences state in the same way stand together above these sentences, which are shown once. */
function byStatement(facts) {
  const stated = ({ origin, confidence, qualifiers, evidence }) => JSON.stringify([
    origin, confidence, { ...qualifiers, position: null }, evidence.map(({ quote, article }) => [quote, article.iri]),
  ]);
  return [...Map.groupBy(facts, stated).values()];
}

function statement(facts, other) {
  const [first] = facts;
  const evidence = first.evidence.map((one, n) => ({ ...one, marks: united(facts.map((fact) => fact.evidence[n].marks)) }));
  return el("li", {},
    el("div", { class: "statement" },
      ends(facts.slice(0, MANY), other), qualifierLine(first)),
    facts.length > MANY ? rest(facts.slice(MANY), other) : null,
    first.origin === "documents" ? evidenceList({ evidence }) : null);
}

const ends = (facts, other) => el("ul", { class: "ends" }, facts.map((fact) =>
  el("li", { dataset: { fact: fact.id ?? "" } }, other(fact.other), reviewControl(fact))));

const rest = (facts, other) =>
  el("details", { class: "rest" }, el("summary", {}, t("more", { count: number(facts.length) })), ends(facts, other));

const united = (marks) => [...new Map(marks.flat().map((mark) => [mark.slice(0, 2).join(), mark])).values()];

/** The targets of a thing: what is measured, how much, by when, and the sentences that say so. */
export function targetList(targets) {
  return el("ul", { class: "facts targets" }, targets.map((target) => el("li", {},
    el("p", { class: "target" },
      target.year ? el("span", { class: "year" }, target.year) : null,
      el("span", {}, target.metric, " ", el("strong", {}, target.written || `${number(target.value)} ${target.unit ?? ""}`)),
      reviewControl(target)),
    evidenceList(target))));
}
