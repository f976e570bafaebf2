/**
 * Legend and filters of a drawn network, beside the drawing.
 */

import { classLabel, classMark, el, language, number, relationLabel, t, vocabulary } from "../lib.js";

/**
 * Fills `box` with legend and filters for what has been put together (not only what is visible).
 * @param {HTMLElement} box
 * @param {{state: Object, things: Map, facts: Map, changed: function(): void, refetch: function(): void}} network  `changed` is
 *     called after a filter was changed, `refetch` when the server has to be asked anew
 */
export function drawPanel(box, network) {
  const held = document.activeElement?.dataset.control;
  box.replaceChildren(
    part("legend", t("legend_hint"), legend(network)),
    part("relations", t("legend_hint"), relations(network)),
    part("range", null, range(network)),
    part("content", null, content(network)),
  );
  if (held) box.querySelector(`[data-control="${CSS.escape(held)}"]`)?.focus();
}

function part(name, hint, body) {
  return el("section", { "aria-labelledby": `${name}-title` },
    el("h2", { id: `${name}-title`, title: hint }, t(`net_${name}`)), body);
}

function counted(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

const byCount = (counts) => [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1));

function legend(network) {
  const counts = counted([...network.things.values()].map(({ cls }) => cls));
  return vocabulary().groups.map((group, n) => {
    const members = byCount(counts).filter((cls) => (vocabulary().classes[cls]?.group ?? vocabulary().groups.length - 1) === n);
    const entry = (cls) => {
      const parts = [classMark(cls), el("span", {}, classLabel(cls))];
      return toggle(network, network.state.offClasses, cls, { kind: "class", count: counts.get(cls), parts });
    };
    return members.length ? [el("h3", {}, group.labels[language()]), members.map(entry)] : null;
  });
}

function relations(network) {
  const counts = counted([...network.facts.values()].map(({ p }) => p));
  return byCount(counts).map((relation) => {
    const parts = [el("span", {}, relationLabel(relation))];
    return toggle(network, network.state.offRelations, relation, { kind: "relation", count: counts.get(relation), parts });
  });
}

function toggle({ changed }, off, value, { kind, count, parts }) {
  const press = () => {
    if (!off.delete(value)) off.add(value);
    changed();
  };
  return el("button", {
    type: "button", class: "toggle", "aria-pressed": String(!off.has(value)), onclick: press,
    dataset: { control: `${kind}:${value}`, [kind]: value },
  }, parts, el("span", { class: "count" }, number(count)));
}

function range({ state, facts, changed }) {
  const years = [...facts.values()].map(({ year }) => year).filter((year) => year !== null);
  const [first, last] = years.length ? [Math.min(...years), Math.max(...years)] : ["", ""];
  const year = (name, hint) => el("input", {
    type: "number", id: `net-${name}`, min: 1900, max: 2100, value: state[name], placeholder: hint,
    "aria-label": t(`net_${name}`), dataset: { control: name },
    onchange: ({ target }) => { state[name] = target.value && target.validity.valid ? Number(target.value) : null; changed(); },
  });
  const output = el("output", { for: "net-confidence" }, state.confidence.toFixed(2));
  return [
    el("div", { class: "years", role: "group", "aria-label": t("net_years") },
      el("span", {}, t("net_years")), year("from", first), "–", year("to", last)),
    el("div", { class: "slider" }, el("label", { for: "net-confidence" }, t("net_confidence")), output, el("input", {
      type: "range", id: "net-confidence", min: 0, max: 1, step: 0.05, value: state.confidence, dataset: { control: "confidence" },
      oninput: (event) => { state.confidence = Number(event.target.value); changed(); },
    })),
    el("button", {
      type: "button", class: "bare", id: "net-reset", dataset: { control: "reset" }, onclick: () => { reset(state); changed(); },
    }, t("net_reset")),
  ];
}

function reset(state) {
  state.offClasses.clear();
  state.offRelations.clear();
  Object.assign(state, { from: null, to: null, confidence: 0 });
}

function content({ state, refetch }) {
  const set = (name, value) => { state[name] = value; refetch(); };
  const box = (name) => el("label", { class: "check" }, el("input", {
    type: "checkbox", checked: state[name], dataset: { control: name }, onchange: ({ target }) => set(name, target.checked),
  }), t(`net_${name}`));
  const hops = el("select", { dataset: { control: "hops" }, onchange: ({ target }) => set("hops", Number(target.value)) },
    [1, 2, 3].map((n) => el("option", { value: n, selected: n === state.hops }, t("net_hop", { count: n }))));
  const distance = el("label", { class: "field" }, el("span", {}, t("net_hops")), hops);
  return [state.seeds.length ? distance : null, box("fields"), box("background")];
}
