import { describe, expect, it } from 'vitest';
import { partPath } from './brand.ts';
import { CellSegment } from './cell-segment.ts';
import { TextBuilder, type ExtractedText, type Segment } from './text.ts';

const build = (builder: TextBuilder): ExtractedText => builder.build(partPath('1'), 'attachment', ['a.xlsx']);
const plain = ({ start, end, zone, quoted, locator, cell }: Segment): Segment =>
  cell === undefined ? { start, end, zone, quoted, locator } : { start, end, zone, quoted, locator, cell };

/** More cells than are kept as objects while a text grows, and something else now and then. */
function workbook(asSheet: boolean): TextBuilder {
  const builder = new TextBuilder();
  for (let i = 0; i < 60_000; i++) {
    const [row, column, table] = [Math.floor(i / 30), i % 30, i < 40_000 ? 0 : 1];
    const sheet = table === 0 ? 'Elever' : 'Skolor';
    const cell = { table, row, column };
    const locator = `${sheet}!${column < 26 ? '' : 'A'}${String.fromCharCode(65 + (column % 26))}${row + 1}`;
    const zone = row % 7 === 0 ? 'hidden' : 'cell';
    builder.add(`${i}\t`, asSheet ? { zone, sheet, cell } : { zone, locator, cell });
    if (i % 1000 === 0) builder.add('Sida', { zone: 'footer', locator: sheet }).breakLine();
    if (i % 30 === 29) builder.breakLine();
  }
  return builder;
}

describe('the segments of a workbook', () => {
  it('say what written ones say, and cover the text', () => {
    const [compact, written] = [build(workbook(true)), build(workbook(false))];
    expect(compact.text).toBe(written.text);
    expect(compact.segments.map(plain)).toEqual(written.segments.map(plain));
    expect(compact.segments.every(({ start }, at) => start === (compact.segments[at - 1]?.end ?? 0))).toBe(true);
    expect(compact.segments.at(-1)?.end).toBe(compact.text.length);
  });

  it('hold neither cells nor locators of their own', () => {
    const { segments } = build(workbook(true));
    expect(segments.filter((one) => one instanceof CellSegment)).toHaveLength(60_000);
    expect(Object.keys(segments[0] ?? {})).toEqual(['start', 'end', 'of', 'row', 'column']);
  });

  it('can be asked for while the text grows', () => {
    const builder = workbook(true);
    const { length } = build(builder).segments;
    builder.add('x', { zone: 'metadata' });
    expect(build(builder).segments).toHaveLength(length + 1);
  });
});
