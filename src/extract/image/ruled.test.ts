import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allText, placesOf, readDocument } from '../../testing/read-document.ts';
import { drawShapes, shapesOf } from './bitmap.ts';
import type { Bitmap } from './bitmap.ts';
import { imageFormat } from './image.ts';
import { chooseEngine } from './ocr-engine.ts';
import { unreadBetweenLines } from './ruled.ts';

const folder = join(import.meta.dirname, '../../../test-fixtures/documents/image/ruled');
const picture = (name: string): Buffer => readFileSync(join(folder, `${name}.png`));
const OCR = { ocr: { budgetMs: 60_000, pages: 10 } };
const NUMBER = '19780805-2398';

describe('a scan with ruled lines', () => {
  it.each(['table', 'table-askew', 'boxes', 'boxes-askew'])('is read whole: %s', async (name) => {
    const { texts, uninspected } = await readDocument(imageFormat, `${name}.png`, picture(name), OCR);
    expect(placesOf(texts, NUMBER)).toEqual(['ocr']);
    expect(allText(texts)).toContain('överklagas');
    expect(uninspected).toEqual([]);
  });

  it('keeps the row of a table and the order of the page', async () => {
    const { texts } = await readDocument(imageFormat, 'a.png', picture('table'), OCR);
    expect(allText(texts)).toMatch(/bistånd\s+Namn Personnummer Ort\s+Eva Ek 19780805-2398 Ystad\s[^]*överklagas/u);
  });

  it('gives the figures in boxes as one number behind its label', async () => {
    const { texts } = await readDocument(imageFormat, 'a.png', picture('boxes'), OCR);
    expect(allText(texts)).toMatch(/Personnummer \(.*\)\s+19780805-2398\s/u);
  });

  it('is not listed where it tells of nobody, is empty, or is no table', async () => {
    for (const name of ['table-of-nobody', 'boxes-empty', 'framed', 'plan', 'stones']) {
      const { texts, uninspected } = await readDocument(imageFormat, `${name}.png`, picture(name), OCR);
      expect([name, uninspected]).toEqual([name, []]);
      expect(allText(texts)).not.toMatch(/\d{4}/u);
    }
  });

  it('is listed where what stands in it cannot be read', async () => {
    const { texts, uninspected } = await readDocument(imageFormat, 'a.png', picture('boxes-scribbled'), OCR);
    expect(uninspected).toMatchObject([{ reason: 'unsupported', kind: 'image' }]);
    expect(allText(texts)).toContain('överklagas');
  });

  it('keeps what was read before its time was over, and the next picture is read', async () => {
    const engine = chooseEngine();
    const table = { bytes: picture('table'), orientation: 1 };
    await engine?.recognise(table, 60_000);
    for (let ms = 20; ms <= 5_120; ms *= 2) {
      const outcome = await engine?.recognise(table, ms);
      if (outcome?.state === 'read') expect(outcome.isPartMissed || outcome.text.includes(NUMBER)).toBe(true);
      else expect(outcome).toEqual({ state: 'spent' });
    }
    expect(await engine?.recognise(table, 60_000)).toMatchObject({ text: expect.stringContaining(NUMBER) });
  });
});

/** A picture of rectangles that are filled. */
function drawn(width: number, height: number, bars: readonly (readonly [number, number, number, number])[]): Bitmap {
  const stride = Math.ceil(width / 32);
  const words = new Int32Array(stride * height);
  for (const [left, top, w, h] of bars)
    for (let y = top; y < top + h; y++)
      for (let x = left; x < left + w; x++) {
        const at = y * stride + (x >> 5);
        words[at] = (words[at] ?? 0) | (1 << (31 - (x & 31)));
      }
  return { width, height, stride, words };
}

describe('shapesOf()', () => {
  it('puts dots together that touch, at corners too, and draws them as they were', () => {
    const shapes = shapesOf(drawn(70, 20, [[30, 2, 10, 2], [40, 4, 2, 6], [60, 0, 10, 20]])); // prettier-ignore
    expect(shapes?.map(({ left, top, right, bottom, ink }) => [left, top, right, bottom, ink])).toEqual([
      [60, 0, 70, 20, 200],
      [30, 2, 42, 10, 32],
    ]);
    const bar = drawShapes(shapes?.slice(0, 1) ?? [], { left: 60, top: 0, right: 70, bottom: 2 });
    expect(bar.toString('hex')).toBe(`${Buffer.from('P4\n10 2\n').toString('hex')}ffc0ffc0`);
  });

  it('gives up on grain', () => {
    const words = new Int32Array(64 * 2000).fill(0x55555555);
    expect(shapesOf({ width: 2048, height: 2000, stride: 64, words })).toBeNull();
  });
});

describe('unreadBetweenLines()', () => {
  /** Letters like an L with a foot and a bar. */
  const letterAt = (x: number, y: number): (readonly [number, number, number, number])[] => [
    [x, y, 4, 26],
    [x, y + 22, 16, 4],
    [x, y, 12, 4],
  ];
  const letters = Array.from({ length: 12 }, (_, i) => letterAt(60 + i * 24, 60)).flat();
  const frame = [[40, 40, 320, 4], [40, 110, 320, 4], [40, 40, 4, 74], [356, 40, 4, 74]] as const; // prettier-ignore
  const word = { left: 58, top: 58, right: 342, bottom: 88, text: 'LLLLLLLLLLLL', confidence: 90, line: '1', paragraph: '1' }; // prettier-ignore

  it('finds what stands in a frame and was not read', () => {
    const found = unreadBetweenLines(drawn(400, 150, [...frame, ...letters]), []);
    expect(found.map(({ sheets }) => sheets.map((sheet) => sheet.letters))).toEqual([[12]]);
    expect(found[0]?.box).toEqual({ left: 60, top: 60, right: 340, bottom: 86 });
  });

  it('finds nothing where it was read, where there are lines of one direction only, or none', () => {
    expect(unreadBetweenLines(drawn(400, 150, [...frame, ...letters]), [word])).toEqual([]);
    expect(unreadBetweenLines(drawn(400, 150, [...frame.slice(0, 2), ...letters]), [])).toEqual([]);
    expect(unreadBetweenLines(drawn(400, 150, letters), [])).toEqual([]);
  });

  it('does not believe a word that lines run through, or one that is hardly sure', () => {
    const bars = [100, 200, 300].map((x) => [x - 30, 44, 3, 66] as const);
    const beside = letters.filter(([x]) => !bars.some(([bar]) => Math.abs(bar - x - 8) < 16));
    expect(unreadBetweenLines(drawn(400, 150, [...frame, ...bars, ...beside]), [word])).toHaveLength(1);
    const unsure = { ...word, confidence: 20 };
    expect(unreadBetweenLines(drawn(400, 150, [...frame, ...letters]), [unsure])).toHaveLength(1);
  });

  it('takes no time for a page of crossing lines', () => {
    const bars = Array.from({ length: 150 }, (_, i) => [[i * 20, 0, 3, 3000], [0, i * 20, 3000, 3]] as const).flat(); // prettier-ignore
    const page = drawn(3000, 3000, bars);
    const before = process.cpuUsage().user;
    expect(unreadBetweenLines(page, [])).toEqual([]);
    expect(process.cpuUsage().user - before).toBeLessThan(2_000_000);
  });
});
