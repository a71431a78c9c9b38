/** Numbers that are drawn as shapes, and shapes that are none. */
import { describe, expect, it } from 'vitest';
import { pdfOf, textAt } from '../../testing/pdf-builder.ts';
import { readDocument } from '../../testing/read-document.ts';
import type { ReadOptions } from '../../testing/read-document.ts';
import { pdfFormat } from './pdf.ts';

const NUMBER = '811218-9876';
const TEXT = textAt(50, 700, 'Underlag till motet om budgeten for nasta ar');

type Line = readonly [x0: number, y0: number, x1: number, y1: number];
/** Clockwise from the top, the last one in the middle. */
const SEGMENTS: readonly Line[] = [
  [0, 20, 10, 20],
  [10, 20, 10, 10],
  [10, 10, 10, 0],
  [0, 0, 10, 0],
  [0, 0, 0, 10],
  [0, 10, 0, 20],
  [0, 10, 10, 10],
];
const SIGNS: Readonly<Record<string, string>> = {
  '0': '012345',
  '1': '12',
  '2': '01643',
  '3': '01623',
  '4': '5612',
  '5': '05623',
  '6': '056234',
  '7': '012',
  '8': '0123456',
  '9': '012356',
  '-': '6',
};

/** A number in the figures of a pocket calculator. */
function calculator(text: string, draw: (x: number, y: number, line: Line) => string, left = 50): string {
  const signs = Array.from(text, (sign, i) =>
    Array.from(SIGNS[sign] ?? '', (segment) => draw(left + 16 * i, 600, SEGMENTS[Number(segment)] ?? [0, 0, 0, 0])),
  );
  return `2.5 w 1 J ${signs.flat().join('')}`;
}
const stroked = (x: number, y: number, [x0, y0, x1, y1]: Line): string =>
  `${x + x0} ${y + y0} m ${x + x1} ${y + y1} l S `;
const filled = (x: number, y: number, [x0, y0, x1, y1]: Line): string =>
  `${x + Math.min(x0, x1) - 1} ${y + Math.min(y0, y1) - 1} ${Math.abs(x1 - x0) + 2} ${Math.abs(y1 - y0) + 2} re f `;

/** Shapes from left to right. @param draw one of them at a place */
const row = (count: number, step: number, draw: (x: number, i: number) => string): string =>
  Array.from({ length: count }, (_, i) => draw(50 + step * i, i)).join('');
const bar = (x: number, height: number, width = 10): string => `${x} 300 ${width} ${height} re f `;
/** A polygon with so many corners in a box. */
const polygon = (x: number, corners: number, width: number, height: number): string =>
  Array.from({ length: corners }, (_, i) => {
    const angle = (2 * Math.PI * i) / corners;
    return `${(x + (width / 2) * (1 + Math.cos(angle))).toFixed(2)} ${(300 + (height / 2) * (1 + Math.sin(angle))).toFixed(2)} ${i === 0 ? 'm' : 'l'} `;
  }).join('') + 'h f ';

const cell = (x: number, width = 14, height = 22): string => `${x} 300 ${width} ${height} re S `;
const slash = (x: number): string => `${x} 300 m ${x + 14} 322 l S `;
const backslash = (x: number): string => `${x} 322 m ${x + 14} 300 l S `;
const ring = (x: number, y: number, size: number): string =>
  `${x} ${y} m ${x} ${y + size} ${x + size} ${y + size} ${x + size} ${y} c ${x + size} ${y - size} ${x} ${y - size} ${x} ${y} c f `;
/** Rather square, round and pointed things by turns. */
const BODIES: readonly ((x: number) => string)[] = [
  (x) => `${x} 300 m ${x + 10} 300 l ${x + 10} 316 l ${x} 316 l h f `,
  (x) => `${x + 5} 316 m ${x + 10} 300 l ${x} 300 l h f `,
  (x) => `${x} 316 m ${x + 10} 316 l ${x + 8} 300 l ${x + 2} 300 l ${x + 1} 305 l h f `,
];
const ticks = (x: number, count: number): string =>
  Array.from({ length: count }, (_, k) => `${x + 3 + 7 * k} 303 4 4 re f `).join('');
const stack = (x: number, count: number): string =>
  Array.from({ length: count }, (_, k) => `${x} ${300 + (48 / count) * k} 24 ${48 / count} re f `).join('');
const slanted = (x: number): string => `${x} 300 m ${x + 12} 300 l ${x + 6} 319 l h f `;
/** Pieces of a figure with pointed ends. */
const pointed = (x: number, y: number, [x0, y0, x1, y1]: Line): string => {
  const lying = y0 === y1;
  const [a, b, c, d] = [x + Math.min(x0, x1), y + Math.min(y0, y1), x + Math.max(x0, x1), y + Math.max(y0, y1)];
  return lying
    ? `${a} ${b} m ${a + 1} ${b + 1} l ${c - 1} ${b + 1} l ${c} ${b} l ${c - 1} ${b - 1} l ${a + 1} ${b - 1} l h f `
    : `${a} ${b} m ${a + 1} ${b + 1} l ${a + 1} ${d - 1} l ${a} ${d} l ${a - 1} ${d - 1} l ${a - 1} ${b + 1} l h f `;
};
/** A calculator's number of which each figure stands in a cell. */
const inCells = (text: string): string =>
  Array.from(text, (sign, i) => `1 w ${46 + 16 * i} 596 15 28 re S ` + calculator(sign, stroked, 50 + 16 * i)).join('');

