/**
 * Texts that stand in a PDF's objects but that pdf.js does not give: ActualText and Alt of the structure and of marked
 * content, the XFA form, subjects of notes, file descriptions, properties of pages and pictures, the strings of earlier
 * versions of objects, and of any object what has the shape of an identity number.
 */
import type { Zone } from '../../core/category.ts';
import { link } from '../html/script.ts';
import type { PlacedText } from './document-texts.ts';
import { decodeTextString, isDict, isList, isName, isRef, nameOf, parseValue } from './raw-values.ts';
import type { PdfDict, PdfValue } from './raw-values.ts';
import type { RawObject, RawPdf } from './raw-objects.ts';
import { commentsIn } from './remarks.ts';
import { scriptStrings } from './script-strings.ts';
import { withoutTags } from './xml-text.ts';

/** Keys of dictionaries whose strings a reader may be shown (ISO 32000-1 §12.5, §12.7, §14.8, §14.9). */
const TEXT_KEYS: ReadonlyMap<string, Zone> = new Map([
  ['ActualText', 'alt-text'],
  ['Alt', 'alt-text'],
  ['E', 'alt-text'],
  ['Contents', 'annotation'],
  ['RC', 'annotation'],
  ['Subj', 'annotation'],
  ['T', 'annotation'],
  ['TU', 'form'],
  ['TM', 'form'],
  ['V', 'form'],
  ['DV', 'form'],
  ['Opt', 'form'],
  ['CA', 'form'],
  ['Title', 'metadata'],
  ['Author', 'metadata'],
  ['Subject', 'metadata'],
  ['Keywords', 'metadata'],
  ['Desc', 'metadata'],
  ['F', 'metadata'],
  ['UF', 'metadata'],
  ['Name', 'metadata'],
  ['JS', 'script'],
  ['URI', 'link'],
  ['RV', 'form'],
  ['AC', 'form'],
  ['OverlayText', 'annotation'],
  ['Reason', 'metadata'],
  ['Location', 'metadata'],
  ['ContactInfo', 'metadata'],
  ['Summary', 'alt-text'],
  ['N', 'metadata'],
]);
/** Keys whose string may be a stream of its own when it is long (ISO 32000-1 §12.5.6.2, §12.6.4.16, §12.7.4.3). */
const STREAMED = new Set(['V', 'DV', 'RV', 'RC', 'JS']);
/** Machine values: identities, keys, digests, colour tables, times. */
const MACHINERY = new Set(
  'ID O U OE UE Perms CheckSum Lookup DA CreationDate ModDate M LastModified CharSet'.split(' '),
);
/** Shape of an identity number: with its separator, or so long that hardly any other number is; the detectors judge it. */
const IDENTIFIER = /(?<![\w-])(?:(?:\d{2})?\d{6}[-+ ]\d{4,5}|\d{11,12}|\d{6}[-+A-FU-Y]\d{3}[\dA-Y])(?![\w-])/u;

const MAX_TEXTS = 50_000;

/**
 * @param raw all objects of the file
 * @param isKnown true for text that was read already
 */
export function sweepTexts(raw: RawPdf, isKnown: (text: string) => boolean): readonly PlacedText[] {
  const texts: PlacedText[] = [];
  const seen = new Set<string>();
  const add = (text: string, zone: Zone, locator: string): void => {
    const clean = text.replace(/\0/gu, '').trim();
    if (clean === '' || seen.has(clean) || isKnown(clean) || texts.length >= MAX_TEXTS) return;
    seen.add(clean);
    texts.push({ text: clean, zone, locator });
  };
  for (const form of xfaStreams(raw)) add(withoutTags(form), 'form', 'XFA');
  const replacements: string[] = [];
  for (const object of raw.objects) {
    walk(object.value, 0, (key, value) => {
      const zone = TEXT_KEYS.get(key);
      if (key === 'ActualText' && Buffer.isBuffer(value) && replacements.length < MAX_TEXTS)
        replacements.push(decodeTextString(value));
      const put = (text: string): void =>
        add(text, object.replaced ? 'hidden' : (zone ?? 'metadata'), object.replaced ? 'earlier version' : '');
      identifiersNamed(key, value).forEach(put);
      if (key === 'F' || key === 'UF') lastNames(value).forEach(put);
      if (key === 'CI') itemsOf(isRef(value) ? raw.current.get(value.ref)?.value : value).forEach(put);
      if (zone === undefined) identifiersOf(key, value).forEach(put);
      else
        for (const text of stringsOf(value, raw, object, STREAMED.has(key))) {
          put(zone === 'link' ? link(text) : text);
          if (zone === 'script')
            scriptStrings(text).forEach((one) => add(one, object.replaced ? 'hidden' : 'form', ''));
        }
    });
    identifiersOf('', object.value).forEach((text) => add(text, 'hidden', ''));
    if (isPacket(object)) add(withoutTags(object.data?.toString('utf8') ?? ''), 'metadata', 'XMP');
    if (object.data !== null) {
      add(markedContentTexts(object.data), object.replaced ? 'hidden' : 'alt-text', 'replacement text');
      if (mayDraw(object.value)) add(commentsIn(object.data), 'hidden', 'remark between drawing operators');
    }
  }
  add(acrossPieces(replacements), 'alt-text', 'replacement text');
  return texts;
}

