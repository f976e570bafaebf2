/**
 * The page of a view: what the header, the notice and the keyboard do, and the start.
 */

import {
  breakLines, fit, hiddenCounts, labelled, network, recolour, resize, start, surroundings, wanted, whenClicked, zoom,
} from "./canvas.js";
import { deselect, drawMore, select, showCard, whenMoreIsDrawn } from "./card.js";
import { listIsOpen, showList } from "./list.js";
import { applyFilters, drawPanel, seenLegend, showFigures } from "./panel.js";
import { pngPicture, sceneOf, svgPicture } from "./picture.js";
import { fold, whenLoosened } from "./search.js";
import { at, classLabel, dark, data, element, figures, nameOf, number, pick, say, state, things, token } from "./state.js";

/* ---- the notice of what is left out ---- */

function showNotice() {
  const rest = things.length - state.drawn.size, cut = data.drawn.length < things.length, beyond = data.total > things.length;
  const parts = [];
  if (rest) parts.push(say("cut", { shown: number(state.drawn.size), held: number(things.length) }), button("show-rest", say("show_rest", { count: number(rest) }), showRest));
  else if (cut) parts.push(button("show-first", say("show_first", { count: number(data.drawn.length) }), showFirst));
  if (beyond) parts.push(say("beyond", { held: number(things.length), total: number(data.total) }));
  at("notice").hidden = !parts.length;
  at("notice").replaceChildren(...parts.flatMap((part) => [part, " "]));
}

function button(id, text, act) {
  return element("button", { type: "button", id, text, on: { click: () => { act(); (document.getElementById("show-rest") ?? at("show-first")).focus(); } } });
}

function showRest() {
  drawMore(things.keys());
  fit();
}

function showFirst() {
  state.drawn = new Set(data.drawn);
  if (state.selected) deselect();
  applyFilters();
  drawPanel();
  showNotice();
  fit();
}

/* ---- saved pictures ---- */

const source = () => network.canvas.frame.canvas;

function scene() {
  const around = surroundings();
  const [page, ink, soft, edge, halo, accent] = ["--page", "--ink", "--soft", "--edge", "--halo", "--accent"].map(token);
  return {
    ...sceneOf(network, { ...wanted(around), around, title: (i) => `${nameOf(things[i])} (${classLabel(things[i].cls)})` }),
    title: pick(data.title), figures: figures(), legend: seenLegend(), colours: { page, ink, soft, edge, halo, accent },
  };
}

function saveAs(blob, ending) {
  const url = URL.createObjectURL(blob);
  const name = pick(data.title).replace(/[\\/:*?"<>|\p{Cc}]+/gu, " ").trim().slice(0, 80) || "view";
  element("a", { href: url, download: `${name}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

at("save").addEventListener("click", async () => saveAs(await pngPicture(scene(), source()), "png"));
at("save-svg").addEventListener("click", () => saveAs(new Blob([svgPicture(scene())], { type: "image/svg+xml" }), "svg"));

/* ---- language and theme ---- */

function speak(language) {
  state.language = language;
  document.documentElement.lang = language === "zh" ? "zh-Hans" : language;
  document.title = pick(data.title);
  at("title").textContent = pick(data.title);
  for (const part of document.querySelectorAll("[data-text]")) part.textContent = say(part.dataset.text);
  for (const part of document.querySelectorAll("[data-label]")) {
    part.setAttribute("aria-label", say(part.dataset.label));
    part.title = say(part.dataset.label);
  }
  at("search").placeholder = say("search_hint");
  for (const [id, key] of [["search", "search"], ["results", "search"], ["languages", "language"], ["network", "network"], ["card", "card"], ["list", "list"]]) {
    at(id).setAttribute("aria-label", say(key));
  }
  for (const choice of at("languages").children) choice.setAttribute("aria-pressed", String(choice.dataset.language === language));
  showNotice();
  showFigures();
  drawPanel();
  if (listIsOpen()) showList();
  if (state.selected) showCard();
}

for (const choice of at("languages").children) {
  choice.addEventListener("click", () => {
    speak(choice.dataset.language);
    network.redraw();
  });
}

dark.addEventListener("change", () => {
  recolour();
  drawPanel();
  if (state.selected) showCard();
});

/* ---- the rest ---- */

at("zoom-in").addEventListener("click", () => zoom(1.4));
at("zoom-out").addEventListener("click", () => zoom(1 / 1.4));
at("fit").addEventListener("click", () => fit());
at("close").addEventListener("click", deselect);
at("panel").addEventListener("toggle", resize);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target !== at("search") && state.selected) deselect();
  if (event.key === "/" && !event.target.closest("input")) {
    event.preventDefault();
    at("search").focus();
  }
});

whenClicked({ select, deselect });
whenLoosened(() => {
  drawPanel();
  applyFilters();
});
whenMoreIsDrawn(() => {
  showNotice();
  showFigures();
  drawPanel();
  if (listIsOpen()) showList();
});

if (matchMedia("(max-width: 900px)").matches) at("panel").open = false;
at("waiting").hidden = true;
speak(state.language);
start();

/* For scripts that look at the page from outside, tests above all. */
window.view = {
  data,
  fold,
  drawn: () => state.drawn.size,
  hidden: hiddenCounts,
  labels: () => labelled,
  node: (i) => network.body.nodes[i].options,
  position: (i) => network.canvasToDOM(network.getPositions([i])[i]),
  redrawTime: () => {
    const begin = performance.now();
    network.renderer._redraw();
    return performance.now() - begin;
  },
};
