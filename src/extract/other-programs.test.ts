/** Documents of programs that the marker matrices do not use, read through the registry of formats as the walk does. */
import * as CFB from 'cfb';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { allText, placesOf, readDeep } from '../testing/read-document.ts';
import { tenorNumber } from '../testing/test-numbers.ts';

const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../../test-fixtures/documents/${name}`, import.meta.url));

describe('a document of another program', () => {
  it('keeps its places although a record of Apache POI is longer than what holds it', async () => {
    const { texts } = await readDeep('a.ppt', fixture('other/overlong-record.ppt'));
    for (const at of [0, 1, 2, 6]) expect(placesOf(texts, tenorNumber(at))).toContain('body slide 1');
    expect(placesOf(texts, tenorNumber(3))).toContain('hidden slide 2');
  });

  it.each(['stored.lzh', 'binary.cpio'])('is unpacked although its archive reads as text: %s', async (name) => {
    const { texts } = await readDeep(name, fixture(`other/${name}`));
    const brev = texts.filter((text) => text.path.at(-1) === 'brev.txt');
    expect(brev.map((text) => text.text).join('')).toContain(`fødselsnummer ${tenorNumber(0)}`);
  });

  it('is no picture because it is a Lotus 1-2-3 sheet', async () => {
    const { uninspected } = await readDeep('a.wk1', fixture('other/lotus.wk1'));
    expect(uninspected).toMatchObject([{ reason: 'unsupported', detail: 'application/vnd.lotus-1-2-3' }]);
  });

  it('has the places of its cells in a flat OpenDocument sheet', async () => {
    const { texts } = await readDeep('a.fods', fixture('other/sheetjs.fods'));
    expect(placesOf(texts, tenorNumber(0))).toEqual(['cell S!B2']);
    expect(placesOf(texts, tenorNumber(1))).toEqual(['cell S!B3']);
  });

  it('has the places of a flat OpenDocument text that LibreOffice wrote', async () => {
    const { texts } = await readDeep('a.fodt', fixture('office/places.fodt'));
    const zones = new Set(texts.flatMap((text) => text.segments.map((segment) => segment.zone)));
    for (const zone of ['header', 'footer', 'footnote', 'comment', 'tracked-change', 'metadata'])
      expect(zones).toContain(zone);
  });

  it('is not text because it is white: a raw picture', async () => {
    const picture = Buffer.concat([Buffer.from('P5\n100 100\n255\n'), Buffer.alloc(10_000, 0xff)]);
    const { uninspected } = await readDeep('a.pgm', picture);
    expect(uninspected.map(({ reason }) => reason)).toEqual(['unsupported']);
  });

  it('has properties in the code page that it names', async () => {
    const { texts } = await readDeep('a.doc', gunzipSync(fixture('other/utf8-properties.doc.gz')));
    expect(placesOf(texts, 'fødselsnummer').filter((place) => place === 'metadata')).toHaveLength(2);
    expect(allText(texts)).not.toContain('Ã¸');
  });

  it('is unread where its text is packed, and a sweep finds nothing: Visio before .vsdx', async () => {
    const file = CFB.utils.cfb_new();
    CFB.utils.cfb_add(file, '/VisioDocument', Buffer.alloc(5000, 1));
    const written: unknown = CFB.write(file, { type: 'buffer' });
    const { uninspected } = await readDeep('a.vsd', Buffer.isBuffer(written) ? written : Buffer.alloc(0));
    expect(uninspected).toMatchObject([{ reason: 'unsupported', kind: 'document' }]);
  });
});
