/** What a comment is about is told with it: the words it is anchored at or those before it. */
import { describe, expect, it } from 'vitest';
import { placesOf, readDocument } from '../../testing/read-document.ts';
import { writeZip } from '../../testing/zip-writer.ts';
import type { ExtractedText } from '../../core/text.ts';
import type { Format } from '../format.ts';
import { aboutWords } from './commented.ts';
import { odfFormat, ooxmlFormat, rtfFormat } from './office.ts';

const SAID = 'Har fått autisme';

const odt = (paragraph: string): Buffer =>
  writeZip([
    { name: 'META-INF/manifest.xml', data: '<manifest/>' },
    { name: 'content.xml', data: `<office:document-content><text:p>${paragraph}</text:p></office:document-content>` },
  ]);
const annotation = (attributes = ''): string =>
  `<office:annotation${attributes}><dc:creator>Kari</dc:creator><dc:date>2026-10-02T10:00:00</dc:date><text:p>${SAID}</text:p></office:annotation>`;
const t = (text: string): string => `<w:r><w:t>${text}</w:t></w:r>`;
const docx = (paragraph: string): Buffer =>
  writeZip([
    { name: '[Content_Types].xml', data: '<Types/>' },
    { name: 'word/document.xml', data: `<w:document><w:body><w:p>${paragraph}</w:p></w:body></w:document>` },
    {
      name: 'word/comments.xml',
      data: `<w:comments><w:comment w:id="3" w:author="Kari"><w:p>${t(SAID)}</w:p></w:comment></w:comments>`,
    },
  ]);
const REFERENCE = '<w:r><w:commentReference w:id="3"/></w:r>';
const remark = `{\\*\\atnid K}{\\*\\atnauthor Kari}\\chatn{\\*\\annotation ${SAID.replace('å', "\\'e5")}}`;

async function comment(format: Format, bytes: Buffer): Promise<string> {
  const { texts } = await readDocument(format, 'a', bytes);
  expect(placesOf(texts, SAID)).toHaveLength(1);
  const lines = texts.flatMap(({ text }: ExtractedText) => text.split('\n'));
  return lines.find((line) => line.includes(SAID)) ?? '';
}

describe('a comment', () => {
  it.each<readonly [string, Format, Buffer]>([
    ['odt, at a place', odfFormat, odt(`Ny liste. Emma Lund${annotation()}, gruppe 2.`)],
    [
      'odt, at a range',
      odfFormat,
      odt(`Ny liste for ${annotation(' office:name="1"')}Emma Lund<office:annotation-end office:name="1"/>, gruppe 2.`),
    ],
    ['docx, at a place', ooxmlFormat, docx(`${t('Ny liste. Emma ')}${t('Lund')}${REFERENCE}${t(', gruppe 2.')}`)],
    [
      'docx, at a range',
      ooxmlFormat,
      docx(
        `${t('Ny liste for ')}<w:commentRangeStart w:id="3"/>${t('Emma Lund')}<w:commentRangeEnd w:id="3"/>${t(', gruppe 2.')}${REFERENCE}`,
      ),
    ],
    ['rtf, at a place', rtfFormat, Buffer.from(`{\\rtf1\\ansi Ny liste. Emma Lund${remark}, gruppe 2.\\par}`)],
    [
      'rtf, at a range',
      rtfFormat,
      Buffer.from(`{\\rtf1 Ny liste for {\\*\\atrfstart 1}Emma Lund{\\*\\atrfend 1}${remark}, gruppe 2.\\par}`),
    ],
  ])('in %s begins with the words it is about', async (_where, format, bytes) => {
    expect(await comment(format, bytes)).toBe(`Emma Lund: ${SAID}`);
  });

  it('in odt is not followed by the name of the program', async () => {
    const meta = '<office:document-meta><meta:generator>LibreOffice/7.4</meta:generator></office:document-meta>';
    const bytes = writeZip([
      { name: 'META-INF/manifest.xml', data: '<manifest/>' },
      { name: 'content.xml', data: `<office:document-content><text:p>${SAID}</text:p></office:document-content>` },
      { name: 'meta.xml', data: meta },
    ]);
    const { texts } = await readDocument(odfFormat, 'a.odt', bytes);
    expect(texts.map(({ text }) => text)).toEqual([`${SAID}\n`, 'LibreOffice/7.4\n']);
  });

  it('at words that name nobody is told as it stands', async () => {
    expect(await comment(odfFormat, odt(`belopp${annotation()} 40 000`))).toBe(SAID);
  });
});

describe('words before a comment', () => {
  it.each([
    ['Kontakt: Per Moen', 'Per Moen: '],
    ['Betalt. Emma 19780805-2398', 'Emma: '],
    [`${'ord '.repeat(30)}om Emma`, /^(?:ord ){12}om Emma: $/u],
    ['bara ord', ''],
    ['', ''],
  ])('%s', (text, words) => {
    if (typeof words === 'string') expect(aboutWords(text)).toBe(words);
    else expect(aboutWords(text)).toMatch(words);
  });
});
