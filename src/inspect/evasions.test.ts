/** What is hidden from programs is found or said to be unreadable; the same mail with another number in it passes. */
import { describe, expect, it } from 'vitest';
import { loadSettings, readRules } from '../config/config.ts';
import { systemClock } from '../core/clock.ts';
import { compileDetectors } from '../detect/detect.ts';
import { DEFAULT_LIMITS } from '../extract/extract.ts';
import { EVASIVE_HTML } from '../testing/evasive-html.ts';
import { EVASIVE_MAILS } from '../testing/evasive-mails.ts';
import { REPOSITORY } from '../testing/gateway.ts';
import { inspectMessage } from './inspect.ts';

/** Skatteverket's published test number; and one with a thirteenth month and more, that is nobody's. */
const SECRET = '811218-9876';
const HARMLESS = '815218-9873';

const { detectors: data } = readRules(loadSettings({ env: {}, cwd: REPOSITORY }), systemClock);
const detectors = compileDetectors(data);
const inspect = (mail: string) =>
  inspectMessage(bytesOf(mail), {
    detectors,
    secureWords: data.options.secureWords,
    sender: 'anna@kommun.example',
    recipients: ['b@example.org'],
    receivedAt: '2026-11-23T09:00:00.000Z',
    reveal: false,
    limits: DEFAULT_LIMITS,
    ocr: { budgetMs: 0, pages: 0 },
    personSalt: 'test',
    now: () => performance.now(),
  });

/** Text beyond latin1 or with Swedish letters is UTF-8; otherwise each character is a byte. Bare CR is kept. */
const bytesOf = (mail: string): Buffer =>
  Buffer.from(mail.replace(/\r?\n/gu, '\r\n'), /[^\0-\xff]|[åäöÅÄÖ]/u.test(mail) ? 'utf8' : 'latin1');

describe.each([
  ['HTML', EVASIVE_HTML],
  ['a mail', EVASIVE_MAILS],
])('%s that hides a number', (_kind, cases) => {
  it.each(Object.entries(cases))('by %s is not let through', async (_name, make) => {
    const { findings, uninspected } = await inspect(make(SECRET));
    const seen = findings.some(({ category, confidence }) => category === 'national-id' && confidence !== 'low');
    expect(seen || uninspected.some(({ reason }) => reason === 'ambiguous')).toBe(true);
  });

  it.each(Object.entries(cases))('by %s is let through when there is none', async (_name, make) => {
    const { findings, uninspected } = await inspect(make(HARMLESS));
    expect(findings.filter(({ confidence }) => confidence !== 'low')).toEqual([]);
    expect(uninspected).toEqual([]);
  });
});
