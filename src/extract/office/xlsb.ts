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
  if (!(await readWithSheetJs(packed(parts), sink))) sink.missed('damaged', 'the workbook cannot be read');
  const known = sink.textSoFar();
  for (const [name, bytes] of parts) {
    sink.budget.checkTime();
    if (!name.toLowerCase().endsWith('.bin')) continue;
    for (const run of unknownRuns(sweepText(bytes, sink.budget), known)) sink.line(run, 'hidden');
  }
}

function packed(parts: BinaryParts): Buffer {
  const file = CFB.utils.cfb_new();
  for (const [name, bytes] of parts) CFB.utils.cfb_add(file, `/${name}`, bytes);
  const written: unknown = CFB.write(file, { type: 'buffer', fileType: 'zip' });
  return Buffer.isBuffer(written) ? written : Buffer.alloc(0);
}
