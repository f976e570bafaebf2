/**
 * The facts and targets of an article, to be read beside its text and judged.
 */

import { api, el, number, qualifierLine, relationLabel, reviewControl, t, thingLink } from "../lib.js";
import { isTaken, letter } from "../parts.js";

/** Below this a fact deserves a second look: the rules that say so are right in less than about three of four cases. */
export const UNSURE = 0.75;

const VERDICT_KEYS = { r: "right", w: "wrong" };

/** Which facts each choice of the filter leaves. */
export const FILTERS = {
  all: () => true,
  unjudged: (fact) => Boolean(fact.id) && !fact.review,
  unsure: (fact) => typeof fact.confidence === "number" && fact.confidence < UNSURE,
};

/** The two things that a fact ties; of a target, its policy. */
export const endsOf = (fact) => (fact.metric === undefined ? [fact.subject.iri, fact.other.iri] : [fact.policy.iri]);

/**
 * A fact or target as an item of the list.
 * @param {Object} fact
 * @param {{onlight: function(Object, boolean): void, ondark: function(): void}} options  `onlight` gets the fact and whether the
 *     keyboard brought the reader there: under a pointer nothing may move
 */
export function factItem(fact, { onlight, ondark }) {
  const item = el("li", {
    class: "judged-fact", tabindex: "0", dataset: { fact: fact.id ?? "" }, "aria-keyshortcuts": fact.id ? "R W N" : null,
    onmouseenter: () => onlight(fact, false), onmouseleave: ondark,
    onfocusin: ({ target }) => onlight(fact, target.matches(":focus-visible")), onfocusout: ondark, onkeydown: (event) => press(event, item),
  }, fact.metric === undefined ? statement(fact) : targetStatement(fact), qualifierLine(fact), quotes(fact));
  redraw(item, fact);
  return item;
}

const statement = (fact) => el("p", { class: "said-fact" },
  thingLink(fact.subject), " ", el("span", { class: "ties" }, relationLabel(fact.relation)), " ", thingLink(fact.other));

function targetStatement({ policy, metric, value, unit, written, year, bound }) {
  const amount = value === null || value === undefined ? written : `${number(Number(value))} ${unit ?? ""}`.trim();
  const limits = [bound ? t(`bound_${bound}`) : null, year ? t("by_year", { year }) : null].filter(Boolean).join(", ");
  return el("p", { class: "said-fact" }, thingLink(policy), " ", el("span", { class: "ties" }, t("target")), " ",
    el("span", { lang: "ko" }, `${metric ? `${metric} ` : ""}${amount}`), limits ? ` (${limits})` : null);
}

/* The sentences stand in the text beside, where they light up. They are repeated where the text is not in sight, or not this article's. */
const quotes = (fact) => (fact.evidence ?? []).map((evidence) => el("blockquote", {
  lang: "ko", class: Number.isInteger(evidence.paragraph) ? "beside" : null,
}, evidence.quote));

/** Draws the buttons of a fact anew, as its judgement now stands. */
export function redraw(item, fact) {
  item.querySelector(".review")?.remove();
  const control = reviewControl(fact);
  if (control) item.append(control);
  mark(item, fact);
}

/** Shows on the item whether it was judged. */
export function mark(item, fact) {
  item.classList.toggle("right", fact.review?.verdict === "right");
  item.classList.toggle("wrong", fact.review?.verdict === "wrong");
}

/** Judges, or takes a judgement back (null), in the review file. */
export async function keep(fact, review) {
  await api("review", {}, { method: "POST", body: { fact: fact.id, verdict: review?.verdict ?? null, note: review?.note ?? "" } });
  fact.review = review;
}

function press(event, item) {
  if (isTaken(event)) return;
  const key = letter(event);
  const next = { ArrowDown: item.nextElementSibling, ArrowUp: item.previousElementSibling }[event.key];
  if (key in VERDICT_KEYS) item.querySelector(`.verdict.${VERDICT_KEYS[key]}`)?.click();
  else if (key === "n") item.querySelector(".review-note")?.focus();
  else if (next) next.focus();
  else return;
  event.preventDefault();
}
