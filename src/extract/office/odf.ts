/**
 * OpenDocument packages (ISO/IEC 26300-2): odt, ods, odp and their templates, and the flat XML forms. In: the bytes. Out:
 * the text of every stream, objects inside included; encrypted packages are opened with a password of the same mail.
 */
import type { Zone } from '../../core/category.ts';
import type { FormatContext } from '../format.ts';
import { zipNames } from '../zip-read.ts';
import { embedBinary } from './binary-parts.ts';
import { decryptOdfPart, readOdfManifest } from './odf-crypto.ts';
import type { OdfEncryption } from './odf-crypto.ts';
import { keptProperties } from './odf-fields.ts';
import { nothingShared, type OdfShared } from './odf-shared.ts';
import { OdfStory } from './odf-story.ts';
import { OfficePackage } from './package.ts';
import type { Sink } from './sink.ts';
import { sweepText } from './sweep.ts';
import { decodeXml, rootName, scanXml } from './xml.ts';

const ORDER = ['styles.xml', 'content.xml', 'meta.xml'];

/** True when the names inside a zip are those of an OpenDocument package. */
export function isOdfPackage(bytes: Buffer): boolean {
  const names = zipNames(bytes);
  return names.includes('META-INF/manifest.xml') && names.includes('content.xml');
}

/** True for a flat document: XML whose root is office:document. */
export function isFlatOdf(bytes: Buffer): boolean {
  return /<(?:\w{1,20}:)?document[\s>][^]*opendocument/u.test(bytes.toString('latin1', 0, 4096));
}

/** Reads a package into the sink. */
export function readOdf(bytes: Buffer, sink: Sink, context: FormatContext): void {
  const parts = new OfficePackage(bytes, sink);
  const manifest = readOdfManifest(parts.peekXml('META-INF/manifest.xml') ?? '');
  const password = manifest.size === 0 ? null : findPassword(parts, manifest, sink, context);
  const kept = keptProperties(parts.peekXml('meta.xml') ?? '');
  const shared = nothingShared({ tables: 0 }, kept);
  const rank = (name: string): number => {
    const index = ORDER.indexOf(name);
    return index >= 0 ? index : name.endsWith('.xml') ? 4 : 5;
  };
  parts.forEachLeft(rank, (name, { bytes: stored }) => {
    sink.budget.checkTime();
    const encryption = manifest.get(name);
    const plain =
      encryption === undefined
        ? stored
        : password === null
          ? null
          : decryptOdfPart(stored, encryption, password, sink.budget);
    if (plain !== null) readPart(name, plain, sink, shared);
  });
}

/** Reads a flat document into the sink: itself, then the objects inside as a package keeps them, apart. */
export function readFlatOdf(bytes: Buffer, sink: Sink): void {
  const xml = decodeXml(bytes);
  const numbering = { tables: 0 };
  // in a letter a table is a table wherever it stands
  const { outer, inner } = isFlatText(bytes) ? { outer: xml, inner: [] } : withoutObjects(xml);
  const kept = keptProperties(outer);
  readStream(outer, ['body', ''], sink, nothingShared(numbering, kept));
  for (const object of inner) {
    sink.budget.checkTime();
    readStream(object, placeOf('object', object), sink, nothingShared(numbering, kept));
  }
}

const isFlatText = (bytes: Buffer): boolean => bytes.toString('latin1', 0, 4096).includes('opendocument.text');

const MARK = /<(\/?)(?:\w{1,20}:)?document(?=[\s>])[^<>]*>/gu;
/** Objects inside objects that are taken apart; deeper ones stay where they are. */
const DEEPEST_OBJECT = 8;

