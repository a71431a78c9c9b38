import type { Part } from '../core/message.ts';

/** A decoded body and what was odd about its encoding. */
export interface DecodedBody {
  readonly bytes: Buffer;
  /** 'base64-junk', 'base64-padding', 'quoted-printable-junk', 'unknown-transfer-encoding' */
  readonly oddities: readonly string[];
}

/** 0–63 for the base64 alphabet, 64 white space, 65 '=', 66 junk. URL-safe letters count as junk that still decodes. */
const BASE64_CLASS = new Uint8Array(256).fill(66);
for (const [value, c] of Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/').entries())
  BASE64_CLASS[c.charCodeAt(0)] = value;
for (const blank of [9, 10, 13, 32]) BASE64_CLASS[blank] = 64;
BASE64_CLASS[0x3d] = 65;

/**
 * Decodes base64 the lenient way (RFC 2045 §6.8: characters outside the alphabet are ignored; padding ends a group, and
 * what stands after it is decoded as a new run, as mail clients do). Total.
 * @param body encoded bytes
 */
export function decodeBase64(body: Buffer): DecodedBody {
  const clean = decodeCleanBase64(body);
  if (clean !== null) return { bytes: clean, oddities: [] };
  const oddities = new Set<string>();
  const out = Buffer.allocUnsafe(Math.floor((body.length * 3) / 4) + 3);
  let size = 0;
  let group = 0;
  let letters = 0;
  let padding = 0;
  let total = 0;
  for (const byte of body) {
    const value = BASE64_CLASS[byte] ?? 66;
    if (value < 64) {
      if (padding > 0) {
        oddities.add('base64-padding');
        letters = 0;
        group = 0;
        padding = 0;
      }
      group = ((group << 6) | value) & 0xffffff;
      total++;
      if (++letters === 4) {
        out[size++] = group >> 16;
        out[size++] = (group >> 8) & 0xff;
        out[size++] = group & 0xff;
        letters = 0;
        group = 0;
      }
    } else if (value === 65) {
      if (padding === 0) size = flushGroup(out, size, group, letters);
      padding++;
      if ((letters === 2 && padding > 2) || (letters === 3 && padding > 1) || letters < 2)
        oddities.add('base64-padding');
    } else if (value === 66) oddities.add('base64-junk');
  }
  if (padding === 0 && letters > 0) {
    size = flushGroup(out, size, group, letters);
    oddities.add('base64-padding');
  } else if (padding > 0 && letters + padding < 4) oddities.add('base64-padding');
  if (total === 0 && oddities.size > 0) return { bytes: Buffer.alloc(0), oddities: [...oddities] };
  return { bytes: out.subarray(0, size), oddities: [...oddities] };
}

/**
 * The native decoder, where its result proves that nothing but base64 and line ends was there: every other character would
 * make the output shorter. @returns null for anything irregular
 */
function decodeCleanBase64(body: Buffer): Buffer | null {
  let ends = 0;
  for (let at = body.indexOf(0x0a); at >= 0; at = body.indexOf(0x0a, at + 1)) ends += body[at - 1] === 0x0d ? 2 : 1;
  let padding = 0;
  for (let at = body.length - 1; at >= 0 && padding < 3; at--) {
    const byte = body[at];
    if (byte === 0x3d) padding++;
    else if (byte !== 0x0a && byte !== 0x0d) break;
  }
  const letters = body.length - ends - padding;
  // '-' and '_' belong to another alphabet that the native decoder takes as well
  if (padding > 2 || (letters + padding) % 4 !== 0 || body.includes(0x2d) || body.includes(0x5f)) return null;
  const decoded = Buffer.from(body.toString('latin1'), 'base64');
  return decoded.length === Math.floor((letters * 3) / 4) ? decoded : null;
}

function flushGroup(out: Buffer, at: number, group: number, letters: number): number {
  let size = at;
  if (letters >= 2) out[size++] = letters === 2 ? (group >> 4) & 0xff : (group >> 10) & 0xff;
  if (letters === 3) out[size++] = (group >> 2) & 0xff;
  return size;
}

const hexValue = (c: number): number =>
  c >= 0x30 && c <= 0x39 ? c - 0x30 : c >= 0x41 && c <= 0x46 ? c - 0x37 : c >= 0x61 && c <= 0x66 ? c - 0x57 : -1;

/**
 * Decodes quoted-printable the lenient way (RFC 2045 §6.7): '=' with anything but two hex digits or a line end stays.
 * @param body encoded bytes
 */
export function decodeQuotedPrintable(body: Buffer): DecodedBody {
  const first = body.indexOf(0x3d);
  if (first < 0) return { bytes: body, oddities: [] };
  const out = Buffer.allocUnsafe(body.length);
  body.copy(out, 0, 0, first);
  let size = first;
  let junk = false;
  for (let i = first; i < body.length; i++) {
    const c = body[i] ?? 0;
    if (c !== 0x3d) {
      out[size++] = c;
      continue;
    }
    const high = hexValue(body[i + 1] ?? 0);
    const low = hexValue(body[i + 2] ?? 0);
    if (high >= 0 && low >= 0) {
      out[size++] = high * 16 + low;
      i += 2;
      continue;
    }
    // soft line break; white space between '=' and the line end is transport padding
    let end = i + 1;
    while (end < body.length && (body[end] === 0x20 || body[end] === 0x09) && end - i < 1000) end++;
    if (end >= body.length) break;
    if (body[end] === 0x0d && body[end + 1] === 0x0a) i = end + 1;
    else if (body[end] === 0x0a || body[end] === 0x0d) i = end;
    else {
      out[size++] = c;
      junk = true;
    }
  }
  return { bytes: out.subarray(0, size), oddities: junk ? ['quoted-printable-junk'] : [] };
}

/** The encodings that leave the bytes as they are. */
const IDENTITY = new Set(['7bit', '8bit', 'binary', '']);

/**
 * Takes a transfer encoding off.
 * @param body encoded bytes
 * @param encoding lower case, as declared; an unknown one leaves the bytes and says so
 */
export function decodeTransfer(body: Buffer, encoding: string): DecodedBody {
  if (encoding === 'base64') return decodeBase64(body);
  if (encoding === 'quoted-printable') return decodeQuotedPrintable(body);
  return { bytes: body, oddities: IDENTITY.has(encoding) ? [] : ['unknown-transfer-encoding'] };
}

/**
 * The body of a part with its transfer encoding taken off.
 * @param part of parseMessage(bytes)
 * @param bytes the message the part belongs to
 */
export function decodeBody(part: Part, bytes: Buffer): Buffer {
  const body = bytes.subarray(part.body.start, part.body.end);
  return decodeTransfer(body, part.transferEncoding).bytes;
}

interface Letters {
  readonly letters: number;
  readonly blanks: number;
  readonly other: number;
}

function lettersOf(body: Buffer): Letters {
  let letters = 0;
  let blanks = 0;
  let other = 0;
  for (const byte of body) {
    const value = BASE64_CLASS[byte] ?? 66;
    if (value < 64) letters++;
    else if (byte === 0x20 || byte === 0x09) blanks++;
    else if (value === 66) other++;
  }
  return { letters, blanks, other };
}

/** Nearly nothing but base64 letters, line ends and padding: text that was meant as base64. */
function looksLikeBase64(body: Buffer): boolean {
  const sample = body.subarray(0, 4096);
  let letters = 0;
  let blanks = 0;
  let other = 0;
  for (const byte of sample) {
    const value = BASE64_CLASS[byte] ?? 66;
    if (value < 64) letters++;
    else if (byte === 0x20 || byte === 0x09) blanks++;
    else if (value === 66) other++;
    else continue;
    // more than all the rest could make up for: prose is told by its first lines
    if (other * 20 > sample.length || blanks * 50 > sample.length) return false;
  }
  return letters >= 16 && other * 20 <= letters && blanks * 50 <= letters;
}

/** As many blanks as prose has. */
function looksLikeProse(body: Buffer): boolean {
  const { letters, blanks } = lettersOf(body);
  return blanks * 20 >= letters;
}

/**
 * All readings of a leaf's body that a mail client may choose: the most plausible one first; then, where the declaration
 * is missing, unknown or contradicted by the bytes, the others. Ordinary parts have exactly one.
 * @param part leaf of parseMessage(bytes)
 * @param bytes the message the part belongs to
 */
export function decodings(part: Part, bytes: Buffer): readonly Buffer[] {
  const body = bytes.subarray(part.body.start, part.body.end);
  const declared = decodeTransfer(body, part.transferEncoding);
  if (part.transferEncoding === 'base64') return base64Readings(body, declared);
  const readings = [declared.bytes];
  if (part.transferEncoding === 'quoted-printable') {
    if (declared.oddities.length > 0) readings.push(body);
    return readings;
  }
  if (looksLikeBase64(body)) readings.push(decodeBase64(body).bytes, ...shiftedReading(body));
  if (declared.oddities.length > 0) {
    const printable = decodeQuotedPrintable(body).bytes;
    if (!printable.equals(body)) readings.push(printable);
  }
  return readings;
}

/** As many letters at the start tell text from noise. */
const SHIFT_SAMPLE = 64;
const isText = (bytes: Buffer): boolean =>
  bytes.length >= 12 && bytes.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);

