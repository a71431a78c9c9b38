/**
 * Characters that a reader does not see between the digits of a number, or sees as something that joins them. Pure; each takes a
 * line and gives the line as it would be read.
 */
import { privateSymbols } from '../symbol-fonts.ts';

/** PCL: a group, numbers with small letters, a last one with a capital. ESC/P: a letter or mark, with a byte behind those that take one. */
const PRINTER =
  /\u001b(?:[%&()*][a-z](?:[-+\d.]{0,10}[a-z]){0,20}[-+\d.]{0,10}[A-Z@]|[!\-+3AJNQSUWaklpqrtxw][\u0000-\u001f01]?|[@-IKMOPTXgj024-9<=>^_\\])/gu;
/** Where one stood between a word and a number they stay apart. */
const withoutPrinter = (line: string): string =>
  line.replace(PRINTER, (sequence, at: number) =>
    /\p{L}/u.test(line.charAt(at - 1)) && /\d/u.test(line.charAt(at + sequence.length)) ? ' ' : '',
  );

/** Controls besides the backspace, tabs and the ends of lines. */
const UNPRINTED = /[\u0000-\u0007\u000b\u000e-\u001f\u007f-\u0084\u0086-\u009f]+/gu;

/** What a terminal or printer shows: backspaces take the character before them, escape sequences change the type only. */
export function withoutControls(line: string): string {
  // ECMA-48 §5.4, ISO 2022 §6: colours, and changes of character set to what it was
  const unprinted = line.includes('\u001b') ? withoutPrinter(line) : line;
  const plain = unprinted.replace(/\u001b(?:\[[\d;?]{0,40}[ -/]?[@-~]|[()$*+][A-Z@]?)/gu, '');
  if (!plain.includes('\b')) return plain.replace(UNPRINTED, '');
  const kept: string[] = [];
  for (const character of plain.replace(UNPRINTED, '')) {
    if (character === '\b') kept.pop();
    else kept.push(character);
  }
  return kept.join('');
}

/** The first byte of a no-break space that is read in another charset, beside a number. */
export const MOJIBAKE = /\u00c2(?:[\u00a0 ]?\d|(?<=\d.))/u;
export const withoutMojibake = (line: string): string => line.replace(/\u00c2(?=[\u00a0 ]?\d)|(?<=\d)\u00c2/gu, ' ');

/** Where a line may end, between a word and a number: a blank for whom it is shown to in another place. */
export const SOFT_BREAK = /[\u200b\u00ad\u2060\ufeff](?:(?<=\p{L}.)\d|(?<=\d.)\p{L})/u;
export const withSoftBreaks = (line: string): string =>
  line.replace(/(?<=\p{L})[\u200b\u00ad\u2060\ufeff]+(?=\d)|(?<=\d)[\u200b\u00ad\u2060\ufeff]+(?=\p{L})/gu, ' ');

/** Letters without ink: fillers of Hangul and Braille, anchors of annotations, the grapheme joiner. */
export const FILLERS = /[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufff9-\ufffc]|\ufffd(?<=\d.)(?=\d)/u;
export const withoutFillers = (line: string): string => line.replace(new RegExp(FILLERS.source, 'gu'), '');

/** Tag characters (U+E0020 …) spell ASCII that nobody sees but programs. */
export const TAGS = /[\u{e0020}-\u{e007e}]/u;
export const spelledTags = (line: string): string =>
  line.replace(/[\u{e0020}-\u{e007e}]/gu, (tag) => String.fromCodePoint((tag.codePointAt(0) ?? 0xe0020) - 0xe0000));

/** Digits with a comma of their own (U+1F101 …). */
export const COMMA_DIGITS = /[\u{1f101}-\u{1f10a}]/u;
export const bareCommaDigits = (line: string): string =>
  line.replace(/[\u{1f101}-\u{1f10a}]/gu, (one) => String((one.codePointAt(0) ?? 0x1f101) - 0x1f101));

/** Marks of emphasis or quotation inside a number: `8112**18-9876**`. */
export const EMPHASIS = /\d-?[*_`"]{1,3}-?\d/u;
export const withoutEmphasis = (line: string): string => line.replace(/(?<=[\d-])[*_`"]{1,3}(?=[\d-])/gu, '');

/** One mark, or one and blanks, after every digit: `8.1.1.2.1.8-9.8.7.6`, `(8)(1)(1)`. */
export const COMBED = /\d[^\w\s]{1,5}\d[^\w\s]{1,5}\d[^\w\s]{1,5}\d|\d_\d_\d_\d|\d, \d, \d, \d/u;
const COMB_RUN =
  /(?<![\p{L}\p{N}]|\d[^\p{L}\p{N}\s])\d(?:(?:[^\p{L}\p{N}\s]{1,9}|, )\d){9,11}(?![^\p{L}\p{N}\s]{0,5}\d|, \d)/gu;
export const uncombed = (line: string): string =>
  line.replace(COMB_RUN, (run) => {
    const hyphen = /-\D*\d\D+\d\D+\d\D+\d$/u.test(run) && run.split('-').length === 2;
    const digits = run.replace(/\D/gu, '');
    return hyphen ? `${digits.slice(0, -4)}-${digits.slice(-4)}` : Array.from(digits).join(' ');
  });

const DATE = String.raw`(?<![\p{L}\d.,/:-])(\d{6}|\d{8})`;
const TAIL = String.raw`(\d{4,5})(?![\p{L}\d]|[.,/:-]\d)`;
/** Marks that nobody puts between two numbers, but that look like a hyphen or stand for one; or a cell of its own with it. */
export const ODD_HYPHEN =
  /\d(?: ?[~\u301c\u223c\u30fc\uff70\u00b7\u2022\u2027\u2219\u22c5=*|\u00a6] ?|\t ?[-+] ?\t| ?-{1,3}> ?|--{1,2}| (?:binde|tank)?stre(?:c?k|g) )\d{4}/iu;
const ODD_HYPHENS = new RegExp(
  String.raw`${DATE}(?: ?[~\u301c\u223c\u30fc\uff70\u00b7\u2022\u2027\u2219\u22c5=*|\u00a6] ?|\t ?[-+] ?\t| ?-{1,3}> ?|--{1,2}| (?:binde|tank)?stre(?:c?k|g) )${TAIL}`,
  'giu',
);
/** Six and five digits are a Norwegian number, which is written with a blank. */
const joined = (_all: string, date: string, tail: string): string => `${date}${tail.length === 5 ? ' ' : '-'}${tail}`;
export const withHyphens = (line: string): string => line.replace(ODD_HYPHENS, joined);

/** What a hyphen becomes that is lost, drawn or read in another charset. Such marks stand elsewhere too: without a label the detectors judge a slash, or a blank behind a word. */
const RUIN = String.raw`\?|[\ufffd\u2500\u23af\u02d7\u207b\u00af\u4e00\u06d4\u00f0\u00c4]|\u00e2[^\d\p{L}]{0,2}|\u00c2\u00ad`;
export const RUINED_HYPHEN = new RegExp(String.raw`\d(?:${RUIN})\d{4}`, 'u');
const RUINED_HYPHENS = new RegExp(String.raw`(?<!=)${DATE}(?:${RUIN})${TAIL}`, 'gu');
export const withoutRuins = (line: string): string =>
  line.replace(RUINED_HYPHENS, (all: string, date: string, tail: string, at: number) => {
    if (LABEL.test(line)) return joined(all, date, tail);
    return `${date}${/\p{L} $/u.test(line.slice(0, at)) ? ' ' : '/'}${tail}`;
  });

/** Digits of which a program kept the eighth bit, or which are EBCDIC: ten in a row are no words of any language. */
export const EIGHTH_BIT =
  /[\u00b0-\u00b9]{6,8}[\u00ad\u00ab]?[\u00b0-\u00b9]{4}|[\u00f0-\u00f9]{6,8}[`\u00ad]?[\u00f0-\u00f9]{4}/u;
export const withoutEighthBit = (line: string): string =>
  line.replace(new RegExp(EIGHTH_BIT.source, 'gu'), (run) =>
    run.replace(/[\u00b0-\u00b9\u00f0-\u00f9]/gu, (one) => String(one.charCodeAt(0) & 15)).replace(/\D/u, '-'),
  );

/** A hyphened, Norwegian or twelve-digit number as the name of a mailbox, which the detectors take for the id of a message. */
export const MAILBOX = /\d{6}[-+]\d{4}@|\d{11}@/u;
export const withoutMailboxes = (line: string): string =>
  line.replace(/(?<!\d)(?:[A-Za-z][\w.+-]{0,40}[._+-])?((?:\d\d)?\d{6}[-+]\d{4}|\d{11}|(?:19|20)\d{10})@/gu, '$1 @');

/**
 * Words that name an identifier; marks of dates, paths and decimals join one only behind them. Without the flag u: with it V8 needs fifty
 * times as long to find a word in either case.
 */
export const LABEL =
  /person[- ]?(?:n(?:umme)?r|beteckning|num)|\bpers?o{0,2}n{0,2}(?:umm?e?)?r\b|\bp(?:ers)?\.?nr\b|samordn(?:ingsn(?:ummer|umret|r))?|f(?:ö|ø|o|oe)ds[els]{0,4}(?:n?um+er|nr|tal|data)|\bf(?:ød)?\.?nr\b|\bcpr\b|kennitala|henkil[öo]tunnus|\bhl[öo]tunnus|\bh\.? ?tunnus|\bhetu\b|\bssn\b/i;
export const COMMON_MARK = /\d{4}[./:,\\_ ]{1,3}\d{4}/u;
const COMMON_MARKS = new RegExp(String.raw`${DATE} ?[./:,\\_] ?${TAIL}`, 'gu');
export const withHyphensAfterLabel = (line: string): string =>
  LABEL.test(line) ? line.replace(COMMON_MARKS, joined) : line;

/** Fonts of symbols have their letters in the private area: U+F038 shows an 8. */
export const PRIVATE = /[\uf030-\uf039\uf080-\uf095]/u;
export const withoutPrivate = (line: string): string =>
  privateSymbols(line).replace(/[\uf020-\uf07e]/gu, (one) => String.fromCharCode(one.charCodeAt(0) - 0xf000));
