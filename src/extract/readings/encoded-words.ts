/**
 * Words in a line of text that are an encoding of other text: entities, percent escapes, encoded words, base64, hexadecimal.
 * Programs leave them behind when they encode twice, and who wants to hide a number uses them. Pure; each takes a line and gives
 * the line with what it can decode in its place, and leaves alone what decodes to nothing a person would write.
 */
import { decodeWords } from '../../mime/mime.ts';
import { BASE32, base32 } from './bases.ts';

const LEAST_DIGITS = 6;
const isProse = (text: string): boolean => /^[\t\x20-\x7e\u00a0-\u02ff\u2010-\u201f]+$/u.test(text);
const holdsNumber = (text: string): boolean => text.replace(/\D/gu, '').length >= LEAST_DIGITS;
/** What bytes say as UTF-8, or else as single bytes, when that reads as a line with a number in it. */
export function numberIn(bytes: Buffer): string | null {
  const text = bytes.toString('utf8');
  const read = text.includes('\ufffd') ? bytes.toString('latin1') : text;
  return isProse(read) && holdsNumber(read) ? read : null;
}

/** `&#49;`, `&#x31` in text that is no HTML, or was escaped twice. */
export const withoutEntities = (line: string): string =>
  line.replace(/&(?:amp;)?#(?:x([\da-f]{1,6})|0{0,12}(\d{1,7}));?/giu, (all, hex?: string, decimal?: string) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 31 && code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });

/** `%38%31` outside links, as in file names. */
export const withoutPercents = (line: string): string =>
  line.replace(/(?:%[\da-f]{2})+/giu, (run) => {
    const text = Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8').replaceAll('\0', '');
    return isProse(text) ? text : run;
  });

/** RFC 2047 words where none belong, cut in pieces or without their end. */
export const withoutEncodedWords = (line: string): string => {
  const whole = decodeWords(line);
  return whole.replace(/=\?[\w.-]{2,40}\?b\?([\w+/]{8,400}={0,2})(?:\?=?)?/giu, (all, base64: string) => {
    const text = Buffer.from(base64, 'base64').toString('utf8');
    return isProse(text) ? text : all;
  });
};

/** Base64 with up to three foreign letters before it: each shift gives other bytes, at most one gives text. */
function shiftedBase64(letters: string): string | null {
  for (let shift = 0; shift < 4; shift++) {
    const start = Buffer.from(letters.slice(shift, shift + 24), 'base64');
    if (!isProse(start.toString('latin1').slice(0, 12)) && !isProse(start.toString('utf8').slice(0, 12))) continue;
    const text = numberIn(Buffer.from(letters.slice(shift).replace(/=+$/u, ''), 'base64'));
    if (text !== null) return text;
  }
  return null;
}

/** `ODEx MjE4 LTk4`: in groups of four. */
const BASE64_GROUPS = /(?<![\w+/=])(?:[A-Za-z\d+/]{4} ){4,400}[A-Za-z\d+/]{2,4}={0,2}(?![\w+/=])/gu;
/** Six digits in base64 where none of its letters is a digit itself. */
export const LETTERS_OF_DIGITS = /[MNO][DTjz][AEIMQUYcgk][w-z][MNO][DTjz][AEIMQUYcgk][w-z]/;
/** Each look ahead is as short as the word: over megabytes of letters V8 has no room to turn back. */
const BASE64_WORD = new RegExp(
  String.raw`(?<![\w+/=])(?=[A-Za-z+/]{0,2000}(?:\d|${LETTERS_OF_DIGITS.source}))(?=[\w+/]{0,2000}[a-z])(?=[\w+/]{0,2000}[A-Z])[A-Za-z\d+/]{14,2000}={0,2}(?![\w+/=])`,
  'gu',
);
export const withoutBase64 = (line: string): string =>
  line
    .replace(BASE64_WORD, (run) => shiftedBase64(run) ?? run)
    .replace(BASE64_GROUPS, (run) => (/\d/u.test(run) ? shiftedBase64(run.replaceAll(' ', '')) : null) ?? run);

/** RFC 4648 §6 and §7: letters and 2 to 7, or digits and A to V. */
const BASE32_WORD =
  /(?<![\w+/=])(?=[A-Za-z]{0,40}\d)(?:[A-Z2-7]{16,800}|[a-z2-7]{16,800}|[\dA-V]{16,800}|[\da-v]{16,800})={0,6}(?![\w+/=])/gu;
export const IN_BASE32 = /[2-7](?<=[A-Za-z][2-7])[2-7]*[A-Za-z]{2}/u;
/** RFC 4648 §6 and §7. */
const ALPHABETS = BASE32.slice(0, 2);

function saidInBase32(run: string, alphabets: readonly Uint8Array[]): string | null {
  const letters = run.replace(/=+$/u, '');
  for (const alphabet of alphabets) {
    const bytes = base32(letters, alphabet);
    const text = bytes === null ? null : numberIn(bytes);
    if (text !== null) return text;
  }
  return null;
}
export const withoutBase32 = (line: string): string =>
  line.replace(BASE32_WORD, (run) => saidInBase32(run, ALPHABETS) ?? run);

/** The same in capitals, without a digit among them. */
export const CAPITALS = /[A-Z]{16}/u;
export const withoutCapitalBase32 = (line: string): string =>
  line.replace(
    /(?<![\w+/=])[A-Z]{16,800}={0,6}(?![\w+/=])/gu,
    (run) => saidInBase32(run, ALPHABETS.slice(0, 1)) ?? run,
  );

/** Ascii85 between its marks, as PDF and PostScript write it. */
export const ASCII85 = /<~[!-uz\s]{10,4000}~>/u;
export const withoutAscii85 = (line: string): string =>
  line.replace(/<~([!-uz\s]{10,4000})~>/gu, (all, letters: string) => numberIn(ascii85Bytes(letters)) ?? all);

function ascii85Bytes(letters: string): Buffer {
  const plain = letters.replace(/\s/gu, '').replaceAll('z', '!!!!!');
  const bytes: number[] = [];
  for (let at = 0; at < plain.length; at += 5) {
    const group = plain.slice(at, at + 5);
    let value = 0;
    for (const letter of group.padEnd(5, 'u')) value = value * 85 + letter.charCodeAt(0) - 33;
    for (let i = 0; i < group.length - 1; i++) bytes.push(Math.floor(value / 256 ** (3 - i)) % 256);
  }
  return Buffer.from(bytes);
}

/** RFC 3501 §5.1.3: names of folders write everything beyond ASCII, and whatever they like, as &…-. */
export const IMAP_UTF7 = /[&+]A[CD][A-Za-z\d+/,]{1,400}-|&[A-Za-z\d+,]{8,400}-/u;
export const withoutImapUtf7 = (line: string): string =>
  line.replace(/[&+]([A-Za-z\d+/,]{3,400})-/gu, (run, letters: string) => {
    const bytes = Buffer.from(letters.replaceAll(',', '/'), 'base64');
    const text = bytes
      .subarray(0, bytes.length & ~1)
      .swap16()
      .toString('utf16le');
    return isProse(text) && /\d|^-$/u.test(text) ? text : run;
  });

/** Bytes in hexadecimal, with whatever marks between. */
export const HEX = /3\d(?:[ :,;.|/_#$h-]|0x|\\x|h ){0,4}(?:3\d(?:[ :,;.|/_#$h-]|0x|\\x|h ){0,4}){4}3\d/iu;
export const withoutHex = (line: string): string =>
  line.replace(
    /(?<![\da-f])[#$]?(?:0x|\\x)?[\da-f]{2}(?:(?:[ :,;.|/_#$h-]){0,2}(?:0x|\\x)?[\da-f]{2}){9,400}h?(?![\da-f])/giu,
    (run) => {
      const text = numberIn(Buffer.from(run.replace(/0x|\\x|[^\da-f]/giu, ''), 'hex'));
      return text ?? run;
    },
  );

/** `_x0038_` in text of a workbook (ECMA-376 22.4.2.4, ST_Xstring). */
export const withoutXEscapes = (line: string): string =>
  line.replace(/_x([\da-f]{4})_/giu, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Word's field QUOTE with the codes of its characters. */
export const quotedCodes = (line: string): string =>
  line.replace(/QUOTE((?:\s+\d{2,3}){6,200})/giu, (all, codes: string) => {
    const text = String.fromCharCode(...codes.trim().split(/\s+/u).map(Number));
    return isProse(text) ? text : all;
  });

/** `"8112" & "18-9876"` in formulas and programs; two strings side by side are one in C and Python. */
export const JOINED_STRINGS = /\d-?["']\s{0,4}[&+.|]{0,2}\s{0,4}["'][\d-]/u;
export const joinedStrings = (line: string): string =>
  line.replace(/(?<=[\d-])(["'])(?:\s{0,4}[&+.|]{1,2}\s{0,4}|\s{1,4})["'](?=[\d-])/gu, '');