/**
 * Base64 whose start one to three foreign letters have shifted: it decodes to noise, and without them to text. A reader that
 * drops what it takes for junk shows the text.
 */
function shiftedReading(body: Buffer): readonly Buffer[] {
  const head = body.toString('latin1', 0, 2 * SHIFT_SAMPLE).replace(/[^A-Za-z\d+/]/g, '').slice(0, SHIFT_SAMPLE); // prettier-ignore
  // whole groups of four, so that the end of the sample is no noise of its own
  const decoded = (shift: number): Buffer =>
    Buffer.from(head.slice(shift, shift + 4 * Math.floor((head.length - shift) / 4)), 'base64');
  if (isText(decoded(0))) return [];
  const shift = [1, 2, 3].find((one) => isText(decoded(one)) && /[a-z]{2}/i.test(decoded(one).toString('latin1')));
  if (shift === undefined) return [];
  let at = 0;
  for (let left = shift; left > 0 && at < body.length; at++) if ((BASE64_CLASS[body[at] ?? 0] ?? 66) < 64) left--;
  return [decodeBase64(body.subarray(at)).bytes];
}

/** A line of a run of base64; the first one is as long as no word. */
const BASE64_LINE = /^[A-Za-z\d+/]{2,}={0,2}$/;
const FIRST_LINE = /^[A-Za-z\d+/]{20}/;
const MOST_LINES = 100_000;

