// Refines the layout of the network map, in a worker of its own: ForceAtlas2 over the places the server gave.
// Messages in: {places, ties, rounds}, or {stop: true}. Messages out: {places, left}.
import iterate from "graphology-layout-forceatlas2/iterate";

const PER_NODE = 10;
const PER_TIE = 3;
const EACH = 4;
let running = 0;

function nodeMatrix(places, ties) {
  const count = places.length / 2;
  const matrix = new Float32Array(count * PER_NODE);
  for (let at = 0; at < count; at++) {
    const row = at * PER_NODE;
    matrix[row] = places[2 * at];
    matrix[row + 1] = places[2 * at + 1];
    matrix[row + 6] = 1; // mass: one more than the ties
    matrix[row + 7] = 1; // convergence
    matrix[row + 8] = 1; // size
  }
  for (let at = 0; at < ties.length; at += 3) {
    matrix[ties[at] * PER_NODE + 6] += 1;
    matrix[ties[at + 1] * PER_NODE + 6] += 1;
  }
  return matrix;
}

function tieMatrix(ties) {
  const matrix = new Float32Array(ties.length);
  for (let at = 0; at < ties.length; at += PER_TIE) {
    matrix[at] = ties[at] * PER_NODE;
    matrix[at + 1] = ties[at + 1] * PER_NODE;
    matrix[at + 2] = Math.log2(1 + ties[at + 2]);
  }
  return matrix;
}

self.addEventListener("message", ({ data }) => {
  running += 1;
  if (data.stop) return;
  const mine = running;
  const nodes = nodeMatrix(data.places, data.ties);
  const ties = tieMatrix(data.ties);
  const count = nodes.length / PER_NODE;
  const options = {
    linLogMode: true, outboundAttractionDistribution: false, adjustSizes: false, edgeWeightInfluence: 1,
    scalingRatio: 1, strongGravityMode: true, gravity: 0.02, slowDown: 2 + Math.log10(count + 1),
    barnesHutOptimize: count > 800, barnesHutTheta: 0.7,
  };
  let left = data.rounds;
  const step = () => {
    if (mine !== running) return;
    for (let round = 0; round < EACH && left > 0; round++, left--) iterate(options, nodes, ties);
    const places = new Float32Array(count * 2);
    for (let at = 0; at < count; at++) {
      places[2 * at] = nodes[at * PER_NODE];
      places[2 * at + 1] = nodes[at * PER_NODE + 1];
    }
    self.postMessage({ places, left }, [places.buffer]);
    if (left > 0) setTimeout(step, 0);
  };
  step();
});
