/** Form fields of a Word 97–2003 file ([MS-DOC] 2.9.78 FFData): names, help, proposed text, choices. Pure and total. */
import { stringTable, strings } from './doc-file.ts';

/** NilPICFAndBinData (2.9.157) and the fixed part of FFData. */
const HEAD = 6;
const FIXED = 10;
const VERSION = 0xffffffff;
const CHOICE = 2;
/** Word takes 25. */
const MOST_CHOICES = 250;

/**
 * Texts of one form field.
 * @param data the Data stream
 * @param place where its block begins
 * @returns [] for a block that is none
 */
export function formTexts(data: Buffer, place: number): readonly string[] {
  if (place + HEAD > data.length) return [];
  const head = data.readUInt16LE(place + 4);
  const block = data.subarray(place + head, place + data.readUInt32LE(place));
  if (block.length < FIXED || block.readUInt32LE(0) !== VERSION) return [];
  const kind = block.readUInt16LE(4) & 3;
  const name = strings(block.subarray(FIXED), 1, true);
  // a text field has a proposed text where the others have a number
  const proposed = kind === 0 ? strings(block.subarray(FIXED + name.end), 1, true) : { values: [], end: 2 };
  const rest = strings(block.subarray(FIXED + name.end + proposed.end), 5, true);
  const choices =
    kind === CHOICE ? stringTable(block.subarray(FIXED + name.end + proposed.end + rest.end), MOST_CHOICES) : [];
  return [...name.values, ...proposed.values, ...rest.values, ...choices].filter((text) => text !== '');
}

/** No entry was chosen: the proposed one is shown. */
const UNCHOSEN = 25;

/**
 * The entry that a list of choices shows.
 * @param data the Data stream
 * @param place where its block begins
 * @returns '' for every other block
 */
export function chosenText(data: Buffer, place: number): string {
  if (place + HEAD > data.length) return '';
  const block = data.subarray(place + data.readUInt16LE(place + 4), place + data.readUInt32LE(place));
  if (block.length < FIXED || block.readUInt32LE(0) !== VERSION) return '';
  const bits = block.readUInt16LE(4);
  if ((bits & 3) !== CHOICE) return '';
  const name = strings(block.subarray(FIXED), 1, true);
  const proposed = block.subarray(FIXED + name.end);
  const rest = strings(proposed.subarray(2), 5, true);
  const chosen = (bits >> 2) & 31;
  const index = chosen === UNCHOSEN && proposed.length >= 2 ? proposed.readUInt16LE(0) : chosen;
  return stringTable(proposed.subarray(2 + rest.end), MOST_CHOICES)[index] ?? '';
}
