/**
 * What a text says to a person, or to a program, besides the letters in their order: digits that run the other way, digits
 * written as escapes, as look-alike letters, in circles or as exponents. A line that says something else in one of these ways is
 * added as a further line; the text itself stays as it is.
 */
import { TextBuilder, type ExtractedText, type Place } from '../../core/text.ts';
import { decodeCharset } from '../../mime/mime.ts';
import { DIRECTION_MARKS, turnedLine } from './bidi.ts';
import { codedNumbers } from './coded-lines.ts';
import { FORMULA, withResults } from './computed.ts';
import * as signs from './digit-signs.ts';
import * as encoded from './encoded-words.ts';
import * as escaped from './escaped-characters.ts';
import { groupedNumbers, turnedNumbers } from './grouped-numbers.ts';
import { halvesApart } from './halves-apart.ts';
import { hyphenApart } from './hyphen-apart.ts';
import { MARKED, withoutMarkup } from './markup-between.ts';
import { namedFields } from './named-fields.ts';
import { spelledNumbers } from './number-words.ts';
import * as odd from './odd-characters.ts';
import { splitCells } from './split-cells.ts';
import { printedLines } from './printed.ts';
import { splitNumbers } from './split-numbers.ts';

type Transform = readonly [suspicion: RegExp, read: (line: string) => string];

/** UAX #9: everything up to the pop stands in the opposite order on the screen. */
const reversed = (line: string): string =>
  line.replace(/[\u202e\u2067]([^\u202c\u2069]*)[\u202c\u2069]?/gu, (_all, inside: string) =>
    Array.from(inside).reverse().join(''),
  );

