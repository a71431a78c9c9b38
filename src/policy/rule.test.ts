import { describe, expect, test } from 'vitest';
import { partPath, ruleId } from '../core/brand.ts';
import type { Envelope } from '../core/envelope.ts';
import type { Uninspected } from '../core/finding.ts';
import type { InspectionReport } from '../core/inspection.ts';
import type { Condition, PolicyRule } from '../core/rules.ts';
import { messageId } from '../core/brand.ts';
import { aFinding, aReport } from '../testing/reports.ts';
import { observed, rule } from './policy.ts';
import type { PolicyInput } from './policy.ts';

const finding = aFinding;

const unread = (of: Partial<Uninspected> = {}): Uninspected => ({
  part: partPath('2'),
  path: ['a.zip'],
  reason: 'encrypted',
  detail: 'AES-256',
  kind: 'archive',
  encryption: { algorithm: 'AES-256', bits: 256 },
  ...of,
});

const REMOVABLE = [
  { path: partPath('2'), range: { start: 300, end: 600 }, maskedName: 'a.zip' },
  { path: partPath('20'), range: { start: 600, end: 900 }, maskedName: 'b.docx' },
];
const report = (of: Partial<InspectionReport> = {}): InspectionReport => ({
  ...aReport({ outline: { removable: REMOVABLE }, facts: { attachmentCount: 2, language: null } }),
  ...of,
});

const envelope = (...recipients: string[]): Envelope => ({
  id: messageId('T1'),
  sender: 'a@kommun.example',
  recipients: recipients.map((address) => ({ address })),
  receivedAt: '2026-11-23T08:00:00Z',
  body: '8BITMIME',
  smtputf8: false,
  requireTls: false,
  dsn: {},
  client: { address: '127.0.0.1', helo: 'test' },
  listener: '127.0.0.1:2525',
});

const any: Condition = { kind: 'finding', test: { confidence: 'medium', count: 1 } };
const external: Condition = { kind: 'recipient', test: { internal: false } };
const anyUnread: Condition = { kind: 'uninspected', test: {} };

const policyRule = (id: string, of: Partial<PolicyRule> = {}): PolicyRule => ({
  id: ruleId(id),
  name: id,
  why: 'because',
  law: [],
  mode: 'enforce',
  when: any,
  then: { action: 'hold', fallback: ['hold'], explain: true, keepOriginal: false },
  insteadOf: [],
  exceptions: [],
  examples: [],
  source: 'test.yaml:1:1',
  ...of,
});
const then = (action: PolicyRule['then']['action'], of: Partial<PolicyRule['then']> = {}): PolicyRule['then'] => ({
  action,
  fallback: ['hold'],
  explain: action !== 'allow',
  keepOriginal: false,
  ...of,
});

const decide = (of: Partial<PolicyInput>) =>
  rule({
    envelope: envelope('b@example.org'),
    report: report({ findings: [finding()] }),
    rules: [],
    lists: {},
    channels: ['sefos', 'post'],
    internalDomains: ['kommun.example'],
    today: '2026-11-23',
    ...of,
  });
const one = (of: Partial<PolicyInput>) => decide(of)[0]!;

