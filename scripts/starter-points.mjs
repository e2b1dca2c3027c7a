import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './run.mjs';

/**
 * `node scripts/starter-points.mjs`, after the starter model was trained again: writes the points that turn behind the
 * welcome page, a part of the starter's map. Each is four bytes: x, y, z of the map's box and the class.
 */
const every = 8;
const starter = path.join(root, 'resources', 'starter');
const npy = await readFile(path.join(starter, 'map.npy'));
const header = 10 + npy.readUInt16LE(8);
const map = new Float32Array(npy.buffer.slice(npy.byteOffset + header, npy.byteOffset + npy.length));
const [, ...rows] = (await readFile(path.join(starter, 'images.csv'), 'utf8')).trim().split(/\r?\n/);
const classes = rows.map((row) => Number(row.split(',')[2]));
/** @param {number} axis */
const along = (axis) => Array.from(map).filter((_, i) => i % 3 === axis);
const box = [0, 1, 2].map((axis) => {
  const values = along(axis);
  return { values, least: Math.min(...values), most: Math.max(...values) };
});
const span = Math.max(...box.map(({ least, most }) => most - least));
const bytes = [];
for (let row = 0; row < classes.length; row += every) {
  for (const { values, least, most } of box)
    bytes.push(Math.round(127.5 + (((values[row] ?? 0) - (least + most) / 2) / span) * 255));
  bytes.push(classes[row] ?? 0);
}
const lines =
  Buffer.from(bytes)
    .toString('base64')
    .match(/.{1,96}/g) ?? [];
await writeFile(
  path.join(root, 'src', 'renderer', 'panels', 'welcome-map', 'starter-points.ts'),
  `/** Made by scripts/starter-points.mjs: x, y, z and class of a part of the starter's map, a byte each, in base64. */
export const starterPoints =
${lines.map((line) => `  '${line}'`).join(' +\n')};
`,
);
