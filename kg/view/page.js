/* The view's page. In: the JSON block #data, vis-network, and drawing.js, which stands before this in the same script.
   Every text is set as text, never as markup. */
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const RESULTS = 12, OPEN_FACTS = 12, NAMED_LINES = 14;
  const TAGS = { ko: ["ko"], zh: ["zh-hans", "zh", "zh-hant"], en: ["en"] };
  const TAG_NAMES = { ko: "한국어", "zh-hans": "简体", "zh-hant": "繁體", zh: "中文", en: "English" };

  const state = {
    language: data.language, selected: null, hovered: null, offClasses: new Set(), offRelations: new Set(), confidence: 0,
  };

  /* ---- small helpers ---- */

  function element(name, properties = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
      else if (key === "text") made.textContent = value;
      else if (value !== null && value !== undefined) made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }

  const pick = (texts) => texts[state.language];
  const number = (value) => new Intl.NumberFormat(state.language).format(value);

  function say(key, values = {}) {
    return pick(data.texts[key]).replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  const color = (group) => data.groups[group][dark.matches ? "dark" : "light"];
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const isWeb = (url) => /^https?:\/\//i.test(url);

  /* ---- names ---- */

  function nameOf(thing) {
    const tags = [...TAGS[state.language], ...Object.values(TAGS).flat(), ...Object.keys(thing.names)];
    for (const tag of tags) if (thing.names[tag] && thing.names[tag].length) return thing.names[tag][0];
    return thing.iri;
  }

  function languageOf(thing, name) {
    const tag = Object.keys(thing.names).find((key) => thing.names[key].includes(name));
    return tag ? tag.replace("hans", "Hans").replace("hant", "Hant") : null;
  }

  const variants = new Map();
  {
    const characters = Array.from(data.variants);
    for (let i = 0; i < characters.length; i += 2) variants.set(characters[i], characters[i + 1]);
  }

  /* The folding of the graph's name index: NFKC, lower case, no spaces and quotes, Han characters simplified. */
  function fold(text) {
    const plain = text.normalize("NFKC").toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ");
    const kept = plain.replace(/[\s'"‘’“”`´「」『』《》〈〉<>()（）[\]{}·∙・,]/gu, "");
    return Array.from(kept, (character) => variants.get(character) ?? character).join("");
  }

  const INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";

  function initials(text) {
    return Array.from(text, (character) => {
      const code = character.codePointAt(0) - 0xac00;
      return code >= 0 && code < 11172 ? INITIALS[Math.floor(code / 588)] : character;
    }).join("");
  }

  let index = null;

  function nameIndex() {
    index ??= data.things.map((thing) => {
      const names = [...new Set(Object.values(thing.names).flat().map(fold))];
      return { names, initials: names.map(initials) };
    });
    return index;
  }

  function score(entry, wanted, onlyInitials) {
    let best = 0;
    for (const name of onlyInitials ? entry.initials : entry.names) {
      const position = name.indexOf(wanted);
      if (position < 0) continue;
      best = Math.max(best, name.length === wanted.length ? 3 : position === 0 ? 2 : 1);
    }
    return best;
  }

  /* ---- degrees, filters ---- */

  const facts = data.facts, things = data.things;
  const degree = new Array(things.length).fill(0);
  const factsOf = things.map(() => []);
  facts.forEach((fact, i) => {
    degree[fact.s]++; degree[fact.o]++;
    factsOf[fact.s].push(i);
    if (fact.o !== fact.s) factsOf[fact.o].push(i);
  });
  const confidenceOf = (fact) => (fact.claims.length ? Math.max(...fact.claims.map((claim) => claim.confidence)) : 1);
  const thingHidden = (i) => state.offClasses.has(things[i].cls);

  function factHidden(i) {
    const fact = facts[i];
    return state.offRelations.has(fact.p) || confidenceOf(fact) < state.confidence - 1e-9 || thingHidden(fact.s) || thingHidden(fact.o);
  }

  /* ---- the network ---- */

  data.options.groups = Object.fromEntries(data.groups.map((_, i) => [String(i), {}]));
  const nodes = new vis.DataSet(data.nodes), edges = new vis.DataSet(data.edges);
  const network = new vis.Network(at("network"), { nodes, edges }, { ...data.options, ...colours() });
  const priority = things.map((_, i) => i).sort((a, b) => degree[b] - degree[a] || a - b);
  const focus = new Set(data.focus);

  function colours() {
    const groups = Object.fromEntries(data.groups.map((_, i) => {
      const own = { background: color(i), border: token("--halo") };
      return [String(i), { color: { ...own, highlight: own, hover: own } }];
    }));
    const accent = token("--accent");
    return { groups, edges: { ...data.options.edges, color: { color: token("--edge"), highlight: accent, hover: accent, inherit: false } } };
  }

  function fit(animation = !calm.matches) {
    network.fit({ animation: animation ? { duration: 300 } : false, maxZoomLevel: 1.15 });
  }

  /* A selection's surroundings: everything else is veiled, what belongs to it is drawn again on top. */
  function surroundings() {
    const chosen = state.selected;
    if (!chosen) return null;
    const lines = chosen.kind === "fact" ? [chosen.id] : factsOf[chosen.id].filter((i) => !factHidden(i));
    const dots = new Set(chosen.kind === "thing" ? [chosen.id] : []);
    for (const i of lines) { dots.add(facts[i].s); dots.add(facts[i].o); }
    return { lines, dots };
  }

  let shown = 0, started = false;

  network.on("afterDrawing", (context) => {
    const around = surroundings();
    if (around) emphasise(context, network, { nodes: [...around.dots].filter((i) => !thingHidden(i)), edges: around.lines, veil: token("--page") });
    shown = nameThings(context, around);
    if (started && !document.documentElement.dataset.ready) {
      document.documentElement.dataset.ready = "true";
      performance.mark("usable");
    }
  });

  /* The most connected things are named first, and relations where few are selected. */
  function nameThings(context, around) {
    const chosen = state.selected?.kind === "thing" ? state.selected.id : null;
    const first = [state.hovered, chosen].filter((i) => i !== null);
    const order = around ? [...around.dots].sort((a, b) => degree[b] - degree[a] || a - b) : [...focus, ...priority];
    const named = [...new Set([...first, ...order])].filter((i) => !thingHidden(i));
    const lines = around && around.lines.length <= NAMED_LINES ? around.lines : [];
    return writeLabels(context, network, {
      nodes: named.map((i) => ({ id: i, text: nameOf(things[i]), degree: degree[i], must: first.includes(i) })),
      edges: lines.map((i) => ({ id: i, text: pick(data.relations[facts[i].p].forward) })),
      ink: token("--ink"), halo: token("--halo"), accent: token("--accent"),
    });
  }

  network.on("click", ({ nodes: hitNodes, edges: hitEdges }) => {
    if (hitNodes.length) select("thing", hitNodes[0]);
    else if (hitEdges.length) select("fact", hitEdges[0]);
    else deselect();
  });
  network.on("hoverNode", ({ node }) => { state.hovered = node; network.redraw() });
  network.on("blurNode", () => { state.hovered = null; network.redraw(); });

  function applyFilters() {
    nodes.update(things.map((_, i) => ({ id: i, hidden: thingHidden(i) })));
    edges.update(facts.map((_, i) => ({ id: i, hidden: factHidden(i) })));
    const visible = things.filter((_, i) => !thingHidden(i)).length;
    at("hidden-note").hidden = visible > 0;
    at("status").textContent = figures();
    showFigures();
    if (state.selected) showCard();
  }

  function showFigures() {
    const parts = figures().split(" · ");
    at("figures").replaceChildren(...parts.flatMap((part, n) => [n ? " · " : "", element("span", { class: "whole", text: part })]));
  }

  function figures() {
    const seen = things.filter((_, i) => !thingHidden(i)).length;
    const stated = facts.filter((_, i) => !factHidden(i)).length;
    const values = { things: number(seen), facts: number(stated), articles: number(data.articles.length), bulletins: number(data.bulletins.length) };
    const days = data.bulletins.map((bulletin) => bulletin.issued).filter(Boolean).sort();
    const span = !days.length ? "" : days[0] === days.at(-1) ? ` · ${days[0]}` : ` · ${days[0]} – ${days.at(-1)}`;
    return say("figures", values) + span;
  }

  /* ---- selection and card ---- */

  let returnTo = null;

  function select(kind, id, { move = false, keyboard = false } = {}) {
    state.selected = { kind, id };
    if (!keyboard) returnTo = null;
    showCard();
    if (move) moveTo();
    if (keyboard) at("card").focus();
    network.redraw();
  }

  function deselect() {
    state.selected = null;
    at("card").hidden = true;
    network.unselectAll();
    if (returnTo) returnTo.focus();
    returnTo = null;
    resized();
  }

  /* Brings the selection's surroundings into the part of the drawing that the card leaves free. */
  function moveTo() {
    const stage = at("stage").getBoundingClientRect(), card = at("card").getBoundingClientRect();
    const covered = card.width > stage.width * 0.9 ? card.height : 0;
    const places = Object.values(network.getPositions([...surroundings().dots]));
    const [left, right] = [Math.min(...places.map((p) => p.x)), Math.max(...places.map((p) => p.x))];
    const [top, bottom] = [Math.min(...places.map((p) => p.y)), Math.max(...places.map((p) => p.y))];
    const scale = Math.min(1.15, (stage.width - 160) / (right - left + 1), (stage.height - covered - 120) / (bottom - top + 1));
    const position = { x: (left + right) / 2, y: (top + bottom) / 2 };
    network.moveTo({ position, scale: Math.max(scale, 0.12), offset: { x: 0, y: -covered / 2 }, animation: calm.matches ? false : { duration: 350 } });
  }

  function showCard() {
    const { kind, id } = state.selected;
    const card = at("card"), opened = card.hidden;
    card.hidden = false;
    at("card-body").replaceChildren(...(kind === "thing" ? thingCard(id) : factCard(id)));
    card.scrollTop = 0;
    at("status").textContent = kind === "thing" ? nameOf(things[id]) : sentenceOf(facts[id]);
    if (opened) resized();
  }

  /* When the card comes or goes, the drawing keeps its middle. */
  function resized() {
    network.setSize("100%", "100%");
    network.redraw();
  }

  function swatch(cls) {
    const { group, shape } = data.classes[cls];
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    svg.setAttribute("viewBox", "-10 -10 20 20");
    svg.setAttribute("class", "swatch");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(space, shape === "dot" ? "circle" : "polygon");
    if (shape === "dot") path.setAttribute("r", "8");
    else path.setAttribute("points", outline(shape, 9).map((point) => point.join(",")).join(" "));
    path.setAttribute("fill", color(group));
    svg.append(path);
    return svg;
  }

  const classLabel = (cls) => pick(data.classes[cls].labels);

  function thingCard(id) {
    const thing = things[id], name = nameOf(thing);
    const parts = [
      element("p", { class: "eyebrow" }, swatch(thing.cls), classLabel(thing.cls)),
      element("h2", { text: name, lang: languageOf(thing, name) }),
      namesOf(thing),
    ];
    const visible = factsOf[id].filter((i) => !factHidden(i));
    parts.push(element("h3", { text: say("facts") }));
    if (!visible.length) parts.push(element("p", { class: "soft", text: say("no_facts") }));
    const groups = new Map();
    for (const i of visible) {
      const fact = facts[i], outgoing = fact.s === id;
      const key = (outgoing ? "0" : "1") + fact.p;
      if (!groups.has(key)) groups.set(key, { outgoing, relation: fact.p, rows: [] });
      groups.get(key).rows.push(i);
    }
    for (const key of [...groups.keys()].sort()) {
      const { outgoing, relation, rows } = groups.get(key);
      parts.push(element("h4", { text: pick(data.relations[relation][outgoing ? "forward" : "backward"]) }));
      rows.sort((a, b) => nameOf(things[otherEnd(a, id)]).localeCompare(nameOf(things[otherEnd(b, id)]), state.language));
      for (const i of rows) parts.push(factRow(i, id, visible.length <= OPEN_FACTS));
    }
    if (thing.targets.length) {
      parts.push(element("h3", { text: say("targets") }));
      for (const target of thing.targets) parts.push(targetRow(target, thing));
    }
    if (thing.articles.length) {
      parts.push(element("h3", { text: say("mentioned") }), element("ul", { class: "plain" }, ...thing.articles.map((article) =>
        element("li", {}, element("span", { lang: "ko", text: data.articles[article].title }), element("br"), ...whence(article)))));
    }
    return parts;
  }

  const otherEnd = (i, id) => (facts[i].s === id ? facts[i].o : facts[i].s);

  function namesOf(thing) {
    const list = element("dl", { class: "names" });
    const order = ["ko", "zh-hans", "zh-hant", "zh", "en"];
    const tags = [...order.filter((tag) => thing.names[tag]), ...Object.keys(thing.names).filter((tag) => !order.includes(tag))];
    for (const tag of tags) {
      list.append(element("dt", { text: TAG_NAMES[tag] ?? "–" }), element("dd", { lang: tag || null, text: thing.names[tag].join(" · ") }));
    }
    return list;
  }

  function link(id) {
    const name = nameOf(things[id]);
    return element("button", { type: "button", class: "other", on: { click: () => select("thing", id, { move: true, keyboard: true }) } },
      swatch(things[id].cls), element("span", { text: name, lang: languageOf(things[id], name) }));
  }

  function factRow(i, id, open) {
    const fact = facts[i], other = otherEnd(i, id);
    const body = element("details", {}, element("summary", { text: say("evidence") }), ...claimsOf(fact, [things[fact.s], things[fact.o]]));
    body.open = open;
    return element("div", { class: "fact" }, link(other), body);
  }

  function targetRow(target, thing) {
    const year = target.year ? ` (${say("by_year", { year: target.year })})` : "";
    const body = element("details", {}, element("summary", { text: say("evidence") }), ...claimsOf(target, [thing]));
    return element("div", { class: "fact" }, element("p", { class: "qualifiers", text: `${target.metric} ${target.written}${year}` }), body);
  }

  function factCard(i) {
    const fact = facts[i];
    return [
      element("p", { class: "eyebrow", text: pick(data.relations[fact.p].forward) }),
      element("h2", { text: sentenceOf(fact) }),
      element("div", { class: "fact triple" }, link(fact.s),
        element("span", { class: "relation", text: `→ ${pick(data.relations[fact.p].forward)}` }), link(fact.o)),
      element("h3", { text: say("evidence") }),
      ...claimsOf(fact, [things[fact.s], things[fact.o]]),
    ];
  }

  const sentenceOf = (fact) => `${nameOf(things[fact.s])} → ${nameOf(things[fact.o])}`;

  function claimsOf(stated, ends) {
    if (!stated.claims.length) return [element("p", { class: "soft", text: say("no_evidence") })];
    return stated.claims.flatMap((claim) => [
      element("p", { class: "qualifiers" }, ...qualifiers(claim)),
      ...claim.evidence.flatMap(([sentence, article]) => [
        element("blockquote", { lang: "ko" }, ...highlighted(data.sentences[sentence], ends)),
        element("p", { class: "origin" }, element("span", { lang: "ko", text: data.articles[article].title }), " · ", ...whence(article)),
      ]),
    ]);
  }

  function qualifiers({ qualifiers: own, confidence }) {
    const parts = [];
    if (own.role) parts.push(own.role);
    if (own.amount) {
      const amount = `${number(Number(own.amount))} ${own.currency ?? ""}`.trim();
      parts.push((own.ceiling === "true" ? `${say("until")} ` : "") + (own.written ? `${own.written} (${amount})` : amount));
    } else if (own.written) parts.push(own.written);
    if (own.date) parts.push(own.date);
    if (own.modality) parts.push(own.modality);
    const text = parts.length ? [element("strong", { text: parts.join(" · ") }), " "] : [];
    return [...text, element("span", { class: "soft", text: say("confidence_short", { value: confidence.toFixed(2) }) })];
  }

  /* The sentence with the names of both ends marked, longest names first. */
  function highlighted(sentence, ends) {
    const names = [...new Set(ends.flatMap((thing) => Object.values(thing.names).flat()))].filter((name) => name.length > 1);
    names.sort((a, b) => b.length - a.length);
    if (!names.length) return [sentence];
    const pattern = new RegExp(`(${names.map((name) => name.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).join("|")})`, "g");
    return sentence.split(pattern).map((part, i) => (i % 2 ? element("mark", { text: part }) : part)).filter((part) => part !== "");
  }

  /* Bulletin, section, day, and where the article itself points to. Only web addresses become links. */
  function whence(article) {
    const { section, day, bulletin, sources } = data.articles[article];
    const issue = data.bulletins[bulletin];
    const parts = [issue.title || issue.id, section && data.sections[section] ? pick(data.sections[section]) : "", day ?? issue.issued ?? ""];
    const out = [element("span", { class: "soft", text: parts.filter(Boolean).join(" · ") })];
    for (const [title, url] of sources) {
      out.push(" · ", isWeb(url)
        ? element("a", { href: url, target: "_blank", rel: "noopener noreferrer", text: title || say("source") })
        : element("span", { text: title }));
    }
    return out;
  }

  /* ---- panel ---- */

  function count(rows, key) {
    const counts = new Map();
    for (const row of rows) counts.set(row[key], (counts.get(row[key]) ?? 0) + 1);
    return counts;
  }

  const classCounts = count(things, "cls"), relationCounts = count(facts, "p");

  function toggle(set, value, parts, { kind }) {
    const on = !set.has(value);
    return element("button", {
      type: "button", class: "toggle", "aria-pressed": String(on), [`data-${kind}`]: value,
      on: { click: () => { if (!set.delete(value)) set.add(value); drawPanel(); applyFilters(); document.querySelector(`[data-${kind}="${CSS.escape(value)}"]`).focus(); } },
    }, ...parts);
  }

  function drawPanel() {
    const legend = at("legend");
    legend.replaceChildren();
    data.groups.forEach((group, g) => {
      const classes = Object.keys(data.classes).filter((cls) => data.classes[cls].group === g);
      if (!classes.length) return;
      legend.append(element("h3", { text: pick(group.labels) }));
      classes.sort((a, b) => classCounts.get(b) - classCounts.get(a));
      for (const cls of classes) {
        const parts = [swatch(cls), element("span", { text: classLabel(cls) }), element("span", { class: "count", text: number(classCounts.get(cls)) })];
        legend.append(toggle(state.offClasses, cls, parts, { kind: "class" }));
      }
    });
    const relations = [...relationCounts.keys()].sort((a, b) => relationCounts.get(b) - relationCounts.get(a) || (a < b ? -1 : 1));
    at("relations").replaceChildren(...relations.map((relation) => {
      const mark = element("span", { class: "tick", "aria-hidden": "true", text: state.offRelations.has(relation) ? "" : "✓" });
      const parts = [mark, element("span", { text: pick(data.relations[relation].forward) }), element("span", { class: "count", text: number(relationCounts.get(relation)) })];
      return toggle(state.offRelations, relation, parts, { kind: "relation" });
    }));
    at("confidence-value").textContent = state.confidence.toFixed(2);
  }

  at("confidence").addEventListener("input", (event) => {
    state.confidence = Number(event.target.value);
    at("confidence-value").textContent = state.confidence.toFixed(2);
    applyFilters();
  });
  at("reset").addEventListener("click", () => {
    state.offClasses.clear();
    state.offRelations.clear();
    state.confidence = 0;
    at("confidence").value = "0";
    drawPanel();
    applyFilters();
  });

  /* ---- search ---- */

  const search = at("search"), results = at("results");
  let active = -1;

  function find(text) {
    const typed = text.replace(/\s/g, "");  // before folding, which would take initials for parts of syllables
    const onlyInitials = Array.from(typed).every((character) => INITIALS.includes(character));
    const wanted = onlyInitials ? typed : fold(text);
    if (!wanted) return [];
    const hits = nameIndex().map((entry, i) => [score(entry, wanted, onlyInitials), i]).filter(([points]) => points);
    return hits.sort((a, b) => b[0] - a[0] || degree[b[1]] - degree[a[1]] || a[1] - b[1]).map(([, i]) => i);
  }

  function showResults() {
    const found = find(search.value);
    const open = search.value.trim() !== "";
    results.replaceChildren(...found.slice(0, RESULTS).map((id, n) => {
      const name = nameOf(things[id]);
      return element("li", { role: "option", id: `result-${n}`, "data-thing": id, "aria-selected": "false", on: { mousedown: (event) => { event.preventDefault(); choose(id); } } },
        swatch(things[id].cls), element("span", { text: name, lang: languageOf(things[id], name) }), element("small", { text: classLabel(things[id].cls) }));
    }));
    if (open && !found.length) results.append(element("li", { class: "none", text: say("no_results") }));
    results.hidden = !open;
    search.setAttribute("aria-expanded", String(open));
    mark(found.length ? 0 : -1);
    if (open) at("status").textContent = found.length ? say("results", { count: number(found.length) }) : say("no_results");
  }

  function mark(n) {
    active = n;
    const rows = [...results.querySelectorAll("[role=option]")];
    rows.forEach((row, i) => row.setAttribute("aria-selected", String(i === n)));
    if (rows[n]) {
      search.setAttribute("aria-activedescendant", rows[n].id);
      rows[n].scrollIntoView({ block: "nearest" });
    } else search.removeAttribute("aria-activedescendant");
  }

  function choose(id) {
    results.hidden = true;
    search.setAttribute("aria-expanded", "false");
    if (thingHidden(id)) { state.offClasses.delete(things[id].cls); drawPanel(); applyFilters(); }
    returnTo = search;
    select("thing", id, { move: true, keyboard: true });
  }

  search.addEventListener("input", showResults);
  search.addEventListener("focus", () => { if (search.value.trim()) showResults(); });
  search.addEventListener("blur", () => { results.hidden = true; search.setAttribute("aria-expanded", "false"); });
  search.addEventListener("keydown", (event) => {
    const rows = results.querySelectorAll("[role=option]");
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && rows.length) { event.preventDefault(); mark((active + 1) % rows.length); }
    else if (event.key === "ArrowUp" && rows.length) { event.preventDefault(); mark((active - 1 + rows.length) % rows.length); }
    else if (event.key === "Enter" && rows[active]) choose(Number(rows[active].dataset.thing));
    else if (event.key === "Escape") { search.value = ""; showResults(); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target !== search && state.selected) deselect();
    if (event.key === "/" && !event.target.closest("input")) { event.preventDefault(); search.focus(); }
  });

  /* ---- picture ---- */

  at("save").addEventListener("click", () => {
    const source = network.canvas.frame.canvas, ratio = source.width / source.clientWidth;
    const target = document.createElement("canvas");
    const context = target.getContext("2d");
    const used = Object.keys(data.classes).filter((cls) => !state.offClasses.has(cls)).sort((a, b) => data.classes[a].group - data.classes[b].group);
    const margin = 20, top = 62, row = 24, width = source.clientWidth;
    context.font = `13px ${LABEL_FONT}`;
    const spots = [];
    let x = margin, y = 0;
    for (const cls of used) {
      const size = context.measureText(classLabel(cls)).width + 40;
      if (x + size > width - margin && x > margin) { x = margin; y += row; }
      spots.push({ cls, x, y });
      x += size;
    }
    const height = top + source.clientHeight + y + row + margin;
    target.width = Math.round(width * ratio);
    target.height = Math.round(height * ratio);
    context.scale(ratio, ratio);
    context.fillStyle = token("--page");
    context.fillRect(0, 0, width, height);
    context.drawImage(source, 0, top, width, source.clientHeight);
    context.textBaseline = "top";
    context.fillStyle = token("--ink");
    context.font = `600 19px ${LABEL_FONT}`;
    context.fillText(pick(data.title), margin, 14, width - 2 * margin);
    context.fillStyle = token("--soft");
    context.font = `13px ${LABEL_FONT}`;
    context.fillText(figures(), margin, 40, width - 2 * margin);
    for (const spot of spots) {
      const cy = top + source.clientHeight + 10 + spot.y + 8;
      context.fillStyle = color(data.classes[spot.cls].group);
      context.beginPath();
      const shape = data.classes[spot.cls].shape;
      if (shape === "dot") context.arc(spot.x + 8, cy, 6, 0, 2 * Math.PI);
      else outline(shape, 7).forEach(([dx, dy]) => context.lineTo(spot.x + 8 + dx, cy + dy));
      context.fill();
      context.fillStyle = token("--ink");
      context.fillText(classLabel(spot.cls), spot.x + 21, cy - 7);
    }
    target.toBlob((blob) => {
      const url = URL.createObjectURL(blob);
      const anchor = element("a", { href: url, download: `${pick(data.title).replace(/[\\/:*?"<>|\p{Cc}]+/gu, " ").trim().slice(0, 80) || "view"}.png` });
      anchor.click();
      setTimeout(() => URL.revokeObjectURL(url), 10000);
    });
  });

  at("zoom-in").addEventListener("click", () => network.moveTo({ scale: network.getScale() * 1.4 }));
  at("zoom-out").addEventListener("click", () => network.moveTo({ scale: network.getScale() / 1.4 }));
  at("fit").addEventListener("click", () => fit());
  at("close").addEventListener("click", deselect);

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
    search.placeholder = say("search_hint");
    search.setAttribute("aria-label", say("search"));
    results.setAttribute("aria-label", say("search"));
    at("languages").setAttribute("aria-label", say("language"));
    at("network").setAttribute("aria-label", say("network"));
    at("card").setAttribute("aria-label", say("card"));
    for (const button of at("languages").children) button.setAttribute("aria-pressed", String(button.dataset.language === language));
    const cut = data.total > things.length;
    at("notice").hidden = !cut;
    at("notice").textContent = cut ? say("cut", { shown: number(things.length), total: number(data.total) }) : "";
    showFigures();
    drawPanel();
    if (state.selected) showCard();
    network.redraw();
  }

  for (const button of at("languages").children) button.addEventListener("click", () => speak(button.dataset.language));
  dark.addEventListener("change", () => { network.setOptions(colours()); drawPanel(); if (state.selected) showCard(); network.redraw(); });

  if (matchMedia("(max-width: 900px)").matches) at("panel").open = false;
  at("panel").addEventListener("toggle", resized);
  speak(state.language);
  fit(false);
  started = true;
  network.redraw();

  /* For scripts that look at the page from outside, tests above all. */
  window.view = {
    labels: () => shown,
    redrawTime: () => {
      const start = performance.now();
      network.renderer._redraw();
      return performance.now() - start;
    },
    fold,
    position: (i) => network.canvasToDOM(network.getPositions([i])[i]),
    hidden: () => ({ things: nodes.get({ filter: (n) => n.hidden }).length, facts: edges.get({ filter: (e) => e.hidden }).length }),
  };
})();
