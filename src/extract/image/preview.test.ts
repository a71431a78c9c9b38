/** The preview that a document carries: read where it shows something else than the document, and not for what it says already. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeZip } from '../../testing/zip-writer.ts';
import { DEFAULT_LIMITS, extractMessage } from '../extract.ts';
import type { MessageReading } from '../extract.ts';
import { hasOther } from './preview.ts';

const shown = readFileSync(join(import.meta.dirname, '../../../test-fixtures/documents/image/text.png'));
const NUMBER = '19780805-2398';

const inOdt = (text: string): Buffer =>
  writeZip([
    { name: 'META-INF/manifest.xml', data: '<manifest/>' },
    { name: 'content.xml', data: `<office:document-content><text:p>${text}</text:p></office:document-content>` },
    { name: 'Thumbnails/thumbnail.png', data: shown },
  ]);
const inDocx = (text: string): Buffer =>
  writeZip([
    { name: '[Content_Types].xml', data: '<Types/>' },
    { name: 'word/document.xml', data: `<w:document><w:body><w:p><w:t>${text}</w:t></w:p></w:body></w:document>` },
    { name: 'docProps/thumbnail.png', data: shown },
  ]);

function read(document: Buffer, budgetMs = 60_000): Promise<MessageReading> {
  const head = 'Content-Type: application/octet-stream; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n';
  return extractMessage(Buffer.from(head + document.toString('base64')), {
    limits: DEFAULT_LIMITS,
    ocr: { budgetMs, pages: 10 },
    skip: new Map(),
    onDocument: () => undefined,
    passwords: () => [],
    now: () => 0,
  });
}
const recognised = ({ texts }: MessageReading): string =>
  texts
    .filter(({ segments }) => segments.some(({ zone }) => zone === 'ocr'))
    .map(({ text }) => text)
    .join('\n');

describe('the preview of a document', () => {
  for (const [kind, build] of [
    ['odt', inOdt],
    ['docx', inDocx],
  ] as const) {
    it(`is read in ${kind} when the document does not say what it shows`, async () => {
      expect(recognised(await read(build('Personnummer')))).toContain(NUMBER);
    });

    it(`says nothing in ${kind} when the document says it`, async () => {
      const whole = recognised(await read(build('')));
      const { texts, uninspected } = await read(build(whole));
      expect(recognised({ texts } as MessageReading)).toBe('');
      expect(uninspected).toEqual([]);
    });
  }

  it('too small to be read says nothing, and is looked at once', async () => {
    const letter = readFileSync(
      join(import.meta.dirname, '../../../test-fixtures/documents/office/letter-with-preview.odt'),
    );
    const before = process.cpuUsage();
    const reading = await read(letter);
    const { user, system } = process.cpuUsage(before);
    expect(recognised(reading)).toBe('');
    expect(reading.uninspected).toEqual([]);
    // a reading in three languages takes ten seconds and more
    expect((user + system) / 1e6).toBeLessThan(7);
  });

  it('is listed like any picture where nothing can be recognised', async () => {
    expect((await read(inOdt('Hej'), 0)).uninspected.map(({ kind }) => kind)).toEqual(['image']);
  });
});

describe('words of a preview', () => {
  const said = 'beslut om fardtjanst for ella strandberg, sokeren har 3260345512 ikke fatt tildelt plass';
  const seen = (text: string, confidence: number): boolean =>
    hasOther(
      text.split(' ').map((word) => ({ text: word, confidence })),
      said,
    );

  it.each(['Färdtjänst', 'Fördtjänst', 'strandb', '3260345', 'Søkeren', 'om', 'Tildelf'])('%s is said', (word) => {
    expect(seen(word, 90)).toBe(false);
  });

  it.each(['Lind', 'autism', '2391', 'HIV', '780805-2398'])('%s is not', (word) => {
    expect(seen(word, 90)).toBe(true);
  });

  it('that nobody can read with any certainty are another text when there are several', () => {
    expect(seen('vardering autisrn', 40)).toBe(false);
    expect(seen('vardering autisrn Kxrlsson skolpsykolog utrednmg', 40)).toBe(true);
    expect(seen('vardering autisrn Kxrlsson skolpsykolog utrednmg', 20)).toBe(false);
  });

  it('of a page that nobody can read are another text only when they are quite sure', () => {
    const shown = (text: string, confidence: number): boolean =>
      hasOther(
        text.split(' ').map((word) => ({ text: word, confidence })),
        said,
        true,
      );
    expect(shown('vardering autisrn Kxrlsson skolpsykolog utrednmg', 60)).toBe(false);
    expect(shown('vecka', 80)).toBe(false);
    expect(shown('autism', 92)).toBe(true);
    expect(shown('780805-2398', 75)).toBe(true);
  });

  it('of a hostile picture and document are compared in little time', () => {
    const words = (count: number): string =>
      Array.from({ length: count }, (_, at) => `${(at * 7919).toString(36)}aaaa`).join(' ');
    const start = performance.now();
    hasOther(
      Array.from({ length: 5000 }, (_, at) => ({ text: `aaaa${at.toString(36)}a`, confidence: 60 })),
      words(3000),
    );
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('a number in a preview', () => {
  const seen = (text: string): { text: string; confidence: number }[] => [{ text, confidence: 92 }];

  it.each([
    ['whose last digits stand in other numbers', '811218-9876', 'anna 811218 saldo 19876'],
    ['that is like another one', '198112189876', 'anna 198112189875'],
  ])('%s is something else', (_what, number, text) => {
    expect(hasOther(seen(number), text)).toBe(true);
  });

  it.each([
    ['as it is', '811218-9876', 'anna 811218-9876'],
    ['without its sign', '811218-9876', 'anna 8112189876 berg'],
    ['in brackets', '(811218-9876),', 'anna (811218-9876)'],
  ])('that the document says %s is none', (_what, number, text) => {
    expect(hasOther(seen(number), text)).toBe(false);
  });
});
