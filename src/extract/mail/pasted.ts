/** Base64 that stands in a text: a raw MIME source or an encoded file that somebody pasted, or hid there. */
import { decodeBase64, decodeQuotedPrintable } from '../../mime/mime.ts';
import { isCertificate, isCms } from './certificate.ts';
import { encryptedType } from '../encrypted-files.ts';
import type { EmbeddedFile } from '../format.ts';

/** Fewer letters in a run are words, ids or keys. */
const MIN_LENGTH = 40;
/** The same behind a line that says base64. */
const MIN_DECLARED = 16;
/** Runs beyond this number are not decoded; the budget of a message would pay for nothing. */
const MAX_RUNS = 200;

/** Bytes of a file that is read or listed although its kind is not known. */
const LEAST_FILE = 4096;
/** Letters in a line of such a file. */
const SHORTEST_LINE = 40;

const MIN_ESCAPES = 8;

const LONGEST_DECODED = 1100;
/** Declared type of text that comes out of pasted quoted-printable. */
export const DECODED = 'text/x-decoded';

const BEFORE_LETTERS = /^[>\s]{0,20}/;
const NO_BASE64 = /[^A-Za-z0-9+/_-]/;

/**
 * The letters of a line that may be base64, however long: programs write a file in one line too, and an expression for the whole would need room for each
 * of its letters. Two hyphens begin a delimiter. @returns null for another line
 */
function base64Line(line: string): string | null {
  const letters = line.slice(BEFORE_LETTERS.exec(line)?.[0].length ?? 0).trimEnd();
  const padding = letters.endsWith('==') ? 2 : letters.endsWith('=') ? 1 : 0;
  const bare = letters.slice(0, letters.length - padding);
  return bare.length < 4 || bare.startsWith('--') || NO_BASE64.test(bare) ? null : letters;
}

/** Mixed case and digits: what prose, URLs and hex digests do not show together in a long unbroken run. */
const looksEncoded = (run: string): boolean => /[a-z]/.test(run) && /[A-Z]/.test(run) && /[0-9+/=]/.test(run);

/** A key with all its signatures may be long: a packet with a public key, and its version (RFC 9580 §5.5.2). */
const PUBLIC_KEY = /^(?:\x99..|\x98.|\xc6.{1,2})[\x04-\x06]/s;

/** Lines as programs wrap a file, none padded but the last: not names, identifiers or digests, one a line. */
const isWrapped = (lines: readonly string[]): boolean =>
  lines.slice(0, -1).every((line) => line.length >= SHORTEST_LINE && !line.endsWith('='));

/**
 * Bytes that are text, or a file whose type will be recognised, rather than a key or a digest.
 * @param lines that they were decoded from
 */
function meansSomething(bytes: Buffer, lines: readonly string[]): boolean {
  const sample = bytes.subarray(0, 512);
  if (
    /^(?:PK\u0003\u0004|%PDF|\u00d0\u00cf\u0011\u00e0|\u0089PNG|\u00ff\u00d8\u00ff|GIF8|7z\u00bc\u00af|Rar!|\{\\rtf|\u001f\u008b\u0008)/.test(
      sample.toString('latin1', 0, 8),
    ) ||
    encryptedType(sample) !== null ||
    isCertificate(sample) ||
    isCms(sample)
  )
    return true;
  // longer than any key, digest or certificate: a file that somebody encoded, of whatever kind
  if (bytes.length >= LEAST_FILE && isWrapped(lines) && !PUBLIC_KEY.test(sample.toString('latin1', 0, 8))) return true;
  let control = 0;
  for (const byte of sample) if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) control++;
  const text = sample.toString('utf8');
  // the sample may end inside a character
  return control === 0 && !text.slice(0, -4).includes('\ufffd');
}

/** As many escapes as no prose, formula or link has, or a number that goes on behind the soft break of its line. */
function looksQuotedPrintable(lines: readonly string[]): boolean {
  let escapes = 0;
  return lines.some((line, at) => {
    if (!line.includes('=')) return false;
    if (/\d=[ \t]*$/.test(line) && /^[\d-]/.test(lines[at + 1] ?? '')) return true;
    escapes += line.match(/=(?:3[0-9]|2D|[Cc]3=[0-9A-F]{2}|E[4-6]|F[68])/g)?.length ?? 0;
    return escapes >= MIN_ESCAPES;
  });
}

/**
 * Decodes runs of base64 lines that turn out to be text or a known file.
 * @param lines of a plain text
 * @param declaredType of that text: what was decoded here once is not decoded again
 */
export function pastedFiles(lines: readonly string[], declaredType: string | null): readonly EmbeddedFile[] {
  const files: EmbeddedFile[] = [];
  let run: string[] = [];
  let quotedPrintable = false;
  let declared = false;
  const settle = (): void => {
    const lines = run;
    const letters = lines.join('');
    run = [];
    if (letters.length < (declared ? MIN_DECLARED : MIN_LENGTH) || files.length >= MAX_RUNS || !looksEncoded(letters))
      return;
    const { bytes } = decodeBase64(Buffer.from(letters.replaceAll('-', '+').replaceAll('_', '/'), 'latin1'));
    if (meansSomething(bytes, lines)) files.push({ name: null, declaredType: null, bytes, internal: true });
  };
  for (const line of lines) {
    const encoding = /^[>\s]{0,20}content-transfer-encoding:\s*(quoted-printable|base64)/i.exec(
      line.slice(0, 120),
    )?.[1];
    if (encoding !== undefined && /^q/i.test(encoding)) quotedPrintable = true;
    else if (encoding !== undefined) declared = true;
    // soft breaks that were taken out make one line of a list
    const letters = declaredType === DECODED && line.length > LONGEST_DECODED ? null : base64Line(line);
    if (letters === null) settle();
    else run.push(letters);
  }
  settle();
  if (declaredType !== DECODED && (quotedPrintable || looksQuotedPrintable(lines))) {
    const decoded = decodeQuotedPrintable(Buffer.from(lines.join('\r\n'), 'utf8'));
    files.push({ name: null, declaredType: DECODED, bytes: decoded.bytes, internal: true });
  }
  return files;
}
