/** Files that are not what they say: names that lie, and one file inside the bytes of another. */
import { textThenFile, zipStart } from './beginnings.ts';
import type { Document, DocumentSignal, EmbeddedFile, Sniff } from './format.ts';

type Family = 'image' | 'audio-video' | 'text' | 'pdf' | 'office' | 'archive' | 'executable' | 'message';

const BY_EXTENSION: readonly (readonly [RegExp, Family])[] = [
  [/^(?:jpe?g|png|gif|bmp|tiff?|webp|hei[cf]|avif|ico|svg)$/, 'image'],
  [/^(?:mp[34]|wav|mov|avi|mkv|m4[av]|ogg|flac|wm[av])$/, 'audio-video'],
  [/^(?:txt|log|csv|tsv|md|json|xml|ini|ics|vcf|html?)$/, 'text'],
  [/^pdf$/, 'pdf'],
  [/^(?:doc|docx|docm|dotx|xls|xlsx|xlsm|xlsb|ppt|pptx|odt|ods|odp|rtf)$/, 'office'],
  [/^(?:zip|7z|rar|tar|gz|tgz|bz2|xz|cab)$/, 'archive'],
];
const BY_TYPE: readonly (readonly [RegExp, Family])[] = [
  [/^image\//, 'image'],
  [/^(?:audio|video)\//, 'audio-video'],
  [/^(?:text\/|application\/(?:json|xml|xhtml\+xml)$)/, 'text'],
  [/^application\/pdf$/, 'pdf'],
  [/officedocument|opendocument|msword|ms-excel|ms-powerpoint|rtf$|x-cfb/, 'office'],
  [/zip|x-7z|rar|tar$|x-bzip|x-xz|zstd|vnd\.ms-cab/, 'archive'],
  [/x-msdownload|x-elf|x-mach/, 'executable'],
  [/^message\/|ms-tnef|mbox/, 'message'],
];

const familyOf = (table: readonly (readonly [RegExp, Family])[], value: string): Family | null =>
  table.find(([pattern]) => pattern.test(value))?.[1] ?? null;

/** Office programs open these under their own names, and business systems export them so: no lie worth a word. */
const USUAL: ReadonlySet<string> = new Set([
  'office>text',
  'text>message',
  'office>archive',
  'archive>office',
  'text>office',
]);

/**
 * The signal for a file whose name, or declared type when it has no telling name, belongs to another family of files.
 * @returns null when they agree or nothing is claimed
 */
export function mismatch(kind: Sniff, document: Document): DocumentSignal | null {
  if (kind.type === null || document.where === 'body') return null;
  const claimed = familyOf(BY_EXTENSION, kind.extension) ?? familyOf(BY_TYPE, document.declaredType ?? '');
  const actual = familyOf(BY_TYPE, kind.type);
  if (claimed === null || actual === null || claimed === actual || USUAL.has(`${claimed}>${actual}`)) return null;
  const { part, path } = document;
  return { kind: 'type-mismatch', part, path, zone: 'body', locator: '', detail: `named as ${claimed}, is ${actual}` };
}

/** Whether a zip's entry that is stored as it is begins at an offset: it is read as a file of the archive. */
function isStoredEntry(bytes: Buffer, at: number): boolean {
  const header = bytes.lastIndexOf('PK\u0003\u0004', at, 'latin1');
  if (header < 0 || header + 30 > bytes.length) return false;
  return header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28) === at;
}

/** Browsers look at less; comments and metadata of a picture stand at its beginning. */
const MOST_MARKUP = 65_536;

/**
 * Files that other programs would see in the same bytes: an archive behind an image or document, a PDF that begins late.
 * @param kind what the bytes were taken for
 */
export function hiddenInside(kind: Sniff, document: Document): readonly EmbeddedFile[] {
  const { bytes } = document;
  const files: EmbeddedFile[] = [];
  const zip = zipStart(bytes);
  if (zip > 0)
    files.push({
      name: 'appended.zip',
      declaredType: 'application/zip',
      bytes: bytes.subarray(zip),
      endMark: 'PK\x05\x06',
    });
  if (kind.type !== null && !/pdf|x-tar|officedocument|opendocument|^text\/|^message\/|mbox/.test(kind.type)) {
    const pdf = bytes.subarray(0, 1024).indexOf('%PDF-', 0, 'latin1');
    if (pdf > 0 && !isStoredEntry(bytes, pdf))
      files.push({
        name: 'inside.pdf',
        declaredType: 'application/pdf',
        bytes: bytes.subarray(pdf),
        endMark: 'startxref',
      });
  }
  const markup = kind.type?.startsWith('image/') === true && kind.type !== 'image/svg+xml' ? markupStart(bytes) : -1;
  if (markup >= 0)
    files.push({ name: null, declaredType: 'text/html', bytes: markupIn(bytes.subarray(markup)), internal: true });
  return files;
}

/** What is made of text; everything else ends where its reader says. */
const IS_TEXT = /^(?:text|message)\/|[/+]xml$|json$|rtf$|mbox|postscript/;

/**
 * A file that begins behind text: an archive behind the script that unpacks it, behind a letter, behind a page.
 * @param kind what the bytes were taken for
 * @returns of a text the file behind it, of bytes that are nothing known the text before it as well; nothing when there is none
 */
export function fileBehindText(kind: Sniff, { bytes }: Document): readonly EmbeddedFile[] {
  if (kind.type !== null && !IS_TEXT.test(kind.type)) return [];
  const parts = textThenFile(bytes);
  if (parts === null) return [];
  const internal = { name: null, declaredType: null, internal: true };
  const rest = { ...internal, bytes: parts.rest };
  return kind.type === null ? [{ ...internal, bytes: withTail(parts.text, parts.rest) }, rest] : [rest];
}

/** Text before a zip, and the text behind it joined to that: halves of a number may stand on either side. */
function withTail(text: Buffer, rest: Buffer): Buffer {
  const end = rest.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const tail = end < 0 ? rest.subarray(0, 0) : rest.subarray(end + 22);
  return /^[^\0-\x08\x0e-\x1f]{1,65535}$/u.test(tail.toString('latin1')) ? Buffer.concat([text, tail]) : text;
}

/** A picture's bytes from where markup begins; what no text has is left out, as a browser passes it over. */
function markupIn(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13 ? 0x20 : byte)));
}

/** Where HTML begins in a picture, which a browser shows that does not believe the type; -1 when there is none. */
function markupStart(bytes: Buffer): number {
  const text = bytes.subarray(0, MOST_MARKUP).toString('latin1');
  return /<(?:!doctype html|html|body|script)[\s>]/i.exec(text)?.index ?? -1;
}
