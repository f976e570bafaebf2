/**
 * The network: from any things, one opened up after another; filtered, moved about, read, kept, and taken along.
 */

import {
  address, announce, apiBlob, copyText, el, errorNote, icon, iconButton, menu, nameOf, number, remember, saveFile, searchBox, t,
} from "../lib.js";
import { Canvas } from "../network/canvas.js";
import { layoutMenu } from "../network/layouts.js";
import { textList } from "../network/list.js";
import { Source, assemble, degrees, visible } from "../network/model.js";
import { drawPanel } from "../network/panel.js";
import { tell } from "../network/side.js";
import { readState, writeState } from "../network/state.js";

const SECOND_CLICK = 400; // milliseconds in which a click may become a double one; until then nothing is moved

/* What the reader looked at when the page was last left, so that a change of language does not lose it. */
let left = null;

export async function show(root, parameters, signal) {
  const page = new NetworkPage(root, readState(parameters, location.hash), signal);
  await page.start();
}

class NetworkPage {
  #source = new Source();
  #selection = null;
  #telling = new AbortController();
  #turn = 0;

  constructor(root, state, signal) {
    Object.assign(this, { root, state, signal, things: new Map(), facts: new Map(), cut: null });
    this.shown = { things: this.things, facts: this.facts };
  }

