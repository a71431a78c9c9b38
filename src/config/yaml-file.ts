/** A YAML file with the places of its values, so that every mistake can be named with line and column. */
import { LineCounter, isAlias, isMap, isNode, isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { Document } from 'yaml';

/** Way to a value: keys and indexes from the root. */
export type ValuePath = readonly (string | number)[];

/** Line and column, from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A mistake and its place. */
export interface Mistake extends Position {
  readonly message: string;
}

/** A file read. */
export interface YamlFile {
  /** plain values; null for an empty file */
  readonly value: unknown;
  /** syntax mistakes, doubled keys, missing environment variables; `value` is not to be used when there are any */
  readonly mistakes: readonly Mistake[];
  /** Text that the environment put at a place with nothing beside it; null for what stands in the file itself. */
  environmentText(path: ValuePath): string | null;
  /** Place of a value; of the nearest thing around it when it is missing. */
  positionOf(path: ValuePath): Position;
  /** Place of the first value below a path that is this text; null when there is none. */
  positionOfText(path: ValuePath, text: string): Position | null;
  /** Place of a key; of the map when it has no such key. */
  positionOfKey(path: ValuePath, key: string): Position;
}

/**
 * Parses YAML 1.2 (core schema: dates stay text, no yes/no booleans).
 * @param env given: `${NAME}` inside values is replaced, a missing variable is a mistake; `$${` stands for a plain `${`
 */
export function readYaml(text: string, env?: Readonly<Record<string, string | undefined>>): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(env === undefined ? text : markPlaceholders(text), {
    lineCounter: lines,
    uniqueKeys: true,
    merge: true, // `<<: *anchor`, as in compose files
    prettyErrors: false,
  });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  // One slip of the pen makes the parser stumble many times: only the first is worth reading, doubled keys apart.
  const [first, ...more] = document.errors;
  const worthReading = first === undefined ? [] : [first, ...more.filter((error) => error.code === 'DUPLICATE_KEY')];
  const mistakes: Mistake[] = worthReading.map((error) => ({ ...at(error.pos[0]), message: yamlMessage(error) }));
  const fromEnvironment = new Map<unknown, string>();
  if (env !== undefined && mistakes.length === 0) mistakes.push(...expandAll(document, env, at, fromEnvironment));
  return {
    value: mistakes.length === 0 ? plainValue(document, mistakes, at) : null,
    mistakes,
    environmentText: (path) => fromEnvironment.get(document.getIn(path, true)) ?? null,
    positionOf: (path) => at(offsetOf(document, path)),
    positionOfText: (path, wanted) => {
      const offset = textOffset(document, path, wanted);
      return offset === null ? null : at(offset);
    },
    positionOfKey: (path, key) => at(keyOffset(document, path, key) ?? offsetOf(document, path)),
  };
}

const yamlMessage = (error: { readonly code: string; readonly message: string }): string =>
  YAML_WORDS[error.code] ?? `not valid YAML: ${firstLine(error.message)}`;

/** Where the parser speaks to programmers. */
const YAML_WORDS: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'the same key stands here twice',
  TAB_AS_INDENT: 'not valid YAML: here stands a tab; lines are indented with blanks',
  BLOCK_AS_IMPLICIT_KEY:
    "not valid YAML: a key inside a value; put a text with ': ' into quotes, or look at how far this line is indented",
  MULTIPLE_DOCS: 'a second document begins here; the file may hold only one',
};

const firstLine = (message: string): string => message.split('\n', 1)[0] ?? message;

/** Aliases may multiply: the parser's own limit turns such a file into a mistake. */
function plainValue(document: Document, mistakes: Mistake[], at: (offset: number) => Position): unknown {
  try {
    const value: unknown = document.toJS({ maxAliasCount: 50 });
    return value;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Merge sources')) {
      mistakes.push({ ...wrongMerge(document, at), message: 'what << takes over must be keys and values: <<: *name' });
      return null;
    }
    if (!(error instanceof ReferenceError)) throw error;
    mistakes.push(
      unresolvedAlias(document, at) ?? { line: 1, column: 1, message: `not usable YAML: ${firstLine(error.message)}` },
    );
    return null;
  }
}

