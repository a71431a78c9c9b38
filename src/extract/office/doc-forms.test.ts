import { describe, expect, it } from 'vitest';
import { chosenText, formTexts } from './doc-forms.ts';

const u16 = (...values: readonly number[]): Buffer => Buffer.concat(values.map((value) => Buffer.from([value & 255, value >> 8]))); // prettier-ignore
/** Xstz: counted, with a nought behind it. */
const closed = (text: string): Buffer => Buffer.concat([u16(text.length), Buffer.from(text, 'utf16le'), u16(0)]);

/** A block of a form field with a list ([MS-DOC] 2.9.78). @param chosen 25: none */
function listField(entries: string, chosen: number, proposed: number): Buffer {
  const table = Buffer.concat([
    u16(0xffff, entries.length, 0),
    ...Array.from(entries, (entry) => Buffer.concat([u16(1), Buffer.from(entry, 'utf16le')])),
  ]);
  const bits = 2 | (chosen << 2);
  const texts = Buffer.concat([closed('Lista1'), u16(proposed), ...Array.from({ length: 5 }, () => closed(''))]);
  const block = Buffer.concat([Buffer.from([255, 255, 255, 255]), u16(bits, 0, 0), texts, table]);
  const head = Buffer.alloc(6);
  head.writeUInt32LE(6 + block.length);
  head.writeUInt16LE(6, 4);
  return Buffer.concat([head, block]);
}

describe('chosenText()', () => {
  it('is the chosen entry of a list', () => {
    expect(chosenText(listField('0123456789', 8, 0), 0)).toBe('8');
    expect(formTexts(listField('0123456789', 8, 0), 0)).toContain('8');
  });

  it('is the proposed entry where none was chosen', () => {
    expect(chosenText(listField('0123456789', 25, 3), 0)).toBe('3');
  });

  it('is nothing for what is no list, or ends too soon', () => {
    const field = listField('01', 1, 0);
    expect(chosenText(field, field.length)).toBe('');
    for (let length = 0; length < field.length; length++)
      expect(() => chosenText(field.subarray(0, length), 0)).not.toThrow();
  });
});
