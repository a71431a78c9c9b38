/** dBASE tables (.dbf): the attributes of every shapefile, and what old registers export. Fields of fixed width, one row each. */
import { decodeCharset } from '../mime/mime.ts';
import { decodeText } from './charset.ts';
import type { Document, Extraction, Format, FormatContext } from './format.ts';
import { RowWriter } from './office/rows.ts';
import { Sink } from './office/sink.ts';

interface Field {
  readonly name: string;
  readonly type: string;
  readonly start: number;
  readonly length: number;
}

/** Versions with and without memo files, and Visual FoxPro's. */
const VERSIONS = new Set([0x02, 0x03, 0x30, 0x31, 0x32, 0x43, 0x83, 0x8b, 0xcb, 0xf5]);
const END_OF_FIELDS = 0x0d;
const MOST_FIELDS = 2048;

/** The fields of a table; null when the bytes are no dBASE file. */
function fieldsOf(bytes: Buffer): readonly Field[] | null {
  if (bytes.length < 65 || !VERSIONS.has(bytes[0] ?? 0)) return null;
  const [month, day] = [bytes[2] ?? 0, bytes[3] ?? 0];
  const [header, record] = [bytes.readUInt16LE(8), bytes.readUInt16LE(10)];
  if (month > 12 || day > 31 || header > bytes.length || record < 2) return null;
  const fields: Field[] = [];
  let start = 1;
  for (let at = 32; at + 32 <= header && bytes[at] !== END_OF_FIELDS && fields.length < MOST_FIELDS; at += 32) {
    const name = bytes.toString('latin1', at, at + 11).replace(/\0.*$/su, '');
    const type = String.fromCharCode(bytes[at + 11] ?? 0);
    const length = bytes[at + 16] ?? 0;
    if (!/^[\x20-\xff]{1,11}$/u.test(name) || !/[A-Z0@+]/u.test(type)) return null;
    fields.push({ name, type, start, length });
    start += length;
  }
  return fields.length > 0 && start === record ? fields : null;
}

/** Language driver ids that Nordic programs write; others are told by their letters. */
const DRIVERS: ReadonlyMap<number, string> = new Map([
  [0x01, 'cp437'],
  [0x02, 'cp850'],
  [0x08, 'cp865'],
  [0x66, 'cp865'],
  [0x03, 'windows-1252'],
  [0x57, 'windows-1252'],
  [0x59, 'windows-1252'],
]);

function extractDbase(document: Document, context: FormatContext): Extraction {
  const sink = new Sink(document, context.budget);
  const fields = fieldsOf(document.bytes) ?? [];
  sink.guard(() => readRows(document.bytes, fields, sink));
  return sink.build();
}

function readRows(bytes: Buffer, fields: readonly Field[], sink: Sink): void {
  const charset = DRIVERS.get(bytes[29] ?? 0) ?? null;
  const text = (slice: Buffer): string => {
    const trimmed = slice.toString('latin1').replace(/[\0 ]+$/u, '').length;
    const own = slice.subarray(0, trimmed);
    return (charset === null ? (decodeText(own, null)[0] ?? '') : decodeCharset(own, charset)).replace(
      /[\r\n\t\0]/gu,
      ' ',
    );
  };
  const rows = new RowWriter(sink);
  const place = (row: number, column: number, hidden = false) =>
    ({ zone: hidden ? 'hidden' : 'cell', locator: `row ${row}`, cell: { table: 0, row, column } }) as const;
  fields.forEach(({ name }, column) => rows.text(column, name, place(0, column)));
  rows.endRow();
  const [first, size] = [bytes.readUInt16LE(8), bytes.readUInt16LE(10)];
  for (let at = first, row = 1; at + 1 < bytes.length; at += size, row++) {
    if (row % 256 === 0) sink.budget.checkTime();
    // a record marked with an asterisk is deleted, and still there
    const deleted = bytes[at] === 0x2a;
    fields.forEach(({ type, start, length }, column) => {
      const value = text(bytes.subarray(at + start, at + start + length)).trim();
      if ((type === 'N' || type === 'F') && value !== '')
        rows.number(column, value, value, place(row, column, deleted));
      else rows.text(column, value, place(row, column, deleted));
    });
    rows.endRow();
  }
}

export const dbaseFormat: Format = {
  id: 'dbase',
  recognises: (sniff, document) =>
    (sniff.type === null || sniff.extension === 'dbf') && fieldsOf(document.bytes) !== null,
  extract: extractDbase,
};