  async start() {
    this.#frame();
    this.canvas = await Canvas.in(this.stage, {
      select: (selection) => this.select(selection), open: (iri) => this.open(iri), moved: (iri, x, y) => this.#moved(iri, x, y),
    });
    this.signal.addEventListener("abort", () => this.#leave());
    if (this.signal.aborted) return this.#leave();
    await this.#renew();
    this.#comeBack();
    addEventListener("kg:theme", () => this.canvas.recolour(), { signal: this.signal });
    this.root.addEventListener("keydown", (event) => this.#press(event));
    this.root.network = this; // for scripts that look at the page from outside, tests above all
  }

  /* ---- frame ---- */

  #frame() {
    this.stage = el("div", { class: "stage", role: "group", "aria-label": t("net_drawing"), "aria-describedby": "net-help" });
    this.panel = el("div", { class: "net-panel-body" });
    this.side = el("aside", { class: "net-side", "aria-label": t("net_selected"), tabindex: -1, hidden: true });
    this.told = el("div", { class: "told" });
    this.list = el("div", {});
    this.figures = el("p", { class: "figures", role: "status" });
    this.note = el("p", { class: "net-note", hidden: true });
    this.side.append(iconButton("close", t("close"), () => this.select(null), { class: "icon bare close" }), this.told);
    const wide = matchMedia("(min-width: 62rem)").matches;
    this.root.append(
      el("h1", { class: "unseen" }, t("page_network")),
      el("div", { class: "net-bar" }, this.#tools(), this.figures),
      this.note,
      el("div", { class: "net-body" },
        el("details", { class: "net-panel", open: wide }, el("summary", {}, t("net_panel")), this.panel,
          el("details", { class: "net-list", ontoggle: () => this.#drawList() }, el("summary", {}, t("net_list")), this.list)),
        el("div", { class: "stage-box" }, this.stage, this.#zoom(), el("p", { id: "net-help", class: "unseen" }, t("net_help"))),
        this.side));
  }

  #tools() {
    const tool = (name, run, sign) =>
      el("button", { type: "button", id: `net-${name}`, onclick: run }, icon(sign), t(`net_${name}`));
    const formats = ["png", "svg", "turtle", "csv"].map((format) =>
      el("button", { type: "button", dataset: { format }, onclick: () => this.#save(format) }, t(`net_save_${format}`)));
    return el("div", { class: "tools", role: "group", "aria-label": t("net_tools") },
      searchBox({ id: "net-add", label: t("net_add"), hint: t("net_add"), onchoose: (hit) => this.add(hit.iri) }),
      tool("undo", () => this.undo(), "undo"),
      tool("share", () => this.#share(), "copy"),
      menu(t("net_save"), { id: "net-save" }, formats),
      layoutMenu({ present: () => this.#whole(), load: (where) => this.#load(where) }));
  }

  #zoom() {
    const button = (name, sign, run) => iconButton(sign, t(`net_${name}`), run, { id: `net-${name}` });
    return el("div", { class: "zoom", role: "group", "aria-label": t("net_zoom") },
      button("zoom_in", "plus", () => this.canvas.zoom(1.4)),
      button("zoom_out", "minus", () => this.canvas.zoom(1 / 1.4)),
      button("fit", "fit", () => this.canvas.fit()));
  }

  /* ---- content ---- */

  /* Asks for what the state needs, puts it together, draws it; unless meanwhile the state has gone on. */
  async #renew({ fit = true } = {}) {
    const turn = ++this.#turn;
    const answers = await this.#source.gather(this.state, this.signal);
    if (turn !== this.#turn) return;
    Object.assign(this, assemble(this.state, answers));
    this.#redraw();
    if (fit) this.canvas.fit({ gently: false });
  }

  /* The same after a step; what fails is said and the step taken back. */
  async #step(step) {
    this.state.steps.push(step);
    try {
      await this.#renew({ fit: false });
    } catch (error) {
      this.state.steps.splice(this.state.steps.indexOf(step), 1);
      if (error.name !== "AbortError") this.#complain(error);
    }
  }

  #redraw() {
    this.shown = visible(this.state, this);
    this.canvas.draw(this.shown, this.state.seeds);
    const { state, things, facts } = this;
    drawPanel(this.panel, { state, things, facts, changed: () => this.#redraw(), refetch: () => this.#refetch() });
    this.#drawList();
    this.#tellFigures();
    if (this.#selection && !this.#selected()) this.select(null);
    else if (this.#selection) this.canvas.mark(this.#selection);
    this.root.querySelector("#net-undo").disabled = !this.state.steps.length;
    this.#remember();
  }

  #drawList() {
    const open = this.root.querySelector(".net-list").open;
    const select = (selection) => this.select(selection, { centre: true });
    this.list.replaceChildren(...(open ? [textList({ ...this.shown, select })] : []));
  }

  async #refetch() {
    try {
      await this.#renew();
    } catch (error) {
      if (error.name !== "AbortError") this.#complain(error);
    }
  }

  #tellFigures() {
    const [things, facts] = [this.shown.things.size, this.shown.facts.size];
    this.figures.textContent = t("net_figures", { things: number(things), facts: number(facts) });
    this.note.hidden = things > 0 && !this.cut;
    if (!things) this.note.textContent = t(this.things.size ? "net_all_hidden" : "net_empty");
    else if (this.cut) this.note.textContent = t("net_cut", { shown: number(this.cut.things.length), total: number(this.cut.total) });
  }

  #complain(error) {
    this.note.hidden = false;
    this.note.replaceChildren(errorNote(error));
  }

  /* ---- steps ---- */

  /** Brings in what a thing is tied to. */
  async open(iri) {
    const before = this.things.size;
    await this.#step({ kind: "open", iri });
    announce(t("net_opened", { count: number(this.things.size - before) }));
    if (this.#selection?.key === iri) this.#tell();
  }

  /** Puts a thing into the network, with the facts that tie it to what is there. */
  async add(iri) {
    if (!this.things.has(iri)) await this.#step({ kind: "add", iri });
    if (this.shown.things.has(iri)) this.select({ kind: "thing", key: iri }, { centre: true });
  }

  /** Takes a thing out. */
  async drop(iri) {
    const name = nameOf(this.things.get(iri));
    this.select(null);
    await this.#step({ kind: "drop", iri });
    announce(t("net_dropped", { name }));
  }

  /** Takes the last step back. */
  async undo() {
    if (!this.state.steps.length) return;
    this.state.steps.pop();
    await this.#renew({ fit: false });
    announce(t("net_undone"));
  }

  #moved(iri, x, y) {
    this.state.at.set(iri, [x, y]);
    Object.assign(this.things.get(iri), { x, y });
    this.#remember();
  }

  /* ---- selection ---- */

  #selected() {
    const { kind, key } = this.#selection;
    return (kind === "thing" ? this.shown.things : this.shown.facts).get(key);
  }

  /** Selects a thing, a fact ({kind, key}) or nothing (null), and tells of it. */
  select(selection, { centre = false } = {}) {
    const within = this.side.contains(document.activeElement);
    this.#selection = selection;
    this.side.hidden = !selection;
    if (within && selection) this.side.focus();
    else if (within) this.canvas.focus();
    this.canvas.mark(selection);
    if (!selection) return;
    if (selection.kind === "thing") this.#bringIntoSight(selection.key, centre ? 0 : SECOND_CLICK);
    this.#tell();
  }

  #bringIntoSight(iri, wait) {
    setTimeout(() => {
      const still = !this.signal.aborted && this.#selection?.key === iri && this.shown.things.has(iri);
      const covered = getComputedStyle(this.side).position === "absolute" ? this.side.offsetHeight : 0;
      if (still && (!wait || !this.canvas.inSight(iri, covered))) this.canvas.centre(iri, covered);
    }, wait);
  }

  #tell() {
    this.#telling.abort();
    this.#telling = new AbortController();
    this.side.scrollTop = 0;
    const counts = degrees(this.shown.facts);
    tell(this.told, this.#selection, {
      ...this.shown, degree: (iri) => counts.get(iri) ?? 0, select: (selection) => this.select(selection, { centre: true }),
      open: (iri) => this.open(iri), drop: (iri) => this.drop(iri),
    }, AbortSignal.any([this.#telling.signal, this.signal]));
  }

  #press(event) {
    if (event.isComposing || event.target.closest("input, select, textarea")) return;
    const thing = this.#selection?.kind === "thing" ? this.#selection.key : null;
    if (event.key === "Escape" && this.#selection) { this.select(null); this.canvas.focus(); }
    else if (event.key === "z" && (event.ctrlKey || event.metaKey)) this.undo();
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key === "e" && thing) this.open(thing);
    else if ((event.key === "Delete" || event.key === "Backspace") && thing) this.drop(thing);
    else return;
    event.preventDefault();
  }

  /* ---- keeping and taking along ---- */

  #remember() {
    const { parameters, fragment } = writeState(this.state);
    remember("network", parameters, fragment);
  }

  /* The address with every place in it, so that the drawing comes back as it is even when the graph has grown. */
  #whole() {
    const at = new Map([...this.things.values()].map(({ iri, x, y }) => [iri, [x, y]]));
    const { parameters, fragment } = writeState({ ...this.state, at });
    return address("network", parameters) + fragment;
  }

  #load(where) {
    const url = new URL(where, location.origin);
    history.pushState(null, "", url);
    dispatchEvent(new Event("kg:navigate"));
  }

  async #share() {
    this.#remember();
    announce(t(await copyText(location.href) ? "net_shared" : "not_copied"));
    const button = this.root.querySelector("#net-share");
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), 1500);
  }

  async #save(format) {
    const title = this.#title();
    this.root.querySelector("#net-save").open = false;
    try {
      saveFile(`${title}.${{ turtle: "ttl" }[format] ?? format}`, await this.#file(format, title));
      announce(t("net_saved"));
    } catch (error) {
      this.#complain(error);
    }
  }

  #file(format, title) {
    const { things, facts } = this.shown;
    if (format === "png" || format === "svg") return this.canvas.picture({ format, title, figures: this.figures.textContent });
    const body = { things: [...things.keys()], facts: [...facts.values()].map(({ id }) => id).filter(Boolean), format };
    return apiBlob("export", {}, { method: "POST", body, signal: this.signal });
  }

  #title() {
    const seeds = this.state.seeds.map((iri) => this.things.get(iri)).filter(Boolean).map(nameOf);
    return seeds.length ? seeds.slice(0, 3).join(", ") : t("title");
  }

  /* ---- leaving and coming back ---- */

  #leave() {
    left = { where: location.search + location.hash, view: this.canvas.view(), selection: this.#selection };
    this.canvas.close();
  }

  #comeBack() {
    if (!left || left.where !== location.search + location.hash) return;
    this.select(left.selection);
    this.canvas.view(left.view);
  }
}