describe('rule()', () => {
  test('allows what no rule matches when everything was read', () => {
    expect(one({})).toMatchObject({ action: 'allow', rule: 'default', explain: false, matches: [] });
  });

  test('holds something unread that no rule speaks of, and says so', () => {
    const ruling = one({ report: report({ uninspected: [unread()] }) });
    expect(ruling).toMatchObject({ action: 'hold', rule: 'uninspected-without-rule', explain: true });
  });

  test('holds something unread that an unrelated milder rule does not speak of', () => {
    const rules = [policyRule('ids', { then: then('tag') })];
    const ruling = one({ rules, report: report({ findings: [finding()], uninspected: [unread()] }) });
    expect(ruling).toMatchObject({ action: 'hold', rule: 'uninspected-without-rule' });
  });

  test('lets an allow rule settle something unread', () => {
    const rules = [policyRule('known', { when: anyUnread, then: then('allow') })];
    expect(one({ rules, report: report({ uninspected: [unread()] }) })).toMatchObject({
      action: 'allow',
      rule: 'known',
    });
  });

  test('lets the most severe enforced rule win whatever the order', () => {
    const rules = [
      policyRule('a', { then: then('tag') }),
      policyRule('b', { then: then('block') }),
      policyRule('c', { then: then('reroute') }),
    ];
    expect(one({ rules })).toMatchObject({ action: 'block', rule: 'b' });
    expect(one({ rules: [...rules].reverse() })).toMatchObject({ action: 'block', rule: 'b' });
  });

  test('lets the first of two equals win and records both', () => {
    const rules = [
      policyRule('a', { then: then('reroute', { channel: 'post' }) }),
      policyRule('b', { then: then('reroute') }),
    ];
    const ruling = one({ rules });
    expect(ruling).toMatchObject({ action: 'reroute', rule: 'a', channel: 'post' });
    expect(ruling.matches.map((match) => match.rule)).toEqual(['a', 'b']);
  });

  test('records observe and notify rules without letting them decide, and tells the sender of notify', () => {
    const observe = policyRule('o', { mode: 'observe', then: then('block') });
    const notify = policyRule('n', { mode: 'notify', then: then('block') });
    expect(one({ rules: [observe] })).toMatchObject({ action: 'allow', rule: 'default', explain: false });
    expect(one({ rules: [observe, notify] })).toMatchObject({ action: 'allow', explain: true });
    expect(one({ rules: [observe, notify] }).matches.map((match) => match.mode)).toEqual(['observe', 'notify']);
    expect(one({ rules: [policyRule('x', { mode: 'off', then: then('block') })] }).matches).toEqual([]);
  });

  test('names the findings that made a rule match by their index', () => {
    const findings = [finding({ confidence: 'low', score: 30 }), finding(), finding({ category: 'health' })];
    const ruling = one({ rules: [policyRule('a')], report: report({ findings }) });
    expect(ruling.matches[0]?.findings).toEqual([1, 2]);
  });

  test('rules each recipient by itself, subdomains and look-alikes being external', () => {
    const rules = [policyRule('a', { when: { kind: 'all', of: [external, any] } })];
    const to = ['b@kommun.example', 'b@KOMMUN.example', 'b@sub.kommun.example', 'b@evilkommun.example', 'b'];
    const rulings = decide({ rules, envelope: envelope(...to) });
    expect(rulings.map((ruling) => ruling.action)).toEqual(['allow', 'allow', 'hold', 'hold', 'hold']);
    expect(rulings.map((ruling) => ruling.internal)).toEqual([true, true, false, false, false]);
    const wild = decide({ rules, envelope: envelope(...to), internalDomains: ['*.kommun.example'] });
    expect(wild.map((ruling) => ruling.internal)).toEqual([false, false, true, false, false]);
  });

  test('knows an internationalised domain in both of its forms', () => {
    const to = envelope('b@malmö.example', 'b@xn--malm-8qa.example');
    const rulings = decide({ envelope: to, internalDomains: ['malmö.example'] });
    expect(rulings.map((ruling) => ruling.internal)).toEqual([true, true]);
  });
});

describe('rule() falls back', () => {
  const reroute = policyRule('a', { then: then('reroute') });

  test('from reroute to hold without a channel, and never to another channel than the one named', () => {
    expect(one({ rules: [reroute] })).toMatchObject({ action: 'reroute', channel: 'sefos' });
    expect(one({ rules: [reroute], channels: [] })).toMatchObject({ action: 'hold', rule: 'a' });
    const named = policyRule('a', { then: then('reroute', { channel: 'gone' }) });
    expect(one({ rules: [named] })).toMatchObject({ action: 'hold' });
  });

  const strip = policyRule('s', { then: then('strip', { fallback: ['reroute', 'hold'] }) });
  const inAttachment = finding({ part: partPath('2!papers.zip!a.docx'), where: 'attachment' });

  test('not when everything offending lies in attachments that can be cut', () => {
    const ruling = one({ rules: [strip], report: report({ findings: [inAttachment] }) });
    expect(ruling).toMatchObject({ action: 'strip', strip: ['2'], keepOriginal: true });
  });

  test('from strip to reroute when the body offends too', () => {
    const ruling = one({ rules: [strip], report: report({ findings: [inAttachment, finding()] }) });
    expect(ruling).toMatchObject({ action: 'reroute', channel: 'sefos', rule: 's' });
  });

  test('from strip to reroute when the mail is signed', () => {
    const base = report({ findings: [inAttachment] });
    const signed = { ...base, outline: { ...base.outline, signed: 'smime' as const } };
    expect(one({ rules: [strip], report: signed })).toMatchObject({ action: 'reroute' });
  });

  test('from strip when the rule matched for another reason than content', () => {
    const always = policyRule('s', { when: external, then: strip.then });
    expect(one({ rules: [always], report: report() })).toMatchObject({ action: 'reroute' });
  });

  test('not by mistaking part 20 for a part of 2', () => {
    const ruling = one({ rules: [strip], report: report({ findings: [finding({ part: partPath('20') })] }) });
    expect(ruling).toMatchObject({ action: 'strip', strip: ['20'] });
  });

  test('and cuts all that any of several strip rules wants out', () => {
    const health: Condition = { kind: 'finding', test: { confidence: 'medium', count: 1, category: ['health'] } };
    const ids: Condition = { kind: 'finding', test: { confidence: 'medium', count: 1, category: ['national-id'] } };
    const rules = [
      policyRule('a', { when: ids, then: strip.then }),
      policyRule('b', { when: health, then: strip.then }),
    ];
    const findings = [finding({ part: partPath('2') }), finding({ part: partPath('20'), category: 'health' })];
    expect(one({ rules, report: report({ findings }) })).toMatchObject({
      action: 'strip',
      rule: 'a',
      strip: ['2', '20'],
    });
  });

  test('tags a signed mail without touching its subject', () => {
    const tag = policyRule('t', { then: then('tag', { tag: '[X]' }) });
    const base = report({ findings: [finding()] });
    expect(one({ rules: [tag] })).toMatchObject({ action: 'tag', tag: '[X]' });
    const signed = { ...base, outline: { ...base.outline, signed: 'pgp' as const } };
    expect(one({ rules: [tag], report: signed })).not.toHaveProperty('tag');
  });
});

