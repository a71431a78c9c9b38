import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { problemText } from '../core/rules.ts';
import { PACKAGE_RULES, loadMessages, loadRules, loadSettings } from './config.ts';
import type { RuleSet } from './config.ts';

const FIXTURES = fileURLToPath(new URL('../../test-fixtures/rules', import.meta.url));
const TODAY = '2026-11-23';
const settings = loadSettings({ env: {}, cwd: tmpdir() });

/** A rule directory of an organisation with one file in local/. */
function ownDirectory(from: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'brevvakt-rules-'));
  mkdirSync(join(directory, 'local'));
  cpSync(from, join(directory, 'local', 'own.yaml'));
  return directory;
}

const load = (directories: readonly string[], packs: readonly string[] = ['se-kommun']): RuleSet =>
  loadRules({ ...settings, rules: { directories, packs } }, TODAY);

const texts = (ruleSet: RuleSet): string => ruleSet.problems.map((one) => `${problemText(one)}\n`).join('');

describe('broken rule files are named with line, column and what would be right', () => {
  const cases = readdirSync(join(FIXTURES, 'broken')).filter((name) => name.endsWith('.yaml'));
  test('there are some', () => {
    expect(cases.length).toBeGreaterThan(10);
  });

  test.each(cases)('%s', (name) => {
    const file = join(FIXTURES, 'broken', name);
    const expected = file.replace(/yaml$/, 'expected.txt');
    const found = texts(load([PACKAGE_RULES, ownDirectory(file)]));
    if (process.env['UPDATE_GOLDEN'] === '1' || !existsSync(expected)) writeFileSync(expected, found);
    expect(found).not.toBe('');
    expect(found).toBe(readFileSync(expected, 'utf8'));
  });
});

describe('loadRules()', () => {
  const good = load([PACKAGE_RULES, ownDirectory(join(FIXTURES, 'good', 'own.yaml'))]);
  const byId = new Map(good.rules.map((rule) => [String(rule.id), rule]));

  test('finds nothing wrong in the shipped packs, alone or all together', () => {
    for (const pack of ['se-kommun', 'no-kommune', 'dk-kommune', 'fi-kunta', 'is-sveitarfelag']) {
      expect(texts(load([PACKAGE_RULES], [pack]))).toBe('');
    }
    expect(texts(load([PACKAGE_RULES], ['se-kommun', 'no-kommune', 'dk-kommune']))).toBe('');
  });

  test('puts the own rules of an organisation last and lets them adjust shipped ones', () => {
    expect(texts(good)).toBe('');
    expect(good.rules.at(-1)).toMatchObject({
      id: 'own-economy-to-strangers',
      mode: 'observe',
      then: { action: 'strip', fallback: ['reroute', 'hold'], keepOriginal: true },
      source: 'local/own.yaml:5:5',
    });
    expect(byId.get('external-encrypted-aes')?.mode).toBe('enforce');
    expect(byId.get('internal-criminal')?.then.tag).toBe('[INTERNT]');
    expect(byId.get('external-national-id')?.exceptions).toMatchObject([
      { owner: 'Anna Berg, IT', expires: '2027-06-30' },
    ]);
    expect(byId.get('external-national-id')?.law).toContain('Lag (2018:218) 3 kap. 10 §');
    expect(good.lists['partners']).toHaveLength(3);
  });

  test('takes a directory with a folder common as a whole set', () => {
    const whole = mkdtempSync(join(tmpdir(), 'brevvakt-rules-'));
    mkdirSync(join(whole, 'common'));
    writeFileSync(join(whole, 'common', 'one.yaml'), 'rules: []\n');
    writeFileSync(join(whole, 'settings.yaml'), '');
    writeFileSync(join(tmpdir(), 'brevvakt-whole.yaml'), `rules: ${whole}\npacks: []\n`);
    const { rules } = loadSettings({ file: join(tmpdir(), 'brevvakt-whole.yaml'), env: {}, cwd: tmpdir() });
    expect(rules.directories).toEqual([whole]);
    expect(load(rules.directories, []).rules).toEqual([]);
  });

  test('reads a file of a pack from the organisation in place of the shipped one', () => {
    const own = mkdtempSync(join(tmpdir(), 'brevvakt-rules-'));
    mkdirSync(join(own, 'se-kommun'));
    writeFileSync(join(own, 'se-kommun', 'law.yaml'), 'adjust: [{ rule: external-criminal, mode: observe }]\n');
    const { rules } = load([PACKAGE_RULES, own]);
    const criminal = rules.find((rule) => rule.id === 'external-criminal');
    expect(criminal).toMatchObject({ mode: 'observe', law: ['GDPR Art. 10'] });
  });

  test('names a pack that is not there', () => {
    expect(texts(load([PACKAGE_RULES], ['se-komun']))).toMatch(/there is no pack 'se-komun', known: .*se-kommun/);
  });

  test('says so when a file is not UTF-8, and never throws', () => {
    const own = mkdtempSync(join(tmpdir(), 'brevvakt-rules-'));
    writeFileSync(join(own, 'latin.yaml'), Buffer.from('# f\xf6rsta regeln\nrules: []\n', 'latin1'));
    expect(texts(load([PACKAGE_RULES, own]))).toBe('latin.yaml:1:1: not UTF-8; save the file as UTF-8\n');
  });

  test('warns of an own detector that no rule speaks of', () => {
    const own = mkdtempSync(join(tmpdir(), 'brevvakt-rules-'));
    mkdirSync(join(own, 'local', 'detectors'), { recursive: true });
    const file = join(own, 'local', 'detectors', 'house.yaml');
    writeFileSync(file, 'detectors:\n  - { id: house, category: project, words: [Zebrafink] }\n');
    const idle = load([PACKAGE_RULES, own]);
    expect(texts(idle)).toBe(
      "local/detectors/house.yaml:2:5: warning: detector 'house': no rule speaks of it or of its category 'project': nothing is done about what it finds\n",
    );
    expect(idle.problems.map(({ severity }) => severity)).toEqual(['warning']);
    const rule = 'id: own, name: Own, why: Test., when: { finding: { category: pro* } }, then: hold';
    const examples = 'examples: { hit: [{ body: Zebrafink }], miss: [{ body: Lunch }] }';
    writeFileSync(join(own, 'local', 'own.yaml'), `rules:\n  - { ${rule}, ${examples} }\n`);
    expect(texts(load([PACKAGE_RULES, own]))).toBe('');
    writeFileSync(join(own, 'local', 'own.yaml'), 'rules: []\n');
    writeFileSync(file, 'detectors:\n  - { id: house, category: health, words: [Zebrafink] }\n');
    expect(texts(load([PACKAGE_RULES, own]))).toBe('');
  });

  test('warns of rules that want the secure channel when there is none', () => {
    const none = loadRules({ ...settings, secureChannels: [] }, TODAY);
    expect(none.problems.every((problem) => problem.severity === 'warning')).toBe(true);
    expect(texts(none)).toContain("rule 'external-national-id': the settings have no secure channel: its mail is held");
  });

  test('gives the same fingerprint for the same files and another for a change', () => {
    expect(load([PACKAGE_RULES]).fingerprint).toBe(load([PACKAGE_RULES]).fingerprint);
    expect(load([PACKAGE_RULES]).fingerprint).not.toBe(good.fingerprint);
  });
});

