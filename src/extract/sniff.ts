/** What kind of file some bytes are, by the bytes. */
import { fileTypeFromBuffer } from 'file-type';
import type { Uninspected } from '../core/finding.ts';
import { appleType } from './apple-files.ts';
import { CERTIFICATE, isCertificate, isCms } from './mail/certificate.ts';
import { compoundNames, isCompoundFile } from './compound-file.ts';
import { decodeText } from './charset.ts';
import { encryptedType } from './encrypted-files.ts';
import type { Document, Sniff } from './format.ts';
import { BLOCKS } from './html/elements.ts';
import { metafileType } from './image/metafile.ts';
import { ACTIVE_MIME, isActiveMime } from './office/active-mime.ts';

const SAMPLE = 4096;
/** As far as zeros are passed over in search of text. */
const MOST_ZEROS = 1024 * 1024;
const CONTROL = /[\x01-\x07\x0b\x0e-\x1a\x1c-\x1f]/;

/** Text markers by which formats made of text are told, tried on the beginning of the text, white space skipped. */
const TEXT_MARKERS: readonly (readonly [RegExp, string])[] = [
  [/^\{\\rtf/, 'application/rtf'],
  [/^%PDF-/, 'application/pdf'],
  [/^\x04?\s*%!PS/, 'application/postscript'],
  // what a driver wrote for a printer: PJL, PCL, ESC/P; letters stand in any order and place
  [/^\x1b%-12345X|^\x1bE\x1b|^\x1b@/, 'application/vnd.hp-pcl'],
  [/^(?:999\r?\n[^\n]{0,200}\n\s*)*0\r?\nSECTION\r?\n/, 'text/x-dxf'],
  [/^UN[AB][+:][^\n]{0,200}'/, 'text/x-edifact'],
  [/^\(This file must be converted with BinHex/i, 'application/mac-binhex40'],
  [/^BEGIN:VCALENDAR/i, 'text/calendar'],
  [/^BEGIN:VCARD/i, 'text/vcard'],
  [/^From [^\n]{1,200}\n[A-Za-z-]{1,40}:/, 'application/mbox'],
  [/^-----BEGIN PGP MESSAGE-----/, 'application/pgp-encrypted'],
  [/^-----BEGIN PGP SIGNATURE-----/, 'application/pgp-signature'],
  [/^-----BEGIN PGP PUBLIC KEY BLOCK-----/, 'application/pgp-keys'],
  [/^-----BEGIN (?:PKCS7|CMS)-----/, 'application/pkcs7-mime'],
  [/^(?:<\?xml[^>]{0,300}>\s*)?(?:<!--[^>]{0,300}-->\s*)?(?:<!doctype html|<html[\s>])/i, 'text/html'],
  [/^(?:<head[\s>]|<body[\s>])/i, 'text/html'],
  [/^(?:<\?xml[^>]{0,300}>\s*)?(?:<!--[^>]{0,300}-->\s*)?(?:<!doctype svg|<svg[\s>])/i, 'image/svg+xml'],
  [/^<\?xml[\s]/, 'application/xml'],
  [/^<[A-Za-z][\w:.-]{0,60}\s(?:[^<>]{0,200}\s)?xmlns(?::[\w-]{1,40})?=/, 'application/xml'],
];

const HTML_TYPE = /^text\/(?:[a-z-]*html|enriched|richtext)$|^application\/xhtml\+xml$/;
const HTML_EXTENSION = /^html?$|^xhtml$|^mht(?:ml)?$/;

/** Two or more of these among the first lines make a text a message. */
const MAIL_FIELDS =
  /^(?:received|return-path|from|to|subject|date|message-id|mime-version|content-type|content-transfer-encoding|x-[a-z0-9-]{1,40}|delivered-to|dkim-signature):/gim;

function extensionOf(name: string | null): string {
  const match = /\.([A-Za-z0-9]{1,8})\s*$/.exec((name ?? '').slice(-200));
  return (match?.[1] ?? '').toLowerCase();
}

const IN_TEXT = 0;
const ZERO = 1;
const IS_CONTROL = 2;
const WHITE = 3;
const KIND_OF_BYTE = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === 0) return ZERO;
  if (byte === 0xff) return WHITE;
  return byte < 0x20 && !'\b\t\n\f\r\x1b'.includes(String.fromCharCode(byte)) ? IS_CONTROL : IN_TEXT;
});

