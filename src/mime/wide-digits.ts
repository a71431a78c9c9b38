/**
 * Digits of full width in charsets of two bytes a letter, told by their bytes alone. A header may hold them without saying which charset it
 * is, or with a name that is wrong or that only some readers know; the programs of the east show them all the same.
 */

/** A row of ten digits: the first byte or bytes of each, and the last byte of nought. */
interface Row {
  readonly lead: string;
  readonly zero: number;
}

/** EUC-JP, GB 2312 and EUC-KR; Shift_JIS; Big5; EUC-TW; UTF-8 (also with more bytes than needed); UTF-16. */
const ROWS: readonly Row[] = [
  { lead: '\xa3', zero: 0xb0 },
  { lead: '\x82', zero: 0x4f },
  { lead: '\xa2', zero: 0xaf },
  { lead: '\xa4', zero: 0xa1 },
  { lead: '\xef\xbc', zero: 0x90 },
  { lead: '\xc0', zero: 0xb0 },
  { lead: '\xe0\x80', zero: 0xb0 },
  { lead: '\xff', zero: 0x10 },
];
const hex = (code: number): string => `\\x${code.toString(16).padStart(2, '0')}`;
const pattern = ({ lead, zero }: Row): string => `${lead}[${hex(zero)}-${hex(zero + 9)}]`;
const DIGIT = new RegExp(ROWS.map(pattern).join('|'), 'g');
const ALL_OF_ONE = ROWS.map((row) => new RegExp(pattern(row), 'g'));

/** Hyphens of the same charsets, and of some with one byte (Mac, DOS), between two digits. */
const HYPHEN =
  /(?<=\d)(?:\xa1[\xdd\xbe\xaa\xd0]|\xa3\xad|\x81[\x7c\x5d]|\xef\xbc\x8d|\xe2\x88\x92|\xe2\x80[\x90-\x95]|[\xc0\xc1]\xad|\xff\x0d|\xd0|\xc4|\x96|\xad)(?=\d{4}(?!\d))/g;

/** Shifts into a set of two bytes of seven bits and back (ISO 2022, HZ), in which '#1' is a one and '!]' a minus. */
const SHIFTED = /(?:\x1b\$\(?[@A-Z]|~\{|\x0e)([^\x0e\x0f\x1b~]{2,200})/g;
const SHIFT = /\x1b[$()*+-]{1,2}[@A-Z]?|~[{}]|[\x0e\x0f]/g;
const bare = (run: string): string =>
  run.replace(/([\x21-\x7e])([\x21-\x7e])/g, (pair, row: string, place: string) =>
    row === '#' && /\d/.test(place) ? place : row === '!' && /[\]>=1]/.test(place) ? '-' : pair,
  );

/** Anything of the kind at all. */
const SUSPICION = new RegExp(`${DIGIT.source}|\\x1b\\$|~\\{#|\\x0e#|\\d(?:\\xd0|\\xc4|[\\xc0\\xc1]\\xad)\\d`);
const NUMBER = /(?<!\d)(?:\d{6}|\d{8})[-+ ]{0,2}\d{4}(?!\d)/g;
/** As many letters before a number may be its label. */
const LABEL_LENGTH = 40;

/**
 * Numbers of an identifier's length in bytes whose charset is unknown or wrongly named.
 * @param bytes each byte a character
 * @returns them with the letters before them, digits as ASCII; none for nearly every text
 */
export function wideNumbers(bytes: string): readonly string[] {
  if (!SUSPICION.test(bytes)) return [];
  const found = new Set<string>();
  const unshifted = bytes.replace(SHIFTED, (_all, run: string) => bare(run)).replace(SHIFT, '');
  for (const [at, all] of ALL_OF_ONE.entries()) {
    const { zero } = ROWS[at] ?? { zero: 0 };
    const narrow = unshifted.replace(all, (pair) => String(pair.charCodeAt(pair.length - 1) - zero));
    const text = narrow.replace(HYPHEN, '-');
    if (text === bytes) continue;
    for (const match of text.matchAll(NUMBER)) {
      const before = text.slice(Math.max(0, match.index - LABEL_LENGTH), match.index).replace(/[^\x20-\x7e]+/g, ' ');
      // what stands there in plain digits is found without this
      if (!bytes.includes(match[0])) found.add(/[A-Za-z]$/.test(before) ? `${before} ${match[0]}` : before + match[0]);
    }
  }
  return [...found];
}