/** Keys and types of streams that are no drawing: fonts, their tables, functions, colour profiles, attached files. */
const NO_DRAWING_KEYS = ['Length1', 'FunctionType', 'Alternate', 'N', 'CMapName', 'Params'];
const NO_DRAWING = /^(?:Image|Type1C|CIDFontType0C|OpenType|XML|Metadata|EmbeddedFile|ObjStm|XRef|CMap)$/u;

const mayDraw = (value: PdfValue): boolean =>
  isDict(value) &&
  !NO_DRAWING_KEYS.some((key) => value.has(key)) &&
  !NO_DRAWING.test(nameOf(value.get('Subtype'))) &&
  !NO_DRAWING.test(nameOf(value.get('Type')));

/** Properties in XML of a page, a picture or any other object (ISO 32000-1 §14.3.2). */
const isPacket = ({ value, data }: RawObject): boolean =>
  data !== null && isDict(value) && nameOf(value.get('Type')) === 'Metadata';

/** Strings of a value, or of a list, that have the shape of an identity number, under a key that is not known to hold text. */
function identifiersOf(key: string, value: PdfValue): string[] {
  if (MACHINERY.has(key)) return [];
  const strings = isList(value) ? value.slice(0, 2000).filter((item) => Buffer.isBuffer(item)) : [value];
  return strings.flatMap((item) => {
    if (!Buffer.isBuffer(item) || item.length < 10 || item.length > 10_000) return [];
    // decoding costs more than looking for digits, of one byte or two
    if (!/\d\0?\d\0?\d/u.test(item.toString('latin1'))) return [];
    const text = decodeTextString(item);
    return IDENTIFIER.test(text) ? [text] : [];
  });
}

/** Keys and names of the shape of an identity number: of destinations, colours, fonts, programs' own entries. */
function identifiersNamed(key: string, value: PdfValue): string[] {
  const names = [{ name: key }, ...(isList(value) ? value.slice(0, 64) : [value])].filter(isName);
  return names.flatMap(({ name }) => (name.length >= 10 && IDENTIFIER.test(name) ? [name] : []));
}

/** What a path to a file ends in, where that has the shape of an identity number. */
function lastNames(value: PdfValue): string[] {
  if (!Buffer.isBuffer(value) || value.length > 2000) return [];
  const path = decodeTextString(value);
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return name !== path && IDENTIFIER.test(name) ? [name] : [];
}

/** What a file of a collection is listed with (ISO 32000-1 §7.11.6): numbers, and texts with what stands before them. */
function itemsOf(value: PdfValue | undefined): string[] {
  if (!isDict(value)) return [];
  return [...value.values()].flatMap((item) => {
    if (typeof item === 'number') return item >= 1e9 ? [String(item)] : [];
    const [before, data] = isDict(item) ? [item.get('P'), item.get('D')] : [];
    if (!Buffer.isBuffer(before)) return [];
    const rest = Buffer.isBuffer(data) ? decodeTextString(data) : typeof data === 'number' ? String(data) : '';
    return [decodeTextString(before) + rest];
  });
}

/** Goes through a value. @param visit is given each entry of a dictionary, and the dictionary */
export function walk(
  value: PdfValue,
  depth: number,
  visit: (key: string, value: PdfValue, owner: PdfDict) => void,
): void {
  if (depth > 40) return;
  if (isList(value)) for (const item of value) walk(item, depth + 1, visit);
  if (!isDict(value)) return;
  for (const [key, item] of value) {
    visit(key, item, value);
    if (typeof item === 'object' && item !== null && !Buffer.isBuffer(item)) walk(item, depth + 1, visit);
  }
}

