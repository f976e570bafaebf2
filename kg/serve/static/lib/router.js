/**
 * Addresses of the explorer's pages. The whole state of a page stands in its address, so that any state can be shared.
 */

import { queryString } from "./api.js";
import { el } from "./dom.js";

/** The path and query of a page: `address("thing", {iri})`; the start page is "". */
export function address(route, parameters = {}) {
  const query = queryString(parameters);
  return `/${route}${query ? `?${query}` : ""}`;
}

/** The page that the address bar names: its route, and its parameters (a repeated one as an array). */
export function here() {
  const parameters = {};
  for (const [name, value] of new URLSearchParams(location.search))
    parameters[name] = Object.hasOwn(parameters, name) ? [parameters[name], value].flat() : value;
  return { route: location.pathname.slice(1), parameters };
}

/** A parameter as an array, whether it stands in the address never, once or more often. */
export const list = (value) => (value === undefined || value === null || value === "" ? [] : [value].flat());

/** Goes to a page; `replace` puts it in the place of the present one in the browser's history. */
export function navigate(route, parameters = {}, { replace = false } = {}) {
  history[replace ? "replaceState" : "pushState"](null, "", address(route, parameters));
  dispatchEvent(new Event("kg:navigate"));
}

/** Writes the state that a page has come to into the address bar, without showing the page anew. A language named there stays. */
export function remember(route, parameters, fragment = "") {
  const lang = new URLSearchParams(location.search).get("lang");
  history.replaceState(null, "", address(route, { ...parameters, lang }) + fragment);
}

/** A link to a page, followed without loading the document anew. */
export function link(route, parameters, ...children) {
  return el("a", { href: address(route, parameters), onclick: follow }, ...children);
}

/** What a click on a link of the explorer does; other ways to open a link stay the browser's. */
export function follow(event) {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  history.pushState(null, "", event.currentTarget.getAttribute("href"));
  dispatchEvent(new Event("kg:navigate"));
}
