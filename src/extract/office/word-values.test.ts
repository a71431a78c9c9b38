/** Values that a text document keeps elsewhere and fields that set them: what they cost in a document made to be slow. */
import { describe, expect, it } from 'vitest';
import type { OfficePackage } from './package.ts';
import { References } from './references.ts';
import { WordValues } from './word-values.ts';

/** @param xml of the one part of values */
const valuesOf = (xml: string, tick = (): void => undefined): WordValues =>
  new WordValues(
    { names: ['customXml/item1.xml'], peekXml: () => xml, againXml: () => null } as unknown as OfficePackage,
    tick,
  );

describe('values of a text document', () => {
  it('are found by their place', () => {
    expect(valuesOf('<a:r xmlns:a="urn:x"><a:nr>1</a:nr><a:nr>811218</a:nr></a:r>').bound('/a:r[1]/a:nr[2]')).toBe(
      '811218',
    );
  });

  it('are found by their name, whatever blanks stand around it', () => {
    const properties = '<Properties><property name="Nr 1"><lpwstr>9876</lpwstr></property></Properties>';
    expect(valuesOf(properties).ofField('  DOCPROPERTY   "Nr 1"  \\* MERGEFORMAT ')).toBe('9876');
  });

  it('cost the same below a name that is long', () => {
    const name = 'a'.repeat(100_000);
    let ticks = 0;
    const values = valuesOf(`<${name}>${'<b>1</b>'.repeat(5000)}</${name}>`, () => {
      ticks++;
    });
    const before = process.memoryUsage().heapUsed;
    const start = Date.now();
    expect(values.bound(`/${'a'.repeat(60)}[1]/b[5000]`)).toBe('1');
    expect(Date.now() - start).toBeLessThan(500);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(50_000_000);
    expect(ticks).toBeGreaterThan(4);
  });

  it('are looked for soon in a field of blanks', () => {
    const start = Date.now();
    expect(valuesOf('<a/>').ofField(`DOCPROPERTY${' '.repeat(100_000)}""x`)).toBe('');
    expect(Date.now() - start).toBeLessThan(500);
  });
});

describe('a field that sets a value', () => {
  it('sets it, whatever blanks stand around it', () => {
    const references = new References();
    references.set(`  SET   nr${' '.repeat(500)}"811218" `);
    expect(references.valueOf(' REF  nr  \\h ')).toBe('811218');
  });

  it('is read soon when it is made of blanks', () => {
    const start = Date.now();
    new References().set(`SET a${' '.repeat(100_000)}""x`);
    expect(Date.now() - start).toBeLessThan(500);
  });
});
