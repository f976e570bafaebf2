/**
 * Facts for the reader: the sentences that state them, with whence they come, how sure they are, and what was judged.
 */

import { api } from "./api.js";
import { announce, el, outLink } from "./dom.js";
import { icon } from "./icons.js";
import { errorNote } from "./notes.js";
import { link } from "./router.js";
import { confidence, number, sectionLabel, t, vocabulary } from "./text.js";

/** The sentences of a fact or target under the articles that hold them, with bulletin, day and sources. */
export function evidenceList(fact) {
  if (!fact.evidence?.length) return el("p", { class: "soft no-evidence" }, t("no_evidence"));
  const articles = Map.groupBy(fact.evidence, ({ article }) => article.iri);
  return el("ul", { class: "evidence" }, [...articles.values()].map((sentences) => el("li", {},
    sentences.map(({ quote, marks }) => el("blockquote", { lang: "ko" }, marked(quote, marks))),
    el("p", { class: "origin" }, origin(sentences[0].article)),
  )));
}

/** A text with the passages `marks` ([[begin, end, …]…], in UTF-16 code units) marked. */
export function marked(text, marks = []) {
  const parts = [];
  let done = 0;
  for (const [begin, end] of [...marks].sort((a, b) => a[0] - b[0])) {
    if (begin < done || end > text.length) continue;
    parts.push(text.slice(done, begin), el("mark", {}, text.slice(begin, end)));
    done = end;
  }
  return [...parts, text.slice(done)];
}

/** Article, bulletin, section, day, and where the article itself points to. */
export function origin(article) {
  const { bulletin } = article;
  const issue = bulletin.title || bulletin.id;
  const parts = [sectionLabel(article.section), issue === article.title ? null : issue, article.day ?? bulletin.issued];
  const title = link("bulletin", { id: bulletin.id, article: article.iri }, article.title || t("article"));
  title.lang = "ko";
  return [
    title,
    el("span", { class: "soft" }, " · ", parts.filter(Boolean).join(" · ")),
    article.sources.map((source) => [" · ", outLink(source.url, source.title || t("source"))]),
  ];
}

/** Role, amount, date and modality as they qualify a fact, then how sure it is. */
export function qualifierLine(fact) {
  const words = qualifiers(fact.qualifiers ?? {});
  return el("p", { class: "qualifiers" },
    words.length ? el("span", { class: "said" }, words.join(" · ")) : null,
    fact.origin && fact.origin !== "documents" ? el("span", { class: "badge" }, t(`origin_${fact.origin}`)) : null,
    typeof fact.confidence === "number" ? el("span", { class: "soft" }, confidence(fact.confidence)) : null,
  );
}

/** The qualifiers in words: what is told of amounts is the amount and how it was written. */
function qualifiers({ role, amount, currency, ceiling, written, date, modality }) {
  const planned = modality && modality !== "stated" ? t(`modality_${modality}`) : null;
  return [role, sum({ amount, currency, ceiling, written }), date, planned].filter(Boolean);
}

function sum({ amount, currency, ceiling, written }) {
  if (!amount) return written;
  const counted = `${number(Number(amount))} ${currency ?? ""}`.trim();
  const most = ceiling === "true" ? `${t("until")} ` : "";
  return written ? `${written} (${most}${counted})` : `${most}${counted}`;
}

/**
 * Buttons to judge a fact, with a note; nothing where judging is not allowed or the fact is of no document.
 * @param {{id: string|null, review: Object|null}} fact  its `review` is kept up to date
 */
export function reviewControl(fact) {
  if (!vocabulary().review || !fact.id) return null;
  const box = el("div", { class: "review", role: "group", "aria-label": t("review") });
  drawReview(box, fact);
  return box;
}

function drawReview(box, fact) {
  const button = (verdict) => el("button", {
    type: "button", class: `verdict ${verdict}`, "aria-pressed": String(fact.review?.verdict === verdict),
    title: t(`verdict_${verdict}`), "aria-label": t(`verdict_${verdict}`),
    onclick: () => judge(box, fact, fact.review?.verdict === verdict ? null : verdict),
  }, icon(verdict));
  box.replaceChildren(button("right"), button("wrong"), ...(fact.review ? [noteField(box, fact)] : []));
}

function noteField(box, fact) {
  const keep = (event) => {
    if (event.target.value !== (fact.review.note ?? "")) judge(box, fact, fact.review.verdict, event.target.value);
  };
  return el("input", {
    type: "text", class: "review-note", value: fact.review.note ?? "", placeholder: t("review_note"),
    "aria-label": t("review_note"), maxlength: 500, onchange: keep,
  });
}

/* Whoever shows the fact among others hears of it: `kg:judged`, with the judgement before. */
async function judge(box, fact, verdict, note = fact.review?.note ?? "") {
  const before = fact.review;
  try {
    await api("review", {}, { method: "POST", body: { fact: fact.id, verdict, note } });
    fact.review = verdict ? { verdict, note } : null;
    const held = [...box.children].indexOf(document.activeElement);
    drawReview(box, fact);
    box.children[Math.min(held, box.children.length - 1)]?.focus();
    announce(t(verdict ? `judged_${verdict}` : "judged_not"));
    box.dispatchEvent(new CustomEvent("kg:judged", { bubbles: true, detail: { fact, before } }));
  } catch (error) {
    box.append(errorNote(error));
  }
}