describe('exceptions and insteadOf', () => {
  const aes: Condition = { kind: 'uninspected', test: { encryption: { algorithm: ['AES*'], bitsAtLeast: 128 } } };
  const block = policyRule('block', { when: anyUnread, then: then('block') });

  test('take out only what they name', () => {
    const rules = [block, policyRule('aes', { when: aes, then: then('allow'), insteadOf: [ruleId('block')] })];
    const weak = unread({ encryption: { algorithm: 'ZipCrypto', bits: 40 } });
    expect(one({ rules, report: report({ uninspected: [unread()] }) })).toMatchObject({ action: 'allow', rule: 'aes' });
    expect(one({ rules, report: report({ uninspected: [unread(), weak] }) })).toMatchObject({
      action: 'block',
      rule: 'block',
    });
    const unknownStrength = unread({ encryption: { algorithm: 'AES', bits: null } });
    expect(one({ rules, report: report({ uninspected: [unknownStrength] }) })).toMatchObject({ action: 'block' });
  });

  test('take out nothing while they are only observed', () => {
    const instead = policyRule('aes', {
      when: aes,
      mode: 'observe',
      then: then('allow'),
      insteadOf: [ruleId('block')],
    });
    expect(one({ rules: [block, instead], report: report({ uninspected: [unread()] }) })).toMatchObject({
      action: 'block',
    });
  });

  const excused = (expires: string, when: Condition): PolicyRule =>
    policyRule('a', { exceptions: [{ owner: 'Anna', reason: 'agreement', expires, when }] });
  const toTaxAgency: Condition = { kind: 'recipient', test: { domains: ['example.org'] } };

  test('excuse the whole rule until their last day and leave a trace', () => {
    const ruling = one({ rules: [excused('2026-11-23', toTaxAgency)] });
    expect(ruling).toMatchObject({ action: 'allow' });
    expect(ruling.matches).toMatchObject([
      { rule: 'a', mode: 'observe', excusedBy: 'exception of Anna until 2026-11-23' },
    ]);
    expect(one({ rules: [excused('2026-11-22', toTaxAgency)] })).toMatchObject({ action: 'hold' });
  });

  test('let what was not read pass as well: the exception is the rule that speaks of it', () => {
    const excusedBlock = { ...excused('2027-01-01', toTaxAgency), when: anyUnread, then: then('block') };
    const unreadOne = report({ uninspected: [unread()] });
    expect(one({ rules: [excusedBlock], report: unreadOne })).toMatchObject({ action: 'allow', explain: false });
    const merelyObserved: PolicyRule = { ...excusedBlock, mode: 'observe' };
    expect(one({ rules: [merelyObserved], report: unreadOne })).toMatchObject({ action: 'hold' });
    const ofAes = { ...excused('2027-01-01', aes), when: anyUnread, then: then('block') };
    expect(one({ rules: [ofAes], report: unreadOne })).toMatchObject({ action: 'allow' });
    const weak = unread({ encryption: { algorithm: 'ZipCrypto', bits: 40 } });
    expect(one({ rules: [ofAes], report: report({ uninspected: [unread(), weak] }) })).toMatchObject({
      action: 'block',
    });
  });

  test('let nothing unread pass that they do not name', () => {
    const number: Condition = { kind: 'finding', test: { confidence: 'low', count: 1 } };
    const both: Condition = { kind: 'all', of: [anyUnread, number] };
    const stops = policyRule('stops', { when: both, then: then('block') });
    const mail = report({ findings: [finding()], uninspected: [unread()] });
    const instead = policyRule('instead', { when: number, then: then('tag'), insteadOf: [ruleId('stops')] });
    expect(one({ rules: [stops, instead], report: mail })).toMatchObject({ action: 'hold' });
    expect(one({ rules: [{ ...excused('2027-01-01', number), when: both }], report: mail })).toMatchObject({
      action: 'hold',
    });
  });

  test('that name a finding excuse that finding alone', () => {
    const when: Condition = { kind: 'finding', test: { confidence: 'low', count: 1, detector: ['se-*'] } };
    const rules = [excused('2027-01-01', when)];
    expect(one({ rules })).toMatchObject({ action: 'allow' });
    const findings = [finding(), finding({ detector: 'dk-cpr' })];
    const ruling = one({ rules, report: report({ findings }) });
    expect(ruling).toMatchObject({ action: 'hold' });
    expect(ruling.matches[0]?.findings).toEqual([1]);
  });
});

