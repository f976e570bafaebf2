/**
 * A bulletin: its contents, or one of its articles as a reviewer reads it, text and facts side by side.
 */

import {
  announce, api, classLabel, classMark, el, emptyNote, errorNote, link, navigate, number, outLink, remember, sectionLabel, t, vocabulary,
} from "../lib.js";
import { FILTERS, endsOf, factItem, keep, mark, redraw } from "../bulletin/facts.js";
import { articleText } from "../bulletin/text.js";
import { heading, isTaken, letter } from "../parts.js";

export async function show(root, parameters, signal) {
  if (parameters.article) return showArticle(root, parameters, signal);
  if (!parameters.id) return root.append(heading(t("page_bulletins")), emptyNote(t("bulletin_none")));
  return showContents(root, parameters.id, signal);
}

/* ---- contents ---- */

async function showContents(root, id, signal) {
  const { bulletin, articles } = await api("bulletin", { id }, { signal });
  root.append(
    el("p", { class: "eyebrow" }, link("bulletins", {}, t("page_bulletins"))),
    el("header", { class: "page-head" }, el("h1", { lang: "ko" }, bulletin.title || bulletin.id), imprint(bulletin)),
  );
  for (const [section, own] of Map.groupBy?.(articles, ({ section }) => section) ?? bySection(articles))
    root.append(el("section", { class: "contents" }, el("h2", {}, sectionLabel(section)),
      el("ol", { class: "bulletin-list" }, own.map((article) => row(bulletin, article)))));
  if (!articles.length) root.append(emptyNote(t("bulletin_empty")));
}

function bySection(articles) {
  const sections = new Map();
  for (const article of articles) sections.set(article.section, [...(sections.get(article.section) ?? []), article]);
  return sections;
}

const imprint = ({ id, publisher, issued }) => el("p", { class: "soft" }, [publisher, issued, id].filter(Boolean).join(" · "));

const row = (bulletin, article) => el("li", {},
  el("span", { class: "date" }, article.day ?? ""),
  el("span", { class: "what" }, titled(bulletin, article)),
  el("span", { class: "count" }, t("article_figures", { things: number(article.things), facts: number(article.facts) })));

function titled(bulletin, article) {
  const made = link("bulletin", { id: bulletin.id, article: article.iri }, article.title || t("article"));
  made.lang = "ko";
  return made;
}

/* ---- an article ---- */

async function showArticle(root, parameters, signal) {
  const answer = await api("article", { iri: parameters.article }, { signal });
  const facts = [...answer.facts, ...answer.targets];
  const text = articleText(answer.paragraphs, answer.things, facts);
  const page = { root, answer, facts, text, judged: [], items: new Map(), filter: parameters.show in FILTERS ? parameters.show : "all" };
  const { article } = answer;
  root.append(
    el("p", { class: "eyebrow" }, link("bulletins", {}, t("page_bulletins")), contentsLink(article), el("span", {}, sectionLabel(article.section))),
    el("header", { class: "page-head article-head" }, el("div", {},
      el("h1", { lang: "ko" }, article.title || t("article")), whence(article)), steps(answer)),
    el("div", { class: "review-grid" },
      el("section", { class: "reading", "aria-label": t("article_text") }, legend(page), text.element),
      el("section", { class: "facts-beside", "aria-label": t("article_facts") }, factsHead(page), page.list = el("ul", { class: "fact-list" }), keysHelp())),
  );
  drawFacts(page);
  root.addEventListener("kg:judged", (event) => judged(page, event.detail));
  document.addEventListener("keydown", (event) => press(event, page), { signal });
}

const contentsLink = ({ bulletin }) => link("bulletin", { id: bulletin.id }, [bulletin.title || bulletin.id, bulletin.issued].filter(Boolean).join(" · "));

const whence = (article) => el("p", { class: "soft whence" }, [article.day, ...article.sources.map((source) => outLink(source.url, source.title || source.url || t("source")))]
  .filter(Boolean).flatMap((part, n) => (n ? [" · ", part] : [part])));

function steps({ previous, next }) {
  const step = (article, words, keys, key) => (article
    ? Object.assign(link("bulletin", { id: article.bulletin.id, article: article.iri }, words), { className: "button", title: article.title ?? "", ariaKeyShortcuts: keys })
    : el("span", { class: "button none", "aria-disabled": "true" }, words));
  const made = el("nav", { class: "tools steps", "aria-label": t("article_steps") },
    step(previous, t("article_previous"), "K ArrowLeft"), step(next, t("article_next"), "J ArrowRight"));
  return made;
}

/* ---- the classes in the text ---- */

