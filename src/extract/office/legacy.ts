/**
 * Compound files of office programs: doc, xls, ppt, encrypted OOXML, and any other compound file that is not a message.
 * Each is read by what is known of its format, and then swept: the union of both is what comes out.
 */
import type { FormatContext } from '../format.ts';
import { readDoc } from './doc.ts';
import { legacyEncryption } from './legacy-crypto.ts';
import type { LegacyEncryption } from './legacy-crypto.ts';
import { asFile, readOle, rootStream, sweepOle } from './ole.ts';
import type { OleStream } from './ole.ts';
import { openOoxml, readEncryptionInfo } from './ooxml-crypto.ts';
import { openLegacy } from './open-legacy.ts';
import { readPptStream } from './ppt.ts';
import type { Sink } from './sink.ts';
import { readInParts, readWithSheetJs } from './sheetjs.ts';
import { sweepText } from './sweep.ts';
import { readXlsPlaces } from './xls-places.ts';
import { xlsSlices } from './xls-slices.ts';

/** Excel opens workbooks encrypted with this word without asking ([MS-OFFCRYPTO] 2.3.7.1). */
const DEFAULT_PASSWORD = 'VelvetSweatshop';

/**
 * Reads a compound file.
 * @param inner reads a decrypted package
 */
export async function readLegacy(
  bytes: Buffer,
  sink: Sink,
  context: FormatContext,
  inner: (bytes: Buffer) => Promise<void>,
): Promise<void> {
  const ole = readOle(bytes);
  if (ole === null) {
    sink.missed('damaged', 'the directory of the file cannot be read');
    for (const text of sweepText(bytes, sink.budget)) sink.line(text, 'hidden');
    return;
  }
  const { streams } = ole;
  if (ole.damaged) {
    sink.missed('damaged', 'the file is not whole');
    for (const text of sweepText(bytes, sink.budget)) sink.line(text, 'hidden');
  }
  const info = rootStream(streams, 'EncryptionInfo');
  const encrypted = rootStream(streams, 'EncryptedPackage');
  if (info !== null && encrypted !== null) {
    await readEncrypted(info, encrypted, sink, context, inner);
    return;
  }
  const encryption = legacyEncryption(streams);
  if (encryption === null) {
    const unread = await readKnown(streams, sink);
    if (streams.some(({ name }) => PACKED_STREAMS.has(name)))
      sink.missed('unsupported', 'a document of a program whose text is packed');
    sweepOle(unread, sink.textSoFar(), sink, new Set());
  } else await readLocked(streams, encryption, sink, context);
}

/** Main streams of Visio (before .vsdx) and Hangul: their text is compressed, so that a sweep finds none of it. */
const PACKED_STREAMS: ReadonlySet<string> = new Set(['visiodocument', 'docinfo']);

/** Streams that hold nothing but noise while a document is locked. */
const LOCKED_STREAMS: ReadonlySet<string> = new Set([
  'worddocument',
  'workbook',
  'book',
  '1table',
  '0table',
  'data',
  'powerpoint document',
  'pictures',
]);

async function readLocked(
  streams: readonly OleStream[],
  encryption: LegacyEncryption,
  sink: Sink,
  context: FormatContext,
): Promise<void> {
  const { label, bits } = encryption;
  const byDefault = openLegacy(streams, [DEFAULT_PASSWORD], sink.budget);
  const opened = byDefault ?? openLegacy(streams, context.passwords(), sink.budget);
  // a workbook that everybody's Excel opens without asking is not locked, only marked as read-only
  if (byDefault === null) sink.signal('weak-encryption', label);
  if (opened === null) {
    sink.missed('encrypted', label, { algorithm: label, bits });
    sweepOle(streams, sink.textSoFar(), sink, LOCKED_STREAMS);
    return;
  }
  if (byDefault === null) sink.signal('opened-with-password', label);
  const unread = await readKnown(opened.streams, sink);
  sweepOle(unread, sink.textSoFar(), sink, new Set(opened.closed));
  if (opened.closed.length > 0)
    sink.missed('encrypted', `${label}, pictures or properties`, { algorithm: label, bits });
}

/** @returns the streams for the sweep, without what was told with its place */
async function readKnown(streams: readonly OleStream[], sink: Sink): Promise<readonly OleStream[]> {
  const presentation = rootStream(streams, 'PowerPoint Document');
  if (rootStream(streams, 'WordDocument') !== null && !readDoc(streams, sink))
    sink.missed('damaged', 'the document cannot be read whole');
  if (presentation !== null) readPptStream(presentation, sink);
  const workbook = rootStream(streams, 'Workbook') ?? rootStream(streams, 'Book');
  if (workbook === null) return streams;
  if (!(await readWorkbook(workbook, streams, sink))) sink.missed('damaged', 'the workbook cannot be read');
  return streams.flatMap((stream) => (/^(?:workbook|book)$/iu.test(stream.path) ? placesOf(stream, sink) : [stream]));
}

/** All at once when there are few cells, else so many rows at a time. */
function readWorkbook(workbook: Buffer, streams: readonly OleStream[], sink: Sink): Promise<boolean> {
  // without the property sets: the library follows any count they claim; the sweep reads their texts
  const rest = streams.filter((stream) => !stream.name.endsWith('summaryinformation'));
  const slices = xlsSlices(workbook);
  if (slices === null) return readWithSheetJs(asFile(rest, ''), sink);
  const parts = slices.map(({ rows, stream }) => ({ rows, bytes: stream }));
  return readInParts(parts, sink, workbook.length);
}

function placesOf(workbook: OleStream, sink: Sink): readonly OleStream[] {
  const { unread, drawings } = readXlsPlaces(workbook.bytes, sink);
  return [
    { ...workbook, bytes: unread },
    { path: 'drawings', name: 'drawings', bytes: drawings },
  ];
}

async function readEncrypted(
  info: Buffer,
  encrypted: Buffer,
  sink: Sink,
  context: FormatContext,
  inner: (bytes: Buffer) => Promise<void>,
): Promise<void> {
  const encryption = readEncryptionInfo(info);
  if (encryption.weak) sink.signal('weak-encryption', encryption.label);
  const opened = openOoxml(encrypted, encryption, [DEFAULT_PASSWORD, ...context.passwords()], sink.budget);
  if (opened === null) {
    sink.missed('encrypted', encryption.label, { algorithm: encryption.label, bits: encryption.bits });
    return;
  }
  if (opened.password !== DEFAULT_PASSWORD) sink.signal('opened-with-password', encryption.label);
  await inner(opened.bytes);
}
