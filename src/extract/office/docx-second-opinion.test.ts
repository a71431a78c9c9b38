import { describe, expect, it } from 'vitest';
import { contextOf, documentOf, extractOne } from '../../testing/extract-one.ts';
import { tenorNumber } from '../../testing/test-numbers.ts';
import { writeZip } from '../../testing/zip-writer.ts';
import { askMammoth } from './docx-second-opinion.ts';
import { ooxmlFormat } from './office.ts';
import { Sink } from './sink.ts';

const NUMBER = tenorNumber(960);
const NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const main = (body: string): string => `<w:document ${NAMESPACE}><w:body>${body}</w:body></w:document>`;
const paragraph = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;

const opinionOn = async (xml: string, known = ''): Promise<string> => {
  const sink = new Sink(documentOf(Buffer.alloc(0), 'a.docx'), contextOf().budget);
  sink.line(known, 'body');
  await askMammoth([xml], sink);
  return sink
    .build()
    .texts.slice(known === '' ? 0 : 1)
    .map(({ text }) => text)
    .join('');
};

describe('the second opinion on a .docx', () => {
  it('adds what only mammoth read', async () => {
    expect(await opinionOn(main(paragraph(NUMBER)))).toContain(NUMBER);
  });

  it('adds nothing that is known already', async () => {
    expect(await opinionOn(main(paragraph(NUMBER)), NUMBER)).toBe('');
  });

  it('is not asked for about long or deep documents', async () => {
    expect(await opinionOn(main(paragraph(NUMBER) + '<w:p/>'.repeat(40_000)))).toBe('');
    expect(await opinionOn(main('<w:sdt>'.repeat(300) + paragraph(NUMBER) + '</w:sdt>'.repeat(300)))).toBe('');
  });

  it('is silent where mammoth gives up', async () => {
    expect(await opinionOn('<w:document><w:body><w:p')).toBe('');
  });

  it('changes nothing in what a damaged document already gave', async () => {
    const files = [
      { name: '[Content_Types].xml', data: '<Types/>' },
      { name: 'word/document.xml', data: main(`${paragraph(NUMBER)}</w:p>`) },
    ];
    const { texts, uninspected } = await extractOne(ooxmlFormat, writeZip(files), 'a.docx');
    expect(texts.map(({ text }) => text)).toEqual([`${NUMBER}\n`]);
    expect(uninspected.map(({ reason }) => reason)).toEqual(['damaged']);
  });
});