const read = async (content: string, options: ReadOptions = {}): Promise<readonly string[]> =>
  (await readDocument(pdfFormat, 'a.pdf', pdfOf([content]), options)).uninspected.map(({ reason }) => reason);
const reasonsOf = (content: string): Promise<readonly string[]> => read(content);

describe('a number drawn as shapes', () => {
  it.each([
    ['in lines beside text', TEXT + calculator(NUMBER, stroked)],
    ['in rectangles beside text', TEXT + calculator(NUMBER, filled)],
    ['in lines alone', calculator(NUMBER, stroked)],
    ['in one path', TEXT + calculator(NUMBER, filled).replaceAll(' re f ', ' re ') + 'f'],
    ['in pointed pieces', TEXT + calculator(NUMBER, pointed)],
    ['in cells', TEXT + inCells(NUMBER.replace('-', ''))],
    ['without its hyphen', TEXT + calculator(NUMBER.replace('-', ''), stroked)],
  ])('%s makes the page ambiguous where it cannot be looked at', async (_how, content) => {
    expect(await reasonsOf(content)).toContain('ambiguous');
  });

  it('is not missed beside other figures that are written', async () => {
    const { uninspected } = await readDocument(
      pdfFormat,
      'a.pdf',
      pdfOf([TEXT + textAt(50, 500, '0123456789'.repeat(3))]),
    );
    expect(uninspected).toEqual([]);
  });
});

describe('a row of shapes that are no figures but as even', () => {
  const beads = TEXT + row(12, 14, (x, i) => polygon(x, 8 + 4 * ((i * 5) % 4), 10, 14));

  it('passes where recognition looked at it and saw none', async () => {
    expect(await read(beads)).toEqual(['ambiguous']);
    expect(await read(beads, { ocr: { budgetMs: 60_000, pages: 10 } })).toEqual([]);
  });

  it('stays where recognition could not read it', async () => {
    const figures = TEXT + calculator(NUMBER, stroked);
    expect(await read(figures, { ocr: { budgetMs: 60_000, pages: 10 } })).toEqual(['ambiguous']);
  });
});

describe('what is no number', () => {
  it.each([
    ['bars of a chart', row(12, 14, (x, i) => bar(x, 20 + ((i * 7) % 30)))],
    ['bars of one height', row(12, 14, (x) => bar(x, 20))],
    ['bars in parts', row(12, 40, (x, i) => bar(x, 150, 25) + `${x} 450 25 ${10 + i} re f `)],
    ['a bar code', row(40, 3, (x, i) => bar(x, 30, 1 + (i % 3)))],
    ['stars', row(12, 14, (x) => polygon(x, 10, 10, 12))],
    ['icons', row(12, 24, (x, i) => polygon(x, 5 + (i % 5), 20, 20))],
    [
      'letters of a logo',
      row(14, 13, (x, i) => polygon(x + ((i * 5) % 3), 5 + (i % 5), [6, 9, 11, 4, 8][i % 5] ?? 0, 14)),
    ],
    ['cells', row(20, 20, (x) => `${x} 300 20 14 re S `)],
    ['days with ticks', row(12, 30, (x, i) => cell(x, 26, 36) + ticks(x, (i * 7) % 4))],
    ['seats', row(14, 20, (x, i) => cell(x) + (['', slash(x), slash(x) + backslash(x)][(i * 5) % 4] ?? ''))],
    ['a plan of weeks', row(20, 22, (x, i) => cell(x, 20, 30) + ((i * 7) % 5 < 2 ? `${x + 2} 302 16 26 re f ` : ''))],
    ['columns in parts', row(12, 36, (x, i) => stack(x, 1 + ((i * 7) % 4)))],
    [
      'icons of three kinds',
      row(12, 18, (x, i) => [bar(x, 19, 12), slanted(x), bar(x, 15, 12) + ring(x, 317, 3)][(i * 5) % 3] ?? ''),
    ],
    ['people', row(12, 16, (x, i) => ring(x, 321, 4) + (BODIES[(i * 5) % 3]?.(x) ?? ''))],
    [
      'dots in cells',
      row(
        14,
        20,
        (x, i) => cell(x, 14, 24) + Array.from({ length: (i * 7) % 4 }, (_, k) => ring(x + 5, 306 + 7 * k, 2)).join(''),
      ),
    ],
    ['a date', calculator('2026-11-28', stroked)],
  ])('%s: the page passes', async (_what, content) => {
    expect(await reasonsOf(TEXT + content)).toEqual([]);
  });
});
