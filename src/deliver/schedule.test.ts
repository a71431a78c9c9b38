import { describe, expect, test } from 'vitest';
import { messageId } from '../core/brand.ts';
import type { ClaimedDelivery, RecipientResult } from '../core/journal.ts';
import { Breaker } from './breaker.ts';
import { judge, retryDelay } from './schedule.ts';

const MINUTE = 60_000;
const RECEIVED = Date.parse('2026-11-23T08:00:00.000Z');
const SETTINGS = { retryDelaysMs: [MINUTE, 5 * MINUTE], expireAfterMs: 60 * MINUTE };
const claim = (attempts: number): ClaimedDelivery => ({
  id: 1,
  messageId: messageId('TEST1'),
  hop: 'nextHop',
  sender: 'a@kommun.example',
  recipients: [{ address: 'b@example.org' }, { address: 'c@example.org' }],
  edits: [],
  size: 1,
  body: '7BIT',
  smtputf8: false,
  requireTls: false,
  dsn: {},
  attempts,
  receivedAt: new Date(RECEIVED).toISOString(),
  notice: false,
});
const result = (address: string, state: RecipientResult['state']): RecipientResult => ({
  address,
  state,
  outcome: state === 'delivered' ? 'accepted' : state === 'failed' ? 'hop-refused' : 'hop-refused-later',
  reply: '',
});

describe('retryDelay()', () => {
  test('goes through the list, repeats the last, and strays by 15 % at most', () => {
    expect(retryDelay([10, 20], 0, 0.5)).toBe(10);
    expect(retryDelay([10, 20], 1, 0.5)).toBe(20);
    expect(retryDelay([10, 20], 99, 0.5)).toBe(20);
    expect(retryDelay([1000], 0, 0)).toBe(850);
    expect(retryDelay([1000], 0, 0.9999)).toBe(1150);
  });
});

describe('judge()', () => {
  test('has nothing more to do when everyone is delivered or failed', () => {
    const results = [result('b@example.org', 'delivered'), result('c@example.org', 'failed')];
    expect(judge(claim(0), results, SETTINGS, RECEIVED, 0.5)).toEqual({ results, nextAttemptAt: null });
  });

  test('sets the next attempt for the deferred, and takes a missing result for deferred', () => {
    const verdict = judge(claim(1), [result('b@example.org', 'delivered')], SETTINGS, RECEIVED + 1000, 0.5);
    expect(verdict.nextAttemptAt).toBe(RECEIVED + 1000 + 5 * MINUTE);
    expect(verdict.results).toContainEqual({
      address: 'c@example.org',
      state: 'deferred',
      outcome: 'unexpected',
      reply: '',
    });
  });

  test('makes the last attempt at the expiry, and gives up after it with the last words of the hop', () => {
    const results = [
      result('b@example.org', 'delivered'),
      { ...result('c@example.org', 'deferred'), reply: '451 4.2.0 later' },
    ];
    const late = RECEIVED + 58 * MINUTE;
    expect(judge(claim(9), results, SETTINGS, late, 0.5).nextAttemptAt).toBe(RECEIVED + 60 * MINUTE);
    expect(judge(claim(9), results, SETTINGS, RECEIVED + 60 * MINUTE, 0.5)).toEqual({
      results: [
        results[0],
        { address: 'c@example.org', state: 'failed', outcome: 'expired', reply: '451 4.2.0 later' },
      ],
      nextAttemptAt: null,
    });
  });

  test('does not bounce mail whose date cannot be read', () => {
    const odd = { ...claim(0), receivedAt: 'yesterday' };
    expect(judge(odd, [], SETTINGS, RECEIVED, 0.5).nextAttemptAt).toBeGreaterThan(RECEIVED);
  });
});

describe('Breaker', () => {
  const dead: RecipientResult[] = [
    { address: 'b@example.org', state: 'deferred', outcome: 'hop-unreachable', reply: '' },
  ];
  const alive: RecipientResult[] = [result('b@example.org', 'failed')];

  test('pauses after failures in a row, probes, and pauses longer', () => {
    const breaker = new Breaker(3);
    for (let i = 0; i < 2; i++) breaker.note(dead, 0, 0.5);
    expect(breaker.allowance(0, 10)).toBe(10);
    breaker.note(dead, 0, 0.5);
    expect(breaker.allowance(4999, 10)).toBe(0);
    expect(breaker.pausedUntil(0)).toBe(5000);
    expect(breaker.allowance(5000, 10)).toBe(1);
    breaker.note(dead, 5000, 0.5);
    expect(breaker.pausedUntil(5000)).toBe(15_000);
    breaker.note(alive, 15_000, 0.5);
    expect(breaker.allowance(15_000, 10)).toBe(10);
  });

  test('takes a refusal for a working route', () => {
    const breaker = new Breaker(2);
    breaker.note(dead, 0, 0.5);
    breaker.note(alive, 0, 0.5);
    breaker.note(dead, 0, 0.5);
    expect(breaker.open).toBe(false);
  });

  test('never pauses longer than five minutes and a quarter', () => {
    const breaker = new Breaker(1);
    let now = 0;
    for (let i = 0; i < 20; i++) {
      breaker.note(dead, now, 0.9999);
      const until = breaker.pausedUntil(now) ?? now;
      expect(until - now).toBeLessThanOrEqual(5 * MINUTE * 1.25);
      now = until;
    }
  });
});