describe('conditions', () => {
  const matches = (when: Condition, of: Partial<PolicyInput> = {}): boolean =>
    one({ rules: [policyRule('a', { when })], ...of }).action === 'hold';

  test.each<[string, Condition, boolean]>([
    ['category with star', { kind: 'finding', test: { confidence: 'low', count: 1, category: ['national*'] } }, true],
    ['other category', { kind: 'finding', test: { confidence: 'low', count: 1, category: ['health'] } }, false],
    ['score', { kind: 'finding', test: { confidence: 'low', count: 1, score: 91 } }, false],
    ['count over all', { kind: 'finding', test: { confidence: 'low', count: 2 } }, false],
    ['where', { kind: 'finding', test: { confidence: 'low', count: 1, where: ['subject'] } }, false],
    ['zone', { kind: 'finding', test: { confidence: 'low', count: 1, zone: ['body', 'footer'] } }, true],
    ['quoted', { kind: 'finding', test: { confidence: 'low', count: 1, quoted: true } }, false],
    ['synthetic', { kind: 'finding', test: { confidence: 'low', count: 1, synthetic: false } }, true],
    ['not', { kind: 'not', of: any }, false],
    ['any', { kind: 'any', of: [{ kind: 'not', of: any }, any] }, true],
    ['sender', { kind: 'sender', test: { internal: true, addresses: ['A@kommun.example'] } }, true],
    ['from', { kind: 'from', test: { domains: ['*.kommun.example'] } }, false],
    ['listener', { kind: 'listener', names: ['printers'] }, false],
    ['list', { kind: 'recipient', test: { lists: ['partners'] } }, true],
    ['unknown list', { kind: 'recipient', test: { lists: ['strangers'] } }, false],
    ['secure word', { kind: 'secure-word', present: true }, false],
    ['label', { kind: 'label', names: ['mycket*'] }, true],
    ['size', { kind: 'size', atLeastBytes: 1000 }, true],
    ['attachments', { kind: 'attachments', atLeast: 3 }, false],
    ['recipients', { kind: 'recipients', atLeast: 1 }, true],
    ['message type', { kind: 'message-type', types: ['dsn', 'bulk'] }, false],
    ['signed', { kind: 'signed', signed: false }, true],
    ['persons', { kind: 'distinct-persons', atLeast: 1, confidence: 'medium' }, false],
  ])('%s', (_, when, expected) => {
    const base = report({ findings: [finding()] });
    const labelled = { ...base, facts: { ...base.facts, labels: ['Mycket känslig'] } };
    expect(matches(when, { report: labelled, lists: { partners: ['*.other.example', 'b@example.org'] } })).toBe(
      expected,
    );
  });

  test('count equal identifiers as one person', () => {
    const when: Condition = { kind: 'distinct-persons', atLeast: 2, confidence: 'medium' };
    const twice = [finding({ personKey: 'p' }), finding({ personKey: 'p', part: partPath('2') })];
    expect(matches(when, { report: report({ findings: twice }) })).toBe(false);
    const two = [finding({ personKey: 'p' }), finding({ personKey: 'q' })];
    expect(matches(when, { report: report({ findings: two }) })).toBe(true);
  });

  test('the null sender passes no sender test and is a delivery status report', () => {
    const nobody = { ...envelope('b@example.org'), sender: null };
    expect(matches({ kind: 'sender', test: {} }, { envelope: nobody })).toBe(false);
    expect(matches({ kind: 'message-type', types: ['dsn'] }, { envelope: nobody })).toBe(true);
  });
});

test('observed() allows everything, explains nothing and keeps what would have been', () => {
  const [ruling] = observed(decide({ rules: [policyRule('a', { then: then('strip', { fallback: ['block'] }) })] }));
  expect(ruling).toMatchObject({ action: 'allow', rule: 'a', explain: false });
  expect(ruling?.matches).toMatchObject([{ rule: 'a', action: 'block', mode: 'observe' }]);
});
