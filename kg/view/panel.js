/**
 * The panel: legend, filters, and by which measure nodes are sized and coloured.
 */

import { draw } from "./canvas.js";
import { shapeIn, showCard, swatch } from "./card.js";
import { listIsOpen, showList } from "./list.js";
import {
  at, classLabel, COLOURS, communityColour, communityName, data, element, facts, figures, groupColour, HUES, isDrawnFact, legendCommunity, number, pick,
  relationLabel, say, seenThings, SIZES, state, things, token,
} from "./state.js";

function counted(rows, keyOf) {
  const counts = new Map();
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
  return counts;
}

/* ---- what there is in the drawing, whether the filters hide it or not ---- */

const classCounts = () => counted([...state.drawn], (i) => things[i].cls);
const communityCounts = () => counted([...state.drawn], legendCommunity);
const relationCounts = () => counted(facts.filter((_, i) => isDrawnFact(i)), (fact) => fact.p);

/* ---- legend ---- */

/** The entries of the legend: {kind, value, shape, colour, text, count, off}, those of one heading together. */
function legendParts() {
  const counts = classCounts();
  const classes = data.groups.map((group, g) => ({
    heading: pick(group.labels),
    entries: [...counts.keys()].filter((cls) => data.classes[cls].group === g).sort((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1))
      .map((cls) => classEntry(cls, counts.get(cls))),
  })).filter(({ entries }) => entries.length);
  if (state.colour === "class") return classes;
  const communities = [...communityCounts()].sort(([a], [b]) => a - b).map(([n, count]) => communityEntry(n, count));
  return [{ heading: say("communities"), entries: communities }, ...classes];
}

function classEntry(cls, count) {
  const { group, shape } = data.classes[cls];
  const colour = state.colour === "class" ? groupColour(group) : token("--soft");
  return { kind: "class", value: cls, shape, colour, text: classLabel(cls), count, off: state.offClasses };
}

function communityEntry(n, count) {
  const text = n < HUES ? communityName(n) : say("other_communities");
  return { kind: "community", value: n, shape: "dot", colour: communityColour(n), text, count, off: state.offCommunities };
}

/** What the legend of a saved picture holds: the entries of what is seen. */
export function seenLegend() {
  return legendParts().flatMap(({ entries }) => entries).filter(({ off, value }) => !off.has(value));
}

/* ---- toggles ---- */

function toggle({ kind, value, off }, parts) {
  const flip = () => {
    if (!off.delete(value)) off.add(value);
    drawPanel();
    applyFilters();
    document.querySelector(`[data-${kind}="${CSS.escape(value)}"]`).focus();
  };
  return element("button", { type: "button", class: "toggle", "aria-pressed": String(!off.has(value)), [`data-${kind}`]: value, on: { click: flip } }, ...parts);
}

const countOf = (count) => element("span", { class: "count", text: number(count) });

function relationToggle([relation, count]) {
  const mark = element("span", { class: "tick", "aria-hidden": "true", text: state.offRelations.has(relation) ? "" : "✓" });
  const parts = [mark, element("span", { text: relationLabel(relation) }), countOf(count)];
  return toggle({ kind: "relation", value: relation, off: state.offRelations }, parts);
}

export function drawPanel() {
  at("legend").replaceChildren(...legendParts().flatMap(({ heading, entries }) => [
    element("h3", { text: heading }),
    ...entries.map((entry) => toggle(entry, [
      entry.kind === "class" ? swatch(entry.value, entry.colour) : shapeIn(entry.shape, entry.colour), element("span", { text: entry.text }), countOf(entry.count),
    ])),
  ]));
  const relations = [...relationCounts()].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  at("relations").replaceChildren(...relations.map(relationToggle));
  at("confidence-value").textContent = state.confidence.toFixed(2);
  drawChoice(at("size"), SIZES, state.size);
  drawChoice(at("colour"), COLOURS, state.colour);
  at("sampled").hidden = !(data.measures.sampled && state.size === "betweenness");
}

const CHOICES = {
  degree: () => say("by_degree"), betweenness: () => say("by_betweenness"), mentions: () => say("by_mentions"),
  class: () => say("by_class"), community: () => say("by_community"),
};

function drawChoice(select, options, chosen) {
  select.replaceChildren(...options.map((value) => element("option", { value, text: CHOICES[value]() })));
  select.value = chosen;
}

/* ---- effects ---- */

export function applyFilters() {
  draw();
  showFigures();
  at("hidden-note").hidden = seenThings().length > 0;
  at("status").textContent = figures();
  if (state.selected) showCard();
  if (listIsOpen()) showList();
}

export function showFigures() {
  const parts = figures().split(" · ");
  at("figures").replaceChildren(...parts.flatMap((part, n) => [n ? " · " : "", element("span", { class: "whole", text: part })]));
}

at("confidence").addEventListener("input", (event) => {
  state.confidence = Number(event.target.value);
  at("confidence-value").textContent = state.confidence.toFixed(2);
  applyFilters();
});

at("reset").addEventListener("click", () => {
  for (const off of [state.offClasses, state.offCommunities, state.offRelations]) off.clear();
  state.confidence = 0;
  at("confidence").value = "0";
  drawPanel();
  applyFilters();
});

at("size").addEventListener("change", ({ target }) => {
  state.size = target.value;
  at("sampled").hidden = !(data.measures.sampled && state.size === "betweenness");
  draw();
});

at("colour").addEventListener("change", ({ target }) => {
  state.colour = target.value;
  state.offCommunities.clear();
  drawPanel();
  applyFilters();
});