/**
 * Base64 with lines of text before, between or behind it, as programs write that put a banner or footer onto a mail without looking
 * at its encoding. Each run of lines of letters is decoded by itself, the text stays.
 * @returns null where that does not give text
 */
function textAroundBase64(body: Buffer): Buffer | null {
  const lines = body.toString('latin1').split(/\r?\n/, MOST_LINES);
  if (lines.length === MOST_LINES) return null;
  const pieces: Buffer[] = [];
  let run = '';
  const settle = (): void => {
    if (run !== '') pieces.push(decodeBase64(Buffer.from(run, 'latin1')).bytes, Buffer.from('\r\n'));
    run = '';
  };
  for (const line of lines) {
    const bare = line.trimEnd();
    if (BASE64_LINE.test(bare) && (run !== '' || FIRST_LINE.test(bare))) run += bare;
    else {
      settle();
      pieces.push(Buffer.from(`${line}\r\n`, 'latin1'));
    }
  }
  settle();
  const joined = Buffer.concat(pieces);
  return isText(joined) ? joined : null;
}

/** As decoders read that pass over padding wherever it stands (PHP's, in webmail); null where nothing follows padding. */
function withoutPadding(body: Buffer): Buffer | null {
  const text = body.toString('latin1');
  const padding = text.indexOf('=');
  if (padding < 0 || !/[A-Za-z\d+/]/.test(text.slice(padding))) return null;
  return Buffer.from(text.replace(/[^A-Za-z\d+/]/g, ''), 'base64');
}

function base64Readings(body: Buffer, declared: DecodedBody): readonly Buffer[] {
  const [first, ...others] = declaredBase64(body, declared);
  const mended = declared.oddities.length > 0 && !isText(declared.bytes) ? textAroundBase64(body) : null;
  const unpadded = declared.oddities.includes('base64-padding') ? withoutPadding(body) : null;
  return [mended, first, ...others, unpadded].filter((reading) => reading !== null && reading !== undefined);
}

function declaredBase64(body: Buffer, declared: DecodedBody): readonly Buffer[] {
  const shifted = shiftedReading(body);
  if (shifted.length > 0) return [declared.bytes, ...shifted, body];
  if (declared.oddities.length === 0) return [declared.bytes];
  // declared base64 that is plain text: some clients show the text as it stands
  if (looksLikeProse(body)) return [body, declared.bytes];
  if (!looksLikeBase64(body)) return [declared.bytes, body];
  // base64 with text behind its end: a reader that stops at the padding leaves the text
  const padding = body.indexOf(0x3d);
  const tail = padding < 0 ? null : body.subarray(padding);
  return tail !== null && lettersOf(tail).other > 0 ? [declared.bytes, tail] : [declared.bytes];
}