test('a file that looks like a rule file and is not read is warned of, with what would be right', () => {
  const own = mkdtempSync(join(tmpdir(), 'brevvakt-rules-'));
  mkdirSync(join(own, 'local', 'sub'), { recursive: true });
  mkdirSync(join(own, 'lokal'));
  mkdirSync(join(own, 'no-kommune'));
  mkdirSync(join(own, '..2026_11_28'));
  const shown = ['local/a.YAML', 'local/b.yaml.txt', 'local/sub/c.yaml', 'lokal/d.yaml'];
  for (const name of [...shown, 'no-kommune/e.yaml', '..2026_11_28/f.yaml']) writeFileSync(join(own, name), 'rules: [');
  const found = load([PACKAGE_RULES, own]);
  expect(found.problems.map(({ severity, file }) => `${severity} ${file}`)).toEqual([
    'warning local/a.YAML',
    'warning local/b.yaml.txt',
    'warning local/sub/c.yaml',
    'warning lokal/d.yaml',
  ]);
  expect(texts(found)).toContain("ends in '.yaml' or '.yml'");
});

test('a file where the folder of messages should be is trouble, not a crash', () => {
  const directory = mkdtempSync(join(tmpdir(), 'brevvakt-messages-'));
  writeFileSync(join(directory, 'messages'), '');
  expect(loadMessages([directory]).problems).toEqual([
    expect.stringMatching(/^messages:1:1: cannot be read: ENOTDIR/u),
  ]);
});

test('a message file with mistakes names their places and what would be right', () => {
  const directory = mkdtempSync(join(tmpdir(), 'brevvakt-messages-'));
  mkdirSync(join(directory, 'messages'));
  const sv = readFileSync(join(PACKAGE_RULES, 'messages', 'sv.yaml'), 'utf8');
  const file = join(directory, 'messages', 'sv.yml');
  writeFileSync(file, sv.replace(/^signOff: .*$/mu, 'signoff: 5'));
  const line = sv.split('\n').findIndex((text) => text.startsWith('signOff:')) + 1;
  expect(loadMessages([directory]).problems).toEqual([
    expect.stringMatching(/sv\.yml:\d+:1: key 'signOff' is missing, expected text$/u),
    `${file}:${line}:1: unknown key 'signoff', did you mean 'signOff'?`,
  ]);
});
