import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import * as CFB from 'cfb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allText, placesOf, readDocument } from '../../testing/read-document.ts';
import { tenorNumber } from '../../testing/test-numbers.ts';
import { compoundFormat } from './office.ts';

const folder = new URL('../../../test-fixtures/documents/', import.meta.url);
const letter = gunzipSync(readFileSync(new URL('other/places-of-a-letter.doc.gz', folder)));
/** Places of the letter in the order of their numbers. */
const PLACES =
  'odd-header even-header odd-footer even-footer deleted body hidden hidden-style inserted footnote-1 footnote-2 footnote-2-more endnote comment-1 comment-2 textbox-1 textbox-2 cell after';

const numberAt = (place: string): string => tenorNumber(1000 + PLACES.split(' ').indexOf(place));
const placesIn = async (bytes: Buffer, wanted: string): Promise<readonly string[]> =>
  placesOf((await readDocument(compoundFormat, 'brev.doc', bytes)).texts, wanted);

/** The letter with bytes of one stream changed. */
function changed(stream: string, change: (bytes: Buffer) => void): Buffer {
  const file = CFB.read(letter, { type: 'buffer' });
  const content = CFB.find(file, stream)?.content;
  const bytes = Buffer.from(content as Uint8Array);
  change(bytes);
  CFB.utils.cfb_add(file, `/${stream}`, bytes);
  const written: unknown = CFB.write(file, { type: 'buffer' });
  return Buffer.isBuffer(written) ? written : Buffer.alloc(0);
}

describe('the place of a finding in a Word 97 document', () => {
  it.each([
    ['body', 'body'],
    ['after', 'body'],
    ['hidden', 'hidden'],
    ['hidden-style', 'hidden'],
    ['inserted', 'tracked-change'],
    ['deleted', 'tracked-change deleted'],
    ['odd-header', 'header header'],
    ['even-header', 'header header'],
    ['odd-footer', 'footer footer'],
    ['even-footer', 'footer footer'],
    ['footnote-1', 'footnote footnote 1'],
    ['footnote-2', 'footnote footnote 2'],
    ['footnote-2-more', 'footnote footnote 2'],
    ['endnote', 'endnote endnote 1'],
    ['comment-1', 'comment comment 1'],
    ['comment-2', 'comment comment 2'],
    ['textbox-1', 'textbox'],
    ['textbox-2', 'textbox'],
    ['cell', 'body table 1 row 2'],
  ])('is said right: %s', async (place, expected) => {
    expect(await placesIn(letter, numberAt(place))).toEqual([expected]);
  });

  it('is a cell under the heading of its column in a table', async () => {
    const { texts } = await readDocument(compoundFormat, 'brev.doc', letter);
    const segments = texts.flatMap(({ text, segments: all }) =>
      all.map((segment) => ({ ...segment, text: text.slice(segment.start, segment.end).trim() })),
    );
    const heading = segments.find(({ text }) => text === 'Personnummer');
    const cell = segments.find(({ text }) => text === numberAt('cell'));
    expect(heading?.cell).toEqual({ table: 0, row: 0, column: 1 });
    expect(cell?.cell).toEqual({ table: 0, row: 1, column: 1 });
  });

  it('names the authors of comments beside them', async () => {
    expect(await placesIn(letter, 'Granskare Två')).toEqual(['comment comment 2']);
  });
});

describe('a Word 97 document that cannot be followed', () => {
  it('is damaged and swept: no piece of text where the file says', async () => {
    const bytes = changed('WordDocument', (word) => word.writeUInt32LE(0x7fffffff, 154 + 33 * 8));
    const { texts, uninspected } = await readDocument(compoundFormat, 'brev.doc', bytes);
    expect(uninspected).toMatchObject([{ reason: 'damaged' }]);
    expect(allText(texts)).toContain(numberAt('body'));
  });

  it('is damaged where its stories claim more text than there is', async () => {
    const bytes = changed('WordDocument', (word) => word.writeInt32LE(0x7fffffff, 0x4c));
    const { texts, uninspected } = await readDocument(compoundFormat, 'brev.doc', bytes);
    expect(uninspected).toMatchObject([{ reason: 'damaged' }]);
    expect(allText(texts)).toContain(numberAt('body'));
  });

  it('never loses a passage without a word, whatever its tables say', async () => {
    const numbers = PLACES.split(' ').map(numberAt);
    const edits = fc.array(fc.tuple(fc.constantFrom('head', 'table'), fc.nat(0xffff), fc.nat(0xff)), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(edits, async (all) => {
        const alter =
          (which: string) =>
          (bytes: Buffer): void => {
            const reach = which === 'head' ? 900 : bytes.length;
            for (const [where, at, value] of all) if (where === which) bytes[at % reach] = value;
          };
        const head = changed('WordDocument', alter('head'));
        const table = changed('1Table', alter('table'));
        for (const bytes of [head, table]) {
          const { texts, uninspected } = await readDocument(compoundFormat, 'brev.doc', bytes);
          const text = allText(texts);
          const lost = numbers.filter((number) => !text.includes(number));
          if (uninspected.length === 0) expect(lost).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });
});
