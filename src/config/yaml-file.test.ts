import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkFile } from './mistakes.ts';
import { nearest } from './nearest.ts';
import { ruleFileSchema } from './rule-schema.ts';
import { settingsSchema } from './settings-schema.ts';
import { readYaml } from './yaml-file.ts';

const GOOD = readFileSync(fileURLToPath(new URL('../../test-fixtures/rules/good/own.yaml', import.meta.url)), 'utf8');

/** Text from YAML's own alphabet, and a good file with a piece cut out, doubled or replaced. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(fc.constantFrom(...Array.from(' \n\t:-?[]{}#&*!|>\'"%@`,abc1~')), { maxLength: 80 })
    .map((all) => all.join('')),
  fc
    .tuple(
      fc.nat(GOOD.length),
      fc.nat(60),
      fc.constantFrom('', ' ', '\n', '{', ']', 'null', '&a', '*a', '${X}', '\u0000'),
    )
    .map(([start, length, put]) => GOOD.slice(0, start) + put + GOOD.slice(start + length)),
);

describe('any text whatever', () => {
  test('is read or refused with a place inside the file, never thrown at', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const lines = text.split('\n').length;
        for (const schema of [ruleFileSchema, settingsSchema]) {
          const { mistakes } = checkFile(readYaml(text, {}), schema);
          for (const mistake of mistakes) {
            expect(mistake.line).toBeGreaterThanOrEqual(1);
            expect(mistake.line).toBeLessThanOrEqual(lines + 1);
            expect(mistake.column).toBeGreaterThanOrEqual(1);
            expect(mistake.message).not.toMatch(/\n|undefined|\[object/);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  test('nested ten thousand deep is refused', () => {
    for (const text of [`a: ${'['.repeat(10_000)}`, '{a: '.repeat(10_000), '- '.repeat(10_000)]) {
      expect(checkFile(readYaml(text), ruleFileSchema).mistakes.length).toBeGreaterThan(0);
    }
  });
});

test('a placeholder keeps every later position where it is in the file', () => {
  const file = readYaml('a: { b: ${NAME}, c: 1 }\nd: "x ${NAME} y"\n', { NAME: 'a much longer value' });
  expect(file.value).toEqual({ a: { b: 'a much longer value', c: 1 }, d: 'x a much longer value y' });
  expect(file.positionOf(['a', 'c'])).toEqual({ line: 1, column: 21 });
});

test('without an environment ${NAME} is text like any other', () => {
  expect(readYaml('a: "${NAME}"').value).toEqual({ a: '${NAME}' });
});

test.each([
  ['categry', ['category', 'country'], 'category'],
  ['pass', ['password', 'passwordFile'], 'password'],
  ['wen', ['when', 'then', 'why'], 'when'],
  ['hlod', ['hold', 'block'], 'hold'],
  ['zzzzzz', ['hold', 'block'], null],
])('nearest(%s) of %j is %s', (word, known, expected) => {
  expect(nearest(word, known)).toBe(expected);
});
