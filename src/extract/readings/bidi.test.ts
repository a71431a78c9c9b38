/** Lines on the screen, from the left. */
import { describe, expect, it } from 'vitest';
import { onScreen, turnedLine } from './bidi.ts';

const [LRE, RLE, PDF, LRO, RLO] = ['\u202a', '\u202b', '\u202c', '\u202d', '\u202e'];
const [LRI, RLI, FSI, PDI] = ['\u2066', '\u2067', '\u2068', '\u2069'];

describe('a line on the screen', () => {
  it.each([
    ['an override', `${RLO}6789-812118${PDF} ok`, '811218-9876 ok'],
    ['an override that does not end', `nr ${RLO}6789-812118`, 'nr 811218-9876'],
    ['isolates in an override', `${RLO}${LRI}-9876${PDI}${LRI}811218${PDI}${PDF}`, '811218-9876'],
    ['embeddings in an override', `${RLO}${LRE}-9876${PDF} ${LRE}811218${PDF}${PDF}`, '811218 -9876'],
    ['overrides in an override', `${RLO}${LRO}-9876${PDF} ${LRO}811218${PDF}${PDF}`, '811218 -9876'],
    ['isolates in an isolate', `${RLI}${LRI}-9876${PDI}${LRI}811218${PDI}${PDI}`, '811218-9876'],
    ['a half in an isolate', `${RLO}6789-${LRI}811218${PDI}${PDF}`, '811218-9876'],
    ['a number in an isolate from the right', `a ${RLI}811218-9876${PDI} b`, 'a 811218-9876 b'],
    ['words from the right', `${RLE}abc 123 def${PDF}`, 'abc 123 def'],
    ['numbers from the right', `${RLI}12 34${PDI}`, '34 12'],
    ['an isolate that its first letter turns', `${FSI}\u05d0 12 34${PDI}`, '34 12 \u05d0'],
    ['an isolate that stays', `${FSI}a 12 34${PDI}`, 'a 12 34'],
    ['what closes nothing', `a${PDF}b${PDI}c`, 'abc'],
  ])('%s', (_what, line, shown) => expect(onScreen(line)).toBe(shown));

  it('is left as it is where its marks turn nothing', () => {
    expect(turnedLine(`${LRE}+46 70 123${PDF}`)).toBe(`${LRE}+46 70 123${PDF}`);
  });

  it.each([
    ['marks that open', RLI.repeat(200_000)],
    ['marks that ask for a letter', FSI.repeat(100_000)],
    ['marks that close', PDI.repeat(200_000)],
    ['marks and digits', `${RLO}1${LRI}2`.repeat(60_000)],
    ['neutral characters', `${RLI}${' '.repeat(300_000)}`],
  ])('comes soon for many %s', (_what, line) => {
    const before = process.cpuUsage();
    onScreen(line);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(4_000);
  });
});
