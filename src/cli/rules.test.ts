import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PACKAGE_RULES, loadRules, loadSettings, type RuleSet } from '../config/config.ts';
import { UsageError } from '../core/outcomes.ts';
import { messageId } from '../core/brand.ts';
import { rule } from '../policy/policy.ts';
import { runCli } from '../testing/gateway.ts';
import { runExamples } from './rule-examples.ts';
import { explanation } from './rule-explain.ts';
import { registerRules } from './rules.ts';

const settings = loadSettings({ env: {}, cwd: tmpdir() });
const loadPacks = (...packs: string[]): RuleSet =>
  loadRules({ ...settings, rules: { ...settings.rules, packs } }, '2026-11-23');
const around = (ruleSet: RuleSet) => ({
  detectors: ruleSet.detectors,
  lists: ruleSet.lists,
  channels: ['sefos'],
  internalDomains: [],
});

describe('the examples of the shipped rules', () => {
  test.each(['se-kommun', 'no-kommune', 'dk-kommune', 'fi-kunta', 'is-sveitarfelag'])(
    'hold in %s',
    async (pack) => {
      const ruleSet = loadPacks(pack);
      const failed: string[] = [];
      let count = 0;
      for await (const result of runExamples(ruleSet.rules, around(ruleSet))) {
        count++;
        if (!result.passed) failed.push(`${result.example.source} ${result.rule.id} ${result.example.kind}`);
      }
      expect(failed).toEqual([]);
      expect(count).toBeGreaterThan(60);
    },
    60_000,
  );
});

test('the example of rules/README.md loads without a remark and its own examples hold', async () => {
  const readme = readFileSync(join(PACKAGE_RULES, 'README.md'), 'utf8');
  const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(readme) ?? [];
  const directory = mkdtempSync(join(tmpdir(), 'brevvakt-readme-'));
  writeFileSync(join(directory, 'own.yaml'), yaml);
  const rules = { directories: [PACKAGE_RULES, directory], packs: ['se-kommun'] };
  const ruleSet = loadRules({ ...settings, rules }, '2026-11-23');
  expect(ruleSet.problems).toEqual([]);
  const own = ruleSet.rules.filter((one) => one.id === 'own-patient-lists');
  const passed: boolean[] = [];
  for await (const result of runExamples(own, around(ruleSet))) passed.push(result.passed);
  expect(passed).toEqual([true, true]);
});

test('the detector of rules/README.md loads without a remark, and a rule acts on what it finds', async () => {
  const readme = readFileSync(join(PACKAGE_RULES, 'README.md'), 'utf8');
  const yaml = [...readme.matchAll(/```yaml\n([\s\S]*?)```/gu)][1]?.[1] ?? '';
  const when = /^ {4}(when: .*project-zebra.*)$/mu.exec(readme)?.[1] ?? '';
  const directory = mkdtempSync(join(tmpdir(), 'brevvakt-readme-'));
  mkdirSync(join(directory, 'local', 'detectors'), { recursive: true });
  writeFileSync(join(directory, 'local', 'detectors', 'house.yaml'), yaml);
  const examples = '{ hit: [{ body: Projekt Zebrafink }, { body: Se ZF-123456. }], miss: [{ body: Se AZF-1234567. }] }';
  const own = `{ id: own, name: Own, why: Test., ${when}, then: hold, examples: ${examples} }`;
  writeFileSync(join(directory, 'local', 'own.yaml'), `rules:\n  - ${own}\n`);
  const rules = { directories: [PACKAGE_RULES, directory], packs: ['se-kommun'] };
  const ruleSet = loadRules({ ...settings, rules }, '2026-11-23');
  expect(ruleSet.problems).toEqual([]);
  const passed: boolean[] = [];
  for await (const result of runExamples(
    ruleSet.rules.filter(({ id }) => id === 'own'),
    around(ruleSet),
  ))
    passed.push(result.passed);
  expect(passed).toEqual([true, true, true]);
});