/** Control characters do not occur in text of any charset, except a few (programs for printers and terminals write 8 and 27); UTF-16 is told by its zeros. */
function readsAsText(bytes: Buffer): boolean {
  const sample = bytes.subarray(0, SAMPLE);
  if (sample.length === 0 || isUtf32(sample)) return true;
  if ((sample[0] === 0xff && sample[1] === 0xfe) || (sample[0] === 0xfe && sample[1] === 0xff)) return true;
  let control = 0;
  let zeroEven = 0;
  let zeroOdd = 0;
  let white = 0;
  for (let i = 0; i < sample.length; i++) {
    const kind = KIND_OF_BYTE[sample[i] as number] as number;
    if (kind === IN_TEXT) continue;
    if (kind === WHITE) white++;
    else if (kind === IS_CONTROL) control++;
    else if (i % 2 === 0) zeroEven++;
    else zeroOdd++;
  }
  // no charset has text in which nearly every letter is the last of its table: the white of a raw picture
  if (white > sample.length / 2) return false;
  const half = sample.length / 2;
  if (control === 0 && (zeroOdd > half * 0.6 || zeroEven > half * 0.6) && Math.min(zeroOdd, zeroEven) < half * 0.1)
    return true;
  return control + (zeroEven + zeroOdd) <= Math.max(sample.length / 100, sample.length < 200 ? 2 : 0);
}

/** Three zeros of four, at the same places: UTF-32 of the first plane and a half. */
function isUtf32(sample: Buffer): boolean {
  if (sample.length < 8) return false;
  const units = Math.floor(sample.length / 4);
  const zeros = [0, 0, 0, 0];
  for (let i = 0; i < units * 4; i++) if (sample[i] === 0) zeros[i % 4] = (zeros[i % 4] ?? 0) + 1;
  const isZero = zeros.map((count) => count > units * 0.9);
  const isEmpty = zeros.every((count) => count === units);
  return !isEmpty && isZero[1] === true && isZero[2] === true && isZero[0] !== isZero[3];
}

const TEXT_EXTENSION = /^(?:txt|log|csv|tsv|md|json|xml|ini|ics|vcf|html?)$/;

/**
 * Text by its declaration, whose bytes alone do not show it: zeros that programs left in it, or a charset of two bytes without a mark.
 * Nothing else may stand in it that no text has.
 */
function readsAsDeclared({ bytes, declaredType, parameters }: Document, extension: string): boolean {
  if (declaredType?.startsWith('text/') !== true && !TEXT_EXTENSION.test(extension)) return false;
  const isWide = /^utf-?16|^ucs-?2|^iso-10646-ucs-2/i.test(parameters['charset'] ?? '');
  if (isWide && bytes.length % 2 === 0)
    return decodeText(bytes.subarray(0, SAMPLE), parameters['charset'] ?? null).some((text) => !CONTROL.test(text));
  const rest = Buffer.from(bytes.subarray(0, MOST_ZEROS).filter((byte) => byte !== 0));
  return rest.length > 0 && rest.length < bytes.length && !CONTROL.test(rest.toString('latin1', 0, SAMPLE));
}

