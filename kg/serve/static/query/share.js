/**
 * Query texts in addresses: as they are where short, else compressed; and the queries asked before, in the browser's own store.
 */

const SHORT = 1200; // characters; with Korean names percent-encoded this still makes an address that is passed on whole
const LONGEST = 200000; // characters that a compressed text may grow to
const KEY = "kg.queries";
const KEPT = 40;

/** The parameters of an address that carry `text`. */
export async function packed(text) {
  if (encodeURIComponent(text).length <= SHORT) return { q: text };
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return { z: btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "") };
}

/** The text that the parameters of an address carry, null for none. Raises Error where it cannot be read. */
export async function unpacked({ q, z }) {
  if (!z) return q ?? null;
  const bytes = Uint8Array.from(atob(z.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += part.value;
    if (text.length > LONGEST) throw new Error("the query in the address is too long");
  }
  return text;
}

/** The queries asked before, latest first: [{text, name, day, rows}…]. */
export function history() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one?.text === "string") : [];
  } catch { // somebody else wrote there
    return [];
  }
}

/** Puts a query on top of those asked before. */
export function keepQuery(entry) {
  const kept = [entry, ...history().filter(({ text }) => text !== entry.text)].slice(0, KEPT);
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch { /* the browser's store is full or closed: the query is not kept, and nothing depends on it */ }
}

/** Forgets the queries asked before. */
export const forgetQueries = () => localStorage.removeItem(KEY);