/** The documents inside a flat document cut out of it, each without its own; the text of all is the text of the whole. */
function withoutObjects(xml: string): { readonly outer: string; readonly inner: readonly string[] } {
  const inner: string[] = [];
  /** pieces of the documents that are open, the outermost first */
  const open: string[][] = [[]];
  let end = 0;
  let depth = 0;
  for (const mark of xml.matchAll(MARK)) {
    const isEnd = mark[1] === '/';
    depth += isEnd ? -1 : 1;
    const at = isEnd ? mark.index + mark[0].length : mark.index;
    if (depth < 1 || depth >= DEEPEST_OBJECT || (!isEnd && depth === 1)) continue;
    open[open.length - 1]?.push(xml.slice(end, at));
    end = at;
    if (!isEnd) open.push([]);
    else if (open.length > 1) inner.push((open.pop() ?? []).join(''));
  }
  open[open.length - 1]?.push(xml.slice(end));
  const [outer = [], ...unclosed] = open;
  return { outer: outer.join(''), inner: [...inner, ...unclosed.map((pieces) => pieces.join(''))] };
}

function readPart(name: string, bytes: Buffer, sink: Sink, shared: OdfShared): void {
  if (name === 'mimetype' || bytes.length === 0) return;
  if (/(?:^|\/)(?:ObjectReplacements\/|Configurations2\/|layout-cache$)/u.test(name)) {
    for (const text of sweepText(bytes, sink.budget)) if (/\d{6}/u.test(text)) sink.line(text, 'metadata', 'preview');
  } else if (/^\s*<[?!A-Za-z]/u.test(bytes.toString('latin1', 0, 64).replace(/^\xef\xbb\xbf/u, ''))) {
    const xml = decodeXml(bytes);
    if (rootName(xml) === 'svg') {
      sink.embed(name, bytes, true, 'image/svg+xml');
      return;
    }
    if (/(?:^|\/)(?:settings\.xml|manifest\.xml)$/u.test(name) && !/\d{6}[-+ ]\d{4}/u.test(xml)) return;
    readStream(xml, placeOf(name, xml), sink, shared);
  } else embedBinary(name, bytes, sink);
}

function placeOf(name: string, xml: string): readonly [Zone, string] {
  if (name.endsWith('meta.xml')) return ['metadata', ''];
  if (name.endsWith('styles.xml')) return ['master', ''];
  if (name.startsWith('Basic/') || name.startsWith('Scripts/')) return ['script', 'macro'];
  if (name === 'content.xml') return ['body', ''];
  return xml.includes('<office:chart') ? ['chart', 'chart'] : ['body', 'object'];
}

function readStream(xml: string, [zone, locator]: readonly [Zone, string], sink: Sink, shared: OdfShared): void {
  const story = new OdfStory(sink, zone, locator, shared, xml);
  sink.breakLine();
  const { damaged, declaresEntities } = scanXml(xml, story, () => sink.budget.checkTime());
  story.finish();
  if (damaged) sink.missed('damaged', 'XML of the document is broken');
  if (declaresEntities) sink.missed('ambiguous', 'XML of the document declares entities');
}

/** A key derivation each, of a hundred thousand rounds. */
const MAX_PASSWORDS = 50;

/** @returns the password that opens the package; null when none does, which is then told */
function findPassword(
  parts: OfficePackage,
  manifest: ReadonlyMap<string, OdfEncryption>,
  sink: Sink,
  context: FormatContext,
): string | null {
  const [name, encryption] = [...manifest].find(([part]) => part === 'content.xml') ?? [...manifest][0] ?? [];
  if (name === undefined || encryption === undefined) return null;
  if (encryption.weak) sink.signal('weak-encryption', encryption.label);
  const stored = parts.peekBytes(name);
  for (const password of stored === null ? [] : context.passwords().slice(0, MAX_PASSWORDS)) {
    sink.budget.checkTime();
    if (decryptOdfPart(stored ?? Buffer.alloc(0), encryption, password, sink.budget) === null) continue;
    sink.signal('opened-with-password', encryption.label);
    return password;
  }
  sink.missed('encrypted', encryption.label, { algorithm: encryption.label, bits: encryption.bits });
  return null;
}
