/** People who are long dead, and those who only live in old houses. Texts are invented. */
import { expect, test } from 'vitest';
import { isLongAgo } from './long-ago.ts';

/** @returns whether the sentence that holds the last word in capitals is of the past */
const ofPast = (text: string): boolean => {
  const at = /\p{Lu}{4,}/u.exec(text);
  if (at === null) throw new Error('no word in capitals');
  return isLongAgo(text, { start: at.index, end: at.index + at[0].length });
};

test.each([
  'Ola Persson vart DØMD for brennevinsrøveri i 1812.',
  'Anders dömdes 1743 för HORSBROTT och landsförvisades.',
  'Karen var SINDSSYG og blev indlagt i 1888.',
  'Stikkeren Knud var NAZIST og døde i 1967.',
  'Han blev DØMT i 1946 for stikkeri.',
  'Johan satt på Grini i 1943 for å ha vært KOMMUNIST.',
  'Greta (1799–1871) led av FALLANDESOT.',
  'På 1600-tallet ble hun BRENT som heks.',
])('%s', (text) => {
  expect(ofPast(text)).toBe(true);
});

test.each([
  'Anna bor i ett hus byggt 1880 och har DEMENS.',
  'Hun er født i 1938 og har DEMENS.',
  'Solveig f. 1931 ble innlagt med HJERNESLAG.',
  'Huset er fra 1743. Per har KREFT.',
  'Han dömdes 2012 för MISSHANDEL.',
  'Hun kom hit i 1944 og har nå DEMENS.',
  'Han er bevilget 1812 kr i SOSIALHJELP.',
  'Fastigheten köptes 1899 av släkten; Karin är LESBISK.',
  'Boken är från 1650. Elias har EPILEPSI.',
  'Jag är RESANDE, min släkt har bott i stan sedan 1880-talet.',
  'Ring 1912 om hun får ANFALL.',
])('%s', (text) => {
  expect(ofPast(text)).toBe(false);
});
