/**
 * Elements of the page. Texts become text nodes, never markup: nothing in the explorer writes HTML.
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element with attributes and children.
 * @param {string} tag
 * @param {Object} attributes  functions under `onclick`, `oninput` … are listeners, `dataset` is a mapping, true is an
 *     attribute without value; null, undefined and false leave an attribute out
 * @param {...(Node|string|number|null|Array)} children  strings become text nodes; null and false are left out
 */
export function el(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** The same for elements of SVG. */
export function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) setAttribute(made, name, value);
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

function setAttribute(made, name, value) {
  if (typeof value === "function" && name.startsWith("on")) made.addEventListener(name.slice(2), value);
  else if (name === "dataset") Object.assign(made.dataset, value);
  else if (value === true) made.setAttribute(name, "");
  else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value);
}

/** Tells those who hear the page instead of seeing it. */
export function announce(text) {
  document.getElementById("status").textContent = text;
}

/** The text as an address that may stand in a link, or null: only http and https lead anywhere. */
export function safeUrl(text) {
  if (typeof text !== "string" || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
}

/** A link out of the explorer, or the bare text where the address is none that may be followed. */
export function outLink(address, ...children) {
  const href = safeUrl(address);
  if (!href) return el("span", {}, ...children);
  return el("a", { href, rel: "noopener noreferrer", target: "_blank", class: "out" }, ...children);
}

/** The colour that a custom property of the style sheet has in the present theme, as the canvas takes it. */
export function colour(name) {
  const probe = document.getElementById("probe");
  probe.style.color = `var(${name})`;
  return getComputedStyle(probe).color;
}

/** Whether the reader asked for little movement. */
export const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
