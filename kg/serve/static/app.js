/**
 * The shell of the explorer: header, languages, theme, and the page that the address names.
 */

import { api } from "./lib/api.js";
import { announce, el, svg } from "./lib/dom.js";
import { colourGroups } from "./lib/marks.js";
import { errorNote, waitingNote } from "./lib/notes.js";
import { follow, here, navigate } from "./lib/router.js";
import { searchBox } from "./lib/search.js";
import { LANGUAGES, LANGUAGE_NAMES, chooseLanguage, language, learn, preferredLanguage, speak, t } from "./lib/text.js";

/* Route: module under pages/. The first are those of the navigation, in its order. The endpoint's address shows the query page. */
const NAVIGATION = ["network", "timeline", "table", "query", "bulletins", "review"];
const MODULES = { "": "start", thing: "thing", bulletin: "bulletin", sparql: "query", ...Object.fromEntries(NAVIGATION.map((name) => [name, name])) };
const THEMES = ["system", "light", "dark"];
const MOONS = { system: "M10 3a7 7 0 0 1 0 14z", light: "M10 10z", dark: "M10 3a7 7 0 0 1 0 14 7 7 0 0 1 0-14z" };
const LANGUAGE_SIGNS = { ko: "한", zh: "中", en: "EN" };
const PATIENCE = 250; // milliseconds before a page says that it is loading

const header = document.getElementById("header");
const main = document.getElementById("main");
let leaving = new AbortController();

/* ---- pages ---- */

/**
 * Shows the page that the address names, in the place of the present one.
 * @param {{moved?: boolean, scroll?: number}} how  whether the reader came from another page, and how far down to begin
 */
async function showPage({ moved = true, scroll = 0 } = {}) {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const { route, parameters } = here();
  const root = el("div", { class: `page page-${MODULES[route] ?? "lost"}` });
  main.replaceChildren(root);
  markNavigation(route);
  const waiting = setTimeout(() => { if (!root.hasChildNodes()) root.append(waitingNote()); }, PATIENCE);
  try {
    await fill(root, route, parameters, signal);
  } catch (error) {
    if (error.name !== "AbortError" && !signal.aborted) root.replaceChildren(errorNote(error));
  }
  clearTimeout(waiting);
  if (signal.aborted) return;
  root.querySelector(":scope > .waiting")?.remove();
  document.title = titleOf(root, route);
  if (moved) arrive(scroll);
  document.documentElement.dataset.ready = location.pathname + location.search;
}

async function fill(root, route, parameters, signal) {
  if (!Object.hasOwn(MODULES, route)) throw new Error(t("no_page"));
  const page = await load(MODULES[route]);
  if (!signal.aborted) await page.show(root, parameters, signal);
}

/* A module that cannot be fetched is a TypeError; one that is broken is another one. */
const load = (name) => import(`./pages/${name}.js`).catch((error) => {
  throw error instanceof TypeError ? new Error(t("unreachable"), { cause: error }) : error;
});

function titleOf(root, route) {
  const heading = root.querySelector("h1")?.textContent.trim();
  return route && heading ? `${heading} – ${t("title")}` : t("title");
}

/* After a move within the explorer the reader stands at the top of the new page, or where it was left, and hears what it is. */
function arrive(scroll) {
  scrollTo(0, scroll);
  main.focus({ preventScroll: true });
  announce(document.title);
}

/* ---- header ---- */

function drawHeader() {
  document.getElementById("skip").textContent = t("skip");
  header.replaceChildren(
    el("a", { class: "brand", href: "/", onclick: follow }, brandMark(), el("span", {}, t("brand"))),
    searchBox({ id: "search", onchoose: (hit) => navigate("thing", { iri: hit.iri }) }),
    el("nav", { "aria-label": t("navigation") }, NAVIGATION.map((route) =>
      el("a", { href: `/${route}`, dataset: { route }, onclick: follow }, t(`page_${route}`)))),
    el("div", { class: "preferences" }, languageSwitch(), themeSwitch()),
  );
  markNavigation(here().route);
}

const brandMark = () => svg("svg", { viewBox: "0 0 32 32", class: "brand-mark", "aria-hidden": "true" },
  svg("path", { class: "tie", d: "M8 9 24 7M8 9l7 15M24 7l-9 17" }),
  svg("circle", { class: "body", cx: 8, cy: 9, r: 5 }),
  svg("path", { class: "instrument", d: "M19 2h10v10H19z" }),
  svg("path", { class: "research", d: "m15 18 6.5 11h-13z" }));

function markNavigation(route) {
  const shown = route === "bulletin" ? "bulletins" : route;
  for (const item of header.querySelectorAll("nav a")) {
    if (item.dataset.route === shown) item.setAttribute("aria-current", "page");
    else item.removeAttribute("aria-current");
  }
}

function languageSwitch() {
  return el("div", { class: "switch", role: "group", "aria-label": t("language") }, LANGUAGES.map((code) => el("button", {
    type: "button", lang: code === "zh" ? "zh-Hans" : code, title: LANGUAGE_NAMES[code], "aria-label": LANGUAGE_NAMES[code],
    "aria-pressed": String(code === language()), dataset: { language: code }, onclick: () => changeLanguage(code),
  }, LANGUAGE_SIGNS[code])));
}

/* The interface and all names change in place; a language in the address gives way to the one chosen. */
function changeLanguage(code) {
  chooseLanguage(code);
  const url = new URL(location.href);
  url.searchParams.delete("lang");
  history.replaceState(null, "", url);
  drawHeader();
  header.querySelector(`[data-language="${code}"]`).focus();
  showPage({ moved: false });
}

const theme = () => document.documentElement.dataset.theme;

function themeSwitch() {
  const next = THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length];
  const words = t("theme", { theme: t(`theme_${theme()}`) });
  const attributes = { type: "button", id: "theme", class: "icon", title: words, "aria-label": words };
  return el("button", { ...attributes, onclick: () => changeTheme(next) },
    svg("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" },
      svg("circle", { cx: 10, cy: 10, r: 7, class: "rim" }), svg("path", { class: "fill", d: MOONS[theme()] })));
}

function changeTheme(name) {
  document.documentElement.dataset.theme = name;
  localStorage.setItem("kg.theme", name);
  header.querySelector("#theme").replaceWith(themeSwitch());
  header.querySelector("#theme").focus();
  announce(t("theme", { theme: t(`theme_${name}`) }));
  dispatchEvent(new Event("kg:theme"));
}

/* ---- keys for the whole explorer ---- */

function pressed(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !writing) {
    event.preventDefault();
    [...document.querySelectorAll("#start-search, #search")].at(-1).focus();
  }
}

/* ---- start ---- */

async function start() {
  try {
    learn(await api("vocabulary"));
  } catch (error) {
    main.replaceChildren(el("p", { class: "note error", role: "alert" }, error.message));
    return;
  }
  speak(preferredLanguage());
  colourGroups();
  drawHeader();
  addEventListener("kg:navigate", () => showPage());
  history.scrollRestoration = "manual"; // the browser would scroll before the page is filled
  addEventListener("scrollend", () => history.replaceState({ scroll: scrollY }, ""));
  addEventListener("popstate", ({ state }) => showPage({ scroll: state?.scroll }));
  addEventListener("keydown", pressed);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => dispatchEvent(new Event("kg:theme")));
  document.getElementById("skip").addEventListener("click", (event) => { event.preventDefault(); main.focus(); });
  await showPage({ moved: false });
}

start();
