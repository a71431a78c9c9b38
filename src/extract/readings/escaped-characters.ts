/**
 * Single characters that are written as codes: escapes of programs, mail, links and markup that were left undecoded, and dumps of
 * characters by number. Pure; each takes a line and gives it with what it decodes in place. Only digits, hyphens and blanks
 * are decoded, because only they make a number.
 */

/** Escapes of one character each; the digits of its code are the one group that is there. */
const HEX_ESCAPE =
  /%(?:25){0,2}(?:u00)?([23][\dA-F])|=([23][\dA-F])|\\(?:u\{0{0,4}|u00|U0{4,6}|x\{0{0,4}|x|')([23][\dA-F])\}?|&(?:amp;)?#x0{0,6}([23][\dA-F]);?|U\+00([23][\dA-F])[ ,;]?/giu;
const DECIMAL_ESCAPE =
  /&(?:amp;)?#0{0,12}(3[29]|4\d|5[0-7]|82(?:0[89]|1[0-3])|8722);?|\bchr?(?:ar|w)?\$?\s?\(\s?(\d\d)\s?\)(?:\s?[&+.|]{1,2}\s?)?|\[char\]\s?(\d\d)(?:\s?\+\s?)?/giu;
const OCTAL_ESCAPE = /\\[0o]?([04-7][0-7]|0[4-7][0-7])(?!\d[a-f])/giu;
const CSS_ESCAPE = /\\0{0,4}(2d|3\d)[ \t]?/giu;
const NAMES = 'ZERO ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE'.split(' ');
const NAMED_DIGIT = /\\N\{(?:[A-Z-]{1,30} ){0,3}DIGIT (ZERO|ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE)\}/giu;

/** The character of a code when it is a digit, hyphen, plus or blank; null for others. */
function mark(code: number): string | null {
  if ((code >= 0x2010 && code <= 0x2015) || code === 0x2212) return '-';
  const character = String.fromCharCode(code);
  return /[\d+ -]/u.test(character) ? character : null;
}
const decoded = (line: string, escape: RegExp, base: number): string =>
  line.replace(escape, (all: string, ...groups: unknown[]) => {
    const code = groups.find((group) => typeof group === 'string' && group !== all);
    return (typeof code === 'string' ? mark(Number.parseInt(code, base)) : null) ?? all;
  });

/** At least one escape of a digit beside a digit or another one. */
export const HEX_ESCAPES =
  /(?:\d|[23][\dA-F]\}?;?[ ,;]?)(?:%(?:25){0,2}(?:u00)?(?:3\d|2D)|=(?:3\d|2D)|\\(?:u\{0{0,4}|u00|U0{4,6}|x\{?0{0,4}|')(?:3\d|2D)|&(?:amp;)?#x0{0,6}(?:3\d|2D)|U\+00(?:3\d|2D))|\d[=%]E2[=%]80[=%]9/iu;
/** One that begins a number, or the blank before it. */
export const FIRST_HEX_ESCAPE = /(?:[%=]|\\u00|\\x)3\d\d{2}|%20\d{6}/iu;
export const withoutHexEscapes = (line: string): string =>
  decoded(line.replaceAll('=E2=80=90', '-').replaceAll('=E2=80=93', '-').replaceAll('%E2%80%90', '-'), HEX_ESCAPE, 16);

export const DECIMAL_ESCAPES = /&(?:amp;)?#0{0,12}(?:4[5-9]|5[0-7]|82(?:0[89]|1[0-3])|8722)(?!\d)|\[char\]\s?[45]\d/iu;
/** The same as arguments of a function: `chr(56) & chr(49)`. */
export const BRACKETED_CODES = /(?:4[5-9]|5[0-7])(?<=\(\s?\d\d)\s?\)\s?[+&.|]/u;
export const withoutDecimalEscapes = (line: string): string => decoded(line, DECIMAL_ESCAPE, 10);

export const OCTAL_ESCAPES = /(?:\\[0o]?(?:0?6[0-7]|0?7[01])){3}/u;
export const withoutOctalEscapes = (line: string): string => decoded(line, OCTAL_ESCAPE, 8);

export const CSS_ESCAPES = /(?:\\0{0,4}3\d[ \t]?){3}/u;
export const withoutCssEscapes = (line: string): string => decoded(line, CSS_ESCAPE, 16);

export const NAMED_DIGITS = /\\N\{[A-Z -]{0,40}DIGIT /iu;
export const withoutNamedDigits = (line: string): string =>
  line.replace(NAMED_DIGIT, (_all, name: string) => String(NAMES.indexOf(name.toUpperCase())));

/** Names of hyphens, blanks and nothing, in text that is no HTML. */
export const NAMED_ENTITIES =
  /\d&(?:amp;)?(?:hyphen|dash|[nm]dash|minus|shy|nbsp|zwn?j|zerowidthspace|numsp|thinsp|e[nm]sp|[lr]rm|nobreak|horbar|lowbar);/iu;
export const withoutNamedEntities = (line: string): string =>
  line
    .replace(/&(?:amp;)?(?:shy|zwn?j|zerowidthspace|[lr]rm|nobreak);/giu, '')
    .replace(/&(?:amp;)?(?:hyphen|dash|[nm]dash|minus|horbar|lowbar);/giu, '-')
    .replace(/&(?:amp;)?(?:nbsp|numsp|thinsp|e[nm]sp);/giu, ' ');

/** Ends of lines, tabs and blanks that programs write as escapes, in front of a number: their letter is none that touches it. */
export const BLANK_ESCAPES =
  /(?:\\(?:[nrt]|u00a0|u000[9ad]|u202[89]|x(?:0[9ad]|a0))|[=%](?:0[9AD]|A0|20)|\+(?<=\p{L}\+))\d{6}/iu;
export const withoutBlankEscapes = (line: string): string =>
  line.replace(
    /\\{1,4}(?:[nrt]|u00a0|u000[9ad]|u202[89]|x(?:0[9ad]|a0))(?=\d)|(?:[=%](?:0[9AD]|C2(?=[=%]A0)|A0|20))+(?=\d)|(?<=\p{L})\+(?=\d)/giu,
    ' ',
  );

/** Ten and more characters by their numbers, decimal, octal, binary, or as units of UTF-16 in hexadecimal. */
const RUNS: readonly (readonly [run: RegExp, one: RegExp, base: number, nought?: number])[] = [
  [/(?<!\d)(?:(?:3[29]|4[358]|49|5[0-7])[ ,;]{1,2}){9,400}(?:4[89]|5[0-7])(?!\d)/gu, /\d+/gu, 10],
  [/(?<!\d)(?:0?(?:0?[67][0-7]|055|040)[ ,;]{1,2}){9,400}(?:0?[67][0-7])(?!\d)/gu, /\d+/gu, 8],
  [/(?<!\d)(?:0011[01]{4}[ ,;]?|00101101[ ,;]?){9,400}(?:0011[01]{4})(?!\d)/gu, /[01]{8}/gu, 2],
  [/(?<!\d)(?:(?:011[01]{4}|0101101)[ ,;]{1,2}){9,400}011[01]{4}(?!\d)/gu, /[01]{7}/gu, 2],
  [/(?<!\d)(?:[01]{4}[ ,;]{1,2}){9,40}[01]{4}(?!\d)/gu, /[01]{4}/gu, 2, 48],
  [/(?<![\da-f])(?:00(?:3\d|2d)[ ,;]?){10,400}/giu, /00[23][\da-f]/giu, 16],
  [/(?<![\da-f])(?:(?:3\d|2d)00[ ,;]?){10,400}/giu, /[23][\da-f](?=00)/giu, 16],
];
export const CODE_RUNS =
  /(?:(?:4[89]|5[0-7])[ ,;]{1,2}){5}|(?:0[67][0-7][ ,;]{1,2}){5}|(?:0011[01]{4}[ ,;]?){4}|(?:011[01]{4}[ ,;]{1,2}){4}|(?:[01]{4}[ ,;]{1,2}){9}|(?:003\d[ ,;]?){4}|(?:3\d00[ ,;]?){4}/u;
export const withoutCodeRuns = (line: string): string =>
  RUNS.reduce(
    (text, [run, one, base, nought = 0]) =>
      text.replace(run, (all) =>
        (all.match(one) ?? []).map((code) => mark(Number.parseInt(code, base) + nought) ?? '').join(''),
      ),
    line,
  );

/** Lines of `xxd` and `hexdump -C`: an offset, bytes, and what they say in print. */
export const DUMP = /0{3}[\da-f]{3,5}:? {1,2}[\da-f]{2} ?[\da-f]{2}/iu;
const DUMP_LINE = /^[\da-f]{6,8}:? {1,2}((?:[\da-f]{2} ?){2,8} ?(?:[\da-f]{2} ?){0,16})/iu;
/** @returns the bytes of all lines of dumps in a text, as text */
export function dumped(text: string): string {
  const bytes: Buffer[] = [];
  for (const line of text.split('\n')) {
    const match = line.length > 200 ? null : DUMP_LINE.exec(line);
    // two blanks end the bytes where the print begins
    if (match !== null) bytes.push(Buffer.from((match[1] ?? '').replace(/ {2}[^ ]*$/u, '').replaceAll(' ', ''), 'hex'));
  }
  return Buffer.concat(bytes)
    .toString('latin1')
    .replace(/[^\t\n\x20-\x7e\xa0-\xff]+/gu, ' ');
}
