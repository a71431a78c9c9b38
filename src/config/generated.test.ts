import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadSettings, ruleFileJsonSchema } from './config.ts';
import { settingsExample, settingsReference } from './settings-example.ts';

/** What is written from the schema and committed. `UPDATE_GOLDEN=1` rewrites. */
const FILES: Readonly<Record<string, () => string>> = {
  'brevvakt.example.yaml': settingsExample,
  'docs/settings.md': settingsReference,
  'rules/rule-file.schema.json': () => `${JSON.stringify(ruleFileJsonSchema(), null, 2)}\n`,
};
const root = fileURLToPath(new URL('../../', import.meta.url));

test.each(Object.entries(FILES))('%s is what the schema says', (name, write) => {
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(root + name), { recursive: true });
    writeFileSync(root + name, write());
  }
  expect(readFileSync(root + name, 'utf8')).toBe(write());
});

test('the annotated example is a valid settings file and says what the embedded defaults say', () => {
  const example = loadSettings({ file: `${root}brevvakt.example.yaml`, env: {}, cwd: root });
  const defaults = loadSettings({ env: {}, cwd: `${root}src` });
  const { file, warnings, nextHop, secureChannels, dataDir, encryption, rules, ...same } = example;
  expect(file).toBe(`${root}brevvakt.example.yaml`);
  expect(warnings).toEqual([]);
  expect(nextHop).toMatchObject({ type: 'smtp', host: '127.0.0.1', port: 25 });
  expect(secureChannels.map((channel) => channel.name)).toEqual(['sefos']);
  expect(encryption.keyFile).toBe(`${dataDir}/key`);
  expect(rules.packs).toEqual(defaults.rules.packs);
  expect(defaults).toMatchObject(same);
});

test('every key of the schema is explained in the reference', () => {
  const rows = settingsReference()
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  expect(rows.length).toBeGreaterThan(80);
  const unexplained = rows.filter((row) => /\|\s*\|$/.test(row));
  expect(unexplained).toEqual([]);
});