/** UTF-7 that nothing declares (RFC 2152): some old programs read it all the same. */
const withoutUtf7 = (line: string): string =>
  line.replace(/\+[A-Za-z\d+/]{8,400}-/gu, (run) => {
    const text = decodeCharset(Buffer.from(run, 'latin1'), 'utf-7').normalize('NFKC');
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

/**
 * Readings of lines of ASCII, by a digit with which their suspicion begins: a search for something behind a digit passes over
 * everything else at memory speed. What stands before the digit is looked back at.
 */
const AT_A_DIGIT: readonly Transform[] = [
  [/\d(?:[OoIl|]|(?<=[OoIl|]\d)\d)/u, withDigits],
  [signs.MIXED_LETTERS, signs.withoutLetters],
  [escaped.HEX_ESCAPES, escaped.withoutHexEscapes],
  [escaped.NAMED_ENTITIES, escaped.withoutNamedEntities],
  [escaped.CODE_RUNS, escaped.withoutCodeRuns],
  [/\d(?<=[A-Za-z]\d)\d*[A-Za-z]/u, encoded.withoutBase64],
  [encoded.IN_BASE32, encoded.withoutBase32],
  [encoded.HEX, encoded.withoutHex],
  [encoded.JOINED_STRINGS, encoded.joinedStrings],
  [MARKED, withoutMarkup],
  [odd.MAILBOX, odd.withoutMailboxes],
  [odd.EMPHASIS, odd.withoutEmphasis],
  [odd.COMBED, odd.uncombed],
  [odd.ODD_HYPHEN, odd.withHyphens],
  [odd.RUINED_HYPHEN, odd.withoutRuins],
  [escaped.BRACKETED_CODES, escaped.withoutDecimalEscapes],
];
/** Dates, telephone numbers and sums look like this too, so that it is looked for by itself. */
const AT_COMMON_MARKS: readonly Transform[] = [[odd.COMMON_MARK, odd.withHyphensAfterLabel]];
/** Marks that are rare in prose. */
const MARK = /[+%=&\\[<_Qq\u0001-\u0008\u000b\u000e-\u001f\u007f-\u0084\u0086-\u009f]/g;
/** Readings whose suspicion begins with such a mark: only where one stands is anything looked at. */
const AT_A_MARK: readonly Transform[] = [
  [/\+[A-Za-z\d+/]{8,400}-/u, withoutUtf7],
  [/[\u0001-\u0008\u000b\u000e-\u001f\u007f-\u0084\u0086-\u009f]/u, odd.withoutControls],
  [escaped.FIRST_HEX_ESCAPE, escaped.withoutHexEscapes],
  [escaped.BLANK_ESCAPES, escaped.withoutBlankEscapes],
  [escaped.DECIMAL_ESCAPES, escaped.withoutDecimalEscapes],
  [escaped.OCTAL_ESCAPES, escaped.withoutOctalEscapes],
  [escaped.CSS_ESCAPES, escaped.withoutCssEscapes],
  [escaped.NAMED_DIGITS, escaped.withoutNamedDigits],
  [/%[\da-f]{2}%[\da-f]{2}/iu, encoded.withoutPercents],
  [/=\?[\w.-]{2,40}\?[bq]\?/iu, encoded.withoutEncodedWords],
  [encoded.ASCII85, encoded.withoutAscii85],
  [encoded.IMAP_UTF7, encoded.withoutImapUtf7],
  [/_x[\da-f]{4}_/iu, encoded.withoutXEscapes],
  [/QUOTE\s+\d/u, encoded.quotedCodes],
  [FORMULA, withResults],
];
/** Digits whose eighth bit was kept are letters of several languages, so that they are looked for by themselves. */
const AT_HIGH_LETTERS: readonly Transform[] = [[odd.EIGHTH_BIT, odd.withoutEighthBit]];
/** Readings of lines with other characters. */
const WIDE_TRANSFORMS: readonly Transform[] = [
  [/[\u202e\u2067]/u, reversed],
  [DIRECTION_MARKS, turnedLine],
  [DRESSED, undressed],
  [/[\d-]\p{Mn}/u, unmarked],
  [odd.FILLERS, odd.withoutFillers],
  [odd.TAGS, odd.spelledTags],
  [odd.COMMA_DIGITS, odd.bareCommaDigits],
  [odd.PRIVATE, odd.withoutPrivate],
  [signs.SIGNS, signs.withoutSigns],
  [signs.BRAILLE, signs.withoutBraille],
  [signs.FOREIGN_LETTERS, signs.withoutLetters],
];

const union = (transforms: readonly Transform[], flags = 'iu'): RegExp =>
  new RegExp(transforms.map(([{ source }]) => `(?:${source})`).join('|'), flags);

const BEGINNING_WITH_MARK = union(AT_A_MARK, 'iuy');

/** Whether anything begins with a mark: a search for one character is at memory speed, one for many expressions is not. */
function anyAtAMark(text: string): boolean {
  for (MARK.lastIndex = 0; MARK.test(text);) {
    BEGINNING_WITH_MARK.lastIndex = MARK.lastIndex - 1;
    if (BEGINNING_WITH_MARK.test(text)) return true;
  }
  return false;
}

/** Groups of readings, each with one search for all of its suspicions. */
const GROUPS: readonly (readonly [any: { test(text: string): boolean }, transforms: readonly Transform[]])[] = [
  [union(AT_A_DIGIT), AT_A_DIGIT],
  [odd.COMMON_MARK, AT_COMMON_MARKS],
  [encoded.CAPITALS, [[encoded.CAPITALS, encoded.withoutCapitalBase32]]],
  [encoded.LETTERS_OF_DIGITS, [[encoded.LETTERS_OF_DIGITS, encoded.withoutBase64]]],
  [{ test: anyAtAMark }, AT_A_MARK],
  [odd.EIGHTH_BIT, AT_HIGH_LETTERS],
  [odd.MOJIBAKE, [[odd.MOJIBAKE, odd.withoutMojibake]]],
  [odd.SOFT_BREAK, [[odd.SOFT_BREAK, odd.withSoftBreaks]]],
  [
    /[\u00b2\u00b3\u00b9\u0300-\u1fff\u202a-\u202e\u2066-\u2069\u2070-\u208f\u2160-\u2178\u2460-\u24ff\u2776-\u2793\u2800-\u283c\u3007\u3021-\u302f\u4e00-\u9fff\u3164\ua600-\uabff\udb40\ud834\ud83c\ud83d\uf020-\uf095\ufe20-\ufe2f\uffa0\ufff9-\ufffd]/,
    WIDE_TRANSFORMS,
  ],
];

/** The readings that a text gives reason for. */
const suspectedIn = (text: string): readonly Transform[] =>
  GROUPS.flatMap(([any, transforms]) =>
    any.test(text) ? transforms.filter(([suspicion]) => suspicion.test(text)) : [],
  );

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

const everywhere = new Map<RegExp, RegExp>();
/** The same expression, for one search after the other. */
function searching(suspicion: RegExp): RegExp {
  const known = everywhere.get(suspicion) ?? new RegExp(suspicion.source, `${suspicion.flags}g`);
  everywhere.set(suspicion, known);
  return known;
}

/** Beginnings of the lines in which a suspicion stands, ascending. */
function* linesWith(suspicion: RegExp, text: string): Generator<number> {
  const search = searching(suspicion);
  for (let from = 0; from >= 0 && from < text.length;) {
    search.lastIndex = from;
    const at = search.exec(text)?.index;
    if (at === undefined) return;
    yield at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
    const end = text.indexOf('\n', at);
    from = end < 0 ? -1 : end + 1;
  }
}

/** Lines of a text in the readings that are suspected. */
function addReadings(builder: TextBuilder, text: ExtractedText, suspected: readonly Transform[]): void {
  const lines = new Map<number, Transform[]>();
  for (const transform of suspected) {
    for (const start of linesWith(transform[0], text.text)) {
      const there = lines.get(start);
      if (there === undefined) lines.set(start, [transform]);
      else there.push(transform);
    }
  }
  for (const [start, transforms] of [...lines].sort(([a], [b]) => a - b)) {
    const end = text.text.indexOf('\n', start);
    const line = text.text.slice(start, end < 0 ? text.text.length : end);
    const said = [line];
    for (const [suspicion, read] of transforms) {
      const other = suspicion.test(line) ? read(line) : line;
      if (said.includes(other)) continue;
      said.push(other);
      builder.add(`${other}\n`, placeAt(text, start));
    }
  }
}

/** What was encoded twice is read twice, as long as there is little of it. */
const MOST_AGAIN = 65_536;

/**
 * @param text as a reader delivered it
 * @returns the lines that say something else, each in its other readings; null for nearly every text
 */
export function otherReadings(text: ExtractedText): ExtractedText | null {
  const suspected = suspectedIn(text.text);
  const joined = [
    ...splitNumbers(text.text),
    ...splitCells(text.text),
    ...halvesApart(text.text),
    ...hyphenApart(text.text),
    ...groupedNumbers(text.text),
    ...turnedNumbers(text.text),
    ...spelledNumbers(text.text),
    ...codedNumbers(text.text),
    ...printedLines(text.text),
    ...namedFields(text.text),
  ];
  const isDump = escaped.DUMP.test(text.text);
  if (suspected.length + joined.length === 0 && !isDump) return null;
  const builder = new TextBuilder();
  for (const { line, at } of joined) builder.add(`${line}\n`, placeAt(text, at));
  if (isDump) builder.add(`${escaped.dumped(text.text)}\n`, placeAt(text, 0));
  addReadings(builder, text, suspected);
  if (builder.length === 0) return null;
  const first = builder.build(text.part, text.where, text.path);
  if (first.text.length < MOST_AGAIN) addReadings(builder, first, suspectedIn(first.text));
  return builder.build(text.part, text.where, text.path);
}
