/**
 * Numbers of spreadsheet cells as text: as stored, as displayed, and as they read with the leading zeros that a number
 * cell loses (ECMA-376 part 1, 18.8.30). A birth number stored as a number is still a birth number.
 */

/** Number formats of a workbook, by cell style. */
export interface NumberFormats {
  /** format code of a cell style index; 'General' when unknown */
  codeOf(style: number): string;
  /** format codes that only a condition gives a cell, where they may show a number that is not stored: mostly none */
  readonly conditional: readonly string[];
  readonly date1904: boolean;
}

/** Built-in formats that show dates (18.8.30; 27–36 and 50–58 are dates in East Asian locales). */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** Format code of a built-in number format id; only the difference between dates and numbers matters here. */
export function builtInFormat(id: number): string {
  return isBuiltInDate(id) ? 'yyyy-mm-dd' : 'General';
}

type Kind = 'date' | 'digits' | 'plain';

/** One section of a format, and for which numbers it holds (18.8.31). */
interface Section {
  readonly code: string;
  readonly kind: Kind;
  readonly holds: (value: number) => boolean;
}

const MOST_SECTIONS = 4;
/** Programs allow 255 characters. */
const LONGEST_FORMAT = 1000;

const bounded = (code: string): string => (code.length > LONGEST_FORMAT ? code.slice(0, LONGEST_FORMAT) : code);

const formats = new Map<string, readonly Section[]>();

function sectionsOf(whole: string): readonly Section[] {
  const code = bounded(whole);
  const known = formats.get(code);
  if (known !== undefined) return known;
  const sections = code.split(';', MOST_SECTIONS).map((section, at, all) => ({
    code: section,
    kind: kindOf(section),
    holds: conditionOf(section, at, all.length),
  }));
  if (formats.size < 4096) formats.set(code, sections);
  return sections;
}

/** '[>=5]', or else by order: positive, negative and nought. */
function conditionOf(section: string, at: number, sections: number): (value: number) => boolean {
  const [, sign, limit = ''] = /\[(<[=>]?|>=?|=)\s*(-?\d[\d.]*)\]/u.exec(section) ?? [];
  const than = Number(limit);
  switch (sign) {
    case '<':
      return (value) => value < than;
    case '<=':
      return (value) => value <= than;
    case '<>':
      return (value) => value !== than;
    case '>':
      return (value) => value > than;
    case '>=':
      return (value) => value >= than;
    case '=':
      return (value) => value === than;
    default:
      if (at === 0) return sections === 1 ? () => true : (value) => value > 0 || (value === 0 && sections < 3);
      return at === 1 && sections > 2 ? (value) => value < 0 : () => true;
  }
}

function kindOf(section: string): Kind {
  const bare = section.replace(/"[^"]*"|\\.|\[[^\]]*\]|_./gu, '');
  if (/[ymdhs]/iu.test(bare) && !/general/iu.test(bare)) return 'date';
  return isDigits(bare, section) ? 'digits' : 'plain';
}

