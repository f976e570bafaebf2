/**
 * Networks that the reader keeps by name, in this browser: the address with its steps and filters, and every place.
 */

import { announce, el, iconButton, menu, t } from "../lib.js";

const KEY = "kg.layouts";

/**
 * The menu of layouts: what is kept, and a field to keep the present one.
 * @param {{present: function(): string, load: function(string): void}} hands  the address of the network as it stands, and
 *     what goes to such an address
 */
export function layoutMenu({ present, load }) {
  const rows = el("ul", {});
  const draw = () => rows.replaceChildren(...[...kept()].sort(([a], [b]) => a.localeCompare(b)).map(row));
  const row = ([name, address]) => el("li", {},
    el("button", { type: "button", class: "bare wide", onclick: () => load(address) }, name),
    iconButton("close", t("net_layout_drop", { name }), () => { drop(name); draw(); }, { class: "bare" }));
  draw();
  return menu(t("net_layouts"), { id: "net-layouts" }, rows, form(present, draw));
}

function form(present, done) {
  const words = t("net_layout_name");
  const field = el("input", { type: "text", maxlength: 60, required: true, "aria-label": words, placeholder: words });
  const submit = (event) => {
    event.preventDefault();
    const name = field.value.trim();
    keep(name, present());
    announce(t("net_layout_kept", { name }));
    field.value = "";
    done();
  };
  return el("form", { class: "tools", onsubmit: submit }, field, el("button", {}, t("net_layout_keep")));
}

/* Name to address. Addresses lead to this page and nowhere else, whatever else has been put into the browser's store. */
function kept() {
  try {
    const entries = Object.entries(JSON.parse(localStorage.getItem(KEY) ?? "{}"));
    return new Map(entries.filter(([, address]) => typeof address === "string" && address.startsWith("/network")));
  } catch { // somebody else wrote there
    return new Map();
  }
}

const write = (layouts) => localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(layouts)));
const keep = (name, address) => write(kept().set(name, address));
const drop = (name) => write([...kept()].filter(([other]) => other !== name));
