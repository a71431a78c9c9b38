/**
 * What a text says to a person, or to a program, besides the letters in their order: digits that run the other way, digits
 * written as escapes, as look-alike letters, in circles or as exponents. A line that says something else in one of these ways is
 * added as a further line; the text itself stays as it is.
 */
import { TextBuilder, type ExtractedText, type Place } from '../core/text.ts';
import { decodeCharset } from '../mime/mime.ts';
import { FORMULA, withResults } from './computed.ts';
import {
  joinedStrings, quotedCodes, withoutBase64, withoutEncodedWords, withoutEntities, withoutHex, withoutPercents, withoutXEscapes,
} from './encoded-words.ts'; // prettier-ignore
import {
  bareCommaDigits, COMBED, COMMA_DIGITS, COMMON_MARK, EMPHASIS, FILLERS, ODD_HYPHEN, spelledTags, TAGS, uncombed, withHyphens,
  withHyphensAfterLabel, PRIVATE, withoutPrivate, withoutControls, withoutEmphasis, withoutFillers,
} from './odd-characters.ts'; // prettier-ignore
import { splitNumbers } from './split-numbers.ts';

type Transform = readonly [suspicion: RegExp, read: (line: string) => string];

/** UAX #9: everything up to the pop stands in the opposite order on the screen. */
const reversed = (line: string): string =>
  line.replace(/[\u202e\u2067]([^\u202c\u2069]*)[\u202c\u2069]?/gu, (_all, inside: string) =>
    Array.from(inside).reverse().join(''),
  );

/** Escapes of JSON, JavaScript, Java and Python. */
const unescaped = (line: string): string =>
  line.replace(
    /\\u\{([\da-f]{1,6})\}|\\u([\da-f]{4})|\\x([\da-f]{2})/giu,
    (all, braced?: string, wide?: string, narrow?: string) => {
      const code = Number.parseInt(braced ?? wide ?? narrow ?? '', 16);
      return code > 31 && code <= 0x10ffff ? String.fromCodePoint(code) : all;
    },
  );

/** UTF-7 that nothing declares (RFC 2152): some old programs read it all the same. */
const withoutUtf7 = (line: string): string =>
  line.replace(/\+[A-Za-z\d+/]{8,400}-/gu, (run) => {
    const text = decodeCharset(Buffer.from(run, 'latin1'), 'utf-7');
    return /^[\t\x20-\x7e\u00a0-\u00ff]+$/u.test(text) ? text : run;
  });

/** Shape of an identifier in which letters stand for digits, as bad optical recognition and bad intentions write it. */
const LOOK_ALIKE = /(?<![\p{L}\p{N}])[\dOoIl|]{6,8}[-+ ]?[\dOoIl|]{4}(?![\p{L}\p{N}])/gu;
const LEAST_DIGITS = 6;

const withDigits = (line: string): string =>
  line.replace(LOOK_ALIKE, (run) =>
    /[OoIl|]/u.test(run) && run.replace(/\D/gu, '').length >= LEAST_DIGITS
      ? run.replace(/[Oo]/gu, '0').replace(/[Il|]/gu, '1')
      : run,
  );

/** Digits in circles, brackets, as exponents and as indices; a few are footnote marks, ten in a row are a number. */
const DRESSED =
  /[\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u24ea\u24f5-\u24ff\u2776-\u277e]/u;
const DRESSED_RUN = new RegExp(`(?:${DRESSED.source}[-+\u207a\u207b\u2010-\u2015 ]?){6,}`, 'gu');

function bareDigit(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x24f5 && code <= 0x24fe) return String((code - 0x24f4) % 10);
  if (code === 0x24ff) return '0';
  if (code >= 0x2776 && code <= 0x277e) return String(code - 0x2775);
  const folded = character.normalize('NFKC').replace(/\D/gu, '');
  return folded === '' ? character.replace('\u207b', '-').replace('\u207a', '+') : folded;
}
const undressed = (line: string): string => line.replace(DRESSED_RUN, (run) => Array.from(run, bareDigit).join(''));

/** Marks over and under digits and the hyphens between them. */
const unmarked = (line: string): string => line.replace(/([\d-])\p{Mn}+/gu, '$1');

const TRANSFORMS: readonly Transform[] = [
  [/[\u202e\u2067]/u, reversed],
  [/\\(?:u\{?|x)[\da-f]{2}/iu, unescaped],
  [/\+[A-Za-z\d+/]{8,400}-/u, withoutUtf7],
  [/\d[OoIl|]|[OoIl|]\d{2}/u, withDigits],
  [DRESSED, undressed],
  [/[\d-]\p{Mn}/u, unmarked],

  [/[\u0001-\u0008\u000b\u000e-\u001f\u007f-\u0084\u0086-\u009f]/u, withoutControls],
  [FILLERS, withoutFillers],
  [TAGS, spelledTags],
  [COMMA_DIGITS, bareCommaDigits],
  [/&(?:amp;)?#(?:x[\da-f]|\d)/iu, withoutEntities],
  [/%[\da-f]{2}%[\da-f]{2}/iu, withoutPercents],
  [/=\?[\w.-]{2,40}\?[bq]\?/iu, withoutEncodedWords],
  [/[a-z]\d+[A-Za-z]/u, withoutBase64],
  [/(?:3\d[ :,]{0,2}(?:0x|\\x)?){5}3\d/iu, withoutHex],
  [/_x[\da-f]{4}_/iu, withoutXEscapes],
  [/QUOTE\s+\d/u, quotedCodes],
  [/[\d-]["']\s{0,4}[&+.]{1,2}\s{0,4}["'][\d-]/u, joinedStrings],
  [PRIVATE, withoutPrivate],
  [EMPHASIS, withoutEmphasis],
  [FORMULA, withResults],
  [COMBED, uncombed],
  [ODD_HYPHEN, withHyphens],
  [COMMON_MARK, withHyphensAfterLabel],
];

/** The place in which an offset of a text lies, without its cell: the added line is no row of the table. */
function placeAt(text: ExtractedText, offset: number): Place {
  let low = 0;
  let high = text.segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((text.segments[middle]?.start ?? Infinity) <= offset) low = middle;
    else high = middle - 1;
  }
  const segment = text.segments[low];
  return segment === undefined
    ? { zone: 'body' }
    : { zone: segment.zone, quoted: segment.quoted, locator: segment.locator };
}

/**
 * @param text as a reader delivered it
 * @returns the lines that say something else, each in its other readings; null for nearly every text
 */
export function otherReadings(text: ExtractedText): ExtractedText | null {
  const suspected = TRANSFORMS.filter(([suspicion]) => suspicion.test(text.text));
  const joined = splitNumbers(text.text);
  if (suspected.length + joined.length === 0) return null;
  const builder = new TextBuilder();
  for (const { line, at } of joined) builder.add(`${line}\n`, placeAt(text, at));
  if (suspected.length === 0) return builder.build(text.part, text.where, text.path);
  for (let start = 0; start < text.text.length;) {
    const next = text.text.indexOf('\n', start);
    const end = next < 0 ? text.text.length : next;
    const line = text.text.slice(start, end);
    for (const [suspicion, read] of suspected) {
      const other = suspicion.test(line) ? read(line) : line;
      if (other !== line) builder.add(`${other}\n`, placeAt(text, start));
    }
    start = end + 1;
  }
  return builder.length === 0 ? null : builder.build(text.part, text.where, text.path);
}
