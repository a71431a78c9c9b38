import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { boundedOutput } from './standard-output.ts';

const KILOBYTE = 'x'.repeat(1023) + '\n';

/** A reader that can be made to stall. */
function reader() {
  const state = { reads: true, code: 'EAGAIN', text: '' };
  const output = boundedOutput((bytes) => {
    if (!state.reads) throw Object.assign(new Error('full'), { code: state.code });
    // as a pipe does: a part of it
    const taken = bytes.subarray(0, 4096);
    state.text += taken.toString();
    return taken.length;
  });
  return { state, output };
}

describe('standard output', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('gathers lines for a moment and keeps their order', () => {
    const { state, output } = reader();
    for (const n of [1, 2, 3]) output.write(`${n}\n`, false);
    expect(state.text).toBe('');
    vi.advanceTimersByTime(10);
    expect(state.text).toBe('1\n2\n3\n');
  });

  it('loses nothing of what a reader that stalls for a while misses', () => {
    const { state, output } = reader();
    state.reads = false;
    for (let n = 0; n < 500; n++) output.write(KILOBYTE, false);
    vi.advanceTimersByTime(60_000);
    state.reads = true;
    vi.advanceTimersByTime(100);
    expect(state.text).toBe(KILOBYTE.repeat(500));
    expect(output.dropped()).toBe(0);
  });

  it('is bounded: leaves out what matters less first, and says where and how many', () => {
    const { state, output } = reader();
    state.reads = false;
    for (let n = 0; n < 3_000; n++) output.write(KILOBYTE, false);
    output.write('an error\n', true);
    for (let n = 0; n < 3_000; n++) output.write(KILOBYTE, true);
    const before = output.dropped();
    expect(before).toBeGreaterThan(3_900);
    state.reads = true;
    vi.advanceTimersByTime(100);
    output.write('later\n', false);
    vi.advanceTimersByTime(100);
    const lines = state.text.trimEnd().split('\n');
    expect(lines.filter((line) => line.startsWith('xxx')).length).toBe(6_000 - before);
    const missing = lines.flatMap((line) =>
      line.startsWith('{') ? [(JSON.parse(line) as { dropped: number }).dropped] : [],
    );
    expect(missing.reduce((sum, count) => sum + count, 0)).toBe(before);
    expect(JSON.parse(lines[lines.indexOf('an error') - 1] ?? '')).toMatchObject({ level: 'warn' });
    expect(lines.at(-1)).toBe('later');
  });

  it('at the end waits for its reader a second at most, and not at all for one that is gone', () => {
    vi.useRealTimers();
    const { state, output } = reader();
    state.reads = false;
    output.write('last\n', true);
    let start = performance.now();
    output.flush();
    expect(performance.now() - start).toBeLessThan(2_000);
    state.code = 'EPIPE';
    start = performance.now();
    output.flush();
    expect(performance.now() - start).toBeLessThan(200);
    state.reads = true;
    output.flush();
    expect(state.text).toBe('last\n');
  });
});
