/**
 * All judgements of facts: what was judged how, when and why, with a way back.
 */

import { announce, api, el, emptyNote, errorNote, number, relationLabel, remember, t, thingLink, vocabulary } from "../lib.js";
import { heading, saveCsv } from "../parts.js";

const VERDICTS = ["all", "wrong", "right"];

export async function show(root, parameters, signal) {
  const { judgements } = await api("review", {}, { signal });
  const page = { judgements, verdict: VERDICTS.includes(parameters.verdict) ? parameters.verdict : "all" };
  page.filters = el("div", { class: "tools", role: "group", "aria-label": t("judgements_filter") }, VERDICTS.map((verdict) => el("button", {
    type: "button", dataset: { verdict }, onclick: () => { page.verdict = verdict; draw(page); },
  })));
  page.frame = el("div", { class: "frame" });
  root.append(
    heading(t("page_review"), t("review_lead")),
    el("p", { class: "note" }, t("review_meaning")), el("p", { class: "note", hidden: vocabulary().review }, t("review_off")),
    el("div", { class: "tools filters" }, page.filters, el("span", { class: "gap" }), page.save = el("button", { type: "button", onclick: () => save(page) }, t("save_csv"))),
    page.frame,
  );
  draw(page);
}

const chosen = ({ judgements, verdict }) => judgements.filter((one) => verdict === "all" || one.verdict === verdict);

function draw(page) {
  const rows = chosen(page);
  remember("review", { verdict: page.verdict === "all" ? null : page.verdict });
  for (const button of page.filters.children) {
    const { verdict } = button.dataset;
    button.setAttribute("aria-pressed", String(verdict === page.verdict));
    button.replaceChildren(t(`judgements_${verdict}`), " ", el("span", { class: "count" }, number(chosen({ ...page, verdict }).length)));
  }
  page.save.disabled = !rows.length;
  page.frame.replaceChildren(rows.length ? tableOf(page, rows) : emptyNote(t("judgements_none")));
}

const COLUMNS = ["verdict", "fact", "note", "quote", "day"];

const tableOf = (page, rows) => el("table", { class: "judgements" },
  el("caption", { class: "unseen" }, t("page_review")),
  el("thead", {}, el("tr", {}, COLUMNS.map((column) => el("th", { scope: "col" }, t(`judgement_${column}`))), el("th", { scope: "col" }, el("span", { class: "unseen" }, t("take_back"))))),
  el("tbody", {}, rows.map((judgement) => row(page, judgement))));

function row(page, judgement) {
  const { verdict, note, day, quote } = judgement;
  return el("tr", {},
    el("td", {}, el("span", { class: `verdict-sign ${verdict}` }, t(`verdict_${verdict}`))),
    el("th", { scope: "row" }, statement(judgement)),
    el("td", {}, note), el("td", { lang: "ko", class: "quote" }, quote), el("td", { class: "date" }, day),
    el("td", {}, vocabulary().review ? el("button", { type: "button", class: "bare take-back", onclick: (event) => takeBack(page, judgement, event.currentTarget) }, t("take_back")) : null));
}

/* A fact that the present graph does not hold, as a wrong one after the next build, has no ends to link to; its words were kept. */
function statement({ subject, relation, object, words }) {
  const ends = subject && object ? [thingLink(subject), thingLink(object)] : [words?.subject, words?.object].map((name) => el("span", { lang: "ko" }, name ?? ""));
  return el("span", { class: "said-fact" }, ends[0], " ", el("span", { class: "ties" }, relationLabel(relation)), " ", ends[1],
    subject && object ? null : el("span", { class: "soft gone" }, ` (${t("judgement_gone")})`));
}

async function takeBack(page, judgement, button) {
  try {
    await api("review", {}, { method: "POST", body: { fact: judgement.fact, verdict: null, note: "" } });
  } catch (error) {
    return button.after(errorNote(error));
  }
  const place = [...page.frame.querySelectorAll(".take-back")].indexOf(button);
  page.judgements = page.judgements.filter((one) => one !== judgement);
  draw(page);
  announce(t("judged_not"));
  const buttons = page.frame.querySelectorAll(".take-back");
  (buttons[Math.min(place, buttons.length - 1)] ?? page.filters.firstChild).focus();
}

function save(page) {
  const rows = chosen(page).map(({ day, verdict, fact, subject, relation, object, words, note, quote }) =>
    [day, verdict, fact, subject?.iri ?? words?.subject, relation, object?.iri ?? words?.object, note, quote]);
  saveCsv("kg-review", ["day", "verdict", "fact", "subject", "relation", "object", "note", "quote"], rows);
}
