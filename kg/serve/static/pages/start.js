/**
 * The start page.
 */

import { el, t } from "../lib.js";

export async function show(root) {
  root.append(el("h1", {}, t("title")));
}
