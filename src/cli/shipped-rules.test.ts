/** What the shipped packs do by default: the table of the documentation, row by row, for every country. */
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { loadRules, loadSettings, type RuleSet } from '../config/config.ts';
import { messageId, partPath } from '../core/brand.ts';
import { confidenceOf } from '../core/category.ts';
import type { Finding, Uninspected } from '../core/finding.ts';
import type { InspectionReport } from '../core/inspection.ts';
import type { Action, Ruling } from '../core/ruling.ts';
import { rule } from '../policy/policy.ts';
import { aReport } from '../testing/reports.ts';

const PACKS = ['se-kommun', 'no-kommune', 'dk-kommune', 'fi-kunta', 'is-sveitarfelag'];
const settings = loadSettings({ env: {}, cwd: tmpdir() });
const load = (packs: readonly string[]): RuleSet =>
  loadRules({ ...settings, rules: { ...settings.rules, packs } }, '2026-11-23');

const finding = (category: string, score = 60, of: Partial<Finding> = {}): Finding => ({
  detector: category === 'national-id' ? 'se-personnummer' : `${category}-terms`,
  category,
  score,
  confidence: confidenceOf(score),
  where: 'body',
  part: partPath('1'),
  path: [],
  zone: 'body',
  locator: '',
  quoted: false,
  count: 1,
  masked: '',
  maskedStrictly: '',
  reasons: [],
  ...of,
});

const unread = (
  reason: Uninspected['reason'],
  kind: Uninspected['kind'],
  of: Partial<Uninspected> = {},
): Uninspected => ({
  part: partPath('2'),
  path: ['a'],
  reason,
  detail: '',
  kind,
  ...of,
});

function rulings(
  ruleSet: RuleSet,
  findings: readonly Finding[],
  uninspected: readonly Uninspected[] = [],
  facts: Partial<InspectionReport['facts']> = {},
  channels: readonly string[] = ['sefos'],
): readonly [external: Ruling, internal: Ruling] {
  const [external, internal] = rule({
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
    report: aReport({ findings, uninspected, facts }),
    rules: ruleSet.rules,
    lists: ruleSet.lists,
    channels,
    internalDomains: ['kommun.example'],
    today: '2026-11-23',
  });
  return [external!, internal!];
}

const REROUTED = [
  'national-id',
  'ethnic-origin',
  'political-opinion',
  'religion-belief',
  'trade-union',
  'genetic',
  'biometric',
  'health',
  'sex-life',
  'criminal',
  'social-services',
  'school-welfare',
  'secrecy-marking',
];
const FINDINGS: readonly (readonly [category: string, external: Action, internal: Action])[] = [
  ...REROUTED.map((category) => [category, 'reroute', 'tag'] as const),
  ['protected-identity', 'hold', 'hold'],
  ['state-security', 'block', 'block'],
  ['password-in-clear', 'block', 'tag'],
  ['weak-encryption', 'block', 'tag'],
  ['hidden-data', 'block', 'tag'],
  ['financial', 'allow', 'allow'],
  ['extra-worthy', 'allow', 'allow'],
];
const UNREAD: readonly (readonly [Uninspected['reason'], Uninspected['kind'], external: Action, internal: Action])[] = [
  ['encrypted', 'archive', 'block', 'tag'],
  ['encrypted', 'document', 'block', 'tag'],
  ['encrypted', 'message', 'block', 'tag'],
  ['damaged', 'document', 'block', 'tag'],
  ['damaged', 'image', 'block', 'tag'],
  ['limit', 'archive', 'block', 'tag'],
  ['timeout', 'document', 'block', 'tag'],
  ['ambiguous', 'message', 'block', 'tag'],
  ['ambiguous', 'unknown', 'block', 'tag'],
  ['unsupported', 'unknown', 'block', 'tag'],
  ['unsupported', 'executable', 'block', 'tag'],
  ['unsupported', 'document', 'block', 'tag'],
  ['unsupported', 'audio-video', 'block', 'tag'],
  ['unsupported', 'image', 'allow', 'allow'],
  ['limit', 'image', 'allow', 'allow'],
  ['unsupported', 'signature', 'allow', 'allow'],
  ['unsupported', 'harmless', 'allow', 'allow'],
];

