/** The pool against the build: real processes, killed, stopped and starved. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadSettings, readRules } from '../config/config.ts';
import { systemClock } from '../core/clock.ts';
import type { InspectionReport } from '../core/inspection.ts';
import type { Log, LogFields } from '../core/log.ts';
import { DEFAULT_LIMITS } from '../extract/extract.ts';
import { eventually, mail, REPOSITORY } from '../testing/gateway.ts';
import { inspectorPids } from '../testing/inspector-pids.ts';
import type * as Built from './inspect.ts';
import type { Inspectors, PoolSettings } from './inspect.ts';

const built = new URL('../../dist/inspect/inspect.js', import.meta.url).href;
const { detectors } = readRules(loadSettings({ env: {}, cwd: REPOSITORY }), systemClock);

const SETTINGS: PoolSettings = {
  inspectors: 2,
  others: 'at-once',
  timeoutMs: 2_000,
  memoryBytes: 512 * 1024 * 1024,
  ocr: { budgetMs: 0, pages: 0 },
  limits: { ...DEFAULT_LIMITS, timeMs: 2_000 },
  readable: [],
};

const warnings: LogFields[] = [];
const log: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (fields) => warnings.push(fields),
  error: () => undefined,
};

const job = (text: string) => ({
  bytes: Buffer.from(text),
  size: text.length,
  sender: 'anna@kommun.example',
  recipients: ['b@example.org'],
  receivedAt: '2026-11-23T09:00:00.000Z',
  reveal: false,
});
const LETTER = mail('Subject: Underlag', '', 'Personnummer 19121212-1212', '');

const WITHOUT_NUMBER = { ...detectors, options: { ...detectors.options, allowedIdentifiers: ['191212121212'] } };
const hasNumber = ({ findings }: InspectionReport): boolean =>
  findings.some(({ detector }) => detector === 'se-personnummer');

describe('the pool of inspectors', () => {
  let pool: Inspectors;
  beforeAll(async () => {
    const { startInspectors } = (await import(built)) as typeof Built;
    pool = await startInspectors(SETTINGS, detectors, log);
  });
  afterAll(() => pool.close());

  it('inspects, and lets no text out', async () => {
    const report = await pool.inspect(job(LETTER));
    expect(report.findings[0]).toMatchObject({ detector: 'se-personnummer', masked: '19121212-****' });
    expect(JSON.stringify(report)).not.toContain('1212-1212');
    expect(JSON.stringify(report)).not.toContain('Underlag');
  });

  it('inspects many at once, each answer to its own question', async () => {
    const reports = await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        pool.inspect(job(i % 3 === 0 ? LETTER : mail(`Subject: ${i}`, '', `Hej ${i}`, ''))),
      ),
    );
    expect(reports.map((report) => report.findings.some((finding) => finding.detector === 'se-personnummer'))).toEqual(
      Array.from({ length: 60 }, (_, i) => i % 3 === 0),
    );
  });

  it('replaces an inspector that dies and tries the mail again', async () => {
    const before = pool.stats().replaced;
    const work = Promise.all(Array.from({ length: 40 }, () => pool.inspect(job(LETTER))));
    for (const pid of inspectorPids()) process.kill(pid, 'SIGKILL');
    expect((await work).every((report) => report.findings.length > 0 || report.uninspected.length > 0)).toBe(true);
    await eventually(() => pool.stats().replaced >= before + 2, 'replacements');
    expect((await pool.inspect(job(LETTER))).findings).not.toEqual([]);
  });

  it('kills an inspector that does not answer, and the mail is not silently clean', async () => {
    for (const pid of inspectorPids()) process.kill(pid, 'SIGSTOP');
    const report = await pool.inspect(job(LETTER));
    expect(report.findings.length + report.uninspected.length).toBeGreaterThan(0);
    expect(warnings.some((fields) => fields['reason'] === 'timeout')).toBe(true);
  });

  it('runs them without environment, network, or files outside the program', () => {
    const [pid] = inspectorPids();
    expect(pid).toBeDefined();
    const names = readFileSync(`/proc/${pid}/environ`, 'latin1')
      .split('\0')
      .map((entry) => entry.split('=')[0]);
    expect(names.filter((name) => !['', 'TZ', 'PATH'].includes(name ?? ''))).toEqual([]);
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'latin1');
    expect(commandLine).toContain('permission');
    expect(commandLine).toContain('--disallow-code-generation-from-strings');
  });

  it('goes on with the detectors it has when one of the inspectors does not start with the new ones', async () => {
    const before = inspectorPids();
    let adopted = false;
    const reload = pool.reload(WITHOUT_NUMBER, () => {
      adopted = true;
    });
    const refused = expect(reload).rejects.toThrow(/ended before/u);
    await eventually(() => inspectorPids().length === before.length + SETTINGS.inspectors, 'the last of the new ones');
    const [last] = inspectorPids()
      .filter((pid) => !before.includes(pid))
      .slice(-1);
    process.kill(last ?? NaN, 'SIGKILL');
    await refused;
    expect(adopted).toBe(false);
    await eventually(() => inspectorPids().length === before.length, 'the new ones to be gone');
    expect(inspectorPids()).toEqual(before);
    expect(hasNumber(await pool.inspect(job(LETTER)))).toBe(true);
    // Nor does one that is started later take them.
    const { replaced } = pool.stats();
    for (const pid of inspectorPids()) process.kill(pid, 'SIGKILL');
    await eventually(() => pool.stats().replaced >= replaced + 2, 'replacements');
    expect(hasNumber(await pool.inspect(job(LETTER)))).toBe(true);
  });

  it('takes new detector data at one moment, without dropping mail, and says which a mail was inspected with', async () => {
    let edition: 'old' | 'new' = 'old';
    let done = false;
    const mixed: string[] = [];
    const seen = new Set<string>();
    const keepSending = async (): Promise<void> => {
      while (!done) {
        let taken = '';
        const report = await pool.inspect(job(LETTER), () => {
          taken = edition;
        });
        seen.add(taken);
        if (hasNumber(report) !== (taken === 'old') || report.uninspected.length > 0) mixed.push(taken);
      }
    };
    const senders = Array.from({ length: 4 }, keepSending);
    await pool.reload(WITHOUT_NUMBER, () => {
      edition = 'new';
    });
    await Promise.all(Array.from({ length: 20 }, () => pool.inspect(job(LETTER))));
    done = true;
    await Promise.all(senders);
    expect(mixed).toEqual([]);
    expect([...seen].sort()).toEqual(['new', 'old']);
    await eventually(() => inspectorPids().length === SETTINGS.inspectors, 'the old ones to be gone');
  });
});

describe('the start of a pool', () => {
  const start = async (settings: Partial<PoolSettings>) => {
    const { prepareInspectors } = (await import(built)) as typeof Built;
    return prepareInspectors({ ...SETTINGS, ...settings });
  };

  // The program itself dies a moment after the `unshare` around it.
  const nobodyLeft = () => eventually(() => inspectorPids().length === 0, 'no inspector');
  beforeEach(nobodyLeft);

  it('runs the first inspector before it has rules, and can inspect once it has them', async () => {
    const prepared = await start({});
    await eventually(() => inspectorPids().length === 1, 'the first inspector');
    const pool = await prepared.start(detectors, log);
    expect((await pool.inspect(job(LETTER))).findings).not.toEqual([]);
    await eventually(() => inspectorPids().length === 2, 'the other inspector');
    await pool.close();
    await nobodyLeft();
  });

  it('on demand, starts no further inspector for mails that need not wait, and one for a backlog', async () => {
    const pool = await (await start({ others: 'on-demand' })).start(detectors, log);
    for (let i = 0; i < 5; i++) await pool.inspect(job(LETTER));
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(inspectorPids()).toHaveLength(1);
    const flood = Array.from({ length: 5_000 }, () => pool.inspect(job(LETTER)).catch(() => null));
    await eventually(() => inspectorPids().length === 2, 'a second inspector');
    await pool.close();
    await Promise.all(flood);
  });

  it('takes a mail back from behind one that takes long', async () => {
    const pool = await (await start({ timeoutMs: 60_000 })).start(detectors, log);
    const [first = 0] = inspectorPids();
    await eventually(() => inspectorPids().length === 2, 'both inspectors');
    process.kill(first, 'SIGSTOP'); // a mail that takes long
    const slow = pool.inspect(job(LETTER));
    const behind = await Promise.all([pool.inspect(job(LETTER)), pool.inspect(job(LETTER))]);
    expect(behind.map(hasNumber)).toEqual([true, true]);
    process.kill(first, 'SIGCONT');
    expect(hasNumber(await slow)).toBe(true);
    await eventually(() => pool.stats().busy === 0, 'the first inspector to be idle');
    expect(inspectorPids()).toContain(first);
    await pool.close();
  });

  it('is not misled by the answer to a mail that it has taken back too late', async () => {
    const pool = await (await start({ timeoutMs: 60_000 })).start(detectors, log);
    const [first = 0] = inspectorPids();
    await eventually(() => inspectorPids().length === 2, 'both inspectors');
    process.kill(first, 'SIGSTOP');
    const slow = pool.inspect(job(LETTER));
    await pool.inspect(job(LETTER)); // the second one is ready
    process.kill(first, 'SIGCONT');
    await slow;
    const pids = inspectorPids();
    for (let round = 0; round < 5; round++) {
      const mails = Array.from({ length: 4 }, () => pool.inspect(job(LETTER)));
      await new Promise((resolve) => setImmediate(resolve));
      for (const end = performance.now() + 150; performance.now() < end;); // answers come meanwhile
      expect((await Promise.all(mails)).map(hasNumber)).toEqual([true, true, true, true]);
      await eventually(() => pool.stats().busy === 0, 'both inspectors to be idle');
    }
    expect(inspectorPids()).toEqual(pids);
    await pool.close();
  });

  it('answers for both mails of an inspector that dies with one behind the other', async () => {
    const pool = await (await start({ inspectors: 1 })).start(detectors, log);
    const [only = 0] = inspectorPids();
    process.kill(only, 'SIGSTOP');
    const mails = [pool.inspect(job(LETTER)), pool.inspect(job(LETTER)), pool.inspect(job(LETTER))];
    process.kill(only, 'SIGKILL');
    expect((await Promise.all(mails)).map(hasNumber)).toEqual([true, true, true]);
    await pool.close();
    await nobodyLeft();
  });

  it('blames no mail when an inspector that has grown is replaced while others wait behind', async () => {
    const small = await (await start({ inspectors: 1 })).start(detectors, log);
    await Promise.all(Array.from({ length: 100 }, () => small.inspect(job(LETTER))));
    const resident = Number(readFileSync(`/proc/${inspectorPids()[0] ?? 0}/statm`, 'latin1').split(' ')[1]) * 4096;
    await small.close();
    const pool = await (await start({ inspectors: 1, memoryBytes: resident * 1.25 })).start(detectors, log);
    const [first = 0] = inspectorPids();
    warnings.length = 0;
    const reports = await Promise.all(Array.from({ length: 6 }, () => pool.inspect(job(LETTER))));
    expect(reports.every(({ uninspected }) => uninspected.length === 0)).toBe(true);
    expect(reports.every(hasNumber)).toBe(true);
    expect(warnings).toEqual([]);
    expect(inspectorPids()).not.toContain(first);
    await pool.close();
  });

  it('closing blames no mail: what is at work, waits or comes later is for the next start', async () => {
    const pool = await (await start({ inspectors: 1 })).start(detectors, log);
    for (const pid of inspectorPids()) process.kill(pid, 'SIGSTOP'); // a mail that takes long
    const mails = [pool.inspect(job(LETTER)), pool.inspect(job(LETTER))];
    const ends = mails.map((one) => expect(one).rejects.toMatchObject({ outcome: 'shutting-down' }));
    await pool.close();
    await Promise.all(ends);
    await expect(pool.inspect(job(LETTER))).rejects.toMatchObject({ outcome: 'shutting-down' });
  });

  it('fails clearly when the first inspector ends before it is ready, and leaves none behind', async () => {
    const prepared = await start({});
    await eventually(() => inspectorPids().length === 1, 'the first inspector');
    for (const pid of inspectorPids()) process.kill(pid, 'SIGKILL');
    await expect(prepared.start(detectors, log)).rejects.toThrow(/ended before it was ready/);
    await nobodyLeft();
  });

  it('lets an inspector finish its mail with the old data while the new ones work', async () => {
    const pool = await (await start({ timeoutMs: 60_000 })).start(detectors, log);
    await eventually(() => inspectorPids().length === 2, 'both inspectors');
    await Promise.all(Array.from({ length: 40 }, () => pool.inspect(job(LETTER)))); // both are ready
    const old = inspectorPids();
    for (const pid of old) process.kill(pid, 'SIGSTOP'); // a mail that takes long
    const slow = pool.inspect(job(LETTER));
    await pool.reload(WITHOUT_NUMBER);
    expect(hasNumber(await pool.inspect(job(LETTER)))).toBe(false);
    for (const pid of old) process.kill(pid, 'SIGCONT');
    expect(hasNumber(await slow)).toBe(true);
    await eventually(() => inspectorPids().length === 2, 'the old ones to be gone');
    await pool.close();
    await nobodyLeft();
  });

  it('ends an inspector that is not wanted after all', async () => {
    await (await start({})).close();
    await nobodyLeft();
  });
});
