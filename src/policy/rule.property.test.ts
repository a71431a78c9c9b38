import fc from 'fast-check';
import { expect, test } from 'vitest';
import { messageId, partPath, ruleId } from '../core/brand.ts';
import { CATEGORIES, confidenceOf } from '../core/category.ts';
import type { Envelope } from '../core/envelope.ts';
import { UNINSPECTED_REASONS } from '../core/finding.ts';
import type { Finding, Uninspected } from '../core/finding.ts';
import { UNINSPECTED_KINDS } from '../core/rules.ts';
import type { Condition, PolicyRule } from '../core/rules.ts';
import { ACTIONS, severityOf } from '../core/ruling.ts';
import type { Ruling } from '../core/ruling.ts';
import { aReport } from '../testing/reports.ts';
import { rule } from './policy.ts';

const PARTS = ['', '1', '2', '2!a.zip!b.docx', '3', '30', '3.1'];
const someCategories = CATEGORIES.slice(0, 4);

const findings: fc.Arbitrary<Finding> = fc
  .record({
    category: fc.constantFrom(...someCategories),
    score: fc.integer({ min: 0, max: 100 }),
    part: fc.constantFrom(...PARTS),
    quoted: fc.boolean(),
    count: fc.integer({ min: 1, max: 3 }),
    person: fc.option(fc.constantFrom('p', 'q', 'r'), { nil: undefined }),
  })
  .map(({ category, score, part, quoted, count, person }) => ({
    detector: 'd',
    category,
    score,
    confidence: confidenceOf(score),
    where: 'body',
    part: partPath(part),
    path: [],
    zone: 'body',
    locator: '',
    quoted,
    count,
    masked: '',
    maskedStrictly: '',
    reasons: [],
    ...(person === undefined ? {} : { personKey: person }),
  }));

const unread: fc.Arbitrary<Uninspected> = fc
  .record({
    part: fc.constantFrom(...PARTS),
    reason: fc.constantFrom(...UNINSPECTED_REASONS),
    kind: fc.constantFrom(...UNINSPECTED_KINDS),
  })
  .map((one) => ({ ...one, part: partPath(one.part), path: [], detail: '' }));

/** Conditions that more content can only make true, never false: no `not`. */
const condition: fc.Arbitrary<Condition> = fc.letrec<{ tree: Condition; leaf: Condition }>((tie) => ({
  leaf: fc.oneof<fc.Arbitrary<Condition>[]>(
    fc
      .record({
        category: fc.option(fc.constantFrom(...someCategories), { nil: undefined }),
        count: fc.integer({ min: 1, max: 3 }),
      })
      .map(({ category, count }) => ({
        kind: 'finding',
        test: { confidence: 'medium', count, ...(category === undefined ? {} : { category: [category] }) },
      })),
    fc.constantFrom(...UNINSPECTED_REASONS).map((reason) => ({ kind: 'uninspected', test: { reason: [reason] } })),
    fc.boolean().map((internal) => ({ kind: 'recipient', test: { internal } })),
    fc.integer({ min: 1, max: 3 }).map((atLeast) => ({ kind: 'distinct-persons', atLeast, confidence: 'medium' })),
    fc.integer({ min: 1, max: 3 }).map((atLeast) => ({ kind: 'recipients', atLeast })),
  ),
  tree: fc.oneof(
    { maxDepth: 2 },
    tie('leaf'),
    fc.record({
      kind: fc.constantFrom('all' as const, 'any' as const),
      of: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
    }),
  ),
})).tree;

const rules: fc.Arbitrary<readonly PolicyRule[]> = fc
  .array(
    fc.record({
      when: condition,
      action: fc.constantFrom(...ACTIONS),
      mode: fc.constantFrom('off' as const, 'observe' as const, 'notify' as const, 'enforce' as const),
    }),
    { maxLength: 6 },
  )
  .map((all) =>
    all.map(({ when, action, mode }, i) => ({
      id: ruleId(`r${i}`),
      name: `r${i}`,
      why: '',
      law: [],
      mode,
      when,
      then: {
        action,
        fallback: action === 'strip' ? ['reroute', 'hold'] : ['hold'],
        explain: true,
        keepOriginal: false,
      },
      insteadOf: [],
      exceptions: [],
      examples: [],
      source: '',
    })),
  );

