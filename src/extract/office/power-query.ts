/**
 * Queries of a workbook, and tables that were typed into one. In: the part in which Excel keeps them ([MS-QDEFF]), or the text of a
 * query. Out: the package with the texts of the queries, and the rows of tables, as files to be read next.
 */
import { inflateRawSync, inflateSync, gunzipSync } from 'node:zlib';
import type { Budget } from '../budget.ts';
import type { EmbeddedFile } from '../format.ts';
import { expandedBy } from '../leftovers.ts';

/** Text of the one element of such a part: base64. */
const MASHUP = /<(?:\w{1,20}:)?DataMashup(?:\s[^>]{0,400})?>([A-Za-z\d+/=\s]{24,})</u;
/** The rows that 'Enter data' makes of what is typed: base64 of the rows, deflated. */
const TYPED = 'Binary.FromText';
const TYPED_ROWS = /Binary\.FromText\(\s{0,20}"([A-Za-z\d+/=\s]{12,})"/gu;
const WAYS = [inflateRawSync, inflateSync, gunzipSync];
const MOST_TABLES = 200;
const MOST_EXPANDED = 8 * 1024 * 1024;

const internal = (bytes: Buffer): EmbeddedFile => ({ name: null, declaredType: null, bytes, internal: true });

/** A field whose length stands before it. @returns null when it is not there as a whole */
function sized(bytes: Buffer, at: number): Buffer | null {
  if (at + 4 > bytes.length) return null;
  const end = at + 4 + bytes.readUInt32LE(at);
  return end > bytes.length ? null : bytes.subarray(at + 4, end);
}

/**
 * Opens the part of a workbook that holds its queries.
 * @param xml of the part
 * @returns the package of queries and what is told of them; none when the part is no such thing
 */
export function queriesIn(xml: string, budget: Budget): readonly EmbeddedFile[] {
  const letters = MASHUP.exec(xml)?.[1];
  if (letters === undefined) return [];
  const bytes = Buffer.from(letters, 'base64');
  budget.spendBytes(bytes.length);
  const parts = sized(bytes, 4);
  if (parts?.toString('latin1', 0, 2) !== 'PK') return [];
  const permissions = sized(bytes, 8 + parts.length);
  const metadata = permissions === null ? null : sized(bytes, 12 + parts.length + permissions.length);
  // behind a version of its own
  const about = metadata === null ? null : sized(metadata, 4);
  return [parts, permissions, about]
    .filter((field) => field !== null)
    .filter((field) => field.length > 0)
    .map(internal);
}

/** The names of the columns behind the rows: "in type table [Namn = _t, #"Född år" = _t]". */
const COLUMNS = /^[^]{0,400}?in type table \[([^\]]{1,4000})\]/u;
const COLUMN = /(?:#"([^"]{1,200})"|([\p{L}\p{N}_. ]{1,200}?))\s{0,4}=/gu;
const COLUMNS_REACH = 4500;

/** Rows below the names of their columns, so that a name tells what the numbers below it are; the rows as they are when they are none. */
function namedRows(rows: Buffer, behind: string): Buffer {
  const columns = COLUMNS.exec(behind)?.[1];
  if (columns === undefined) return rows;
  const names = [...columns.matchAll(COLUMN)].map(([, quoted, plain]) => (quoted ?? plain ?? '').trim());
  let table: unknown;
  try {
    table = JSON.parse(rows.toString('utf8'));
  } catch {
    return rows;
  }
  if (!Array.isArray(table) || !table.every((row) => Array.isArray(row))) return rows;
  const lines = [names, ...table].map((row: readonly unknown[]) =>
    row.map((value) => (typeof value === 'string' ? value.replace(/[\t\n]/gu, ' ') : JSON.stringify(value))).join('\t'),
  );
  return Buffer.from(`${lines.join('\n')}\n`);
}

/** The tables that stand in the text of a query as letters. @returns none for nearly every text */
export function typedTables(text: string, budget: Budget): readonly EmbeddedFile[] {
  const tables: EmbeddedFile[] = [];
  if (!text.includes(TYPED)) return tables;
  for (const { 0: whole, 1: letters = '', index } of text.matchAll(TYPED_ROWS)) {
    const rows = expandedBy(WAYS, Buffer.from(letters, 'base64'), budget, MOST_EXPANDED);
    const end = index + whole.length;
    if (rows !== null) tables.push(internal(namedRows(rows, text.slice(end, end + COLUMNS_REACH))));
    if (tables.length >= MOST_TABLES) break;
  }
  return tables;
}
