import { readFileSync, writeFileSync } from 'node:fs';
import { UMAP } from 'umap-js';

/**
 * umap-js on the same vectors: `node umap-js.mjs IN.npy OUT.npy`, float32 `[n, d]` to float32 `[n, 3]`, its own
 * neighbours, 15 of them, min_dist 0.1. Prints one JSON object: seconds by stage.
 */
const [input = '', output = ''] = process.argv.slice(2);
const { n, d, values } = readMatrix(readFileSync(input));
const rows = Array.from({ length: n }, (_, i) => Array.from(values.subarray(i * d, (i + 1) * d)));
let state = 1;
/** Mulberry32, so that the result is the same each time. */
const random = () => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};

const began = performance.now();
const umap = new UMAP({ nComponents: 3, nNeighbors: 15, minDist: 0.1, random });
const epochs = umap.initializeFit(rows);
const ready = performance.now();
for (let epoch = 0; epoch < epochs; epoch++) umap.step();
const done = performance.now();
writeFileSync(output, matrixBytes(Float32Array.from(umap.getEmbedding().flat()), n, 3));
const seconds = {
  graph: (ready - began) / 1000,
  layout: (done - ready) / 1000,
  total: (done - began) / 1000,
};
console.log(JSON.stringify({ version: '1.4.0', epochs, seconds }));

/** @param {Buffer} bytes of a .npy file, version 1.0, float32, C order, as this project writes them */
function readMatrix(bytes) {
  const start = 10 + bytes.readUInt16LE(8);
  const shape = /'shape': \((\d+), (\d+)\)/.exec(bytes.toString('latin1', 10, start));
  if (shape === null) throw new Error('This is no matrix.');
  const [n, d] = [Number(shape[1]), Number(shape[2])];
  const data = bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length);
  return { n, d, values: new Float32Array(data) };
}

/** @param {Float32Array} values @param {number} n @param {number} d */
function matrixBytes(values, n, d) {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${n}, ${d}), }`.padEnd(117) + '\n';
  const front = Buffer.concat([Buffer.from([0x93]), Buffer.from('NUMPY'), Buffer.from([1, 0, 118, 0])]);
  return Buffer.concat([front, Buffer.from(header), Buffer.from(values.buffer)]);
}
