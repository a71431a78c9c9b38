/** Looks up which of the numbers planted in a document came out of its reader, and in which zone. For tests. */
import type { Extraction, EmbeddedFile, Format } from '../extract/format.ts';
import type { ExtractedText } from '../core/text.ts';
import { Budget, DEFAULT_LIMITS } from '../extract/budget.ts';
import { readZipDirectory, readZipEntry, ZipSpending } from '../extract/zip-read.ts';
import { contextOf, documentOf } from './extract-one.ts';

/** Where a number was found. */
export interface Found {
  readonly zone: string;
  readonly locator: string;
  /** in a file inside the document */
  readonly embedded: boolean;
}

/** Reads a document and, with the same readers, the files inside it. Files no reader knows are read as plain bytes. */
export async function readDeep(
  formats: readonly Format[],
  bytes: Buffer,
  name: string,
  passwords: readonly string[] = [],
): Promise<{
  readonly own: Extraction;
  readonly inner: readonly ExtractedText[];
  readonly rest: readonly EmbeddedFile[];
}> {
  const context = contextOf({}, passwords);
  const own = await readerOf(formats, bytes, name).extract(documentOf(bytes, name), context);
  const inner: ExtractedText[] = [];
  const rest: EmbeddedFile[] = [];
  for (const file of own.embedded) {
    const reader = formats.find((format) =>
      format.recognises(sniffOf(file.bytes), documentOf(file.bytes, file.name ?? '')),
    );
    if (reader === undefined) rest.push(file);
    else inner.push(...(await reader.extract(documentOf(file.bytes, file.name ?? ''), context)).texts);
  }
  return { own, inner, rest };
}

const readerOf = (formats: readonly Format[], bytes: Buffer, name: string): Format => {
  const reader = formats.find((format) => format.recognises(sniffOf(bytes), documentOf(bytes, name)));
  if (reader === undefined) throw new Error(`no reader for ${name}`);
  return reader;
};

/** As much sniffing as these readers need. */
function sniffOf(bytes: Buffer): { type: string | null; extension: string; oleStreams: readonly string[] | null } {
  const head = bytes.toString('latin1', 0, 8);
  if (head.startsWith('PK')) return { type: 'application/zip', extension: '', oleStreams: null };
  if (head.startsWith('\xd0\xcf\x11\xe0')) return { type: 'application/x-cfb', extension: '', oleStreams: [] };
  if (head.startsWith('{\\rt')) return { type: 'application/rtf', extension: '', oleStreams: null };
  return { type: head.startsWith('<?xml') ? 'application/xml' : null, extension: '', oleStreams: null };
}

/** Finds a number that may be written with blanks, hyphens or cell ends inside. */
export function findNumber(texts: readonly ExtractedText[], number: string): Omit<Found, 'embedded'> | null {
  const pattern = new RegExp(Array.from(number).join('[\\s\\u00ad\\u2011-]?'), 'u');
  for (const { text, segments } of texts) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const segment = segments.find((each) => match.index >= each.start && match.index < each.end);
    return { zone: segment?.zone ?? '?', locator: segment?.locator ?? '?' };
  }
  return null;
}

/** True when a file holds a number in any spelling a program would write it in: the check that a hole is not ours. */
export function holdsNumber(bytes: Buffer, number: string): boolean {
  const spellings = [number, `${number.slice(0, 6)}-${number.slice(6)}`].flatMap((text) => {
    const wide = Buffer.from(text, 'utf16le');
    return [Buffer.from(text), wide, Buffer.from(Buffer.from(text).toString('hex')), Buffer.from(wide.toString('hex'))];
  });
  return spellings.some((spelling) => bytes.includes(spelling));
}

/** Everything in a file with its zip entries expanded, one level. */
export function expanded(bytes: Buffer): Buffer {
  if (bytes.toString('latin1', 0, 2) !== 'PK') return bytes;
  const budget = new Budget(DEFAULT_LIMITS, Date.now);
  const spending = new ZipSpending(budget, bytes.length);
  const contents = readZipDirectory(bytes, budget).entries.map((entry) => readZipEntry(bytes, entry, spending));
  return Buffer.concat(contents.flatMap((content) => (content.state === 'read' ? [content.bytes] : [])));
}

/** A table of places against formats. @param columns zone of each place by format; '' where it was not found */
export function printMatrix(columns: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  const places = new Set([...columns.values()].flatMap((column) => [...column.keys()]));
  const line = (first: string, rest: readonly string[]): string =>
    first.padEnd(24) + rest.map((each) => each.padEnd(16)).join('');
  const rows = Array.from(places, (place) =>
    line(
      place,
      Array.from(columns.values(), (column) => column.get(place) ?? '-'),
    ),
  );
  return [line('', Array.from(columns.keys())), ...rows].join('\n');
}
