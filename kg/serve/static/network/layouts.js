/**
 * Networks that the reader keeps by name, in this browser: the address with its steps and filters, and every place.
 */

const KEY = "kg.layouts";

/** @returns {Array<{name: string, address: string}>} by name */
export function savedLayouts() {
  return Object.entries(read()).map(([name, address]) => ({ name, address })).sort((a, b) => a.name.localeCompare(b.name));
}

/** Keeps an address under a name; one that was there is replaced. */
export function keepLayout(name, address) {
  write({ ...read(), [name]: address });
}

export function dropLayout(name) {
  write(Object.fromEntries(Object.entries(read()).filter(([other]) => other !== name)));
}

/* Addresses lead to this page and nowhere else, whatever else has been put into the browser's store. */
function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return Object.fromEntries(Object.entries(kept).filter(([, address]) => typeof address === "string" && address.startsWith("/network")));
  } catch {
    return {};
  }
}

const write = (layouts) => localStorage.setItem(KEY, JSON.stringify(layouts));
