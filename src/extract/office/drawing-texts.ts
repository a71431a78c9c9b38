/**
 * Texts of shapes in binary office files ([MS-ODRAW] 2.3): alternative text, names and decorative lettering. In: the records of
 * drawings, containers and all. Out: texts with their zone. Pure, linear and total.
 */
import type { Zone } from '../../core/category.ts';

const PROPERTIES: ReadonlySet<number> = new Set([0xf00b, 0xf121, 0xf122]);

/** True for the number of a record that is a table of properties of a shape. */
export const isShapeProperties = (type: number): boolean => PROPERTIES.has(type);

/** Properties that are text, by number (2.3.1 on): lettering, name, description, target and hint of a link. */
const TEXTS: ReadonlyMap<number, Zone> = new Map([
  [0x00c0, 'textbox'],
  [0x0380, 'alt-text'],
  [0x0381, 'alt-text'],
  [0x0382, 'link'],
  [0x038d, 'link'],
]);
const COMPLEX = 0x8000;
const HYPERLINK = 0x0382;

/** A text of a shape. */
export interface DrawingText {
  readonly text: string;
  readonly zone: Zone;
}

/** @returns the texts of all shapes in a run of records, in their order */
export function drawingTexts(records: Buffer): readonly DrawingText[] {
  const found: DrawingText[] = [];
  for (let at = 0; at + 8 <= records.length;) {
    const head = records.readUInt16LE(at);
    const type = records.readUInt16LE(at + 2);
    const isContainer = (head & 0xf) === 0xf;
    const end = isContainer ? at + 8 : at + 8 + records.readUInt32LE(at + 4);
    if (isShapeProperties(type)) found.push(...propertyTexts(records.subarray(at + 8, end), head >> 4));
    at = end;
  }
  return found;
}

/** One table of properties: six bytes each, behind them what did not fit in those. */
export function propertyTexts(table: Buffer, count: number): readonly DrawingText[] {
  const found: DrawingText[] = [];
  let data = count * 6;
  for (let i = 0; i < count && i * 6 + 6 <= table.length; i++) {
    const property = table.readUInt16LE(i * 6);
    if ((property & COMPLEX) === 0) continue;
    const end = data + table.readUInt32LE(i * 6 + 2);
    const zone = TEXTS.get(property & 0x3fff);
    const bytes = table.subarray(data, end);
    if (zone !== undefined)
      found.push({ text: (property & 0x3fff) === HYPERLINK ? linkText(bytes) : wide(bytes), zone });
    data = end;
  }
  return found.filter(({ text }) => text.trim() !== '');
}

const wide = (bytes: Buffer): string => bytes.toString('utf16le').replaceAll('\0', '');

/** A link is an object of its own; its texts are the runs of wide letters in it. */
const linkText = (bytes: Buffer): string =>
  [0, 1]
    .map((from) => bytes.subarray(from, bytes.length - ((bytes.length - from) % 2)).toString('utf16le'))
    .flatMap((text) => text.match(/[\x20-\x7e\u00a0-\u024f]{4,}/gu) ?? [])
    .join(' ');
