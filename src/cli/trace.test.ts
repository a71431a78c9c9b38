/** `brevvakt trace`: moments, and mails with many recipients. */
import { describe, expect, it, test } from 'vitest';
import { messageId } from '../core/brand.ts';
import { wallClock } from '../core/wall-time.ts';
import type { TraceEntry } from '../spool/spool.ts';
import { typedAddress } from './context.ts';
import { parseSince, traceText } from './trace.ts';

const clock = wallClock('Europe/Stockholm');
const NOW = Date.UTC(2026, 2, 5, 8, 30); // half past nine in Stockholm
const since = (text: string): number => parseSince(text, NOW, clock);

describe('parseSince()', () => {
  it('reads a time as the last moment the clock showed it', () => {
    expect(since('9:14')).toBe(Date.UTC(2026, 2, 5, 8, 14));
    expect(since('09:30')).toBe(NOW);
    expect(since('23:50')).toBe(Date.UTC(2026, 2, 4, 22, 50));
    expect(parseSince('23:50', Date.UTC(2026, 2, 4, 23, 30), clock)).toBe(Date.UTC(2026, 2, 4, 22, 50));
  });

  it('reads dates and times by the clock that letters speak of, unless they say otherwise', () => {
    expect(since('2026-03-01')).toBe(Date.UTC(2026, 1, 28, 23));
    expect(since('2026-03-01T10:14')).toBe(Date.UTC(2026, 2, 1, 9, 14));
    expect(since('2026-03-01 10:14:05')).toBe(Date.UTC(2026, 2, 1, 9, 14, 5));
    expect(since('2026-07-01T10:14')).toBe(Date.UTC(2026, 6, 1, 8, 14));
    expect(since('2026-03-01T10:14:00+05:00')).toBe(Date.UTC(2026, 2, 1, 5, 14));
    expect(since('2026-03-01T10:14:00Z')).toBe(Date.UTC(2026, 2, 1, 10, 14));
    expect(since('2h')).toBe(NOW - 7_200_000);
  });

  it.each(['25:00', '10:60', '1:2', 'hello 5', '5', '', '3w', '2026-03-01T25:00'])('refuses %j', (value) => {
    expect(() => since(value)).toThrow(/^--since .*give a time/u);
  });

  it.each([
    '2026-02-31',
    '2025-02-29',
    '2026-04-31T10:14',
    '2026-02-30T10:14Z',
    '2026-02-31 09:00+01:00',
    '2026-13-01',
  ])('refuses %j: no calendar has that day', (value) => {
    expect(() => since(value)).toThrow(`--since ${value}: the calendar has no day ${value.slice(0, 10)}`);
  });

  it('reads a span longer than there has been mail as everything', () => {
    expect(since('999999999d')).toBe(0);
  });
});

const entry: TraceEntry = {
  reference: messageId('1BQ5B3R3SXZY'),
  about: null,
  at: '2026-11-27T07:03:35.393Z',
  listener: '127.0.0.1:2525',
  action: 'block',
  rule: 'external-uninspected',
  detectors: ['uninspected:encrypted'],
  categories: [],
  history: [{ at: '2026-11-27T07:03:35.478Z', state: 'rejected', hop: '', code: '' }],
};
const RULES = new Map([['external-uninspected', { name: 'Unread to outsiders', why: 'Nobody knows what it holds.' }]]);

const shownAt = '2026-11-27T07:03:35.393+00:00';

describe('traceText()', () => {
  it('says which rule decided and why it is there, and what could not be read beside what was found', () => {
    expect(traceText(entry, 1, RULES, wallClock('UTC'))).toBe(
      [
        '2026-11-27T07:03:35.393+00:00  1BQ5B3R3SXZY  block  rule external-uninspected',
        '    because: Unread to outsiders. Nobody knows what it holds.',
        '    not read: encrypted',
        '    2026-11-27T07:03:35.478+00:00 rejected',
        '',
      ].join('\n'),
    );
    const both = { ...entry, categories: ['weak-encryption'], detectors: ['uninspected:encrypted', 'weak-encryption'] };
    expect(traceText(both, 1, RULES, wallClock('UTC'))).toContain(
      '    found: weak-encryption by weak-encryption\n    not read: encrypted\n',
    );
  });

  it('explains what stands where no rule decided, and keeps quiet about a rule that is gone', () => {
    const because = (action: string, rule: string): string | undefined =>
      /because: (.*)/u.exec(traceText({ ...entry, action, rule }, 1, RULES, wallClock('UTC')))?.[1];
    expect(because('allow', 'default')).toBe('no rule speaks of anything in it');
    expect(because('hold', 'inspection-failed')).toBe('the mail as a whole could not be inspected');
    expect(because('refused', 'mail-loop')).toBe('Mail loop detected');
    expect(because('block', 'a-rule-of-last-year')).toBeUndefined();
  });

  it('says why a delivery still waits, who let a held mail go and for what reason', () => {
    const history: TraceEntry['history'] = [
      { at: entry.at, state: 'released', hop: 'nextHop', code: '', by: 'disa', purpose: 'the unit head agreed' },
      { at: entry.at, state: 'dropped', hop: '', code: '', by: 'olle', purpose: 'none given' },
      { at: entry.at, state: 'deferred', hop: 'nextHop', code: 'hop-unreachable' },
      { at: entry.at, state: 'deferred', hop: 'nextHop', code: '451 4.2.0' },
    ];
    expect(traceText({ ...entry, history }, 1, RULES, wallClock('UTC'))).toContain(
      [
        `    ${shownAt} released on nextHop by disa: the unit head agreed`,
        `    ${shownAt} dropped by olle, without a reason`,
        `    ${shownAt} deferred on nextHop (Next hop cannot be reached)`,
        `    ${shownAt} deferred on nextHop 451 4.2.0`,
        '',
      ].join('\n'),
    );
  });

  it('says in the first line what mode observe kept from happening', () => {
    const history: TraceEntry['history'] = [{ at: entry.at, state: 'observed', hop: '', code: 'hold' }];
    expect(traceText({ ...entry, action: 'allow', history }, 1, RULES, wallClock('UTC'))).toContain(
      '  allow (mode observe; would have been hold)  rule ',
    );
  });

  it('shows times as the clock of the organisation did, with its offset', () => {
    expect(traceText(entry, 1, RULES, clock)).toContain('2026-11-27T08:03:35.393+01:00  1BQ5B3R3SXZY');
    expect(traceText({ ...entry, at: '2026-07-01T22:30:00.000Z' }, 1, RULES, clock)).toContain(
      '2026-07-02T00:30:00.000+02:00  ',
    );
    expect(traceText(entry, 1, RULES, wallClock('America/St_Johns'))).toContain('2026-11-27T03:33:35.393-03:30  ');
  });
});

test('an address may be typed or pasted with name and brackets', () => {
  for (const typed of ['anna@kommun.example', ' <anna@kommun.example> ', 'Anna Berg <anna@kommun.example>'])
    expect(typedAddress(typed)).toBe('anna@kommun.example');
  expect(typedAddress('<>')).toBe('');
});
