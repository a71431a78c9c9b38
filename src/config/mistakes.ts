/** Turns what a schema refuses into sentences with line, column, what was found, what is expected, and the nearest key. */
import type { z } from 'zod';
import { nearest } from './nearest.ts';
import { keysAt } from './schema-walk.ts';
import { asPlainScalar } from './yaml-file.ts';
import type { Mistake, ValuePath, YamlFile } from './yaml-file.ts';

type Issue = z.core.$ZodIssue;

/**
 * Checks a file against a schema.
 * @returns the value the schema made of it, or the mistakes in the order of the file
 */
export function checkFile<S extends z.ZodType>(
  file: YamlFile,
  schema: S,
): { readonly value: z.output<S>; readonly mistakes: readonly [] } | { readonly mistakes: readonly Mistake[] } {
  if (file.mistakes.length > 0) return { mistakes: file.mistakes };
  let input: unknown = file.value ?? {};
  let parsed = schema.safeParse(input, { reportInput: true });
  if (!parsed.success) {
    const retyped = withRetypedEnvironment(input, parsed.error.issues, file);
    if (retyped !== null) {
      input = retyped;
      parsed = schema.safeParse(input, { reportInput: true });
    }
  }
  if (parsed.success) return { value: parsed.data, mistakes: [] };
  const mistakes = parsed.error.issues.flatMap((issue) => describe(issue, input, file, schema));
  return { mistakes: mistakes.sort((a, b) => a.line - b.line || a.column - b.column) };
}

/**
 * The value of an environment variable has no type of its own: the password 123456 is text, and "${PORT}" in quotes is a number
 * where a number belongs.
 * @returns the input with the refused values read the other way; null when none of them came from the environment
 */
function withRetypedEnvironment(input: unknown, issues: readonly Issue[], file: YamlFile): unknown {
  const retyped = structuredClone(input);
  let changed = false;
  for (const { path } of issues) {
    const steps = path.filter((step) => typeof step !== 'symbol');
    const text = file.environmentText(steps);
    const last = steps.at(-1);
    const parent = valueAt(retyped, steps.slice(0, -1));
    if (text === null || last === undefined || typeof parent !== 'object' || parent === null) continue;
    const other = typeof valueAt(input, steps) === 'string' ? asPlainScalar(text) : text;
    changed ||= other !== valueAt(input, steps);
    Object.assign(parent, { [last]: other });
  }
  return changed ? retyped : null;
}

/** 'listen[0].port', for people. */
export const pathText = (path: ValuePath): string =>
  path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('');

function describe(issue: Issue, input: unknown, file: YamlFile, schema: z.ZodType): readonly Mistake[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  const where = pathText(path);
  const prefix = where === '' ? '' : `${where}: `;
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, path);
    return issue.keys.map((key) => ({
      ...file.positionOfKey(path, key),
      message: `${prefix}unknown key '${key}'${suggestion(key, known)}`,
    }));
  }
  if (issue.code === 'invalid_key') {
    const reasons = issue.issues.map((inner) => expectationOf(inner)).join(', ');
    return [
      {
        ...file.positionOfKey(path.slice(0, -1), String(path.at(-1))),
        message: `${prefix}not a possible name, expected ${reasons}`,
      },
    ];
  }
  const found = valueAt(input, path);
  if (issue.code === 'invalid_union' && found !== undefined) {
    const meant = meantBranch(issue.errors, found);
    if (meant !== null) {
      return meant.flatMap((inner) =>
        describe({ ...inner, path: [...issue.path, ...inner.path] }, input, file, schema),
      );
    }
  }
  const expectation = expectationOf(issue);
  const last = path[path.length - 1];
  const shown = last === 'password' || last === 'secret' ? 'something' : show(found); // never on a screen or in a log
  if (found === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_union')) {
    const parent = pathText(path.slice(0, -1));
    return [
      {
        ...file.positionOf(path),
        message: `${parent === '' ? '' : `${parent}: `}key '${String(last)}' is missing, expected ${expectation}`,
      },
    ];
  }
  if (issue.code === 'custom') {
    const says = issue.message.startsWith('expected ') && typeof found !== 'object' ? `found ${show(found)}, ` : '';
    return [{ ...file.positionOf(path), message: prefix + says + issue.message }];
  }
  const guess =
    issue.code === 'invalid_value' && typeof found === 'string' ? nearest(found, issue.values.map(String)) : null;
  const hint = guess === null ? '' : didYouMean(guess);
  const quotes =
    typeof found === 'number' && issue.code === 'invalid_type' && expectation === TYPE_NAMES['string']
      ? ' (write it in quotes to keep it as text)'
      : '';
  return [
    {
      ...file.positionOf(path),
      message: `${prefix}found ${shown}, expected ${expectation}${quotes}${hint}`,
    },
  ];
}

/** The one alternative whose kind of value (text, list, keys) is what stands in the file; null when there is not just one. */
function meantBranch(branches: readonly (readonly Issue[])[], found: unknown): readonly Issue[] | null {
  const meant = branches.filter(
    (issues) =>
      !issues.some(
        ({ code, path }) =>
          path.length === 0 && (code === 'invalid_type' || (code === 'invalid_value' && typeof found === 'object')),
      ),
  );
  return meant.length === 1 ? (meant[0] ?? null) : null;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys and values',
  record: 'keys and values',
};

function expectationOf(issue: Issue): string {
  // The schema's own words, where it has any.
  if (issue.message.startsWith('expected ')) return issue.message.slice('expected '.length);
  switch (issue.code) {
    case 'invalid_type':
      return TYPE_NAMES[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return `${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return amount('at least', 'more than', issue.minimum, issue.inclusive, issue.origin);
    case 'too_big':
      return amount('at most', 'less than', issue.maximum, issue.inclusive, issue.origin);
    default:
      return issue.message;
  }
}

function amount(
  inclusively: string,
  exclusively: string,
  limit: number | bigint,
  inclusive: boolean | undefined,
  origin: string,
): string {
  const one = origin === 'array' ? ' entry' : origin === 'string' ? ' character' : origin === 'object' ? ' key' : '';
  const unit = Number(limit) === 1 || one === '' ? one : origin === 'array' ? ' entries' : `${one}s`;
  return `${inclusive === false ? exclusively : inclusively} ${limit}${unit}`;
}

const didYouMean = (guess: string): string => `, did you mean '${guess}'?`;

function suggestion(word: string, known: readonly string[]): string {
  const guess = nearest(word, known);
  if (guess !== null) return didYouMean(guess);
  return known.length > 0 && known.length <= 30 ? `, known here: ${known.join(', ')}` : '';
}

function valueAt(value: unknown, path: ValuePath): unknown {
  return path.reduce<unknown>((at, step) => {
    if (typeof at !== 'object' || at === null) return undefined;
    return (at as Readonly<Record<string | number, unknown>>)[step]; // a parsed YAML value: only looked at
  }, value);
}

/** What stands in the file, short. */
function show(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'keys and values';
  const text =
    typeof value === 'string'
      ? `'${value.replace(/\s+/gu, ' ')}'`
      : typeof value === 'boolean'
        ? String(value)
        : String(Number(value));
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
