/**
 * The card of a thing: who it is, every fact about it with its sentences, when it was reported on, what it is tied to.
 */

import {
  api, apiUrl, classTag, copyButton, el, emptyNote, factGroups, link, nameElement, namesList, navigate,
  number, origin, outLink, t, targetList,
} from "../lib.js";
import { neighbourhood } from "../lib/neighbourhood.js";

const FORMATS = { turtle: "Turtle", ntriples: "N-Triples", jsonld: "JSON-LD", csv: "CSV" };
const FIRST_EVENTS = 8;

export async function show(root, { iri, name }, signal) {
  if (!iri && !name) return navigate("", {}, { replace: true });
  const thing = await api("thing", iri ? { iri } : { name }, { signal });
  const map = el("section", { class: "map", "aria-labelledby": "map-title" }, el("h2", { id: "map-title" }, t("map")));
  root.append(
    heading(thing),
    el("div", { class: "card-columns" },
      el("div", { class: "card-main" }, facts(thing), targets(thing)),
      el("aside", { class: "card-side", "aria-label": t("about") }, map, events(thing), exports(thing))),
  );
  await neighbourhood(map, thing, signal);
}

/* ---- who it is ---- */

function heading(thing) {
  const facts = thing.facts.length + thing.more.facts;
  const counts = [t("fact_count", { count: number(facts) }), t("mentions", { count: number(thing.mentions) })];
  return el("header", { class: "card-head" },
    el("p", { class: "eyebrow" }, classTag(thing.cls), counts.map((text) => el("span", {}, text))),
    el("h1", {}, nameElement(thing)),
    el("div", { class: "card-names" }, namesList(thing.names), elsewhere(thing)),
    el("div", { class: "tools" },
      button(link("network", { iri: thing.iri }, t("to_network"))),
      button(link("timeline", { iri: thing.iri }, t("to_timeline"))),
      button(link("query", { q: everything(thing.iri) }, t("to_query")))));
}

function button(made) {
  made.className = "button";
  return made;
}

function elsewhere({ iri, links, identifiers }) {
  const outward = links.map((url) => el("span", { class: "one-name" }, outLink(url, short(url))));
  return el("dl", { class: "names" },
    identifiers.length ? [el("dt", {}, t("identifiers")), el("dd", {}, identifiers.join(" · "))] : null,
    links.length ? [el("dt", {}, t("elsewhere")), el("dd", {}, outward)] : null,
    el("dt", {}, "IRI"), el("dd", {}, el("span", { class: "one-name" }, el("code", {}, iri), copyButton(iri))));
}

const short = (url) => url.replace(/^https?:\/\/(www\.)?/, "");

/* A query for every statement about the thing. */
function everything(iri) {
  const term = `<${iri.replace(/[<>"{}|\\^`\s]/g, encodeURIComponent)}>`;
  return `SELECT ?s ?p ?o WHERE {\n  { VALUES ?s { ${term} } ?s ?p ?o }\n  UNION\n  { VALUES ?o { ${term} } ?s ?p ?o }\n}`;
}

/* ---- facts ---- */

function facts(thing) {
  const groups = factGroups(thing.facts);
  const fold = el("button", { type: "button", class: "bare", onclick: () => foldAll(groups) }, t("fold"));
  return el("section", { class: "card-facts", "aria-labelledby": "facts-title" },
    el("div", { class: "section-head" }, el("h2", { id: "facts-title" }, t("facts")), groups.length > 1 ? fold : null),
    groups.length ? groups : emptyNote(t("no_facts")),
    thing.more.facts ? el("p", { class: "note" }, t("more_facts", { count: number(thing.more.facts) })) : null);
}

function foldAll(groups) {
  const open = !groups.some((group) => group.open);
  for (const group of groups) group.open = open;
}

function targets(thing) {
  if (!thing.targets.length) return null;
  return el("section", { "aria-labelledby": "targets-title" },
    el("div", { class: "section-head" }, el("h2", { id: "targets-title" }, t("targets"))), targetList(thing.targets));
}

/* ---- beside the facts ---- */

function events(thing) {
  const ordered = [...thing.events].sort((a, b) => (a.date < b.date ? 1 : -1));
  if (!ordered.length) return null;
  const rows = ordered.map(eventRow), rest = rows.splice(FIRST_EVENTS);
  return el("section", { class: "events", "aria-labelledby": "events-title" },
    el("h2", { id: "events-title" }, t("timeline")),
    el("ol", {}, rows),
    rest.length ? el("details", {}, el("summary", {}, t("more", { count: number(rest.length) })), el("ol", {}, rest)) : null);
}

function eventRow({ date, kind, text, article }) {
  return el("li", {}, el("time", { datetime: date }, date), el("div", {},
    kind === "mention" && article ? null : el("p", { lang: "ko" }, text),
    article ? el("p", { class: "origin" }, origin(article)) : null));
}

function exports({ iri }) {
  return el("section", { class: "exports", "aria-labelledby": "export-title" },
    el("h2", { id: "export-title" }, t("export")),
    el("p", { class: "tools" }, Object.entries(FORMATS).map(([format, name]) =>
      el("a", { class: "button", href: apiUrl("export", { iri, format }), download: true }, name))));
}