describe('brevvakt rules', () => {
  let output = '';
  let directory = '';
  beforeEach(() => {
    output = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      output += String(text);
      return true;
    });
    directory = mkdtempSync(join(tmpdir(), 'brevvakt-cli-rules-'));
    mkdirSync(join(directory, 'rules', 'local'), { recursive: true });
    writeFileSync(join(directory, 'brevvakt.yaml'), 'internalDomains: [vik.example]\n');
  });
  afterEach(() => {
    vi.restoreAllMocks();
    process.exitCode = undefined;
  });

  const run = async (...words: string[]): Promise<number> => {
    const program = new Command('brevvakt').exitOverride();
    registerRules(program);
    const config = words[0] === 'schema' ? [] : ['--config', join(directory, 'brevvakt.yaml')];
    await program.parseAsync(['rules', ...words, ...config], { from: 'user' });
    return Number(process.exitCode ?? 0);
  };
  const writeRule = (text: string): void => writeFileSync(join(directory, 'rules', 'local', 'own.yaml'), text);
  const ownRule = (body: string, more = ''): string =>
    `rules:\n  - id: own-rule\n    name: Own rule\n    why: a test\n    when: { finding: { category: national-id } }\n    then: hold\n    examples:\n      hit: [{ body: '${body}' }]\n      miss: [{ to: internal, body: Hej }]\n${more}`;

  test('check says that the shipped rules are in order', async () => {
    expect(await run('check')).toBe(0);
    expect(output).toMatch(/^\d+ rules \(\d+ switched off\), 0 errors, 0 warnings\n$/);
  });

  test('check names a mistake with file, line and column and exits 1', async () => {
    writeRule('rules:\n  - id: own-rule\n    wen: 1\n');
    expect(await run('check')).toBe(1);
    expect(output).toContain("error: local/own.yaml:3:5: rules[0]: unknown key 'wen', did you mean 'when'?\n");
    output = '';
    await run('check', '--json');
    expect(JSON.parse(output)).toMatchObject({ errors: expect.arrayContaining([expect.stringContaining('wen')]) });
  });

  test('test runs one rule and passes when its examples hold', async () => {
    writeRule(ownRule('Personnummer 19121212-1212'));
    expect(await run('test', 'own-rule')).toBe(0);
    expect(output).toBe('1 rule, 2 examples passed, 0 failed\n');
  });

  test('test exits 1 and says where the example stands and what was found instead', async () => {
    writeRule(ownRule('Personnummer saknas'));
    expect(await run('test', 'own-rule')).toBe(1);
    expect(output).toContain("FAIL local/own.yaml:8:13: rule 'own-rule', hit example must match and does not\n");
    expect(output).toContain('found: nothing; not read: nothing');
  });

  test('test refuses broken files and unknown rules as wrong usage', async () => {
    await expect(run('test', 'no-such-rule')).rejects.toThrow(new UsageError('there is no rule no-such-rule'));
    writeRule('rules: 1\n');
    await expect(run('test')).rejects.toThrow('local/own.yaml:1:8: rules: found 1, expected a list');
  });

  test('schema prints a JSON Schema that knows the keys of a rule', async () => {
    expect(await run('schema')).toBe(0);
    expect(JSON.parse(output)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      properties: { rules: { items: { required: ['id', 'name', 'why', 'when', 'then'] } } },
    });
  });
});

describe('brevvakt rules explain', () => {
  const directory = mkdtempSync(join(tmpdir(), 'brevvakt-explain-'));
  const file = join(directory, 'mail.eml');
  writeFileSync(file, 'From: a@kommun.example\nTo: b@example.org\nSubject: x\n\nPersonnummer 19121212-1212\n');
  const explain = (...words: string[]) => runCli(['rules', 'explain', ...words], { cwd: directory });

  test('takes addresses as scan does: with angle brackets, and nothing that is no address', () => {
    const { status, stdout } = explain('--from', '<>', '--to', '<kollega@kommun.example>', file);
    expect(status).toBe(0);
    expect(stdout).toContain('Recipient kollega@kommun.example (internal): tag');
    expect(explain('--to', 'b@example.org,c@example.org', file)).toMatchObject({
      status: 2,
      stdout: '',
      stderr: 'brevvakt: --to b@example.org,c@example.org: expected an address such as anna@kommun.example\n',
    });
  });

  test('says in words why a file cannot be read', () => {
    expect(explain('nowhere.eml').stderr).toBe('brevvakt: nowhere.eml: no such file or directory\n');
    expect(explain('.').stderr).toBe('brevvakt: .: it is a directory\n');
  });
});

test('explanation() shows every contribution, the deciding rule, its law, and no identifier', async () => {
  const ruleSet = loadPacks('se-kommun');
  const nationalId = ruleSet.rules.filter((one) => one.id === 'external-national-id');
  for await (const { example, report } of runExamples(nationalId, around(ruleSet))) {
    if (example.note !== 'twelve digits in the body') continue;
    const rulings = rule({
      envelope: {
        id: messageId('T'),
        sender: 'a@kommun.example',
        recipients: [{ address: 'b@example.org' }, { address: 'c@kommun.example' }],
        receivedAt: '2026-11-23T08:00:00Z',
        body: '8BITMIME',
        smtputf8: false,
        requireTls: false,
        dsn: {},
        client: { address: '127.0.0.1', helo: 'h' },
        listener: 'l',
      },
      report,
      rules: ruleSet.rules,
      lists: {},
      channels: ['sefos'],
      internalDomains: ['kommun.example'],
      today: '2026-11-23',
    });
    const text = explanation(report, rulings, ruleSet.rules, false);
    expect(text).toMatch(/\[0\] national-id by se-personnummer: 19121212-\*\*\*\*/);
    expect(text).toMatch(/score \d+ \(high\): .*\+\d+/);
    expect(text).toContain('nothing: every part was read');
    expect(text).toContain('Recipient b@example.org (external): reroute, to channel sefos, the sender is told');
    expect(text).toContain('DECIDES   external-national-id: reroute because of [0]');
    expect(text).toContain('Lag (2018:218) 3 kap. 10 §');
    expect(text).toContain('Recipient c@kommun.example (internal): tag, with [Skyddsvärt] before the subject');
    expect(text).not.toContain('1212-1212');
    expect(text).not.toContain('no match');
    expect(explanation(report, rulings, ruleSet.rules, true)).toContain('no match  external-criminal');
    return;
  }
  expect.unreachable('the example is gone');
});