interface Mail {
  readonly findings: readonly Finding[];
  readonly uninspected: readonly Uninspected[];
  readonly recipients: readonly string[];
}
const mail: fc.Arbitrary<Mail> = fc.record({
  findings: fc.array(findings, { maxLength: 5 }),
  uninspected: fc.array(unread, { maxLength: 3 }),
  recipients: fc.array(fc.constantFrom('a@kommun.example', 'b@example.org', 'c@example.net'), {
    minLength: 1,
    maxLength: 3,
  }),
});

function decide(of: Mail, ruleSet: readonly PolicyRule[], channels: readonly string[]): readonly Ruling[] {
  const report = aReport({
    findings: of.findings,
    uninspected: of.uninspected,
    outline: {
      removable: ['2', '3'].map((path) => ({ path: partPath(path), range: { start: 0, end: 1 }, maskedName: '' })),
    },
  });
  const envelope: Envelope = {
    id: messageId('T'),
    sender: 's@kommun.example',
    recipients: of.recipients.map((address) => ({ address })),
    receivedAt: '2026-11-23T08:00:00Z',
    body: '7BIT',
    smtputf8: false,
    requireTls: false,
    dsn: {},
    client: { address: '127.0.0.1', helo: 'h' },
    listener: 'l',
  };
  return rule({
    envelope,
    report,
    rules: ruleSet,
    lists: {},
    channels,
    internalDomains: ['kommun.example'],
    today: '2026-11-23',
  });
}

/** Indexes depend on the order of the report; what they point at must not. */
const comparable = (rulings: readonly Ruling[], of: Mail): unknown =>
  rulings.map((ruling) => ({
    ...ruling,
    matches: ruling.matches.map((match) => ({
      ...match,
      findings: match.findings.map((i) => JSON.stringify(of.findings[i])).sort(),
      uninspected: match.uninspected.map((i) => JSON.stringify(of.uninspected[i])).sort(),
    })),
  }));

test('P8: the same mail and rules give the same rulings in any order of parts', () => {
  fc.assert(
    fc.property(mail, rules, (of, ruleSet) => {
      const turned: Mail = { ...of, findings: [...of.findings].reverse(), uninspected: [...of.uninspected].reverse() };
      expect(comparable(decide(turned, ruleSet, ['c']), turned)).toEqual(comparable(decide(of, ruleSet, ['c']), of));
    }),
    { numRuns: 500 },
  );
});

test('P8: the order of rules changes neither action nor cuts', () => {
  fc.assert(
    fc.property(mail, rules, (of, ruleSet) => {
      const what = (all: readonly Ruling[]): unknown =>
        all.map(({ action, strip, explain }) => ({ action, strip, explain }));
      expect(what(decide(of, [...ruleSet].reverse(), ['c']))).toEqual(what(decide(of, ruleSet, ['c'])));
    }),
    { numRuns: 500 },
  );
});

test('P9: another part or recipient never makes a ruling milder', () => {
  fc.assert(
    fc.property(mail, mail, rules, fc.constantFrom([], ['c']), (of, more, ruleSet, channels) => {
      const grown: Mail = {
        findings: [...of.findings, ...more.findings],
        uninspected: [...of.uninspected, ...more.uninspected],
        recipients: [...of.recipients, ...more.recipients],
      };
      const before = decide(of, ruleSet, channels);
      const after = decide(grown, ruleSet, channels);
      before.forEach((ruling, i) => {
        // The hold of what no rule speaks of ends when a rule does: that rule is the written exception.
        if (ruling.rule === 'uninspected-without-rule') return;
        // A rule that wants to strip and has found nothing to cut holds; once it has found something it strips.
        const own = ruling.matches.find((match) => match.rule === ruling.rule);
        const wantsStrip = ruleSet.some((one) => one.id === ruling.rule && one.then.action === 'strip');
        if (wantsStrip && own !== undefined && own.findings.length + own.uninspected.length === 0) return;
        expect(severityOf(after[i]!.action)).toBeGreaterThanOrEqual(severityOf(ruling.action));
        const cut = after[i]!.action === 'strip' ? after[i]!.strip : undefined;
        if (cut !== undefined) expect(cut).toEqual(expect.arrayContaining([...(ruling.strip ?? [])]));
      });
    }),
    { numRuns: 1000 },
  );
});

test('P4: with no rules at all nothing unread is ever let go', () => {
  fc.assert(
    fc.property(mail, (of) => {
      for (const ruling of decide(of, [], ['c']))
        expect(ruling.action).toBe(of.uninspected.length > 0 ? 'hold' : 'allow');
    }),
  );
});
