/**
 * Compound files ([MS-CFB]): their streams by path, and what any of them may carry whatever program wrote it — files that
 * were put in as objects, macros, pictures, text in properties.
 */
import * as CFB from 'cfb';
import type { Zone } from '../../core/category.ts';
import { readCompoundFile } from '../compound-file.ts';
import { cutPictures } from './pictures.ts';
import type { Sink } from './sink.ts';
import { sweepText, unknownRuns } from './sweep.ts';
import { readModules } from './vba.ts';
import { propertyTexts } from './property-sets.ts';

/** One stream of a compound file. */
export interface OleStream {
  /** storages and name, joined with '/', without the root */
  readonly path: string;
  /** last part of the path, control characters removed, lower case */
  readonly name: string;
  readonly bytes: Buffer;
}

/** Streams of a compound file, and whether some are not whole; null when the directory cannot be read. */
export function readOle(bytes: Buffer): { readonly streams: readonly OleStream[]; readonly damaged: boolean } | null {
  const file = readCompoundFile(bytes);
  if (file === null) return null;
  const streams = file.streams.map(({ path, bytes: content }) => {
    const name = path
      .slice(path.lastIndexOf('/') + 1)
      .replace(/\p{Cc}/gu, '')
      .toLowerCase();
    return { path, name, bytes: content };
  });
  return { streams, damaged: file.damaged };
}

/** Stream by its name in the root storage. */
export function rootStream(streams: readonly OleStream[], name: string): Buffer | null {
  return (
    streams.find((stream) => stream.path.replace(/\p{Cc}/gu, '').toLowerCase() === name.toLowerCase())?.bytes ?? null
  );
}

/** Streams of objects that are office documents themselves, with the extension of the file they make. */
const DOCUMENT_STREAMS: ReadonlyMap<string, string> = new Map([
  ['worddocument', 'doc'],
  ['workbook', 'xls'],
  ['book', 'xls'],
  ['powerpoint document', 'ppt'],
]);

/**
 * Hands on what lies in the streams besides the document's own text, and adds every word of them that is not known yet.
 * @param known text already read
 * @param skip streams that were read in another way and hold nothing else
 */
export function sweepOle(streams: readonly OleStream[], known: string, sink: Sink, skip: ReadonlySet<string>): void {
  embedObjects(streams, sink);
  for (const { name, path, bytes } of streams) {
    sink.budget.checkTime();
    for (const source of readModules(bytes)) sink.line(source, 'script', 'macro');
    for (const picture of cutPictures(bytes)) sink.embed(null, picture, true);
    if (skip.has(name) || name === 'package' || name.endsWith('ole10native')) continue;
    const zone: Zone = /summaryinformation$/u.test(name) ? 'metadata' : 'hidden';
    const properties = zone === 'metadata' ? propertyTexts(bytes) : [];
    for (const text of properties) sink.line(text, zone, path.includes('/') ? 'object' : '');
    const better = [known, ...properties].join('\n');
    for (const run of unknownRuns(sweepText(bytes, sink.budget).filter(isNotMisread(properties)), better))
      sink.line(run, zone, path.includes('/') ? 'object' : '');
  }
}

/** A sweep takes UTF-8 for Windows-1252: what reads right as UTF-8 was read before. */
function isNotMisread(properties: readonly string[]): (run: string) => boolean {
  // those of somebody's own are told with their name
  const read = new Set(properties.flatMap((text) => [text, text.replace(/^[^:]{1,255}: /u, '')]));
  return (run) => read.size === 0 || !read.has(Buffer.from(run, 'latin1').toString('utf8'));
}

/** Files inside: OLE packages, OOXML packages, whole documents in storages of their own. */
function embedObjects(streams: readonly OleStream[], sink: Sink): void {
  const storages = new Set<string>();
  for (const { name, path, bytes } of streams) {
    const storage = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    if (name === 'ole10native') embedNative(bytes, sink);
    else if (name === 'package' || (name === 'contents' && bytes.toString('latin1', 0, 4) === '%PDF'))
      sink.embed(null, bytes);
    else if (storage !== '' && DOCUMENT_STREAMS.has(name) && !storages.has(storage)) {
      storages.add(storage);
      sink.embed(`object.${DOCUMENT_STREAMS.get(name) ?? 'doc'}`, asFile(streams, storage));
    }
  }
}

/**
 * A storage written as a compound file of its own.
 * @param storage '' for the root: the same streams with sound sector chains, for readers that follow a circle for ever
 */
export function asFile(streams: readonly OleStream[], storage: string): Buffer {
  const file = CFB.utils.cfb_new();
  const start = storage === '' ? '' : `${storage}/`;
  for (const { path, bytes } of streams) {
    if (path.startsWith(start)) CFB.utils.cfb_add(file, `/${path.slice(start.length)}`, bytes);
  }
  const written: unknown = CFB.write(file, { type: 'buffer' });
  return Buffer.isBuffer(written) ? written : Buffer.alloc(0);
}

/** Ole10Native ([MS-OLEDS] 2.3.6 and what Packager puts in it): label, path, temporary path, then the file. */
export function embedNative(bytes: Buffer, sink: Sink): void {
  const text = (at: number): { value: string; end: number } | null => {
    const end = bytes.indexOf(0, at);
    return end < 0 || end - at > 1024 ? null : { value: bytes.toString('latin1', at, end), end: end + 1 };
  };
  const label = text(6);
  const source = label === null ? null : text(label.end);
  const temporary = source === null ? null : text(source.end + 8);
  if (label !== null && source !== null && temporary !== null && temporary.end + 4 <= bytes.length) {
    const size = bytes.readUInt32LE(temporary.end);
    if (size <= bytes.length - temporary.end - 4) {
      sink.line(source.value, 'metadata', 'object');
      const file = bytes.subarray(temporary.end + 4, temporary.end + 4 + size);
      sink.embed(label.value.slice(label.value.lastIndexOf('\\') + 1) || null, file);
      return;
    }
  }
  sink.embed(null, bytes.subarray(Math.min(4, bytes.length)));
}
