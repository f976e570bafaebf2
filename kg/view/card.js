/**
 * The card of a thing or a fact, and what is selected.
 */

import { outline } from "./drawing.js";
import { draw, moveToSelection, network, resize } from "./canvas.js";
import {
  at, classLabel, communityName, communityOf, data, degree, element, factOff, facts, factsOf, groupColour, languageOf, nameOf, number, pick,
  relationLabel, say, state, things, undrawnAround, valueOf,
} from "./state.js";

const OPEN_FACTS = 12; // a card with more facts keeps their sentences folded
const TAG_NAMES = { ko: "한국어", "zh-hans": "简体", "zh-hant": "繁體", zh: "中文", en: "English" };

let returnTo = null;
let drawnMore = () => {};

/** What is to happen when more things have been drawn. */
export function whenMoreIsDrawn(act) {
  drawnMore = act;
}

/** Where the keyboard goes back to when the card is closed. */
export function returnFocusTo(place) {
  returnTo = place;
}

/** Draws these things as well. */
export function drawMore(ids) {
  for (const i of ids) state.drawn.add(i);
  draw();
  drawnMore();
}

/** Selects a thing or a fact and opens its card; what is not in the drawing yet is drawn. */
export function select(kind, id, { move = false, keyboard = false } = {}) {
  const ends = kind === "thing" ? [id] : [facts[id].s, facts[id].o];
  if (ends.some((i) => !state.drawn.has(i))) drawMore(ends);
  state.selected = { kind, id };
  if (!keyboard) returnTo = null;
  showCard();
  if (move) moveToSelection();
  if (keyboard) at("card").focus();
  network.redraw();
}

export function deselect() {
  state.selected = null;
  at("card").hidden = true;
  network.unselectAll();
  if (returnTo) returnTo.focus();
  returnTo = null;
  resize();
}

export function showCard() {
  const { kind, id } = state.selected;
  const card = at("card"), opened = card.hidden;
  card.hidden = false;
  at("card-body").replaceChildren(...(kind === "thing" ? thingCard(id) : factCard(id)));
  card.scrollTop = 0;
  at("status").textContent = kind === "thing" ? nameOf(things[id]) : sentenceOf(facts[id]);
  if (opened) resize();
}

/** The shape of a class in a colour, by default that of its group. */
export function swatch(cls, colour = groupColour(data.classes[cls].group)) {
  return shapeIn(data.classes[cls].shape, colour);
}

/** A shape in a colour, as large as the letters beside it. */
export function shapeIn(shape, colour) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "-10 -10 20 20");
  svg.setAttribute("class", "swatch");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, shape === "dot" ? "circle" : "polygon");
  if (shape === "dot") path.setAttribute("r", "8");
  else path.setAttribute("points", outline(shape, 9).map((point) => point.join(",")).join(" "));
  path.setAttribute("fill", colour);
  svg.append(path);
  return svg;
}

function thingCard(id) {
  const thing = things[id], name = nameOf(thing);
  const parts = [
    element("p", { class: "eyebrow" }, swatch(thing.cls), classLabel(thing.cls)),
    element("h2", { text: name, lang: languageOf(thing, name) }),
    namesOf(thing),
    measuresOf(id),
    moreAround(id),
  ];
  const visible = factsOf[id].filter((i) => !factOff(i));
  parts.push(element("h3", { text: say("facts") }));
  if (!visible.length) parts.push(element("p", { class: "soft", text: say("no_facts") }));
  const groups = new Map();
  for (const i of visible) {
    const fact = facts[i], outgoing = fact.s === id;
    const key = (outgoing ? "0" : "1") + fact.p;
    if (!groups.has(key)) groups.set(key, { outgoing, relation: fact.p, rows: [] });
    groups.get(key).rows.push(i);
  }
  for (const key of [...groups.keys()].sort()) {
    const { outgoing, relation, rows } = groups.get(key);
    parts.push(element("h4", { text: relationLabel(relation, outgoing) }));
    rows.sort((a, b) => nameOf(things[otherEnd(a, id)]).localeCompare(nameOf(things[otherEnd(b, id)]), state.language));
    for (const i of rows) parts.push(factRow(i, id, visible.length <= OPEN_FACTS));
  }
  if (thing.targets.length) {
    parts.push(element("h3", { text: say("targets") }));
    for (const target of thing.targets) parts.push(targetRow(target, thing));
  }
  if (thing.articles.length) {
    parts.push(element("h3", { text: say("mentioned") }), element("ul", { class: "plain" }, ...thing.articles.map((article) =>
      element("li", {}, element("span", { lang: "ko", text: data.articles[article].title }), element("br"), ...whence(article)))));
  }
  return parts;
}

/* Where it stands in the network of the file. */
function measuresOf(id) {
  const values = { degree: number(degree[id]), betweenness: number(valueOf(id, "betweenness")), mentions: number(valueOf(id, "mentions")) };
  return element("p", { class: "soft", text: `${say("measures", values)} · ${say("community", { name: communityName(communityOf(id)) })}` });
}

