import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loopMark, recognisesLoop } from './loop-guard.ts';

const hash = (text: string): string => createHmac('sha256', 'test key').update(text).digest('base64url');
const NOW = Date.UTC(2026, 10, 23);
const HOUR = 3_600_000;

describe('the loop guard', () => {
  it('recognises its own mark for the same recipients, in any order and case', () => {
    const mark = loopMark(hash, NOW, ['b@example.org', 'c@example.org']);
    expect(recognisesLoop(hash, NOW + HOUR, [mark], ['C@example.org', 'b@example.org'])).toBe(true);
  });

  it('lets a forward to somebody else pass, but not the fifth time', () => {
    const mark = loopMark(hash, NOW, ['b@example.org']);
    expect(recognisesLoop(hash, NOW, [mark], ['d@example.net'])).toBe(false);
    expect(recognisesLoop(hash, NOW, Array<string>(4).fill(mark), ['d@example.net'])).toBe(false);
    expect(recognisesLoop(hash, NOW, Array<string>(5).fill(mark), ['d@example.net'])).toBe(true);
  });

  it('recognises it with a line behind it that the mail began with', () => {
    const mark = loopMark(hash, NOW, ['b@example.org']);
    expect(recognisesLoop(hash, NOW, [`${mark} folded`], ['b@example.org'])).toBe(true);
    expect(recognisesLoop(hash, NOW, [`${mark}x`], ['b@example.org'])).toBe(false);
  });

  it('forgets after a day', () => {
    const mark = loopMark(hash, NOW, ['b@example.org']);
    expect(recognisesLoop(hash, NOW + 25 * HOUR, [mark], ['b@example.org'])).toBe(false);
  });

  it('believes no mark made with another key, nor a changed one', () => {
    const other = (text: string): string => createHmac('sha256', 'another').update(text).digest('base64url');
    expect(recognisesLoop(hash, NOW, [loopMark(other, NOW, ['b@example.org'])], ['b@example.org'])).toBe(false);
    const mark = loopMark(hash, NOW, ['b@example.org']);
    fc.assert(
      fc.property(fc.nat(mark.length - 1), fc.constantFrom('0', 'z', ';'), (at, c) => {
        const changed = mark.slice(0, at) + c + mark.slice(at + 1);
        return (
          changed === mark ||
          !recognisesLoop(hash, NOW, [changed], ['b@example.org']) ||
          changed.includes(mark.slice(-22))
        );
      }),
    );
  });

  it('ignores any other text', () => {
    fc.assert(fc.property(fc.array(fc.string()), (marks) => !recognisesLoop(hash, NOW, marks, ['b@example.org'])));
  });

  it('shows no address', () => {
    expect(loopMark(hash, NOW, ['secret.bcc@example.org'])).not.toContain('secret');
  });
});
