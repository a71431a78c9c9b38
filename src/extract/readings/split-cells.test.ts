import { describe, expect, it } from 'vitest';
import { splitCells } from './split-cells.ts';

describe('numbers cut by cells', () => {
  it.each([
    ['811218-98\t76', '811218-9876'],
    ['8112\t18-9876', '811218-9876'],
    ['81\t12\t18\t-9876\tAnna', '811218-9876'],
  ])('are put together in %j', (row, number) => {
    expect(splitCells(row).map(({ line }) => line)).toEqual([number]);
  });

  it.each(['2026-11-27\t-4500', 'Rum 12\t18-19', '811218-9876\t12'])('are not seen in %j', (row) => {
    expect(splitCells(row)).toEqual([]);
  });

  it('are looked for soon in a row without end', () => {
    const before = process.cpuUsage();
    for (const row of ['811218\t'.repeat(60_000), '1\t'.repeat(200_000), '1-1\t'.repeat(100_000)])
      splitCells(`${row}98-76\t`);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(3_000);
  });
});
