/** Numbers in columns of notes: what other rows say of things is not said of them. */
import { describe, expect, it } from 'vitest';
import { readExtracted, sheet, summary } from '../../../testing/id-runs.ts';

const found = (rows: string[][]): string =>
  summary(readExtracted(sheet(rows), { country: 'se' }).filter(({ level }) => level !== 'low'));
const SE12 = 'se-personnummer 197808052398 medium';

describe('a number in a note', () => {
  it.each(['Skickade faktura.', 'Ringde på telefon', 'Nytt avtal', 'Skrev protokoll.', 'Nytt projekt'])(
    'is not that of a row above: %s',
    (above) => {
      expect(
        found([
          ['Datum', 'Händelse'],
          ['2026-11-02', above],
          ['2026-11-03', 'Eva Test 19780805-2398 ringde.'],
        ]),
      ).toBe(SE12);
      expect(
        found([
          ['Datum', 'Händelse'],
          ['2026-11-02', above],
          ['2026-11-03', '197808052398'],
        ]),
      ).toBe(SE12);
    },
  );

  it.each(['Anmärkning', 'Anmärkningar', 'Bemærkning', 'Bemærkninger', 'Uppdrag', 'Projekt'])(
    'under the head %s',
    (head) => {
      expect(
        found([
          ['Namn', head],
          ['Eva Test', 'syskon till 19780805-2398'],
        ]),
      ).toBe(SE12);
    },
  );

  it('by itself under the head of remarks', () => {
    expect(
      found([
        ['Namn', 'Anmärkning'],
        ['Eva Test', '780805-2398'],
      ]),
    ).toBe('se-personnummer 7808052398 medium');
  });
});

describe('the head of a second table', () => {
  it('in the same sheet says what its numbers are', () => {
    expect(
      found([
        ['Namn', 'Ort'],
        ['Eva', 'Umeå'],
        ['Artikel', 'Ordernummer'],
        ['Pärm', '7808052398'],
        ['Penna', '780805-2398'],
      ]),
    ).toBe('');
  });
});
