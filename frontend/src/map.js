// The network map: drawn with WebGL, refined in a worker. Everything it says stands in the tables below it, too.
import Graph from "graphology";
import Sigma from "sigma";
import { isInside, lasso } from "./map/lasso.js";
import { drawHover, drawLabel, mixed, readColours, sizes } from "./map/look.js";

const frame = document.getElementById("map");
const byId = (name) => document.getElementById(`map-${name}`);
const words = JSON.parse(frame.dataset.words);
const numbers = new Intl.NumberFormat(document.documentElement.lang);
const decimals = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
const ROUNDS = 300;
const MOST = 1000;
const [PERSON, NAME, GROUP, X, Y, FIGURE, LOW, HIGH, RANK, TIES, OUTSIDE, REACHED, BRIDGE] = Array(13).keys();

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const shown = (value) => (value === null ? words.unknown : (value >= 9.95 ? numbers : decimals).format(value));

async function start() {
  let data;
  try {
    const answer = await fetch(frame.dataset.from, { headers: { accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    data = await answer.json();
    new NetworkMap(data);
  } catch (error) {
    console.error(error);
    byId("loading").textContent = words.failed;
    frame.dataset.failed = "";
    return;
  }
  byId("loading").hidden = true;
  frame.dataset.ready = "";
}

class NetworkMap {
  constructor(data) {
    this.nodes = data.nodes;
    this.ties = data.ties;
    this.groups = data.communities;
    this.others = data.others;
    this.chosen = new Set();
    this.group = null;
    this.hovered = null;
    this.bridges = false;
    this.roped = false;
    this.worker = null;
    this.stage = byId("stage");
    this.near = this.nodes.map(() => []);
    for (let at = 0; at < this.ties.length; at += 3) {
      this.near[this.ties[at]].push(this.ties[at + 1]);
      this.near[this.ties[at + 1]].push(this.ties[at]);
    }
    this.look();
    this.build();
    this.legend();
    this.names();
    this.listen();
    if (!still.matches && this.nodes.length > 2) this.arrange();
  }

  look() {
    this.colours = readColours();
    this.faded = this.colours.groups.map((one) => mixed(one, this.colours.paper, 0.82));
    this.tieColour = mixed(this.colours.tie, this.colours.paper, this.ties.length > 9000 ? 0.72 : 0.5);
    this.tieFaded = mixed(this.colours.tie, this.colours.paper, 0.92);
  }

  colourOf(at) {
    const group = this.groups[this.nodes[at][GROUP]];
    return group ? group[3] : this.others;
  }

  build() {
    this.graph = new Graph({ type: "undirected", multi: false });
    const size = sizes(this.nodes.map((one) => one[FIGURE]), this.nodes.length);
    this.nodes.forEach((one, at) => this.graph.addNode(at, { x: one[X], y: one[Y], size: size[at], label: one[NAME] }));
    const most = Math.max(1, ...this.ties.filter((_, at) => at % 3 === 2));
    for (let at = 0; at < this.ties.length; at += 3) {
      this.graph.addEdge(this.ties[at], this.ties[at + 1], { size: 0.5 + 2.5 * Math.sqrt(this.ties[at + 2] / most) });
    }
    this.sigma = new Sigma(this.graph, this.stage, {
      allowInvalidContainer: true,
      labelSize: 13,
      labelDensity: this.stage.clientWidth < 500 ? 0.2 : 0.6,
      labelGridCellSize: 110,
      labelRenderedSizeThreshold: this.nodes.length > 1500 ? 7 : 8,
      hideEdgesOnMove: this.ties.length > 9000,
      zIndex: true,
      minCameraRatio: 0.03,
      maxCameraRatio: 3,
      stagePadding: 40,
      nodeReducer: (node, values) => this.asNode(Number(node), values),
      edgeReducer: (edge, values) => this.asTie(edge, values),
      defaultDrawNodeLabel: (...all) => drawLabel(this.colours)(...all),
      defaultDrawNodeHover: (...all) => drawHover(this.colours)(...all),
    });
    this.sigma.on("afterRender", () => this.placeLabels());
  }

  // What is looked at stays in colour, everything else fades.
  isLit(at) {
    if (this.hovered !== null) return at === this.hovered || this.lit.has(at);
    if (this.group !== null && this.nodes[at][GROUP] !== this.group) return false;
    if (this.chosen.size) return this.chosen.has(at);
    return !this.bridges || this.nodes[at][BRIDGE] === 1;
  }

  asNode(at, values) {
    const lit = this.isLit(at);
    const colour = this.colourOf(at);
    const bridge = this.bridges && this.nodes[at][BRIDGE] === 1;
    return {
      ...values,
      color: lit ? this.colours.groups[colour] : this.faded[colour],
      size: bridge ? Math.max(values.size * 1.3, 6) : values.size,
      label: lit ? values.label : "",
      zIndex: lit ? 1 : 0,
      forceLabel: lit && (bridge || at === this.hovered || (this.chosen.size > 0 && this.chosen.size <= 25)),
    };
  }

  asTie(edge, values) {
    const [one, other] = this.graph.extremities(edge).map(Number);
    if (this.hovered !== null) {
      const own = one === this.hovered || other === this.hovered;
      return { ...values, color: own ? this.colours.soft : this.tieFaded, hidden: !own, zIndex: own ? 1 : 0 };
    }
    if (this.group !== null && (this.nodes[one][GROUP] !== this.group || this.nodes[other][GROUP] !== this.group)) {
      return { ...values, hidden: true };
    }
    if (this.bridges) {
      const over = this.nodes[one][GROUP] !== this.nodes[other][GROUP];
      return { ...values, color: over ? this.colours.soft : this.tieFaded, hidden: !over };
    }
    return { ...values, color: this.isLit(one) && this.isLit(other) ? this.tieColour : this.tieFaded };
  }

  refresh() {
    this.sigma.refresh({ skipIndexation: true });
  }

  // Names of the largest communities, over their middles; they fade when one comes nearer.
  placeLabels() {
    const box = byId("labels");
    if (!this.tags) {
      this.tags = this.groups.slice(0, this.stage.clientWidth < 500 ? 3 : 9).filter((one) => one[2] > 2).map((one, number) => {
        const tag = document.createElement("span");
        tag.textContent = one[0];
        box.append(tag);
        return { tag, members: this.nodes.flatMap((node, at) => (node[GROUP] === number ? [at] : [])), number };
      });
    }
    const far = this.sigma.getCamera().ratio > 0.45 && this.hovered === null && !this.bridges;
    for (const { tag, members, number } of this.tags) {
      const lit = far && (this.group === null || this.group === number);
      tag.hidden = !lit;
      if (!lit) continue;
      const drawn = members.map((at) => this.sigma.getNodeDisplayData(at));
      const middle = drawn.map((node) => node.x).sort((one, other) => one - other)[drawn.length >> 1];
      const top = drawn.map((node) => node.y).sort((one, other) => other - one)[Math.floor(drawn.length / 25)];
      const place = this.sigma.framedGraphToViewport({ x: middle, y: top });
      tag.style.transform = `translate(-50%, -120%) translate(${Math.round(place.x)}px, ${Math.round(place.y)}px)`;
    }
  }

  legend() {
    const list = byId("legend");
    const small = this.groups.length > 9;
    const entries = this.groups.slice(0, 9).map((one, number) => this.entry(one, number));
    list.append(...entries);
    if (small) {
      const item = document.createElement("li");
      item.className = "soft small row";
      item.append(swatch(this.others), words.others);
      list.append(item);
    }
  }

  entry([name, size, drawn, colour], number) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "legend-entry";
    button.setAttribute("aria-pressed", "false");
    const text = document.createElement("bdi");
    text.textContent = name;
    const count = document.createElement("span");
    count.className = "count";
    count.textContent = drawn === size ? numbers.format(size) : fill(words.some, { shown: numbers.format(drawn), size: numbers.format(size) });
    button.append(swatch(colour), text, count);
    button.addEventListener("click", () => this.only(this.group === number ? null : number));
    item.append(button);
    return item;
  }

  only(group) {
    this.group = group;
    byId("legend").querySelectorAll("button").forEach((one, number) => one.setAttribute("aria-pressed", String(number === group)));
    this.refresh();
  }

  names() {
    const list = byId("names");
    const options = this.nodes.slice(0, 1000).map((one) => {
      const option = document.createElement("option");
      option.value = one[NAME];
      return option;
    });
    list.append(...options);
  }

  listen() {
    this.sigma.on("enterNode", ({ node }) => this.hover(Number(node)));
    this.sigma.on("leaveNode", () => this.hover(null));
    this.sigma.on("clickStage", () => this.hover(null));
    this.sigma.on("clickNode", ({ node, event }) => {
      const touch = event.original.pointerType === "touch" || window.matchMedia("(hover: none)").matches;
      if (touch && this.hovered !== Number(node)) this.hover(Number(node));
      else window.location.assign(this.address(Number(node)));
    });
    byId("bridges").addEventListener("click", () => {
      this.bridges = !this.bridges;
      byId("bridges").setAttribute("aria-pressed", String(this.bridges));
      this.refresh();
    });
    byId("lasso").addEventListener("click", () => this.rope(!this.roped));
    byId("arrange").addEventListener("click", () => (this.worker ? this.halt() : this.arrange()));
    const camera = this.sigma.getCamera();
    const time = { duration: still.matches ? 0 : 200 };
    byId("in").addEventListener("click", () => camera.animatedZoom(time));
    byId("out").addEventListener("click", () => camera.animatedUnzoom(time));
    byId("fit").addEventListener("click", () => camera.animatedReset(time));
    this.stage.addEventListener("keydown", (event) => this.key(event, camera, time));
    byId("find").addEventListener("change", () => this.find());
    byId("find").addEventListener("keydown", (event) => event.key === "Enter" && this.find());
    byId("choose").addEventListener("click", () => this.chooseTop());
    byId("clear").addEventListener("click", () => this.choose([]));
    byId("list")?.addEventListener("change", (event) => { byId("new").hidden = event.target.value !== ""; });
    lasso({
      area: this.stage.parentElement, rope: byId("rope"), isOn: () => this.roped, colours: () => this.colours,
      done: (polygon) => this.roundUp(polygon),
    });
    const relook = () => { this.look(); this.refresh(); };
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", relook);
    new MutationObserver(relook).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  }

  key(event, camera, time) {
    const move = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1] }[event.key];
    if (move) camera.animate({ x: camera.x + move[0] * camera.ratio, y: camera.y + move[1] * camera.ratio }, time);
    else if (event.key === "+") camera.animatedZoom(time);
    else if (event.key === "-") camera.animatedUnzoom(time);
    else if (event.key === "0") camera.animatedReset(time);
    else return;
    event.preventDefault();
  }

  address(at) {
    const query = frame.dataset.query;
    return `/person/${encodeURIComponent(this.nodes[at][PERSON])}${query ? `?${query}` : ""}`;
  }

  hover(at) {
    this.hovered = at;
    this.lit = new Set(at === null ? [] : this.near[at]);
    this.card(at);
    this.stage.dataset.over = at === null ? "" : "node";
    this.refresh();
  }

  card(at) {
    const card = byId("card");
    card.hidden = at === null;
    if (at === null) return;
    const one = this.nodes[at];
    const name = document.createElement("a");
    name.href = this.address(at);
    name.className = "strong";
    name.textContent = one[NAME];
    const lines = [fill(words.figure, { figure: shown(one[FIGURE]) })];
    if (one[LOW] !== null && one[HIGH] !== null) lines[0] += ` (${fill(words.interval, { low: shown(one[LOW]), high: shown(one[HIGH]) })})`;
    if (one[RANK] !== null) lines.push(fill(words.rank, { rank: numbers.format(one[RANK]) }));
    const ties = { ties: numbers.format(one[TIES]), outside: numbers.format(one[OUTSIDE]), reached: numbers.format(one[REACHED]) };
    lines.push(fill(one[OUTSIDE] ? words.ties : words.inside, ties));
    if (one[BRIDGE]) lines.push(words.bridge);
    const group = this.groups[one[GROUP]];
    const where = document.createElement("p");
    where.className = "small row";
    where.append(swatch(this.colourOf(at)), group ? group[0] : words.others);
    card.replaceChildren(name, where, ...lines.map((text) => Object.assign(document.createElement("p"), { textContent: text, className: "small soft" })));
  }

  find() {
    const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
    const wanted = plain(byId("find").value);
    if (!wanted) {
      this.tellChosen();
      return this.hover(null);
    }
    const names = this.nodes.map((one) => plain(one[NAME]));
    let at = names.indexOf(wanted);
    if (at < 0) at = names.findIndex((name) => name.startsWith(wanted));
    if (at < 0) at = names.findIndex((name) => name.includes(wanted));
    byId("count").textContent = at < 0 ? words.nobody : fill(words.showing, { name: this.nodes[at][NAME] });
    if (at < 0) return undefined;
    this.only(null);
    this.hover(at);
    const { x, y } = this.sigma.getNodeDisplayData(at);
    return this.sigma.getCamera().animate({ x, y, ratio: 0.25 }, { duration: still.matches ? 0 : 500 });
  }

  rope(on) {
    this.roped = on;
    byId("lasso").setAttribute("aria-pressed", String(on));
    this.stage.parentElement.dataset.roped = on ? "" : "no";
  }

  roundUp(polygon) {
    const found = this.nodes.flatMap((one, at) => {
      if (this.group !== null && one[GROUP] !== this.group) return [];
      const place = this.sigma.graphToViewport(this.graph.getNodeAttributes(at));
      return isInside([place.x, place.y], polygon) ? [at] : [];
    });
    this.rope(false);
    this.choose(found);
  }

  chooseTop() {
    const count = Math.min(Math.max(1, Number(byId("top").value) || 0), MOST);
    const fits = (one) => (this.group === null || one[GROUP] === this.group) && (!this.bridges || one[BRIDGE] === 1);
    this.choose(this.nodes.flatMap((one, at) => (fits(one) ? [at] : [])).slice(0, count));
  }

  choose(found) {
    this.chosen = new Set(found.slice(0, MOST));
    const people = byId("people");
    if (people) {
      people.value = [...this.chosen].map((at) => this.nodes[at][PERSON]).join("\n");
      byId("send").disabled = this.chosen.size === 0;
    }
    this.tellChosen();
    this.refresh();
  }

  tellChosen() {
    const count = this.chosen.size;
    byId("count").textContent = count ? fill(words.chosen, { chosen: numbers.format(count) }) : words.none;
  }

  arrange() {
    this.worker = new Worker(frame.dataset.layoutScript, { type: "module" });
    const places = new Float32Array(this.nodes.length * 2);
    this.graph.forEachNode((node, { x, y }) => places.set([x, y], 2 * Number(node)));
    this.worker.addEventListener("message", ({ data }) => {
      if (!still.matches || data.left === 0) this.put(data.places);
      if (data.left === 0) this.halt();
    });
    this.worker.addEventListener("error", () => this.halt());
    this.worker.postMessage({ places, ties: Float64Array.from([...this.ties, ...this.anchors()]), rounds: ROUNDS });
    this.showArranging(true);
  }

  // Not all ties are drawn: whoever has few of them is held by the best tied member of the own community.
  anchors() {
    const hubs = new Map();
    this.nodes.forEach((one, at) => {
      const hub = hubs.get(one[GROUP]);
      if (hub === undefined || this.near[at].length > this.near[hub].length) hubs.set(one[GROUP], at);
    });
    return this.nodes.flatMap((one, at) => {
      const hub = hubs.get(one[GROUP]);
      return hub !== at && this.near[at].length < 3 ? [at, hub, 1] : [];
    });
  }

  put(places) {
    this.graph.updateEachNodeAttributes((node, values) => {
      values.x = places[2 * node];
      values.y = places[2 * node + 1];
      return values;
    }, { attributes: ["x", "y"] });
  }

  halt() {
    this.worker?.terminate();
    this.worker = null;
    this.showArranging(false);
  }

  showArranging(on) {
    const button = byId("arrange");
    button.setAttribute("aria-pressed", String(on));
    button.querySelector("span").textContent = on ? words.stop : words.start;
    frame.dataset.arranging = on ? "" : "no";
  }
}

function swatch(colour) {
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawn.setAttribute("viewBox", "0 0 10 10");
  drawn.setAttribute("class", "swatch");
  drawn.setAttribute("aria-hidden", "true");
  const dot = document.createElementNS("http://www.w3.org/2000/svg", "circle");
  for (const [name, value] of [["cx", 5], ["cy", 5], ["r", 5], ["class", `c${colour}`]]) dot.setAttribute(name, value);
  drawn.append(dot);
  return drawn;
}

start();
