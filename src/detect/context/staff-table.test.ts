import { expect, it } from 'vitest';
import { isTimetableHeader } from './staff-table.ts';

it.each([
  ['Stop', '1', '2', '3'],
  ['Hållplats', 'Tur 1', 'Tur 2', 'Lör'],
  ['Holdeplass', '06:10', '07:05', '07:40'],
])('a timetable begins so: %j', (...cells) => {
  expect(isTimetableHeader(cells)).toBe(true);
});

it.each([
  ['Namn', '1', '2', '3'],
  ['Stop', 'Elev', 'Diagnos'],
  ['Linje', 'Barn', '07:05'],
  ['Stop', '1'],
])('others do not: %j', (...cells) => {
  expect(isTimetableHeader(cells)).toBe(false);
});
