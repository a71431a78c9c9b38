import type { ByteRange, Part } from '../core/message.ts';
import type { Edit } from '../core/ruling.ts';

const CRLF = '\r\n';

/** Printable ASCII that stands for itself in quoted-printable. */
const isPlain = (byte: number): boolean => byte >= 0x20 && byte <= 0x7e && byte !== 0x3d;

const escaped = (byte: number): string => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;

/** Quoted-printable of UTF-8 text, lines at most 76 characters, line ends CRLF (RFC 2045 §6.7). */
function quotedPrintable(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => {
      const bytes = Buffer.from(line, 'utf8');
      let out = '';
      let width = 0;
      for (const [at, byte] of bytes.entries()) {
        const last = at === bytes.length - 1;
        // a leading '-' or '.' is escaped so that the note can never look like a delimiter or end the SMTP data
        const plain =
          isPlain(byte) && !(byte === 0x20 && last) && !(at === 0 && (byte === 0x2d || byte === 0x2e || byte === 0x46));
        const unit = plain ? String.fromCharCode(byte) : escaped(byte);
        if (width + unit.length > 75) {
          out += `=${CRLF}`;
          width = 0;
        }
        // the first character after a soft break begins a line too
        const safe = width === 0 && (unit === '-' || unit === '.') ? escaped(byte) : unit;
        out += safe;
        width += safe.length;
      }
      return out;
    })
    .join(CRLF);
}

/** RFC 2231 §4: filename*=UTF-8''… ; plain quoted string when it is ASCII. */
function fileNameParameter(name: string): string {
  const clean = name.replace(/[\u0000-\u001f\u007f"\\/]/g, '_').slice(0, 120);
  if (/^[\u0020-\u007e]*$/.test(clean)) return `filename="${clean}"`;
  const coded = Array.from(Buffer.from(clean, 'utf8'), (byte) => {
    const c = String.fromCharCode(byte);
    return /[A-Za-z0-9._-]/.test(c) ? c : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
  const lines: string[] = [];
  for (let at = 0, n = 0; at < coded.length; n++) {
    let end = Math.min(at + 60, coded.length);
    // never cut through %XX
    if (end < coded.length && coded.charAt(end - 1) === '%') end -= 1;
    else if (end < coded.length && coded.charAt(end - 2) === '%') end -= 2;
    lines.push(`filename*${n}*=${n === 0 ? "UTF-8''" : ''}${coded.slice(at, end)}`);
    at = end;
  }
  return lines.join(`;${CRLF}\t`);
}

/**
 * Puts a text/plain note in the place of a part. All other bytes stay; the delimiters around the part fit as before.
 * @param part a part with a `removable` range
 * @param noteText any text; written as UTF-8 in quoted-printable
 * @param fileName shown by mail clients, e.g. 'borttagen-bilaga.txt'
 * @throws TypeError for the root, which cannot be cut
 */
export function replacePartWithNote(part: Pick<Part, 'removable'>, noteText: string, fileName: string): Edit {
  if (part.removable === null) throw new TypeError('the root of a message cannot be replaced by a note');
  const insert = [
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    `Content-Disposition: inline;${CRLF}\t${fileNameParameter(fileName)}`,
    '',
    quotedPrintable(noteText),
  ].join(CRLF);
  return { start: part.removable.start, end: part.removable.end, insert };
}

/** Encoded words of at most 75 characters each, folded (RFC 2047 §2). ASCII text stays as it is. */
function headerText(text: string): string {
  const clean = text.replace(/[\u0000-\u001f\u007f]+/g, ' ');
  if (/^[\u0020-\u007e]*$/.test(clean) && !clean.includes('=?') && clean.length <= 900) return clean;
  const words: string[] = [];
  let chunk = '';
  for (const c of clean) {
    if (Buffer.byteLength(chunk + c, 'utf8') > 42) {
      words.push(chunk);
      chunk = '';
    }
    chunk += c;
  }
  words.push(chunk);
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word, 'utf8').toString('base64')}?=`).join(`${CRLF} `);
}

/**
 * Puts a word before the subject; nothing but an insertion.
 * @param range the whole Subject field, as in MessageOutline.subject; null inserts a Subject field at the top of the header
 * @param tag e.g. '[känslig]'
 */
export function prefixSubject(
  range: (ByteRange & { readonly valueStart?: number; readonly encoded?: true }) | null,
  tag: string,
): Edit {
  const text = headerText(tag);
  if (range === null) return insertHeader(`Subject: ${text}${CRLF}`);
  // 'Subject:' is eight bytes; the old value keeps its own leading white space, so two encoded words stay apart.
  const at = range.valueStart ?? Math.min(range.start + 'Subject:'.length, range.end);
  // RFC 2047 §6.2 hides white space between encoded words: then a non-ASCII tag carries its blank inside
  const spaced = text.startsWith('=?') && range.encoded === true ? headerText(`${tag} `) : text;
  return { start: at, end: at, insert: ` ${spaced}` };
}

/**
 * Replaces the whole Subject field.
 * @param range as in MessageOutline.subject; null inserts one
 * @param text the new subject, any characters
 */
export function replaceSubject(range: ByteRange | null, text: string): Edit {
  const line = `Subject: ${headerText(text)}${CRLF}`;
  return range === null ? insertHeader(line) : { start: range.start, end: range.end, insert: line };
}

/**
 * Inserts header fields above all others.
 * @param text complete fields in ASCII, each ending in CRLF
 */
export function insertHeader(text: string): Edit {
  return { start: 0, end: 0, insert: text };
}
