import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contextOf, extractOne } from '../../testing/extract-one.ts';
import { writeZip } from '../../testing/zip-writer.ts';
import { BudgetSpent, type Budget } from '../budget.ts';
import type { Extraction } from '../format.ts';
import { readZipDirectory, readZipEntry, ZipSpending } from '../zip-read.ts';
import { countingReads } from './counted-reads.ts';
import { ooxmlFormat } from './office.ts';

const places = readFileSync(new URL('../../../test-fixtures/documents/office/places.xlsb', import.meta.url));

/** The workbook of the fixtures with one part put in the place of another. */
function withPart(name: string, data: Buffer): Buffer {
  const { budget } = contextOf();
  const spending = new ZipSpending(budget, places.length);
  const files = readZipDirectory(places, budget).entries.map((entry) => {
    const content = readZipEntry(places, entry, spending);
    if (content.state !== 'read') throw new TypeError('the fixture is not whole');
    return { name: entry.name, data: entry.name === name ? data : content.bytes };
  });
  return writeZip(files);
}

const textOf = ({ texts }: Extraction): string => texts.map((each) => each.text).join('\n');

describe('a binary workbook', () => {
  it('that claims thousands of millions of records in a few bytes is stopped, swept and listed', async () => {
    const whole = await extractOne(ooxmlFormat, places, 'places.xlsb');
    const claims = Buffer.from([51, 12, 0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0, 0, 0, 0, 0]);
    const before = process.memoryUsage().rss;
    const extraction = await extractOne(ooxmlFormat, withPart('xl/metadata.bin', claims), 'places.xlsb');
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
    expect(extraction.uninspected.map(({ reason, detail }) => `${reason}: ${detail}`)).toContain(
      'limit: the workbook claims more than its bytes can hold',
    );
    expect(whole.uninspected).toEqual([]);
    const identifiers = new Set(textOf(whole).match(/(?<!\d)\d{11}(?!\d)/gu));
    const left = new Set(textOf(extraction).match(/(?<!\d)\d{11}(?!\d)/gu));
    // numbers that stand in cells as numbers are known to the library alone; everything written as text is still found
    expect([...identifiers].filter((one) => left.has(one)).length).toBeGreaterThan(10);
  });
});

describe('countingReads()', () => {
  const reader = (): Buffer & { read_shift: () => number } => {
    const blob: unknown = Buffer.alloc(4);
    return Object.assign(blob as Buffer, { read_shift: () => 7 });
  };

  it('hands on what is read and leaves nothing behind', () => {
    const { budget } = contextOf();
    expect(countingReads(3, budget, () => reader().read_shift())).toEqual({ value: 7, stopped: false });
    expect('read_shift' in Buffer.prototype).toBe(false);
  });

  it('throws at one read too many, also in a reader that catches', () => {
    const { budget } = contextOf();
    const result = countingReads(2, budget, () => {
      const blob = reader();
      let thrown = 0;
      for (let i = 0; i < 5; i++)
        try {
          blob.read_shift();
        } catch {
          thrown++;
        }
      return thrown;
    });
    expect(result).toEqual({ value: 3, stopped: true });
  });

  it('throws when the time is up', () => {
    let late = false;
    const budget = {
      checkTime: () => {
        if (late) throw new BudgetSpent('time', 'timeout');
      },
    } as unknown as Budget;
    expect(() =>
      countingReads(1_000_000, budget, () => {
        const blob = reader();
        late = true;
        for (;;) blob.read_shift();
      }),
    ).toThrow(BudgetSpent);
  });
});
