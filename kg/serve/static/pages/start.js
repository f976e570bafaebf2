/**
 * The start page: a search box in the middle, what the graph holds, its newest bulletins, its most connected things.
 */

import {
  api, classMark, el, emptyNote, classLabel, language, link, navigate, number, searchBox, t, thingLink, vocabulary,
} from "../lib.js";

export async function show(root, parameters, signal) {
  root.append(
    el("section", { class: "hero" },
      el("h1", {}, t("title")),
      el("p", { class: "figures" }),
      searchBox({ id: "start-search", onchoose: (hit) => navigate("thing", { iri: hit.iri }) }),
      el("p", { class: "soft keys" }, el("kbd", {}, "/"), ` ${t("start_keys")}`)),
  );
  const summary = await api("summary", {}, { signal });
  root.querySelector(".figures").append(figures(summary));
  root.append(el("div", { class: "columns" }, connected(summary), classes(summary), bulletins(summary)));
}

function figures({ counts, facts, articles }) {
  const things = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return t("figures", { things: number(things), facts: number(facts), articles: number(articles) });
}

function section(name, body, more) {
  return el("section", { class: name, "aria-labelledby": `${name}-title` },
    el("h2", { id: `${name}-title` }, t(`start_${name}`)), body, more ? el("p", { class: "more" }, more) : null);
}

function connected({ connected: ranked }) {
  if (!ranked.length) return section("connected", emptyNote(t("start_empty")));
  const most = ranked[0].facts;
  const rows = ranked.map((thing) => el("li", {}, thingLink(thing),
    bar(thing.facts / most),
    el("span", { class: "count", title: t("fact_count", { count: number(thing.facts) }) }, number(thing.facts))));
  return section("connected", el("ol", { class: "rows" }, rows), link("network", {}, t("start_network")));
}

function bar(part) {
  const made = el("span", { class: "bar", "aria-hidden": "true" });
  made.style.setProperty("--part", part);
  return made;
}

/* Classes under their groups, as in the legend; each leads to its table. */
function classes({ counts }) {
  const groups = vocabulary().groups.map((group, n) => {
    const members = Object.keys(counts).filter((cls) => counts[cls] && vocabulary().classes[cls]?.group === n);
    members.sort((a, b) => counts[b] - counts[a]);
    const chips = members.map((cls) => chip(cls, counts[cls]));
    return chips.length ? [el("h3", {}, group.labels[language()]), el("ul", { class: "chips" }, chips)] : null;
  });
  return section("classes", groups);
}

function chip(cls, count) {
  const made = link("table", { class: cls }, classMark(cls), classLabel(cls), el("span", { class: "count" }, number(count)));
  made.className = "chip";
  return el("li", {}, made);
}

function bulletins({ bulletins: newest }) {
  const rows = newest.map((bulletin) => {
    const title = link("bulletin", { id: bulletin.id }, bulletin.title || bulletin.id);
    title.lang = "ko";
    const about = [bulletin.publisher, t("article_count", { count: number(bulletin.articles) })].filter(Boolean).join(" · ");
    return el("li", {}, el("time", {}, bulletin.issued ?? "–"), el("div", {}, title, el("p", { class: "soft" }, about)));
  });
  return section("bulletins", el("ol", { class: "rows dated" }, rows), link("bulletins", {}, t("start_all_bulletins")));
}
