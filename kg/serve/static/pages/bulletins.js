/**
 * The bulletins that were read, newest first.
 */

import { api, el, emptyNote, link, number, remember, t } from "../lib.js";
import { heading } from "../parts.js";

const ROWS = 100;

export async function show(root, parameters, signal) {
  const offset = Math.max(0, Number(parameters.offset) || 0);
  const { bulletins, total } = await api("bulletins", { offset, limit: ROWS }, { signal });
  root.append(heading(t("page_bulletins"), t("bulletins_lead")));
  if (!bulletins.length) return root.append(emptyNote(t("bulletins_empty")));
  remember("bulletins", { offset: offset || null });
  root.append(el("p", { class: "count" }, t("bulletins_count", { count: number(total) })));
  for (const [year, own] of byYear(bulletins))
    root.append(el("section", { class: "year" }, el("h2", {}, year), el("ul", { class: "bulletin-list" }, own.map(row))));
  root.append(pager(offset, bulletins.length, total));
}

function byYear(bulletins) {
  const years = new Map();
  for (const bulletin of bulletins) {
    const year = bulletin.issued?.slice(0, 4) ?? t("undated");
    years.set(year, [...(years.get(year) ?? []), bulletin]);
  }
  return years;
}

const row = (bulletin) => el("li", {},
  el("span", { class: "date" }, bulletin.issued ?? ""),
  el("span", { class: "what" }, titled(bulletin), el("span", { class: "soft" }, bulletin.publisher ?? "")),
  el("span", { class: "count" }, t("articles_count", { count: number(bulletin.articles) })));

function titled(bulletin) {
  const made = link("bulletin", { id: bulletin.id }, bulletin.title || bulletin.id);
  made.lang = "ko";
  return made;
}

function pager(offset, shown, total) {
  const step = (words, to) => link("bulletins", { offset: to || null }, words);
  return el("nav", { class: "pager tools", "aria-label": t("table_pages") },
    offset > 0 ? step(t("back"), Math.max(0, offset - ROWS)) : null,
    offset + shown < total ? step(t("forward"), offset + ROWS) : null);
}
