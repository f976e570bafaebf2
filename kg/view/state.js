/**
 * What the page is made of and how it stands: the data that the file carries, the reader's choices, names and texts.
 */

export const at = (id) => document.getElementById(id);

/** The text of a packed block: gzip in base64. */
export async function unpacked(id) {
  const bytes = Uint8Array.from(atob(at(id).textContent), (character) => character.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

export const data = JSON.parse(await unpacked("data"));
export const { things, facts } = data;
export const SIZES = ["degree", "betweenness", "mentions"], COLOURS = ["class", "community"];
export const HUES = data.communities.length; // so many communities have a hue of their own
export const dark = matchMedia("(prefers-color-scheme: dark)");
export const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** The reader's choices. `selected`: {kind: "thing" | "fact", id}; `drawn`: which things stand in the drawing, by number. */
export const state = {
  language: data.language, selected: null, hovered: null, size: data.size, colour: data.colour,
  offClasses: new Set(), offCommunities: new Set(), offRelations: new Set(), confidence: 0,
  drawn: new Set(data.drawn),
};

/* ---- elements and texts ---- */

/** An element. Every text is set as text, never as markup. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
    else if (key === "text") made.textContent = value;
    else if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export const pick = (texts) => texts[state.language];
export const number = (value) => new Intl.NumberFormat(state.language).format(value);
export const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export function say(key, values = {}) {
  return pick(data.texts[key]).replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/* ---- names ---- */

const TAGS = { ko: ["ko"], zh: ["zh-hans", "zh", "zh-hant"], en: ["en"] };

export function nameOf(thing) {
  const tags = [...TAGS[state.language], ...Object.values(TAGS).flat(), ...Object.keys(thing.names)];
  for (const tag of tags) if (thing.names[tag] && thing.names[tag].length) return thing.names[tag][0];
  return thing.iri;
}

export function languageOf(thing, name) {
  const tag = Object.keys(thing.names).find((key) => thing.names[key].includes(name));
  return tag ? tag.replace("hans", "Hans").replace("hant", "Hant") : null;
}

export const classLabel = (cls) => pick(data.classes[cls].labels);
export const relationLabel = (relation, outgoing = true) => pick(data.relations[relation][outgoing ? "forward" : "backward"]);

/* ---- measures ---- */

/** How many facts of the file a thing has, and which. */
export const degree = new Array(things.length).fill(0);
export const factsOf = things.map(() => []);
facts.forEach((fact, i) => {
  degree[fact.s]++;
  degree[fact.o]++;
  factsOf[fact.s].push(i);
  if (fact.o !== fact.s) factsOf[fact.o].push(i);
});

/** The numbers of all things, the most connected first. */
export const ranked = things.map((_, i) => i).sort((a, b) => degree[b] - degree[a] || a - b);

const values = { degree, betweenness: data.measures.betweenness, mentions: things.map((thing) => thing.articles.length) };
export const valueOf = (i, measure) => values[measure][i];
export const communityOf = (i) => data.measures.community[i];

const members = new Map();
for (const i of ranked) {
  if (!members.has(communityOf(i))) members.set(communityOf(i), []);
  members.get(communityOf(i)).push(i);
}
const NAMED_MEMBERS = 2;

/** A community by its most connected members. */
export const communityName = (n) => members.get(n).slice(0, NAMED_MEMBERS).map((i) => nameOf(things[i])).join(", ");

/* ---- colours ---- */

const hue = ({ light, dark: night }) => (dark.matches ? night : light);
export const groupColour = (group) => hue(data.groups[group]);
export const communityColour = (n) => hue(n < HUES ? data.communities[n] : data.groups.at(-1));
export const colourOf = (i) => (state.colour === "community" ? communityColour(communityOf(i)) : groupColour(data.classes[things[i].cls].group));

/* ---- what the filters leave ---- */

const confidenceOf = (fact) => (fact.claims.length ? Math.max(...fact.claims.map((claim) => claim.confidence)) : 1);

/** Communities without a hue of their own are filtered as one. */
export const legendCommunity = (i) => Math.min(communityOf(i), HUES);
export const thingOff = (i) => state.offClasses.has(things[i].cls) || state.offCommunities.has(legendCommunity(i));

export function factOff(i) {
  const fact = facts[i];
  return state.offRelations.has(fact.p) || confidenceOf(fact) < state.confidence - 1e-9 || thingOff(fact.s) || thingOff(fact.o);
}

/** Neighbours of a thing that the filters leave and the drawing does not have yet. */
export function undrawnAround(id) {
  const ends = factsOf[id].filter((i) => !factOff(i)).flatMap((i) => [facts[i].s, facts[i].o]);
  return [...new Set(ends)].filter((i) => !state.drawn.has(i));
}

export const seenThings = () => [...state.drawn].filter((i) => !thingOff(i));
export const isDrawnFact = (i) => state.drawn.has(facts[i].s) && state.drawn.has(facts[i].o);
const seenFacts = () => facts.filter((_, i) => isDrawnFact(i) && !factOff(i));

/** Counts of what is seen, and the span of days. */
export function figures() {
  const counts = { things: seenThings().length, facts: seenFacts().length, articles: data.articles.length, bulletins: data.bulletins.length };
  const days = data.bulletins.map((bulletin) => bulletin.issued).filter(Boolean).sort();
  const span = !days.length ? "" : days[0] === days.at(-1) ? ` · ${days[0]}` : ` · ${days[0]} – ${days.at(-1)}`;
  return say("figures", Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, number(count)]))) + span;
}
