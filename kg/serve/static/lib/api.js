/**
 * The server's JSON routes.
 */

import { t, vocabulary } from "./text.js";

/** The server refuses, fails or cannot be reached; the message says so in plain words. */
export class ApiError extends Error {
  constructor(message, status = 0) {
    super(message);
    this.name = "ApiError";
    this.status = status;
  }
}

/** The query part of an address: arrays repeat their key; null, undefined, false and "" are left out. */
export function queryString(parameters) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== null && one !== undefined && one !== false && one !== "") query.append(name, one);
  return query.toString();
}

/** The address of a route under `/api/`. */
export function apiUrl(path, parameters = {}) {
  const query = queryString(parameters);
  return `/api/${path.replace(/^\/?(api\/)?/, "")}${query ? `?${query}` : ""}`;
}

/**
 * The answer of a route under `/api/`, as JSON.
 * @param {string} path  `search`, `/search` and `/api/search` are the same
 * @param {Object} parameters  the query
 * @param {{method?: string, body?: Object, signal?: AbortSignal}} options  a body is sent as JSON
 * @throws {ApiError}
 */
export async function api(path, parameters = {}, options = {}) {
  const answer = await request(path, parameters, options);
  return answer.json();
}

/** The same, as a blob: what a route gives to be saved. */
export async function apiBlob(path, parameters = {}, options = {}) {
  const answer = await request(path, parameters, options);
  return answer.blob();
}

async function request(path, parameters, { method = "GET", body, signal } = {}) {
  const headers = { Accept: "application/json, */*;q=0.5" };
  if (body !== undefined) Object.assign(headers, { "Content-Type": "application/json", "X-KG-Review": "1" });
  let answer;
  try {
    answer = await fetch(apiUrl(path, parameters), { method, headers, body: body && JSON.stringify(body), signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(vocabulary() ? t("unreachable") : error.message);
  }
  if (!answer.ok) throw new ApiError(await refusal(answer), answer.status);
  return answer;
}

async function refusal(answer) {
  try {
    const { error } = await answer.json();
    if (error) return error;
  } catch { /* no JSON: the status has to do */ }
  return `${answer.status} ${answer.statusText}`;
}
