/** Names of styles in RTF, wherever its tables stand: they are no words beside the text, and a number hidden there is found. */
import { describe, expect, it } from 'vitest';
import { inspectAsShipped } from '../testing/inspect-as-shipped.ts';
import { mailWith } from '../testing/hostile-files.ts';

const STYLES = String.raw`{\stylesheet{\s1 Normal;}{\*\cs14\super Endnote Reference;}{\*\ts11\tsrowd Order Number;}`;
const foundIn = async (rtf: string): Promise<boolean> => {
  const { findings } = await inspectAsShipped(mailWith([{ name: 'brev.rtf', bytes: Buffer.from(rtf, 'latin1') }]));
  return findings.some(({ detector, confidence }) => detector.startsWith('se-') && confidence !== 'low');
};

describe('the name of a style in RTF', () => {
  it.each([
    ['right before the text', String.raw`{\rtf1\ansi ${STYLES}}\pard Hej 370923-2387 idag\par}`],
    ['before other tables', String.raw`{\rtf1\ansi ${STYLES}}{\colortbl;}\pard Hej 370923-2387 idag\par}`],
  ])('says nothing of a number, %s', async (_where, rtf) => {
    expect(await foundIn(rtf)).toBe(true);
  });

  it.each([
    ['is one', String.raw`{\rtf1\ansi ${STYLES}{\*\cs15 gäller 370923-2387;}}\pard Hej\par}`],
    [
      'is in a group that no program knows',
      String.raw`{\rtf1\ansi ${STYLES}}\pard Hej{\*\egen gäller 370923-2387}\par}`,
    ],
  ])('that %s is found', async (_what, rtf) => {
    expect(await foundIn(rtf)).toBe(true);
  });

  it.each([
    ['with these styles alone', String.raw`{\rtf1\ansi ${STYLES}}\pard Hej, möte i juni.\par}`],
    ['with an order of its own', String.raw`{\rtf1\ansi ${STYLES}}\pard Ordernummer 370923-2387\par}`],
  ])('and a letter %s passes', async (_what, rtf) => {
    expect(await foundIn(rtf)).toBe(false);
  });
});