describe.each(PACKS)('the pack %s', (pack) => {
  const ruleSet = load([pack]);

  test.each(FINDINGS)('%s: external %s, internal %s', (category, external, internal) => {
    const [toStranger, toColleague] = rulings(ruleSet, [finding(category)]);
    expect([toStranger.action, toColleague.action]).toEqual([external, internal]);
    expect([toStranger.explain, toColleague.explain]).toEqual([external !== 'allow', internal !== 'allow']);
    if (external === 'reroute') expect(toStranger.channel).toBe('sefos');
    if (internal === 'tag') expect(toColleague.tag).toMatch(/^\[.+\]$/);
  });

  test.each(FINDINGS)('%s of low confidence passes', (category) => {
    const actions = rulings(ruleSet, [finding(category, 59)]).map((ruling) => ruling.action);
    expect(actions).toEqual(['allow', 'allow']);
  });

  test.each(FINDINGS)('%s in quoted text weighs the same', (category, external, internal) => {
    const actions = rulings(ruleSet, [finding(category, 80, { quoted: true })]).map((ruling) => ruling.action);
    expect(actions).toEqual([external, internal]);
  });

  test.each(UNREAD)('%s %s: external %s, internal %s', (reason, kind, external, internal) => {
    const actions = rulings(ruleSet, [], [unread(reason, kind)]).map((ruling) => ruling.action);
    expect(actions).toEqual([external, internal]);
  });

  test('nothing: allowed', () => {
    expect(rulings(ruleSet, []).map((ruling) => [ruling.action, ruling.rule])).toEqual([
      ['allow', 'default'],
      ['allow', 'default'],
    ]);
  });

  test('reroute without any channel: held', () => {
    const [toStranger] = rulings(ruleSet, [finding('health')], [], {}, []);
    expect(toStranger).toMatchObject({ action: 'hold', rule: 'external-special-category' });
  });

  test('the secure word and a label send an external copy by the channel', () => {
    const word = rulings(ruleSet, [], [], { secureWord: { start: 9, end: 18 } });
    expect(word.map((ruling) => ruling.action)).toEqual(['reroute', 'allow']);
    expect(word[0].explain).toBe(false);
    const label = rulings(ruleSet, [], [], { labels: ['Mycket känslig'] });
    expect(label.map((ruling) => ruling.action)).toEqual(['reroute', 'tag']);
  });

  test('several things: the strictest wins', () => {
    const both = rulings(ruleSet, [finding('health'), finding('protected-identity')], [unread('unsupported', 'image')]);
    expect(both.map((ruling) => ruling.action)).toEqual(['hold', 'hold']);
  });
});

describe('shipped rules that are switched off', () => {
  const ruleSet = load(['se-kommun']);
  const withRule = (id: string): RuleSet => ({
    ...ruleSet,
    rules: ruleSet.rules.map((one) => (one.id === id ? { ...one, mode: 'enforce' } : one)),
  });
  const aes = unread('encrypted', 'archive', { encryption: { algorithm: 'AES-256', bits: 256 } });

  test('let AES-128 or better through, and nothing weaker or unknown', () => {
    const on = withRule('external-encrypted-aes');
    expect(rulings(on, [], [aes])[0]).toMatchObject({ action: 'allow', rule: 'external-encrypted-aes' });
    for (const encryption of [
      { algorithm: 'ZipCrypto', bits: 40 },
      { algorithm: 'RC4-128', bits: 128 },
      { algorithm: 'AES', bits: null },
    ]) {
      const mixed = rulings(on, [], [aes, unread('encrypted', 'archive', { encryption })]);
      expect(mixed[0].action).toBe('block');
    }
    expect(rulings(on, [finding('password-in-clear', 80)], [aes])[0].action).toBe('block');
  });

  test('hold pictures that were not read', () => {
    const on = withRule('external-unread-image');
    const actions = rulings(on, [], [unread('unsupported', 'image')]).map((ruling) => ruling.action);
    expect(actions).toEqual(['hold', 'allow']);
  });
});

test('Danish name and address protection under CPR-loven § 28 takes the channel in the Danish pack only', () => {
  const milder = finding('protected-identity', 90, { detector: 'pid-dk-28' });
  expect(rulings(load(['dk-kommune']), [milder]).map((ruling) => ruling.action)).toEqual(['reroute', 'reroute']);
  expect(rulings(load(['se-kommun']), [milder]).map((ruling) => ruling.action)).toEqual(['hold', 'hold']);
  const both = rulings(load(['dk-kommune']), [milder, finding('protected-identity', 90)]);
  expect(both.map((ruling) => ruling.action)).toEqual(['hold', 'hold']);
});

test('two packs together behave like one, with the law of both', () => {
  const both = load(['se-kommun', 'no-kommune']);
  expect(both.problems).toEqual([]);
  const ids = both.rules.find((one) => one.id === 'external-national-id');
  expect(ids?.law).toEqual(expect.arrayContaining(['Lag (2018:218) 3 kap. 10 §', 'personopplysningsloven § 12']));
});
