/** Which first rows make a table one of works. */
import { expect, test } from 'vitest';
import { isWorksHeader } from './works-table.ts';

test.each([
  [['Titel', 'Författare']],
  [['Tittel', 'Forfatter', 'ISBN', 'År']],
  [['Film', 'Regi']],
  [['Föreläsning', 'Föreläsare', 'Datum', 'Lokal']],
  [['Sang', 'Komponist', '']],
])('%j', (cells) => {
  expect(isWorksHeader(cells)).toBe(true);
});

test.each([
  [['Titel', 'Låntagare']],
  [['Titel', 'Författare', 'Kommentar']],
  [['Namn', 'Diagnos']],
  [['Titel', 'ISBN']],
  [['Elev', 'Bok', 'Författare']],
])('not %j', (cells) => {
  expect(isWorksHeader(cells)).toBe(false);
});
