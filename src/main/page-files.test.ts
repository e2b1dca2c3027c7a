import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageFile, pageResponse } from './page-files';
import { developmentPolicy, pagePolicy } from './page-policy';

describe('pageFile', () => {
  const folder = path.resolve('/app/out/renderer');

  it.each([
    ['atelier://app/index.html', 'index.html'],
    ['atelier://app/', 'index.html'],
    ['atelier://app', 'index.html'],
    ['atelier://app/assets/main-B2.js?v=1#x', 'assets/main-B2.js'],
    ['atelier://app/a%20b.png', 'a b.png'],
    ['atelier://app/..hidden', '..hidden'],
  ])('%s is %s', (url, file) => expect(pageFile(url, folder)).toBe(path.join(folder, file)));

  it.each([
    'atelier://app/../main/index.js',
    'atelier://app/%2e%2e/main/index.js',
    'atelier://app/assets/..%2f..%2fmain/index.js',
    'atelier://app/..%5cmain',
    'atelier://app/a%00.js',
    'atelier://app/%E0%A4%A',
    'atelier://other/index.html',
    'atelier://app.evil/index.html',
    'atelier://application/index.html',
    'file:///etc/passwd',
    'index.html',
    '',
  ])('%s is nothing', (url) => expect(pageFile(url, folder)).toBeNull());
});

describe('pageResponse', () => {
  let root: string;
  let folder: string;
  const get = (url: string, method = 'GET'): Promise<Response> => pageResponse({ url, method }, folder);

  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'latent-atelier-page-'));
    folder = path.join(root, 'renderer');
    await mkdir(path.join(folder, 'assets'), { recursive: true });
    await writeFile(path.join(folder, 'index.html'), '<!doctype html>');
    await writeFile(path.join(folder, 'assets', 'main.js'), 'export {};');
    await writeFile(path.join(folder, 'assets', 'font.woff2'), 'font');
    await writeFile(path.join(folder, 'assets', 'odd.xyz'), 'odd');
    await writeFile(path.join(root, 'secret.js'), 'secret');
  });
  afterAll(() => rm(root, { recursive: true }));

  it.each([
    ['', 'text/html; charset=utf-8'],
    ['/assets/main.js', 'text/javascript; charset=utf-8'],
    ['/assets/font.woff2', 'font/woff2'],
    ['/assets/odd.xyz', 'application/octet-stream'],
  ])('serves %s as %s, with the policy', async (file, type) => {
    const response = await get(`atelier://app${file}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('content-security-policy')).toBe(pagePolicy);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('serves the bytes of the file, and none to HEAD', async () => {
    expect(await (await get('atelier://app/assets/main.js')).text()).toBe('export {};');
    expect(await (await get('atelier://app/assets/main.js', 'HEAD')).text()).toBe('');
  });

  it('answers 404 to what is not there, folders, and ways out', async () => {
    for (const name of [
      '/none.js',
      '/assets',
      '/assets/',
      '/index.html/x',
      '/../secret.js',
      '/%2e%2e/secret.js',
    ])
      expect((await get(`atelier://app${name}`)).status, name).toBe(404);
  });

  it.skipIf(process.platform === 'win32')('does not follow a link out of the folder', async () => {
    await symlink(path.join(root, 'secret.js'), path.join(folder, 'link.js'));
    expect((await get('atelier://app/link.js')).status).toBe(404);
  });

  it('only reads', async () => {
    for (const method of ['POST', 'PUT', 'DELETE'])
      expect((await get('atelier://app/index.html', method)).status).toBe(405);
  });
});

describe('the policy', () => {
  const directives = new Map(
    pagePolicy.split('; ').map((directive) => {
      const [name, ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );

  it('allows nothing that it does not name', () => {
    for (const name of ['default-src', 'base-uri', 'form-action', 'frame-ancestors', 'object-src'])
      expect(directives.get(name), name).toEqual(["'none'"]);
  });

  it('lets the page run and load its own only', () => {
    expect(directives.get('script-src')).toEqual(["'self'"]);
    expect(directives.get('style-src')).toEqual(["'self'"]);
    expect(directives.get('connect-src')).toEqual(["'self'"]);
    expect(pagePolicy).not.toContain('unsafe-eval');
  });

  it('lets the development server reload the page', () => {
    expect(developmentPolicy('http://localhost:5173')).toContain("connect-src 'self' ws://localhost:5173");
    expect(developmentPolicy('http://localhost:5173')).not.toContain('unsafe-eval');
  });
});
