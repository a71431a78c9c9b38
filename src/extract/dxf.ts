/**
 * Drawings in AutoCAD's exchange format: pairs of lines, a group code and a value. Texts carry codes for type and colour between their
 * letters, and long ones are cut into pieces of 250 characters. The file as it stands is read besides.
 */
import { TextBuilder } from '../core/text.ts';
import type { Extraction, Format } from './format.ts';
import { extractPlain, linesOf } from './plain.ts';

/** Sniffed type of such a drawing. */
export const DXF = 'text/x-dxf';

/** Group codes of a text's beginning pieces and of its end. */
const PIECE = '3';
const END = '1';

/** Codes of MTEXT: \\fArial|b0; \\H2.5; \\L \\P \\~ and braces; %%d and the like of TEXT. */
const withoutCodes = (value: string): string =>
  value
    .replace(/\\U\+([\dA-Fa-f]{4})/gu, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .replace(/\\[PXpx]/gu, ' ')
    .replace(/\\[ACFHQTWacfhqtw][^;\\{}]{0,80};|\\[LlOoKkNS]|%%[ucokUCOK]|[{}]/gu, '')
    .replace(/\\~/gu, ' ');

/** What the texts of a drawing show, one a line, as far as their lines in the file show something else. */
function shownTexts(lines: readonly string[]): string {
  const shown: string[] = [];
  let pieces = '';
  for (let at = 0; at + 1 < lines.length; at += 2) {
    const code = (lines[at] ?? '').trim();
    const value = lines[at + 1] ?? '';
    if (code === PIECE) pieces += value;
    else if (code === END) {
      const text = withoutCodes(pieces + value);
      if (text !== value && /\d/u.test(text)) shown.push(text);
      pieces = '';
    }
  }
  return shown.length === 0 ? '' : `${shown.join('\n')}\n`;
}

export const dxfFormat: Format = {
  id: 'dxf',
  recognises: (sniff) => sniff.type === DXF,
  extract: (document, context): Extraction => {
    const plain = extractPlain(document, context);
    const [text] = plain.texts;
    const shown = text === undefined ? '' : shownTexts(linesOf(text.text));
    if (shown === '') return plain;
    const more = new TextBuilder().add(shown, { zone: 'body' }).build(document.part, document.where, document.path);
    return { ...plain, texts: [...plain.texts, more] };
  },
};
