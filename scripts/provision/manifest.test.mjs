import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { electron, fashionMnist, tensorflow } from './manifest.mjs';

/** @param {object} value @returns {Record<string, unknown>[]} it and every object in it */
function objectsIn(value) {
  const inner = Object.values(value).filter((each) => typeof each === 'object' && each !== null);
  return [/** @type {Record<string, unknown>} */ (value), ...inner.flatMap(objectsIn)];
}

const entries = objectsIn({ electron, tensorflow, fashionMnist });

test('whatever is fetched has its SHA-256 written down', () => {
  const fetched = entries.filter((entry) => 'url' in entry || 'spec' in entry || 'bytes' in entry);
  expect(fetched.length).toBeGreaterThan(15);
  for (const { sha256 } of fetched) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  for (const { libraries } of entries) {
    for (const hash of Object.values(libraries ?? {})) expect(hash).toMatch(/^[0-9a-f]{64}$/);
  }
});

test('no SHA-256 stands there twice', () => {
  const hashes = entries.flatMap(({ sha256 }) => sha256 ?? []);
  expect(new Set(hashes).size).toBe(hashes.length);
});

test("Electron's are those of the official package", async () => {
  const file = new URL('../../node_modules/electron/checksums.json', import.meta.url);
  const checksums = JSON.parse(await readFile(file, 'utf8'));
  for (const [platform, { sha256 }] of Object.entries(electron.official)) {
    expect(sha256).toBe(checksums[`electron-v${electron.version}-${platform}.zip`]);
  }
});

test('no script names the host of a package registry', async () => {
  const scripts = fileURLToPath(new URL('..', import.meta.url));
  const hosts = ['npmjs', 'yarnpkg', 'npmmirror', 'pypi', 'pythonhosted', 'debian', 'ubuntu'];
  const host = new RegExp(`\\b(${hosts.join('|')})\\.(org|com|io|net)\\b`, 'i');
  for (const name of await readdir(scripts, { recursive: true })) {
    if (!name.endsWith('.mjs')) continue;
    expect(host.exec(await readFile(join(scripts, name), 'utf8'))?.[0], name).toBeUndefined();
  }
});