/** '000000-0000', '######-####', '00 00 00 00000': placeholders with literals between them or padding with zeros. */
const isDigits = (bare: string, whole: string): boolean =>
  (/0{2}/u.test(bare) || HYPHENED.test(whole) || (/[0#]/u.test(bare) && writesDigits(whole)) || SPELT.test(whole)) &&
  !/[.eE?/@]|,(?=.*[0#])/u.test(bare) &&
  (whole !== '0' || bare !== '0');

/** A hyphen between placeholders, before the last four. */
const HYPHENED = /[0#]{6}(?:-|\\-|"-")[0#]{4}(?![0#])/u;

/** All digits as they are, between what a format brings: '"811218-"General'. */
const GENERAL = /General(?=[^"]*(?:"[^"]*"[^"]*)*$)/giu;

/** A number that a format writes whatever the cell holds. */
const SPELT = /(?:\\\d){3}/u;
/** What a format writes itself; of the sign of a currency what stands before its language. */
const LITERALS = /"[^"]*"|\\.|\[\$[^\]]*\]/gu;

/** A format that brings digits of its own: '0"-9876"'. */
const writesDigits = (code: string): boolean => /\d{3}/u.test((code.match(LITERALS) ?? []).map(literal).join(''));

/** True of a format whose digits or hyphen may make a birth number of another one. */
export const mayShowNumber = (code: string): boolean => writesDigits(code) || HYPHENED.test(code);

/**
 * Expands what a cell stores.
 * @param stored text of the v element: '8112189876', '1.91212121212E11'
 * @returns decimal notation without exponent; the text itself when it is no number
 */
export function plainNumber(stored: string): string {
  if (/^-?\d{1,20}$/u.test(stored)) return stored;
  const value = Number(stored);
  if (stored.trim() === '' || !Number.isFinite(value)) return stored;
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return BigInt(value).toString();
  return /e/iu.test(stored) ? value.toPrecision(15).replace(/\.?0+$/u, '') : stored;
}

/**
 * A number as the program shows it, where that differs in digits or separators; grouping and decimals are not imitated.
 * @param plain from plainNumber()
 */
export function displayNumber(plain: string, code: string, date1904: boolean): string {
  if (code === 'General' || code === '0') return plain;
  const value = Number(plain);
  const sections = sectionsOf(writesDigits(code) ? code.replace(GENERAL, '0') : code);
  const section = sections.find(({ holds }) => holds(value)) ?? sections[0];
  switch (section?.kind) {
    case 'date':
      return displayDate(value, date1904, section.code) ?? plain;
    case 'digits': {
      // only a section of its own leaves the sign to the format
      const digits = section === sections[0] ? plain : plain.replace('-', '');
      const scaled = scale(digits, section.code);
      return /^\d{1,20}$/u.test(scaled) ? fillDigits(scaled, section.code) : plain;
    }
    default:
      return plain;
  }
}

/** Thousands that a comma at the end leaves out, and hundredths that a percent sign makes whole, where nothing is lost by it. */
function scale(digits: string, code: string): string {
  const bare = code.replace(/"[^"]*"|\\.|\[[^\]]*\]|_./gu, '');
  const thousands = /,{1,4}$/u.exec(bare.trimEnd())?.[0].length ?? 0;
  if (thousands > 0) return digits.endsWith('000'.repeat(thousands)) ? digits.slice(0, -3 * thousands) : digits;
  if (!bare.includes('%')) return digits;
  const [whole = '', parts = ''] = digits.split('.');
  return parts.length > 2 ? digits : `${whole}${parts.padEnd(2, '0')}`.replace(/^0+(?=\d)/u, '');
}

/** Serial dates run from 30 December 1899, or from 1904 on old Macintosh files; ISO 8601 here whatever the format. */
function displayDate(serial: number, date1904: boolean, code: string): string | null {
  if (!Number.isFinite(serial) || serial < 1 || serial > 2_958_465) return null;
  const epoch = date1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const iso = new Date(epoch + Math.round(serial * 86_400) * 1000).toISOString();
  if (writesDigits(code) || DATE_IN_ONE.test(code)) return dateWithLiterals(iso, code);
  return serial % 1 === 0 ? iso.slice(0, 10) : iso.slice(0, 16).replace('T', ' ');
}

/** 'yymmdd': without anything between, it may be half of a number. */
const DATE_IN_ONE = /^(?:\[[^\]]*\])*y{2,4}mmdd$/iu;

/** 'yymmdd"-9876"': years, months and days as they are asked for, and what the format brings itself. */
function dateWithLiterals(iso: string, code: string): string {
  const [year = '', month = '', day = ''] = iso.slice(0, 10).split('-');
  const tokens = code.match(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|y+|m+|d+|[\s\S]/giu) ?? [];
  const shown = tokens.map((token) => {
    if (/^y/iu.test(token)) return token.length > 2 ? year : year.slice(2);
    if (/^m/iu.test(token)) return token.length > 1 ? month : String(Number(month));
    return /^d/iu.test(token) ? (token.length > 1 ? day : String(Number(day))) : literal(token);
  });
  return shown.join('');
}

/** No format shows its text more often; a hostile one could to any length. */
const MOST_SHOWN = 4;

/** A text as the program shows it, where its format brings digits: '@"-9876"'. */
export function displayText(text: string, code: string): string {
  if (!code.includes('@') || !writesDigits(code)) return text;
  const section =
    bounded(code)
      .split(';')
      .find((one) => one.includes('@')) ?? '';
  const tokens = section.match(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|[\s\S]/gu) ?? [];
  let shown = 0;
  return tokens.map((token) => (token !== '@' ? literal(token) : ++shown > MOST_SHOWN ? '' : text)).join('');
}

/** Fills the digits into a pattern from the right, as spreadsheet programs do. */
function fillDigits(digits: string, pattern: string): string {
  const tokens = pattern.match(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|[\s\S]/gu) ?? [];
  let left = digits;
  let shown = '';
  let placeholders = tokens.filter((token) => token === '0' || token === '#').length;
  for (let i = tokens.length - 1; i >= 0; i--) {
    const token = tokens[i] ?? '';
    if (token === '0' || token === '#') {
      placeholders--;
      const take = placeholders === 0 ? left : left.slice(-1);
      shown = (take === '' && token === '0' ? '0' : take) + shown;
      left = left.slice(0, left.length - take.length);
    } else shown = literal(token) + shown;
  }
  return shown;
}

function literal(token: string): string {
  if (token.startsWith('"')) return token.slice(1, -1);
  if (token.startsWith('\\')) return token.slice(1);
  // a number, where a currency has its sign
  if (token.startsWith('[$')) return /^\[\$(\d[\d+]*)(?:-[\dA-Fa-f]{1,8})?\]$/u.exec(token)?.[1] ?? '';
  if (token === '%' || token === ',') return '';
  return token.startsWith('[') || token.startsWith('_') || token.startsWith('*') ? '' : token;
}

/**
 * What a whole number may have been before its leading zeros were lost: ten digits begin with up to three zeros in the
 * years 2000–2009 (Sweden), or with one for the first nine days of a month (Denmark, Iceland), eleven with one (Norway).
 */
export function withLeadingZeros(plain: string): string | null {
  if (!/^[1-9]\d{6,9}$/u.test(plain)) return null;
  return plain.length === 10 ? `0${plain}` : plain.padStart(10, '0');
}