function moreAround(id) {
  const more = undrawnAround(id);
  if (!more.length) return null;
  const show = () => { drawMore(more); select("thing", id, { move: true, keyboard: true }); };
  return element("button", { type: "button", id: "more-around", text: say("more_around", { count: number(more.length) }), on: { click: show } });
}

const otherEnd = (i, id) => (facts[i].s === id ? facts[i].o : facts[i].s);

function namesOf(thing) {
  const list = element("dl", { class: "names" });
  const order = ["ko", "zh-hans", "zh-hant", "zh", "en"];
  const tags = [...order.filter((tag) => thing.names[tag]), ...Object.keys(thing.names).filter((tag) => !order.includes(tag))];
  for (const tag of tags) {
    list.append(element("dt", { text: TAG_NAMES[tag] ?? "–" }), element("dd", { lang: tag || null, text: thing.names[tag].join(" · ") }));
  }
  return list;
}

function link(id) {
  const name = nameOf(things[id]);
  return element("button", { type: "button", class: "other", on: { click: () => select("thing", id, { move: true, keyboard: true }) } },
    swatch(things[id].cls), element("span", { text: name, lang: languageOf(things[id], name) }));
}

function factRow(i, id, open) {
  const fact = facts[i], other = otherEnd(i, id);
  const body = element("details", {}, element("summary", { text: say("evidence") }), ...claimsOf(fact, [things[fact.s], things[fact.o]]));
  body.open = open;
  return element("div", { class: "fact" }, link(other), body);
}

function targetRow(target, thing) {
  const year = target.year ? ` (${say("by_year", { year: target.year })})` : "";
  const body = element("details", {}, element("summary", { text: say("evidence") }), ...claimsOf(target, [thing]));
  return element("div", { class: "fact" }, element("p", { class: "qualifiers", text: `${target.metric} ${target.written}${year}` }), body);
}

function factCard(i) {
  const fact = facts[i];
  return [
    element("p", { class: "eyebrow", text: relationLabel(fact.p) }),
    element("h2", { text: sentenceOf(fact) }),
    element("div", { class: "fact triple" }, link(fact.s),
      element("span", { class: "relation", text: `→ ${relationLabel(fact.p)}` }), link(fact.o)),
    element("h3", { text: say("evidence") }),
    ...claimsOf(fact, [things[fact.s], things[fact.o]]),
  ];
}

const sentenceOf = (fact) => `${nameOf(things[fact.s])} → ${nameOf(things[fact.o])}`;

function claimsOf(stated, ends) {
  if (!stated.claims.length) return [element("p", { class: "soft", text: say("no_evidence") })];
  return stated.claims.flatMap((claim) => [
    element("p", { class: "qualifiers" }, ...qualifiers(claim)),
    ...claim.evidence.flatMap(([sentence, article]) => [
      element("blockquote", { lang: "ko" }, ...highlighted(data.sentences[sentence], ends)),
      element("p", { class: "origin" }, element("span", { lang: "ko", text: data.articles[article].title }), " · ", ...whence(article)),
    ]),
  ]);
}

function qualifiers({ qualifiers: own, confidence }) {
  const parts = [];
  if (own.role) parts.push(own.role);
  if (own.amount) {
    const amount = `${number(Number(own.amount))} ${own.currency ?? ""}`.trim();
    parts.push((own.ceiling === "true" ? `${say("until")} ` : "") + (own.written ? `${own.written} (${amount})` : amount));
  } else if (own.written) parts.push(own.written);
  if (own.date) parts.push(own.date);
  if (own.modality) parts.push(own.modality);
  const text = parts.length ? [element("strong", { text: parts.join(" · ") }), " "] : [];
  return [...text, element("span", { class: "soft", text: say("confidence_short", { value: confidence.toFixed(2) }) })];
}

/* The sentence with the names of both ends marked, longest names first. */
function highlighted(sentence, ends) {
  const names = [...new Set(ends.flatMap((thing) => Object.values(thing.names).flat()))].filter((name) => name.length > 1);
  names.sort((a, b) => b.length - a.length);
  if (!names.length) return [sentence];
  const pattern = new RegExp(`(${names.map((name) => name.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).join("|")})`, "g");
  return sentence.split(pattern).map((part, i) => (i % 2 ? element("mark", { text: part }) : part)).filter((part) => part !== "");
}

/* Bulletin, section, day, and where the article itself points to. Only web addresses become links. */
function whence(article) {
  const { section, day, bulletin, sources } = data.articles[article];
  const issue = data.bulletins[bulletin];
  const parts = [issue.title || issue.id, section && data.sections[section] ? pick(data.sections[section]) : "", day ?? issue.issued ?? ""];
  const out = [element("span", { class: "soft", text: parts.filter(Boolean).join(" · ") })];
  for (const [title, url] of sources) {
    out.push(" · ", /^https?:\/\//i.test(url)
      ? element("a", { href: url, target: "_blank", rel: "noopener noreferrer", text: title || say("source") })
      : element("span", { text: title }));
  }
  return out;
}
