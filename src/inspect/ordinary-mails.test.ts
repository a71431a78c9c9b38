/** Mail as real programs write it, with nothing in it: a gateway that stops these is switched off. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadSettings, readRules } from '../config/config.ts';
import { systemClock } from '../core/clock.ts';
import { compileDetectors } from '../detect/detect.ts';
import { DEFAULT_LIMITS } from '../extract/extract.ts';
import { REPOSITORY } from '../testing/gateway.ts';
import { inspectMessage } from './inspect.ts';

const folder = new URL('../../test-fixtures/mail/ordinary/', import.meta.url);
const { detectors: data } = readRules(loadSettings({ env: {}, cwd: REPOSITORY }), systemClock);
const detectors = compileDetectors(data);
const inspect = (bytes: Buffer) =>
  inspectMessage(bytes, {
    detectors,
    secureWords: data.options.secureWords,
    sender: 'anna.berg@kommun.example',
    recipients: ['bo@partner.example'],
    receivedAt: '2026-11-23T09:00:00.000Z',
    reveal: false,
    limits: DEFAULT_LIMITS,
    ocr: { budgetMs: 0, pages: 0 },
    personSalt: 'test',
    now: () => performance.now(),
  });

const files = readdirSync(folder).filter((file) => file.endsWith('.eml'));

describe('ordinary mail', () => {
  it('is there to be looked at', () => expect(files.length).toBeGreaterThan(30));

  it.each(files)('%s has no finding, and nothing in it is unread but pictures, signatures and maps', async (file) => {
    const bytes = readFileSync(new URL(file, folder));
    for (const mail of [bytes, Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')]) {
      const { findings, uninspected } = await inspect(mail);
      expect(findings.filter(({ confidence }) => confidence !== 'low')).toEqual([]);
      const unread = uninspected.filter(({ kind }) => kind !== 'image' && kind !== 'signature' && kind !== 'harmless');
      expect(unread).toEqual([]);
    }
  });
});
