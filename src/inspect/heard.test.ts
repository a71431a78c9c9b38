import { readdirSync, writeSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partPath } from '../core/brand.ts';
import { aFinding, aReport } from '../testing/reports.ts';
import { temporaryFolder } from '../testing/spooled-mail.ts';
import { closeMark, frameOf, openMark, readFrames, readLines, readMark } from './channel.ts';
import { readHeard, readMarked } from './heard.ts';
import type { FromInspector, ToInspector } from './protocol.ts';

const SIZE = 1000;
const sizeOf = (number: number): number => (number === 1 ? SIZE : 0);
const REPORT: Extract<FromInspector, { type: 'report' }>['report'] = {
  ...aReport({
    findings: [aFinding({ synthetic: true })],
    uninspected: [
      {
        part: partPath('2'),
        path: ['a.zip'],
        reason: 'encrypted',
        detail: 'ZipCrypto',
        kind: 'archive',
        encryption: { algorithm: 'ZipCrypto', bits: null },
      },
    ],
    outline: {
      size: SIZE,
      otherSubjects: [{ start: 50, end: 60 }],
      removable: [{ path: partPath('2'), range: { start: 300, end: 900 }, maskedName: 'a.zip' }],
    },
  }),
  oddities: [{ key: 'missing-final-boundary', part: partPath('') }],
};
const line = (report: unknown): string => JSON.stringify({ type: 'report', number: 1, report });

describe('readMarked()', () => {
  it('tells which document of this mail was begun last', () => {
    expect(readMarked('{"number":3,"part":"2!a.docx"}', 3)).toBe('2!a.docx');
  });

  it.each([
    '',
    '{"number":3,"par',
    'null',
    '{"number":2,"part":"1"}',
    '{"number":"3","part":"1"}',
    '{"number":3,"part":{}}',
  ])('takes %j for none', (text) => {
    expect(readMarked(text, 3)).toBeNull();
  });
});

describe('the mark', () => {
  it('gives back its first line, however long what stood there before was, and leaves no file', () => {
    const folder = temporaryFolder();
    const mark = openMark([folder.path]);
    if (mark === null) throw new TypeError('no mark');
    expect(readdirSync(folder.path)).toEqual([]);
    expect(readMark(mark)).toBe('');
    for (const text of ['a long line\n', 'short\n']) writeSync(mark, text, 0);
    expect(readMark(mark)).toBe('short');
    writeSync(mark, 'x'.repeat(100_000), 0);
    expect(readMark(mark)).toBe('');
    closeMark(mark);
    folder.remove();
  });

  it('is none where no file can be made', () => {
    expect(openMark(['/nowhere/at/all'])).toBeNull();
  });
});

