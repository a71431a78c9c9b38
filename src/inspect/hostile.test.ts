/** Files and mails made to hurt, through the real pool: each ends within its limit, and nobody else waits for it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSettings, readRules } from '../config/config.ts';
import { systemClock } from '../core/clock.ts';
import type { InspectionReport } from '../core/inspection.ts';
import type { Log, LogFields } from '../core/log.ts';
import { DEFAULT_LIMITS } from '../extract/extract.ts';
import { eventually, REPOSITORY } from '../testing/gateway.ts';
import { endlessPdf, HOSTILE, mailWith, NUMBER } from '../testing/hostile-files.ts';
import { inspectorPids, residentBytes } from '../testing/inspector-pids.ts';
import { writeZip } from '../testing/zip-writer.ts';
import type * as Built from './inspect.ts';
import type { InspectionJob, Inspectors, PoolSettings } from './inspect.ts';

const built = new URL('../../dist/inspect/inspect.js', import.meta.url).href;
const { detectors } = readRules(loadSettings({ env: {}, cwd: REPOSITORY }), systemClock);
const MEGABYTE = 1024 * 1024;

const SETTINGS: PoolSettings = {
  inspectors: 2,
  others: 'at-once',
  timeoutMs: 5_000,
  memoryBytes: 768 * MEGABYTE,
  ocr: { budgetMs: 0, pages: 0 },
  limits: { ...DEFAULT_LIMITS, timeMs: 5_000 },
  readable: [],
};

const warnings: LogFields[] = [];
const log: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (fields) => warnings.push(fields),
  error: () => undefined,
};

async function start(settings: PoolSettings): Promise<Inspectors> {
  const { startInspectors } = (await import(built)) as typeof Built;
  return startInspectors(settings, detectors, log);
}

const job = (bytes: Buffer): InspectionJob => ({
  bytes,
  size: bytes.length,
  sender: 'anna@kommun.example',
  recipients: ['b@example.org'],
  receivedAt: '2026-11-23T09:00:00.000Z',
  reveal: true,
});
const found = (report: InspectionReport): boolean =>
  report.findings.some((finding) => finding.normalized === NUMBER.replace('-', '') && finding.confidence !== 'low');
const listed = (report: InspectionReport) => report.uninspected.filter((one) => one.kind !== 'image');

describe('hostile mail', () => {
  let pool: Inspectors;
  beforeAll(async () => {
    pool = await start(SETTINGS);
  });
  afterAll(() => pool.close());

  it.each(HOSTILE)('%s ends within its limits and is never silent', async (_name, make, expected) => {
    warnings.length = 0;
    const report = await pool.inspect(job(make()));
    // no inspector had to be killed for it: the limits inside were enough
    expect(warnings).toEqual([]);
    if (expected === 'found') expect(found(report)).toBe(true);
    else if (expected === 'listed') expect(listed(report)).not.toEqual([]);
    else expect(found(report) || listed(report).length > 0).toBe(true);
  });

  it('leaves inspectors of ordinary size behind', async () => {
    await pool.inspect(job(mailWith([], NUMBER)));
    await eventually(() => {
      const pids = inspectorPids();
      return pids.length === 2 && pids.every((pid) => residentBytes(pid) < SETTINGS.memoryBytes * 0.6);
    }, 'memory given back');
  });

  it('cannot stall it with expressions that would backtrack', async () => {
    const custom = ['(a+)+$', '(a|aa)*b', '(?:a?){60}a{60}', '(.*,){20}x'].map((expression, at) => ({
      id: `egen-${at}`,
      category: 'egen',
      score: 90,
      words: [],
      expressions: [expression],
      source: 'egen.yaml:1:1',
    }));
    await pool.reload({ ...detectors, custom });
    const report = await pool.inspect(
      job(mailWith([], `Personnummer ${NUMBER}\r\n${'a'.repeat(200_000)} ${'a,'.repeat(50_000)}`)),
    );
    expect(found(report)).toBe(true);
    await pool.reload(detectors);
  });
});

describe('a document that does not come to an end', () => {
  // the readers' own clocks are switched off: only the parent can end it
  const settings: PoolSettings = {
    ...SETTINGS,
    timeoutMs: 1_500,
    memoryBytes: 3_000 * MEGABYTE,
    limits: { ...DEFAULT_LIMITS, timeMs: 3_600_000 },
  };
  let pool: Inspectors;
  beforeAll(async () => {
    pool = await start(settings);
  });
  afterAll(() => pool.close());

  it('is killed and marked, the rest of its mail is inspected, and other mail does not wait for it', async () => {
    warnings.length = 0;
    const zip = writeZip([
      { name: 'fore.txt', data: `Personnummer ${NUMBER}` },
      { name: 'ond.pdf', data: endlessPdf() },
      { name: 'efter.txt', data: 'Personnummer 19820103-2391' },
    ]);
    const order: string[] = [];
    const hostile = pool.inspect(job(mailWith([{ name: 'a.zip', bytes: zip }]))).then((report) => {
      order.push('hostile');
      return report;
    });
    const small = Array.from({ length: 20 }, async () => {
      const report = await pool.inspect(job(mailWith([], `Personnummer ${NUMBER}`)));
      order.push('small');
      return report;
    });
    expect((await Promise.all(small)).every(found)).toBe(true);
    const report = await hostile;
    expect(order).toEqual([...Array.from({ length: 20 }, () => 'small'), 'hostile']);
    expect(report.uninspected).toMatchObject([{ path: ['a.zip', 'ond.pdf'], reason: 'timeout' }]);
    expect(report.findings.map((finding) => finding.path)).toEqual(
      expect.arrayContaining([
        ['a.zip', 'fore.txt'],
        ['a.zip', 'efter.txt'],
      ]),
    );
    expect(warnings.map((fields) => fields['reason'])).toEqual(['timeout']);
    // names of files are content, and warnings go to the log
    expect(JSON.stringify(warnings)).not.toContain('ond.pdf');
  });
});

describe('a document that eats memory', () => {
  const settings: PoolSettings = {
    ...SETTINGS,
    timeoutMs: 30_000,
    memoryBytes: 260 * MEGABYTE,
    limits: {
      ...DEFAULT_LIMITS,
      expandedBytes: 2_000 * MEGABYTE,
      textLength: 2_000 * MEGABYTE,
      ratio: 1_000_000,
      timeMs: 30_000,
    },
  };
  let pool: Inspectors;
  beforeAll(async () => {
    pool = await start(settings);
  });
  afterAll(() => pool.close());

  it('costs one inspector, is marked, and the rest of its mail is inspected', async () => {
    warnings.length = 0;
    const bomb = writeZip(
      Array.from({ length: 6 }, (_, i) => ({
        name: `${i}.bin`,
        data: Buffer.alloc(90 * MEGABYTE, i + 65),
        deflate: true,
      })),
    );
    const mail = mailWith([
      { name: 'stor.zip', bytes: bomb },
      { name: 'efter.txt', bytes: Buffer.from(`Personnummer ${NUMBER}`) },
    ]);
    const before = pool.stats().replaced;
    const report = await pool.inspect(job(mail));
    expect(found(report)).toBe(true);
    expect(report.uninspected.length).toBeGreaterThan(0);
    expect(report.uninspected.every((one) => one.path[0] === 'stor.zip' && one.reason === 'limit')).toBe(true);
    expect(pool.stats().replaced).toBeGreaterThan(before);
    expect(warnings.every((fields) => fields['reason'] === 'limit')).toBe(true);
    await eventually(
      () => inspectorPids().length === 2 && inspectorPids().every((pid) => residentBytes(pid) < settings.memoryBytes),
      'memory given back',
    );
    expect(found(await pool.inspect(job(mailWith([], `Personnummer ${NUMBER}`))))).toBe(true);
  });
});
