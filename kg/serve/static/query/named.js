/**
 * The named queries: one to choose, and a form for its parameters.
 */

import { api, apiBlob, classLabel, el, label, language, relationLabel, searchBox, t, vocabulary } from "../lib.js";
import { isNamedThing } from "../parts.js";

/**
 * @param {{onload: function(string, {name: string, values: Object}): void, onfail: function(Error): void, run: function(): void}} options
 *     `onload` gets the text of the query with its parameters bound
 * @returns {{element: HTMLElement, choose: function(string, Object): Promise<void>}}
 */
export function namedQueries({ onload, onfail }) {
  const form = el("form", { class: "parameters", hidden: true, onsubmit: (event) => { event.preventDefault(); load(state, true); } });
  const picker = el("select", { id: "named-query", onchange: () => choose(state, picker.value) }, el("option", { value: "" }, t("named_none")), grouped());
  const question = el("p", { class: "question" });
  const state = { form, picker, question, query: null, fields: {}, onload, onfail };
  const element = el("div", { class: "named" }, el("label", { class: "labelled" }, el("span", {}, t("named_queries")), picker), question, form);
  return { element, choose: (name, values = {}, { run = true } = {}) => choose(state, name, values, run) };
}

/* The groups are those of the files' headers (kg/query.py); one that the interface has no word for goes by its own name. */
function grouped() {
  const groups = new Map();
  for (const query of vocabulary().queries) {
    const group = /^# group: *(\S+)/m.exec(query.text)?.[1] ?? "";
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push(query);
  }
  return [...groups].map(([group, queries]) => el("optgroup", { label: Object.hasOwn(vocabulary().texts, `group_${group}`) ? t(`group_${group}`) : group },
    queries.map((query) => el("option", { value: query.name }, `${questionOf(query)} (${query.name})`))));
}

/* What a query asks, in the reader's language or else in English. */
const questionOf = (query) => query[language()] ?? query.en;

async function choose(state, name, values = {}, run = false) {
  const query = vocabulary().queries.find((one) => one.name === name) ?? null;
  draw(state, query, values);
  if (query) await load(state, run);
}

function draw(state, query, values) {
  Object.assign(state, { query, fields: {} });
  state.picker.value = query?.name ?? "";
  state.question.textContent = query ? questionOf(query) : "";
  state.form.hidden = !query;
  state.form.replaceChildren(...(query?.parameters ?? []).map((parameter) => parameterField(state, parameter, values[parameter.name])),
    el("button", { type: "submit" }, t("query_run_named")));
}

/* Leaving a field empty means the parameter's default; where it has none, anything. */
function parameterField(state, { name, type, default: usual, meaning }, value = "") {
  const id = `parameter-${name}`;
  const hint = usual === null ? t("parameter_any") : t("parameter_default", { value: usual });
  const made = control(type, { id, name, hint, value });
  state.fields[name] = made.id === id ? made : made.querySelector("input");
  state.fields[name].removeAttribute("aria-label");
  return el("div", { class: "labelled" }, el("label", { for: id }, el("code", {}, name)), made, el("small", { class: "soft" }, meaning));
}

function control(type, { id, name, hint, value }) {
  const input = (attributes) => el("input", { type: "text", id, name, value, placeholder: hint, autocomplete: "off", ...attributes });
  const select = (options) => el("select", { id, name }, el("option", { value: "" }, hint), chosenBefore(value, options),
    Object.entries(options).sort(([, a], [, b]) => a.localeCompare(b)).map(([key, words]) => el("option", { value: key, selected: key === value }, `${words} (${key})`)));
  switch (type) {
    case "name": return nameField(id, hint, value);
    case "year": return input({ inputmode: "numeric", pattern: "\\d{4}", title: t("parameter_year") });
    case "integer": return input({ inputmode: "numeric", pattern: "[+\\-]?\\d+" });
    case "decimal": case "confidence": return input({ inputmode: "decimal" });
    case "date": return input({ type: "date" });
    case "class": return select(Object.fromEntries(Object.keys(vocabulary().classes).filter(isNamedThing).map((cls) => [cls, classLabel(cls)])));
    case "relation": return select(Object.fromEntries(Object.keys(vocabulary().relations).map((relation) => [relation, relationLabel(relation)])));
    case "modality": return select(Object.fromEntries(["planned", "stated"].map((modality) => [modality, t(`parameter_${modality}`)])));
    case "bulletin": return bulletinField(id, input({ list: `${id}-list` }));
    default: return input({});
  }
}

/* Several classes at once, as an address may carry them, are no choice of their own. */
const chosenBefore = (value, options) => (value && !Object.hasOwn(options, value) ? el("option", { value, selected: true }, value) : null);

/* The bulletins there are, offered by id, day and title as soon as they are known; any id may be typed. */
function bulletinField(id, input) {
  const offered = el("datalist", { id: `${id}-list` });
  api("bulletins", { limit: 500 }).then(({ bulletins }) => offered.replaceChildren(...bulletins.map(({ id: value, title, issued }) =>
    el("option", { value }, [issued, title].filter(Boolean).join(" · "))))).catch(() => { /* typing remains */ });
  return el("span", { class: "offering" }, input, offered);
}

/* A search box that keeps the name chosen; any other name may be typed. Enter in it chooses, and does not send the form. */
function nameField(id, hint, value) {
  const box = searchBox({ id, label: hint, hint, onchoose: (hit) => { input.value = label(hit.names) || hit.matched; } });
  const input = box.querySelector("input");
  input.value = value;
  box.removeAttribute("role");
  return box;
}

async function load(state, run) {
  const { query, fields } = state;
  const values = Object.fromEntries(Object.entries(fields).map(([name, input]) => [name, input.value.trim()]).filter(([, value]) => value));
  try {
    const text = await (await apiBlob("query/text", { name: query.name, ...asParameters(values) })).text();
    if (query === state.query) await state.onload(text, { name: query.name, values, run });
  } catch (error) {
    state.onfail(error);
  }
}

/** Values of parameters as an address carries them: `param.place=…`. */
export const asParameters = (values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [`param.${name}`, value]));

/** The values that an address carries. */
export const fromParameters = (parameters) => Object.fromEntries(Object.entries(parameters)
  .filter(([name, value]) => name.startsWith("param.") && typeof value === "string").map(([name, value]) => [name.slice(6), value]));
