/** Strings that a script puts together. */
import { describe, expect, it } from 'vitest';
import { scriptStrings } from './script-strings.ts';

describe('strings of a script', () => {
  it.each([
    ['put together', `event.value = "811218" + '-9876';`],
    ['beside a mark that begins nothing', `// don't\n/'/; f("811218" + "-9876");`],
    ['with marks within', `f("8112\\"18" + "-9876")`],
    ['behind one that is not closed', `f("\n"811218" + "-9876")`],
  ])('are given %s', (_how, script) => {
    expect(scriptStrings(script).map((text) => text.replace('\\"', ''))).toContain('811218-9876');
  });

  it('are none where no identity number can be', () => {
    expect(scriptStrings('f("811218" + "-98")')).toEqual([]);
  });

  it.each([
    ['that are never closed', '"' + '\\"'.repeat(95_000)],
    ['that end with the line', '"' + '\\"'.repeat(95_000) + '\n'],
    ['that end in a stroke', '"' + '\\"'.repeat(95_000) + '\\'],
    ['of both kinds that are never closed', `\\"\\'`.repeat(45_000) + '"'],
    ['without end', `"",`.repeat(60_000)],
  ])('%s cost what they are long', (_how, text) => {
    const before = process.cpuUsage().user;
    scriptStrings(`1234567890 ${text}`);
    expect(process.cpuUsage().user - before).toBeLessThan(1_000_000);
  });
});
