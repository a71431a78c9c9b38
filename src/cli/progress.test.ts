/** The progress bar of `scan`. */
import { afterEach, expect, test, vi } from 'vitest';
import { Progress } from './progress.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('a mailbox is done when the next file begins, not with its first message', () => {
  const drawn: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    drawn.push(String(text));
    return true;
  });
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000));
  const progress = new Progress(3, true);
  for (const mailbox of ['', 'a.mbox', 'a.mbox', 'b.mbox']) progress.step(mailbox);
  expect(drawn.map((text) => text.slice(text.indexOf('] ') + 2))).toEqual([
    '1/3 files, 1 messages',
    '1/3 files, 2 messages',
    '1/3 files, 3 messages',
    '2/3 files, 4 messages',
  ]);
});