function textType(bytes: Buffer, document: Document, extension: string): string {
  let head = bytes.toString('latin1', 0, SAMPLE).replace(/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, '');
  if (head.includes('\0')) head = head.replaceAll('\0', '');
  const trimmed = head.trimStart();
  const declared = document.declaredType ?? '';
  // the text of a mail may begin with the header of a quoted one, and is still only text
  const body = document.name === null && declared.startsWith('text/');
  // what is shown as HTML is read as such, with its styles and scripts, whatever XML it claims to be
  const isHtml = HTML_TYPE.test(declared) || (HTML_EXTENSION.test(extension) && trimmed.includes('<'));
  for (const [pattern, type] of TEXT_MARKERS)
    if (pattern.test(trimmed) && !(body && type === 'application/mbox') && !(isHtml && type === 'application/xml'))
      return type;
  if (declared === 'message/rfc822' || declared === 'message/global' || extension === 'eml') {
    if (/^[A-Za-z0-9_-]{1,60}[ \t]*:/.test(trimmed) || declared.startsWith('message/')) return 'message/rfc822';
  } else if (!body && new Set((trimmed.match(MAIL_FIELDS) ?? []).map((f) => f.toLowerCase())).size >= 3) {
    if (/^[A-Za-z0-9-]{1,60}:/.test(trimmed)) return 'message/rfc822';
  }
  if (isHtml) return 'text/html';
  if (declared === 'text/calendar' || /^(?:ics|ifb|vcs)$/.test(extension)) return 'text/calendar';
  if (/^text\/(?:x-)?vcard$|^text\/directory$/.test(declared) || extension === 'vcf') return 'text/vcard';
  if (
    /^text\/(?:csv|tab-separated-values|comma-separated-values)$/.test(declared) ||
    /^(?:csv|tsv|tab)$/.test(extension)
  )
    return 'text/csv';
  if (declared === 'application/json' || extension === 'json' || /^[[{]\s*["[{]/.test(trimmed))
    return 'application/json';
  if (/^(?:application|text)\/(?:xml|[a-z0-9.+-]+\+xml)$/.test(declared) || extension === 'xml')
    return 'application/xml';
  return !body && isOneElement(trimmed, bytes) ? 'application/xml' : 'text/plain';
}

/** What a drawing or a map of ideas says stands in an attribute, where in a text a number touches what is around it. */
const NUMBER_IN_ATTRIBUTE = /=["'][^"'\n]{0,200}\d{6}(?:[-+ ]|&lt;[^"'\n]{0,200})?\d{4}/u;
const SEARCHED = 1024 * 1024;

/** XML that does not say so (maps of ideas, settings) and refers to characters by number or holds some in attributes: one element, none that pages are made of. */
function isOneElement(head: string, bytes: Buffer): boolean {
  const name = /^<([A-Za-z][\w:.-]{0,60})[\s>]/.exec(head)?.[1];
  if (name === undefined || BLOCKS.has(name.toLowerCase()) || /^(?:[abiu]|font|span|strong|em)$/i.test(name))
    return false;
  const tail = bytes.toString('latin1', Math.max(0, bytes.length - 200));
  if (!tail.trimEnd().endsWith(`</${name}>`)) return false;
  return bytes.includes('&#') || NUMBER_IN_ATTRIBUTE.test(bytes.toString('latin1', 0, SEARCHED));
}

const startsWith = (bytes: Buffer, ...magic: number[]): boolean => magic.every((byte, at) => bytes[at] === byte);

/** Property lists of macOS that are no text. */
export const BINARY_PLIST = 'application/x-bplist';

/** message.rpmsg of Microsoft's rights management ([MS-OXORMMS] 2.2.1): a compressed and encrypted mail */
export const RIGHTS_PROTECTED = 'application/x-microsoft-rpmsg-message';

async function binaryType(bytes: Buffer): Promise<string | null> {
  // BOF of Lotus 1-2-3: to file-type a cursor, and pictures may pass unread
  if (startsWith(bytes, 0, 0, 2, 0, 4, 4) || startsWith(bytes, 0, 0, 2, 0, 6, 4)) return 'application/vnd.lotus-1-2-3';
  if (isCompoundFile(bytes)) return 'application/x-cfb';
  if (startsWith(bytes, 0x78, 0x9f, 0x3e, 0x22)) return 'application/ms-tnef';
  if (startsWith(bytes, 0x4d, 0x5a)) return 'application/x-msdownload';
  if (isCms(bytes)) return 'application/pkcs7-mime';
  if (isCertificate(bytes)) return CERTIFICATE;
  if (bytes.toString('latin1', 0, 7) === 'bplist0') return BINARY_PLIST;
  if (isActiveMime(bytes)) return ACTIVE_MIME;
  const apple = appleType(bytes);
  if (apple !== null) return apple;
  if (startsWith(bytes, 0x76, 0xe8, 0x04, 0x60, 0xc4, 0x11, 0xe3, 0x86)) return RIGHTS_PROTECTED;
  try {
    const type = await fileTypeFromBuffer(bytes);
    if (type !== undefined) return type.mime;
  } catch (error) {
    // file-type throws RangeError or EndOfStreamError on some truncated files: the type stays unknown
    if (!(error instanceof Error)) throw error;
  }
  // PDF readers accept a header anywhere in the first kilobyte
  if (bytes.subarray(0, 1024).includes('%PDF-')) return 'application/pdf';
  return null;
}

/**
 * Tells what a document is by its content; declaration and extension only choose among texts. Total.
 * @param document the bytes with what is said about them
 */
export async function sniff(document: Document): Promise<Sniff> {
  const { bytes } = document;
  const extension = extensionOf(document.name);
  const closed = encryptedType(bytes);
  if (closed !== null) return { type: closed, extension, oleStreams: null };
  // numbers of four bytes look like UTF-32
  const metafile = metafileType(bytes);
  if (metafile !== null) return { type: metafile, extension, oleStreams: null };
  const isText = readsAsText(bytes) || readsAsDeclared(document, extension);
  if (isText) {
    const type = textType(bytes, document, extension);
    if (type !== 'text/plain') return { type, extension, oleStreams: null };
    // archives and some images can begin with printable bytes, and may hold a PDF that is stored as it is
    const begin = bytes.toString('latin1', 0, 8);
    if (!/^(?:PK|7z|Rar!|GIF8|II\*|MM\0|BM|RIFF|OggS|ID3|fLaC|\0|\xc7q|q\xc7|..-l[hz][\ds]-)/s.test(begin)) {
      const isPdf = bytes.subarray(0, 1024).includes('%PDF-');
      return { type: isPdf ? 'application/pdf' : type, extension, oleStreams: null };
    }
  }
  const type = await binaryType(bytes);
  if (type === 'application/x-cfb') return { type, extension, oleStreams: compoundNames(bytes) };
  return { type: type ?? (isText ? textType(bytes, document, extension) : null), extension, oleStreams: null };
}

/** What kind of thing an unread file is, for the rules. @param type by content; null when unknown */
export function kindOf(type: string | null): Uninspected['kind'] {
  // drawings of AutoCAD hold words, and nothing here reads them
  if (type === null || type === 'image/vnd.dwg') return 'unknown';
  if (/^image\//.test(type)) return 'image';
  if (/^(?:audio|video)\//.test(type) || type === 'application/ogg') return 'audio-video';
  if (
    /x-msdownload|x-elf|x-mach-binary|x-executable|x-sharedlib|wasm|java-vm|x[.-]ms[.-]shortcut|x-apple-diskimage/.test(
      type,
    )
  )
    return 'executable';
  if (/^(?:application\/(?:x-)?pkcs7-signature|application\/pgp-signature|application\/pgp-keys)$/.test(type))
    return 'signature';
  // geometry of a map; what the shapes are called stands in the .dbf beside it, which is read
  if (/^font\/|font-|vnd\.ms-fontobject|x-esri-shape/.test(type)) return 'harmless';
  if (/zip|compress|x-7z|rar|tar|gzip|bzip|x-xz|zstd|x-lzip|x-lzh|arj|cab|iso9660|x-ace|x-cpio|x-rpm|deb$/.test(type))
    return 'archive';
  if (
    /pdf|word|excel|powerpoint|officedocument|opendocument|rtf|postscript|hp-pcl|epub|mobi|x-cfb|indesign|sqlite|parquet|lotus/.test(
      type,
    )
  )
    return 'document';
  return 'unknown';
}
