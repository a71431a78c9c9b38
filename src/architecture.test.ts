import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** Who may import whom, besides core. Kept here as data; ARCHITECTURE.md explains it. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  config: [],
  observe: [],
  mime: [],
  detect: [],
  policy: [],
  store: [],
  extract: ['mime'],
  act: ['mime'],
  notify: ['mime'],
  spool: ['store'],
  'smtp-in': ['spool'],
  deliver: ['spool'],
  quarantine: ['spool'],
  inspect: ['mime', 'extract', 'detect'],
  pipeline: ['inspect', 'policy', 'act', 'notify', 'spool', 'quarantine'],
  admin: [],
  // commands are the outermost layer beside serve.ts; they wire what they need
  cli: [
    'config',
    'extract',
    'detect',
    'inspect',
    'policy',
    'pipeline',
    'spool',
    'quarantine',
    'observe',
    'deliver',
    'begin.ts',
    'serve.ts',
    'wiring.ts',
    'wiring-hops.ts',
  ],
};
/** Within the identifiers: each folder may import those before it only; the files beside them know all. */
const ID_LAYERS: readonly string[] = ['registers', 'words', 'layout'];
/** Folders without effects: no files, sockets, clock, randomness. */
const PURE = ['core', 'mime', 'detect', 'policy', 'act', 'notify'];
const EFFECTS = /^(?:node:)?(?:fs|net|tls|http|https|dgram|child_process|worker_threads|process|os|timers)(?:\/|$)/u;

const root = dirname(fileURLToPath(import.meta.url));

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return name.endsWith('.ts') && !/\.(?:test|bench)\.ts$/u.test(name) ? [path] : [];
  });
}

interface Import {
  readonly file: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

function importsOf(path: string, text: string): Import[] {
  const file = relative(root, path);
  return [...text.matchAll(/^(?:import|export)\s+(type\s+)?[^;'"]*?(?:from\s+)?'([^']+)'/gmu)].map((match) => ({
    file,
    target: match[2]?.startsWith('.') === true ? relative(root, resolve(dirname(path), match[2])) : (match[2] ?? ''),
    typeOnly: match[1] !== undefined,
  }));
}

/** An import within `detect/ids` that goes from a layer to a later one, or out of the layers. */
function idViolation(file: string, target: string): string | null {
  const layerOf = (path: string): number => ID_LAYERS.indexOf(path.split('/')[2] ?? '');
  if (![file, target].every((path) => path.startsWith('detect/ids/')) || layerOf(file) < 0) return null;
  const isEarlier = layerOf(target) >= 0 && layerOf(target) <= layerOf(file);
  return isEarlier ? null : `${file} must not import ${target}`;
}

/** What is wrong with one import; null when it is allowed. */
export function violation({ file, target, typeOnly }: Import): string | null {
  const [from = '', ...rest] = file.split('/');
  const isPackage = !/^[\w-]+(?:\/|\.ts$)/u.test(target) || !target.endsWith('.ts');
  if (isPackage) return PURE.includes(from) && EFFECTS.test(target) ? `${file} is pure and imports ${target}` : null;
  if (rest.length === 0 || from === 'testing' || from === 'bench') return null; // serve.ts, cli.ts, wiring.ts know everything
  const [to = '', ...inside] = target.split('/');
  if (to === from) return idViolation(file, target);
  if (to === 'testing') return `${file} imports ${target}: testing is for tests`;
  if (to === 'core') return null;
  if (to === 'config' && typeOnly && target === 'config/config.ts') return null;
  if (MAY_IMPORT[from]?.includes(to) !== true) return `${file} must not import ${to}`;
  if (inside.length > 0 && target !== `${to}/${to}.ts`) return `${file} imports ${target} past the door ${to}/${to}.ts`;
  return null;
}

describe('the house', () => {
  const files = sources(root);

  it('keeps imports one-way and through the doors', () => {
    expect(files.length).toBeGreaterThan(50);
    const wrong = files.flatMap((path) => importsOf(path, readFileSync(path, 'utf8'))).map(violation);
    expect(wrong.filter((one) => one !== null)).toEqual([]);
  });

  it('knows every folder', () => {
    const folders = readdirSync(root).filter((name) => statSync(join(root, name)).isDirectory());
    const unknown = folders.filter((name) => !(name in MAY_IMPORT) && name !== 'testing' && name !== 'bench');
    expect(unknown).toEqual([]);
  });

  it.each([
    ['detect/engine.ts', "import { x } from '../extract/extract.ts';"],
    ['pipeline/walk.ts', "import { x } from '../spool/journal.ts';"],
    ['policy/rule.ts', "import { loadSettings } from '../config/config.ts';"],
    ['mime/tree.ts', "import { readFileSync } from 'node:fs';"],
    ['detect/ids/words/labels.ts', "import { x } from '../layout/tables.ts';"],
    ['detect/ids/layout/columns.ts', "import { x } from '../levels.ts';"],
    ['act/act.ts', "export { x } from '../testing/zip-writer.ts';"],
  ])('notices a planted violation in %s: %s', (file, line) => {
    expect(importsOf(join(root, file), line).map(violation)).not.toEqual([null]);
  });
});
