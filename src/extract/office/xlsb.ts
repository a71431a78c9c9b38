/**
 * Binary workbooks (xlsb, [MS-XLSB]): their records are followed by SheetJS, which is given only the parts that the package
 * reader has unpacked within the budget; every string it does not show is swept. Refuses nothing.
 */
import * as CFB from 'cfb';
import { readWithSheetJs } from './sheetjs.ts';
import type { Sink } from './sink.ts';
import { sweepText, unknownRuns } from './sweep.ts';

/** Parts of a binary workbook by name, as they stood in the package; a name may repeat. */
export type BinaryParts = readonly (readonly [name: string, bytes: Buffer])[];

const FOREIGN = /\/(?:embeddings|activex|ctrlprops|printersettings|media)\/|vbaproject[^/]*$|customproperty[^/]*$/iu;

/** True for a part that is records of the workbook itself, not a macro, an object or settings of a printer. */
export const isWorkbookRecords = (name: string): boolean => /^xl\/.*\.bin$/iu.test(name) && !FOREIGN.test(name);

/** Reads a binary workbook into the sink. @param parts its records, its relations and its content types */
export async function readXlsb(parts: BinaryParts, sink: Sink): Promise<void> {
  const size = parts.reduce((sum, [, bytes]) => sum + bytes.length, 0);
  if (!(await readWithSheetJs(packed(parts), sink, size))) sink.missed('damaged', 'the workbook cannot be read');
  const known = sink.textSoFar();
  for (const [name, bytes] of parts) {
    sink.budget.checkTime();
    if (!name.toLowerCase().endsWith('.bin')) continue;
    for (const run of unknownRuns(sweepText(bytes, sink.budget), known)) sink.line(run, 'hidden');
  }
}

function packed(parts: BinaryParts): Buffer {
  const file = CFB.utils.cfb_new();
  for (const [name, bytes] of parts) CFB.utils.cfb_add(file, `/${name}`, calmed(name, bytes));
  const written: unknown = CFB.write(file, { type: 'buffer', fileType: 'zip' });
  return Buffer.isBuffer(written) ? written : Buffer.alloc(0);
}

const COLUMN_INFO = 60;
const LINK = 494;
const COLUMNS = 16_384;
/** Records with a rich string, and how many bytes stand before it: shared string, cell, comment. */
const RICH_STRINGS: ReadonlyMap<number, number> = new Map([
  [19, 0],
  [62, 8],
  [637, 0],
]);

/**
 * SheetJS makes an object for every column, cell of a link and run of a rich string that a record claims, however many:
 * here the claims are cut down to what a workbook can hold. The text is not touched.
 */
function calmed(name: string, bytes: Buffer): Buffer {
  if (!isWorkbookRecords(name)) return bytes;
  const copy = Buffer.from(bytes);
  for (let at = 0; at < copy.length;) {
    const type = variable(copy, at, 2);
    const length = variable(copy, type.end, 4);
    calmRecord(type.value, copy.subarray(length.end, Math.max(length.end, length.end + length.value)));
    at = length.end + length.value;
  }
  return copy;
}

function calmRecord(type: number, body: Buffer): void {
  const rich = RICH_STRINGS.get(type);
  if (rich !== undefined && rich < body.length) body.writeUInt8(0, rich);
  if (type === COLUMN_INFO && body.length >= 8 && body.readUInt32LE(4) >= COLUMNS) body.writeUInt32LE(COLUMNS - 1, 4);
  if (type === LINK && body.length >= 16) {
    body.copy(body, 4, 0, 4);
    body.copy(body, 12, 8, 12);
  }
}

/** Numbers of [MS-XLSB] 2.1.4: seven bits a byte, the eighth says that another one follows. */
function variable(bytes: Buffer, at: number, most: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let i = 0; i < most; i++) {
    const byte = bytes[at + i] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { value, end: at + i + 1 };
  }
  return { value, end: at + most };
}
