/**
 * A small map of what surrounds a thing, as SVG whose nodes are links.
 */

import { api } from "./api.js";
import { el, svg } from "./dom.js";
import { inPage, place } from "./marks.js";
import { emptyNote, errorNote } from "./notes.js";
import { address, follow, link } from "./router.js";
import { radiusOf, sketch } from "./sketch.js";
import { nameOf, number, t } from "./text.js";

const MOST = 24;
const LEAST = 280, WIDEST = 520, FLAT = 0.78, BESIDE = 64, ABOVE = 42; // width in pixels, height to width, room for labels

/** Fills `box` with the map of `thing`; what goes wrong is said there and concerns nothing else. */
export async function neighbourhood(box, thing, signal) {
  try {
    const network = await api("network", { iri: thing.iri, hops: 1, limit: MOST }, { signal });
    const width = Math.min(WIDEST, Math.max(LEAST, box.clientWidth));
    box.append(...(network.things.length > 1 ? drawn(network, thing, width) : [emptyNote(t("no_neighbours"))]));
  } catch (error) {
    if (error.name === "AbortError") throw error;
    box.append(errorNote(error));
  }
}

function drawn({ things, facts, total }, focus, width) {
  const height = width * FLAT;
  const made = sketch({
    things: placed(things, facts, focus, { width, height }), facts: facts.map(dashedIfUnstated), width, height, paint: inPage, wrap: linked,
  });
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", t("map_label", { name: nameOf(focus), count: number(things.length - 1) }));
  const rest = total - things.length;
  const whole = link("network", { iri: focus.iri }, rest > 0 ? t("map_more", { count: number(rest) }) : t("map_open"));
  return [el("figure", {}, made), el("p", { class: "more" }, whole)];
}

const dashedIfUnstated = (fact) => ({ ...fact, dashed: !fact.id });

/* The server's positions, stretched over the area; sizes by the facts that are drawn. */
function placed(things, facts, focus, { width, height }) {
  const x = stretch(things.map((thing) => thing.x), BESIDE, width - BESIDE);
  const y = stretch(things.map((thing) => thing.y), ABOVE, height - ABOVE);
  return things.map((thing) => {
    const degree = facts.filter(({ s, o }) => s === thing.iri || o === thing.iri).length;
    const radius = 0.75 * radiusOf(place(thing.cls).shape, degree);
    return { ...thing, degree, radius, x: x(thing.x), y: y(thing.y), must: thing.iri === focus.iri };
  });
}

function stretch(values, begin, end) {
  const least = Math.min(...values), span = Math.max(...values) - least || 1;
  return (value) => begin + ((value - least) / span) * (end - begin);
}

const linked = ({ iri }, node) => svg("a", { href: address("thing", { iri }), onclick: follow }, node);
