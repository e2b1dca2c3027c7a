import path from 'node:path';

/**
 * Who may import whom: imports point downwards only (README, module map). `packages` are the npm packages a room may
 * use besides pure ones; `node` and `electron` say whether it may touch those.
 *
 * @typedef {{ rooms: string[], node: boolean, packages: RegExp | null }} RoomRule
 * @type {Record<string, RoomRule>}
 */
export const importTable = {
  core: { rooms: ['core'], node: false, packages: /^fflate$/ },
  contract: { rooms: ['contract', 'core'], node: false, packages: /^zod$/ },
  files: { rooms: ['files', 'contract', 'core'], node: true, packages: null },
  engine: {
    rooms: ['engine', 'files', 'contract', 'core'],
    node: true,
    packages: /^(@tensorflow\/|sharp$|@napi-rs\/image$|zod$|hyparquet(-writer|-compressors)?$|gifenc$)/,
  },
  cli: {
    rooms: ['cli', 'engine', 'files', 'contract', 'core'],
    node: true,
    packages: /^(commander|sharp|hyparquet-writer|gifenc|zod)$/,
  },
  main: {
    rooms: ['main', 'files', 'contract', 'core'],
    node: true,
    packages: /^(electron|electron-log|zod)(\/|$)/,
  },
  preload: { rooms: ['preload', 'contract'], node: false, packages: /^electron$/ },
  'renderer/scene': { rooms: ['renderer/scene', 'contract', 'core'], node: false, packages: /^three(\/|$)/ },
  renderer: {
    rooms: ['renderer', 'renderer/scene', 'contract', 'core'],
    node: false,
    packages: /^(react|react-dom|zustand|uplot|radix-ui|lucide-react|zod)(\/|$)/,
  },
};

/** The room a file lives in, or null for one outside of the table. @param {string} file @param {string} root */
function roomOf(file, root) {
  const inside = path.relative(path.join(root, 'src'), file).split(path.sep).join('/');
  const rooms = Object.keys(importTable).sort((a, b) => b.length - a.length);
  return rooms.find((room) => `${inside}/`.startsWith(`${room}/`)) ?? null;
}

/**
 * Why `file` may not import `specifier`, or null when it may.
 *
 * @param {string} file absolute path
 * @param {string} specifier as written
 * @param {string} root of the repository
 * @returns {string | null}
 */
export function forbiddenImport(file, specifier, root) {
  const room = roomOf(file, root);
  const rule = room === null ? undefined : importTable[room];
  if (rule === undefined) return null;
  if (specifier.startsWith('.')) {
    const target = path.resolve(path.dirname(file), specifier);
    const targetRoom = roomOf(target, root);
    if (targetRoom === null) return `src/${room} may not import from outside of src/.`;
    return rule.rooms.includes(targetRoom)
      ? null
      : `src/${room} may not import src/${targetRoom}: imports point downwards only.`;
  }
  if (specifier.startsWith('node:')) return rule.node ? null : `src/${room} may not import ${specifier}.`;
  if (rule.packages?.test(specifier)) return null;
  return `src/${room} may not import the package '${specifier}'.`;
}

/** @type {import('eslint').Rule.RuleModule} */
const rule = {
  meta: {
    type: 'problem',
    docs: { description: 'Imports point downwards only, as the import table says.' },
    schema: [],
  },
  create(context) {
    // Tests run in Node whatever they test: they may use Node and test libraries, but no higher room.
    const isTest = /\.test\.tsx?$/.test(context.filename);
    /** @param {import('estree').Node} node @param {unknown} specifier */
    const check = (node, specifier) => {
      if (typeof specifier !== 'string') return;
      if (isTest && !specifier.startsWith('.')) return;
      const message = forbiddenImport(context.filename, specifier, context.cwd);
      if (message !== null) context.report({ node, message });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source.value),
      ExportNamedDeclaration: (node) => check(node, node.source?.value),
      ExportAllDeclaration: (node) => check(node, node.source.value),
      ImportExpression: (node) => check(node, node.source.type === 'Literal' ? node.source.value : null),
    };
  },
};

export default rule;
