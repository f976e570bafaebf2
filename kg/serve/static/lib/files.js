/**
 * Files for the reader to keep.
 */

import { el } from "./dom.js";

const FORBIDDEN = /[\\/:*?"<>|\p{Cc}]+/gu;
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^[+-]?\d+([.,]\d+)*%?$/;

/** Saves `blob` under `name`; characters that file systems refuse become spaces. */
export function saveFile(name, blob) {
  const href = URL.createObjectURL(blob);
  el("a", { href, download: fileName(name) }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10000);
}

function fileName(name) {
  const dot = name.lastIndexOf(".");
  return `${name.slice(0, dot).replace(FORBIDDEN, " ").trim().slice(0, 80) || "kg"}${name.slice(dot)}`;
}

/**
 * A table as CSV (RFC 4180).
 * @param {string[]} columns
 * @param {Array<Array<string|number|null>>} rows  cells that a spreadsheet would take for a formula get an apostrophe
 */
export const csv = (columns, rows) => [columns, ...rows].map((row) => row.map(cell).join(",") + "\r\n").join("");

function cell(value) {
  const text = value === null || value === undefined ? "" : String(value);
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Copies text; a browser that refuses gets false. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
