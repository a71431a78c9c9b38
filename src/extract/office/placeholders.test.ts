/** What stands in the placeholders of a master or layout is read, but not among what the slides say. */
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../testing/read-document.ts';
import { writeZip } from '../../testing/zip-writer.ts';
import { ooxmlFormat } from './office.ts';
import { dividePlaceholders } from './placeholders.ts';
import { readPptStream } from './ppt.ts';
import { Budget, DEFAULT_LIMITS } from '../budget.ts';
import { documentOf } from '../../testing/extract-one.ts';
import { Sink } from './sink.ts';

const NUMBER = '19780805-2398';
const shape = (text: string, about = ''): string =>
  `<p:sp><p:nvSpPr><p:nvPr>${about}</p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`;
const part = (root: string, ...shapes: readonly string[]): string =>
  `<p:${root}><p:cSld><p:spTree>${shapes.join('')}</p:spTree></p:cSld></p:${root}>`;

describe('a placeholder', () => {
  it('of a master or layout stands in a text of its own, other shapes and those of slides do not', async () => {
    const bytes = writeZip([
      { name: '[Content_Types].xml', data: '<Types/>' },
      {
        name: 'ppt/slides/slide1.xml',
        data: part('sld', shape('Boende per 1 oktober', '<p:ph type="title"/>'), shape('Greta')),
      },
      {
        name: 'ppt/slideMasters/slideMaster1.xml',
        data: part('sldMaster', shape('Socialkontoret'), shape('Click to edit', '<p:ph type="title"/>')),
      },
      { name: 'ppt/slideLayouts/slideLayout1.xml', data: part('sldLayout', shape(NUMBER, '<p:ph/>')) },
    ]);
    const { texts } = await readDocument(ooxmlFormat, 'a.pptx', bytes);
    expect(texts.map(({ text }) => text)).toEqual([
      'Boende per 1 oktober\nGreta\nSocialkontoret\n',
      `Click to edit\n${NUMBER}\n`,
    ]);
    expect(texts[1]?.segments.map(({ zone, locator }) => `${zone} ${locator}`)).toEqual([
      'master slide master',
      'master slide layout',
    ]);
  });

  it('of a binary presentation does as well', () => {
    const record = (type: number, ...inner: readonly Buffer[]): Buffer => {
      const head = Buffer.alloc(8);
      const isContainer = type !== 3011 && type !== 4000;
      head.writeUInt16LE(isContainer ? 0x0f : 0, 0);
      head.writeUInt16LE(type, 2);
      head.writeUInt32LE(Buffer.concat(inner).length, 4);
      return Buffer.concat([head, ...inner]);
    };
    const text = (value: string): Buffer => record(0xf00d, record(4000, Buffer.from(value, 'utf16le')));
    const prompt = record(0xf011, record(3011, Buffer.alloc(8)));
    const sink = new Sink(documentOf(Buffer.alloc(0), 'a.ppt'), new Budget(DEFAULT_LIMITS, () => 0));
    readPptStream(
      Buffer.concat([
        record(1016, record(0xf004, prompt, text(`Click to edit ${NUMBER}`)), record(0xf004, text('Socialkontoret'))),
        record(1006, record(0xf004, prompt, text('Greta'))),
      ]),
      sink,
    );
    expect(sink.build().texts.map((each) => each.text)).toEqual([
      'Socialkontoret\nGreta\n',
      `Click to edit ${NUMBER}\n`,
    ]);
  });

  it('that never ends is looked for once', () => {
    const hostile = '<p:sp><p:ph/>'.repeat(200_000) + '</p:sp>'.repeat(200_000);
    const start = performance.now();
    dividePlaceholders(hostile, 'sldMaster');
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