describe('readHeard()', () => {
  it('takes what an honest inspector says, unchanged', () => {
    expect(readHeard(line(REPORT), sizeOf)).toEqual({ type: 'report', number: 1, report: REPORT });
    expect(readHeard('{"type":"ready"}', sizeOf)).toEqual({ type: 'ready' });
    expect(readHeard('{"type":"failed","number":3,"error":"TypeError at walk.js:12"}', sizeOf)).not.toBeNull();
    expect(readHeard('{"type":"failed","number":3,"error":"TypeError at unknown place"}', sizeOf)).not.toBeNull();
  });

  it.each([
    ['no JSON', '{"type":'],
    ['no object', 'null'],
    ['a message of another build', '{"type":"document","number":3,"part":"2!a.docx"}'],
    ['an unknown kind of message', '{"type":"NODE_HANDLE","cmd":"NODE_HANDLE"}'],
    ['a report without findings', line({ ...REPORT, findings: undefined })],
    ['a list that is none', line({ ...REPORT, uninspected: { length: 4e9 } })],
    ['a score that is no number', line({ ...REPORT, findings: [{ ...REPORT.findings[0], score: '90' }] })],
    ['a reason nobody knows', line({ ...REPORT, uninspected: [{ ...REPORT.uninspected[0], reason: 'fine' }] })],
    ['a text that is an object', line({ ...REPORT, facts: { ...REPORT.facts, messageId: { toString: 1 } } })],
    ['a text longer than any', line({ ...REPORT, facts: { ...REPORT.facts, date: 'x'.repeat(2_000_000) } })],
    ['more findings than any mail has', line({ ...REPORT, oddities: Array(200_001).fill(REPORT.oddities[0]) })],
    ['a mail of another size', line({ ...REPORT, outline: { ...REPORT.outline, size: SIZE + 1 } })],
    ['a body outside the mail', line({ ...REPORT, outline: { ...REPORT.outline, bodyStart: SIZE + 1 } })],
    [
      'a range outside the mail',
      line({ ...REPORT, outline: { ...REPORT.outline, otherSubjects: [{ start: 0, end: 1001 }] } }),
    ],
    ['a range that runs backwards', line({ ...REPORT, facts: { ...REPORT.facts, secureWord: { start: 9, end: 8 } } })],
    ['a range of fractions', line({ ...REPORT, facts: { ...REPORT.facts, secureWord: { start: 0.5, end: 8 } } })],
    ['words of a mail as the name of a fault', '{"type":"failed","number":1,"error":"Personnummer 19121212-1212"}'],
  ])('refuses %s', (_what, text) => {
    expect(readHeard(text, sizeOf)).toBeNull();
  });

  it('drops what no report has', () => {
    const read = readHeard(line({ ...REPORT, text: 'everything in the mail' }), sizeOf);
    expect(JSON.stringify(read)).not.toContain('everything');
  });

  it('never throws, whatever is said', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((one) => `{"type":"report","number":1,"report":${one}}`),
        ),
        (text) => {
          expect(readHeard(text, sizeOf)).toBeNull();
        },
      ),
    );
  });
});

describe('the channel', () => {
  it('gives whole lines, however the pipe cuts them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string().map((text) => text.replaceAll('\n', ''))),
        fc.integer({ min: 1, max: 9 }),
        (lines, step) => {
          const stream = new PassThrough();
          const heard: string[] = [];
          readLines(
            stream,
            (text) => heard.push(text),
            () => undefined,
          );
          const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
          for (let at = 0; at < bytes.length; at += step) stream.emit('data', bytes.subarray(at, at + step));
          expect(heard).toEqual(lines.map((text) => Buffer.from(text).toString('utf8')));
        },
      ),
    );
  });

  it('holds no more than its limit of a line without end', () => {
    const stream = new PassThrough();
    let overflows = 0;
    const heard: string[] = [];
    readLines(
      stream,
      (text) => heard.push(text),
      () => overflows++,
      1000,
    );
    for (let i = 0; i < 100; i++) stream.emit('data', Buffer.alloc(100, 0x61));
    stream.emit('data', Buffer.from('\n{"type":"ready"}\n'));
    expect(overflows).toBe(1);
    expect(heard).toEqual([]);
  });

  it('brings frames over, however the pipe cuts them', () => {
    const messages: ToInspector[] = [1, 2, 3].map((number) => ({
      type: 'inspect',
      number,
      job: {
        bytes: Buffer.alloc(number * 50, number),
        size: number * 50,
        sender: null,
        recipients: [],
        receivedAt: '',
        reveal: false,
      },
      skip: [[partPath('2'), 'timeout']],
    }));
    const bytes = Buffer.concat(messages.map(frameOf));
    for (const step of [1, 3, 100, bytes.length]) {
      const stream = new PassThrough();
      const heard: ToInspector[] = [];
      readFrames(stream, (message) => heard.push(message));
      for (let at = 0; at < bytes.length; at += step) stream.emit('data', bytes.subarray(at, at + step));
      expect(heard.map((message) => (message.type === 'inspect' ? message.number : 0))).toEqual([1, 2, 3]);
      expect(heard.map((message) => (message.type === 'inspect' ? message.job.bytes?.length : 0))).toEqual([
        50, 100, 150,
      ]);
    }
  });
});
