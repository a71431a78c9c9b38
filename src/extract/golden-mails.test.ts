import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMail } from '../testing/read-mail.ts';
import type { MessageReading } from './extract.ts';

const ROOT = new URL('../../test-fixtures/mail/', import.meta.url);

/** The reading without byte offsets, which differ between line ends. */
const summary = (reading: MessageReading): unknown => ({
  parts: reading.message.parts.map((part) => [part.path, part.declaredType, part.fileName]),
  oddities: reading.oddities.map((oddity) => `${oddity.part} ${oddity.key}`),
  texts: reading.texts.map((text) => ({
    part: text.part,
    where: text.where,
    path: text.path,
    text: text.segments.map((segment) => [
      segment.quoted ? `${segment.zone}, quoted` : segment.zone,
      text.text.slice(segment.start, segment.end),
    ]),
  })),
  uninspected: reading.uninspected,
  signals: reading.signals,
});

function checkReading(reading: MessageReading): void {
  for (const text of reading.texts) {
    let at = 0;
    for (const segment of text.segments) {
      expect(segment.start).toBe(at);
      at = segment.end;
    }
    expect(at).toBe(text.text.length);
  }
}

interface Golden {
  readonly name: string;
  readonly mail: Buffer;
  readonly expected: URL;
}
const topics = ['plain', 'quoted', 'html', 'attachments', 'malformed'];
const goldens: readonly Golden[] = topics.flatMap((topic) =>
  readdirSync(new URL(`${topic}/`, ROOT))
    .filter((file) => file.endsWith('.eml'))
    .map((file) => ({
      name: `${topic}/${file}`,
      mail: readFileSync(new URL(`${topic}/${file}`, ROOT)),
      expected: new URL(`${topic}/${file.replace(/\.eml$/, '.expected.json')}`, ROOT),
    })),
);

const toLf = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
const toCrlf = (bytes: Buffer): Buffer =>
  Buffer.from(toLf(bytes).toString('latin1').replaceAll('\n', '\r\n'), 'latin1');

describe('golden mails', () => {
  it.each(topics)('there are some about %s', (topic) => {
    expect(goldens.some((golden) => golden.name.startsWith(`${topic}/`))).toBe(true);
  });

  for (const { name, mail, expected } of goldens) {
    it(`${name} reads as expected, with LF and with CRLF`, async () => {
      const crlf = summary(await readMail(toCrlf(mail)));
      if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(expected, `${JSON.stringify(crlf, null, 2)}\n`);
      expect(existsSync(expected)).toBe(true);
      expect(crlf).toEqual(JSON.parse(readFileSync(expected, 'utf8')));
      expect(summary(await readMail(toLf(mail)))).toEqual(crlf);
    });
  }

  it('when damaged never make it throw, and segments cover every text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...goldens),
        fc.nat(2000),
        fc.nat(30),
        fc.uint8Array({ maxLength: 8 }),
        async (golden, at, cut, insert) => {
          const mail = toCrlf(golden.mail);
          checkReading(
            await readMail(Buffer.concat([mail.subarray(0, at), Buffer.from(insert), mail.subarray(at + cut)])),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('any bytes are read without throwing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async (bytes) =>
        checkReading(await readMail(Buffer.from(bytes))),
      ),
      { numRuns: 200 },
    );
  });
});