/** Place of the first `<<` that takes over something else than keys and values. */
function wrongMerge(document: Document, at: (offset: number) => Position): Position {
  let place = at(0);
  visit(document, {
    Pair(_key, { key, value }) {
      if (!isScalar(key) || key.source !== '<<' || !isNode(value)) return undefined;
      const source = isAlias(value) ? value.resolve(document) : value;
      const isRight = isMap(source) || (isSeq(source) && source.items.every((one) => isAlias(one) || isMap(one)));
      if (isRight) return undefined;
      place = at(value.range?.[0] ?? 0);
      return visit.BREAK;
    },
  });
  return place;
}

/** `*.region.example` without quotes: an alias to the parser, an address pattern to whoever wrote it. */
function unresolvedAlias(document: Document, at: (offset: number) => Position): Mistake | null {
  const found: Mistake[] = [];
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) !== undefined) return undefined;
      const message = `what begins with * goes into quotes: '*${alias.source}'`;
      found.push({ ...at(alias.range?.[0] ?? 0), message });
      return visit.BREAK;
    },
  });
  return found[0] ?? null;
}

function offsetOf(document: Document, path: ValuePath): number {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function textOffset(document: Document, path: ValuePath, wanted: string): number | null {
  const node: unknown = document.getIn(path, true);
  const found: number[] = [];
  if (isNode(node)) {
    visit(node, {
      Scalar(key, scalar) {
        if (key === 'key' || scalar.value !== wanted || !scalar.range) return undefined;
        found.push(scalar.range[0]);
        return visit.BREAK;
      },
    });
  }
  return found[0] ?? null;
}

function keyOffset(document: Document, path: ValuePath, key: string): number | null {
  const map: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  if (!isMap(map)) return null;
  const pair = map.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
  return pair !== undefined && isNode(pair.key) && pair.key.range ? pair.key.range[0] : null;
}

/*
 * `${NAME}` would end a flow map `{ port: ${PORT} }`. Before parsing it is written with private-use characters of the same
 * length, so that every position stays what it is in the file.
 */
const WRITTEN = /\$?\$\{[^}\n]*\}/g;
const MARKED = /(\uE003?)\uE000\uE001([^\uE002\n]*)\uE002/g;

const markPlaceholders = (text: string): string =>
  text.replace(WRITTEN, (whole) =>
    whole.startsWith('$$')
      ? `\uE003\uE000\uE001${whole.slice(3, -1)}\uE002`
      : `\uE000\uE001${whole.slice(2, -1)}\uE002`,
  );

function expandAll(
  document: Document,
  env: Readonly<Record<string, string | undefined>>,
  at: (offset: number) => Position,
  wholes: Map<unknown, string>,
): readonly Mistake[] {
  const mistakes: Mistake[] = [];
  visit(document, {
    Scalar(key, node) {
      if (typeof node.value !== 'string' || !node.value.includes('\uE000')) return;
      const replaced: string[] = [];
      const value = node.value.replace(MARKED, (_, escaped: string, name: string) => {
        if (escaped !== '' || key === 'key') return `\${${name}}`;
        replaced.push(name);
        const found = env[name];
        if (found !== undefined) return found;
        mistakes.push({ ...at(node.range?.[0] ?? 0), message: `environment variable ${name} is not set` });
        return '';
      });
      // An unquoted ${PORT} is meant as if its value stood there: a number stays a number.
      const isWhole = replaced.length === 1 && /^\uE000\uE001[^\uE002]*\uE002$/.test(node.value);
      if (isWhole) wholes.set(node, value);
      node.value = replaced.length > 0 && node.type === 'PLAIN' ? asPlainScalar(value) : value;
    },
  });
  return mistakes;
}

/** What an unquoted text is in YAML: number, truth value, nothing, or text. */
export function asPlainScalar(text: string): string | number | boolean | null {
  if (/^(?:0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  if (text === 'true') return true;
  if (text === 'false') return false;
  return text === 'null' ? null : text;
}