function legend({ answer, text }) {
  const marked = answer.paragraphs.flatMap(({ marks }) => marks.map(({ thing }) => thing));
  const classOf = new Map(answer.things.map(({ iri, cls }) => [iri, cls]));
  const counts = {};
  for (const iri of marked) if (classOf.has(iri)) counts[classOf.get(iri)] = (counts[classOf.get(iri)] ?? 0) + 1;
  const order = Object.keys(vocabulary().classes).filter((cls) => counts[cls]);
  if (!order.length) return null;
  return el("div", { class: "tools classes-here", role: "group", "aria-label": t("legend") }, order.map((cls) => el("button", {
    type: "button", class: "bare", "aria-pressed": "true", dataset: { cls }, title: t("legend_hint"),
    onclick: ({ currentTarget }) => {
      const shown = currentTarget.getAttribute("aria-pressed") !== "true";
      currentTarget.setAttribute("aria-pressed", String(shown));
      text.toggle(cls, shown);
    },
  }, classMark(cls), classLabel(cls), el("span", { class: "count" }, number(counts[cls])))));
}

/* ---- the facts beside it ---- */

function factsHead(page) {
  page.progress = el("div", { class: "judged-so-far" });
  page.filters = el("div", { class: "tools", role: "group", "aria-label": t("fact_filter") }, Object.keys(FILTERS).map((name) => el("button", {
    type: "button", class: "bare", dataset: { show: name }, onclick: () => { page.filter = name; drawFacts(page); },
  })));
  page.undo = el("button", { type: "button", class: "bare undo", "aria-keyshortcuts": "U", onclick: () => undo(page) }, t("undo"));
  return el("div", { class: "facts-head" }, el("div", { class: "facts-title" }, el("h2", {}, t("facts_of_article")), page.undo), page.progress, page.filters);
}

function drawFacts(page) {
  const { facts, items, text, filter, answer } = page;
  const light = (fact, byKeyboard) => {
    text.dark();
    const [first] = text.light(fact, endsOf(fact));
    if (byKeyboard) first?.scrollIntoView({ block: "nearest" });
  };
  items.clear();
  for (const fact of facts.filter(FILTERS[filter])) items.set(fact, factItem(fact, { onlight: light, ondark: text.dark }));
  page.list.replaceChildren(...(items.size ? items.values() : [el("li", {}, emptyNote(t(facts.length ? "facts_filtered" : "facts_none")))]));
  remember("bulletin", { id: answer.article.bulletin.id, article: answer.article.iri, show: filter === "all" ? null : filter });
  drawState(page);
}

/* Progress, figures of the filters and the way back. What was just judged stays in sight until the filter is chosen anew. */
function drawState({ facts, filters, filter, progress, undo: back, judged: done }) {
  const open = facts.filter(({ id }) => id);
  const settled = open.filter(({ review }) => review).length;
  const words = t("review_progress", { done: number(settled), all: number(open.length) });
  progress.replaceChildren(el("progress", { max: Math.max(1, open.length), value: settled, "aria-label": words }), el("span", {}, words),
    el("span", { class: "soft", hidden: vocabulary().review }, t("review_off")));
  for (const button of filters.children) {
    const name = button.dataset.show;
    button.setAttribute("aria-pressed", String(name === filter));
    button.replaceChildren(t(`show_${name}`), " ", el("span", { class: "count" }, number(facts.filter(FILTERS[name]).length)));
  }
  back.hidden = !done.length;
}

function judged(page, { fact, before }) {
  page.judged.push({ fact, before });
  mark(page.items.get(fact), fact);
  drawState(page);
}

async function undo(page) {
  const last = page.judged.at(-1);
  if (!last) return;
  try {
    await keep(last.fact, last.before);
  } catch (error) {
    return page.progress.append(errorNote(error));
  }
  page.judged.pop();
  const item = page.items.get(last.fact);
  if (item) redraw(item, last.fact);
  drawState(page);
  announce(t("undone"));
  if (page.undo.hidden) (item ?? page.list).focus();
}

/* ---- keys ---- */

const KEYS = [["J", "→", "keys_next"], ["K", "←", "keys_previous"], ["↓", "↑", "keys_facts"], ["R", null, "keys_right"], ["W", null, "keys_wrong"], ["N", null, "keys_note"], ["U", null, "keys_undo"]];

const keysHelp = () => el("details", { class: "key-help" }, el("summary", {}, t("keys")), el("dl", {}, KEYS.map(([one, other, words]) =>
  el("div", {}, el("dt", {}, el("kbd", {}, one), other ? [" ", el("kbd", {}, other)] : null), el("dd", {}, t(words))))));

/* Keys of the page count while the reader is in its content, not in the header or a field. */
function press(event, page) {
  const inContent = event.target === document.body || event.target.closest("main");
  if (event.defaultPrevented || isTaken(event) || event.shiftKey || !inContent) return;
  const key = letter(event);
  const { previous, next } = page.answer;
  const to = (key === "j" || event.key === "ArrowRight") ? next : (key === "k" || event.key === "ArrowLeft") ? previous : null;
  if (to) navigate("bulletin", { id: to.bulletin.id, article: to.iri });
  else if (key === "u") undo(page);
  else return;
  event.preventDefault();
}
