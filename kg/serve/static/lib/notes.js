/**
 * What a page says when there is nothing to show, or something went wrong, or the answer is under way.
 */

import { el } from "./dom.js";
import { t } from "./text.js";

/** A quiet line in place of content. */
export const emptyNote = (text) => el("p", { class: "note" }, text);

/** What went wrong, for the reader. */
export function errorNote(error) {
  return el("div", { class: "note error", role: "alert" }, el("strong", {}, t("failed")), " ", error.message);
}

/** Stands for content that is under way; shown only when that takes long enough to be noticed. */
export const waitingNote = () => el("p", { class: "note waiting" }, t("loading"));