/** Strings of a value: itself, those of a list, or a stream it refers to (rich text and scripts may be streams). */
function stringsOf(value: PdfValue, raw: RawPdf, owner: RawObject, streamed: boolean): string[] {
  if (Buffer.isBuffer(value)) return [decodeTextString(value)];
  if (isList(value))
    return value
      .slice(0, 2000)
      .flatMap((item) => (isList(item) || Buffer.isBuffer(item) ? stringsOf(item, raw, owner, streamed) : []));
  if (!isRef(value) || value.ref === owner.number) return [];
  const target = raw.current.get(value.ref);
  if (target === undefined) return [];
  if (Buffer.isBuffer(target.value)) return [decodeTextString(target.value)];
  return streamed && target.data !== null ? [decodeTextString(target.data)] : [];
}

/** The form's XML, of every XFA key: one stream, or pairs of name and stream whose parts are one document. */
function xfaStreams(raw: RawPdf): string[] {
  const forms: string[] = [];
  for (const object of raw.objects) {
    walk(object.value, 0, (key, value) => {
      if (key !== 'XFA' || forms.length > 20) return;
      const target = isRef(value) ? (raw.current.get(value.ref)?.value ?? null) : value;
      const parts = isList(target) ? target : [value];
      const bytes = parts.flatMap((part) => {
        const data = isRef(part) ? raw.current.get(part.ref)?.data : null;
        return data === null || data === undefined ? [] : [data];
      });
      if (bytes.length > 0) forms.push(Buffer.concat(bytes).toString('utf8'));
    });
  }
  return forms;
}

const MARKS = ['/ActualText', '/Alt', '/E'] as const;

/** Replacement texts of marked content in a content stream; single characters, and halves of numbers, are joined again. */
function markedContentTexts(data: Buffer): string {
  let text = '';
  const all: string[] = [];
  for (const mark of MARKS) {
    for (let at = data.indexOf(mark), n = 0; at >= 0 && n < 20_000; at = data.indexOf(mark, at + mark.length), n++) {
      const parsed = parseValue(data, at + mark.length);
      if (parsed === null || !Buffer.isBuffer(parsed.value)) continue;
      const own = decodeTextString(parsed.value);
      text += own.length <= 2 ? own : `\n${own}\n`;
      all.push(own);
    }
  }
  return text + acrossPieces(all);
}

/** Numbers whose figures stand in two or more pieces, one behind the other: a line for each. */
function acrossPieces(pieces: readonly string[]): string {
  const lines: string[] = [];
  let open = '';
  let count = 0;
  const flush = (): void => {
    if (count > 1 && (open.match(/\d/gu)?.length ?? 0) >= 10) lines.push(open);
    [open, count] = ['', 0];
  };
  for (const piece of pieces) {
    const [head = ''] = /^[\d+ -]{0,20}/u.exec(piece) ?? [];
    open += head;
    if (head !== '') count++;
    if (head === piece && open.length < 40) continue;
    flush();
    open = /[\d+-][\d+ -]{0,19}$/u.exec(piece.slice(-20))?.[0] ?? '';
    count = open === '' ? 0 : 1;
  }
  flush();
  return lines.map((line) => `\n${line.trim()}\n`).join('');
}

/** True when any page or page tree node has a crop box. */
export function mentionsCropBox(raw: RawPdf): boolean {
  return raw.objects.some((object) => isDict(object.value) && object.value.has('CropBox'));
}

/** True when there are streams that could be page content. */
export function hasContentStreams(raw: RawPdf): boolean {
  const machinery = new Set(['XRef', 'ObjStm', 'Metadata', 'EmbeddedFile']);
  return raw.objects.some(
    (o) => o.stream !== null && o.stream.length > 0 && isDict(o.value) && !machinery.has(nameOf(o.value.get('Type'))),
  );
}

/** An encryption dictionary that no trailer leads to: readers take the file for a clear one and find nothing in it. */
export function hasLostEncryption(source: Parameters<typeof encryptionOf>[0]): boolean {
  if (source.trailer.has('Encrypt')) return false;
  return source.found.some(
    ({ value }) => isDict(value) && Buffer.isBuffer(value.get('O')) && Buffer.isBuffer(value.get('U')),
  );
}

/** The encryption dictionary and the file's id, null when the file is not encrypted. */
export function encryptionOf(source: {
  readonly found: readonly { readonly number: number; readonly value: PdfValue }[];
  readonly trailer: PdfDict;
}): { readonly dict: PdfDict; readonly fileId: Buffer } | null {
  const encrypt = source.trailer.get('Encrypt');
  const dict = isRef(encrypt) ? source.found.findLast((f) => f.number === encrypt.ref)?.value : encrypt;
  if (!isDict(dict)) return null;
  const id = source.trailer.get('ID');
  const first = isList(id) ? id[0] : undefined;
  return { dict, fileId: Buffer.isBuffer(first) ? first : Buffer.alloc(0) };
}
