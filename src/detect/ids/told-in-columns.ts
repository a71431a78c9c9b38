/**
 * A number told in two columns of a table: day of birth in one, the last digits in another, with others between. A row may hold such a pair
 * by chance; what its head says, or row after row that is right, tells a register.
 */
import type { Span } from '../../core/text.ts';
import type { Today } from './registers/calendar.ts';
import { checksOf, isRecent, putTogether, WRITTEN, type Checked } from './birth-and-tail.ts';
import type { IdOptions } from './input.ts';
import type { IdReading } from './reading.ts';

const MOST_LINES = 20_000;
const LONGEST_LINE = 1_000;
const MOST_COLUMNS = 40;
/** Lines of a table between which nothing else stands. */
const MOST_ROWS = 2_000;

interface Cell {
  readonly text: string;
  /** of the cell's own text, in the whole */
  readonly start: number;
  readonly end: number;
}
type Row = readonly Cell[];

const BLANKS = / {2,}/;
const DIVIDERS: readonly RegExp[] = [/\t/, /;/, /\|/, BLANKS, /,(?! )/];
/** A day and the last digits, or the other way round, with one blank between: two cells of a table that is set with blanks. */
const TWO_CELLS = /^(\d{4,5}) (\d{6}(?:\d\d)?)$|^(\d{6}(?:\d\d)?) (\d{4,5})$/;
const dividerOf = (line: string): RegExp | null => DIVIDERS.find((divider) => divider.test(line)) ?? null;

/** The cells of a line, without blanks and quotation marks around what they hold. */
function cellsOf(line: string, at: number, divider: RegExp): Row {
  const cells: Cell[] = [];
  const search = new RegExp(divider.source, 'g');
  for (let from = 0; from <= line.length && cells.length < MOST_COLUMNS;) {
    search.lastIndex = from;
    const next = search.exec(line);
    const raw = line.slice(from, next?.index ?? line.length);
    const text = raw.replace(/^[\s"'>]+|[\s"']+$/g, '');
    const start = at + from + raw.indexOf(text);
    for (const part of divider === BLANKS && TWO_CELLS.test(text) ? text.split(' ') : [text])
      cells.push({ text: part, start, end: start + text.length });
    if (next === null) break;
    from = next.index + next[0].length;
  }
  return cells;
}

/** Lines divided alike, one below the other. */
function tablesIn(text: string): readonly (readonly Row[])[] {
  const tables: Row[][] = [];
  let last: RegExp | null = null;
  let start = 0;
  for (let count = 0; count < MOST_LINES && start <= text.length; count++) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, Math.min(end, start + LONGEST_LINE));
    const divider = dividerOf(line);
    if (divider !== null) {
      if (divider !== last || (tables.at(-1)?.length ?? 0) >= MOST_ROWS) tables.push([]);
      tables.at(-1)?.push(cellsOf(line, start, divider));
    }
    last = divider;
    start = end + 1;
  }
  return tables;
}

const TAIL = /^-?(\d{4,5})$|^([-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y])$/;
/** A day of birth as a whole cell; spreadsheets write the hour behind it. */
const DAY = new RegExp(String.raw`^(${WRITTEN})(?:[ T]00[:.]00(?:[:.]00)?)?$`, 'i');
const YEAR = /^(?:19|20)?\d\d$/;
const MONTH_OR_DAY = /^\d\d?$/;

/** "Sista fyra", "Kontrollsiffror", "Personnr" */
const TOLD =
  /(?:sist[ae]|sidste|last)[ _-]{0,2}(?:[45]|fyra|fire|fem|four|five|siff|sifr|cifr|digit)|(?:[45]|fyra|fire|fem)[ _-]{0,2}(?:sist[ae]|sidste)|kontroll?siff|^(?:loppuosa|tunnusosa)$|^(?:pers?(?:on)?[-. ]?(?:nr|num+er)|pnr|f(?:ødsels)?nr|fødselsnum+er|födelsen(?:r|um+er)|cpr(?:-?n(?:r|ummer))?)\.?$/i;
/** What Danes call the last four; lists number their lines by the same word, but stand beside no days of birth. */
const RUNNING = /^(?:cpr[- .]{0,2})?løbe-?n(?:r|um+er)\.?$/i;
/** "CPR", "CPR dato": the day that a Danish number begins with */
const OF_CPR = /^cpr(?:[- .]{0,2}(?:dato|n(?:r|ummer)))?\.?$/i;
const ANY_DAY = /^(?:dato|datum|dag)\.?$/i;
const BORN = /f[öøo]d(?:d|t|else|sels)|^f[öøo]dd?t?\.?$|birth|born|^dob$|^f\.? ?dato?$|^synt/i;
/** The last four of these are in tables more often than those of persons. */
const OF_OTHERS = /kort|card|konto|account|tele|mobil|faktura|order|serie/i;
/** Days of other things. */
const OTHER_DAY =
  /köp|kjøp|køb|utf(?:är|or|ør)|ansa?t|besikt|(?<!\p{L})(?:fra|från|frå)(?!\p{L})|start|slut|förfall|forfall|lever|giltig|gyldig|betal|möte|møte|beslut|vedtak/iu;
/** Norwegian registers of land call a lease so (festenummer). */
const OF_LAND = /^[gb]\.?nr\.?$/i;
const HEAD_OF_NOTHING = /^(?:n(?:r|ummer|um|o)\.?|id|#|siffror|sifre|cifre|)$/i;

/** Column of the day, or of its year, month and day; and of the rest. */
interface Columns {
  readonly birth: readonly number[];
  readonly tail: number;
}

/** The day of birth that the cells of a row tell. */
function birthOf(row: Row, columns: readonly number[]): string | null {
  const cells = columns.map((column) => row[column]?.text ?? '');
  const [first = '', second = '', third = ''] = cells;
  if (cells.length === 1) return DAY.exec(first)?.[1] ?? null;
  if (![first, third].some((cell) => YEAR.test(cell)) || !MONTH_OR_DAY.test(second)) return null;
  const isYearFirst = first.length === 4 || (third.length < 4 && Number(first) > 31);
  const [year, day] = isYearFirst ? [first, third] : [third, first];
  if (!YEAR.test(year) || !MONTH_OR_DAY.test(day)) return null;
  if (year.length === 4) return `${year}-${second.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isYearFirst ? `${year}-${second}-${day}` : `${day}.${second}.${year}`;
}

const FEWEST = { told: 1, born: 2, beside: 1, unsaid: 3 };
/** Two check digits, or a letter that is one of thirty-one, are seldom right by chance. */
const FEWEST_SURE = 2;
const RATE = { told: 0.6, born: 0.9, beside: 0.9, unsaid: 0.9 };
const SURE: ReadonlySet<string> = new Set(['no-fodselsnummer', 'no-d-nummer', 'fi-hetu']);
/** Four cells in a row for year, month, day and the rest, under no head. */
const isBeside = ({ birth, tail }: Columns, head: Row | null): boolean =>
  head === null && birth.length === 3 && tail === (birth[2] ?? 0) + 1;
const TWO_DIGITS = /^\d\d$/;
/** Times of day and years stand beside days everywhere. */
const ANOTHER = /^(?:(?:19|20)\d\d|(?:[01]\d|2[0-3])[0-5]\d)$/;
const PARTS_OF_A_DAY = /^(?:år|aar|year|mån|mnd|måned|manad|month|dag|day|dd|mm|yy|åå|yyyy|åååå)/i;

function readingsOf(
  rows: readonly Row[],
  head: Row | null,
  columns: Columns,
  today: Today,
  rule2032: IdOptions['rule2032'],
): IdReading[] {
  const { birth, tail } = columns;
  const headOf = (column: number): string => head?.[column]?.text ?? '';
  if (birth.some((column) => OTHER_DAY.test(headOf(column)))) return [];
  const isRunning = RUNNING.test(headOf(tail));
  const isOfCpr = /^cpr/i.test(headOf(tail));
  const isBirth = birth.some(
    (column) =>
      BORN.test(headOf(column)) ||
      (isRunning && (OF_CPR.test(headOf(column)) || (isOfCpr && ANY_DAY.test(headOf(column))))),
  );
  // a head that names another day says no
  const mayBeBirth =
    isBirth || birth.every((column) => HEAD_OF_NOTHING.test(headOf(column)) || PARTS_OF_A_DAY.test(headOf(column)));
  const isTold =
    mayBeBirth &&
    (TOLD.test(headOf(tail)) || (isRunning && isBirth)) &&
    !OF_OTHERS.test(headOf(tail)) &&
    head?.some(({ text }) => OF_LAND.test(text)) !== true;
  const isBorn = isBirth && HEAD_OF_NOTHING.test(headOf(tail));
  const said = isTold ? 'told' : isBorn ? 'born' : isBeside(columns, head) ? 'beside' : 'unsaid';
  const found: IdReading[] = [];
  let pairs = 0;
  for (const row of rows) {
    const [, bare, finnish] = TAIL.exec(row[tail]?.text ?? '') ?? [];
    const digits = bare ?? finnish;
    const day = digits === undefined ? null : birthOf(row, birth);
    if (digits === undefined || day === null) continue;
    pairs++;
    // a running number that is none of persons' has a day beside it too: its control digit has to be right
    const isDanish = isRunning || /sidste|cpr/i.test(headOf(tail));
    if (said === 'beside' && !birth.slice(1).every((column) => TWO_DIGITS.test(row[column]?.text ?? ''))) continue;
    const isOfSomethingElse = !isBirth && (isRecent(day, today) || (said === 'unsaid' && ANOTHER.test(digits)));
    const [best] = isOfSomethingElse
      ? []
      : checksOf(day, digits, isDanish, today, rule2032).filter(([, check]) => !isRunning || isFullDanish(check));
    const cells = [...birth, tail].flatMap((column) => row[column] ?? []);
    if (best !== undefined)
      found.push(putTogether(best, spanOf(cells), isTold ? 'label' : 'records', isTold && isBirth));
  }
  const fewest = found.every(({ detector }) => SURE.has(detector)) ? Math.min(FEWEST[said], FEWEST_SURE) : FEWEST[said];
  const isOfPeople = new Set(found.map(({ normalized }) => normalized)).size >= fewest;
  return isOfPeople && found.length >= RATE[said] * pairs ? found : [];
}

const isFullDanish = ({ family, strength }: Checked[1]): boolean => family === 'dk' && strength === 'full';

const spanOf = (cells: readonly Cell[]): Span => ({
  start: Math.min(...cells.map(({ start }) => start)),
  end: Math.max(...cells.map(({ end }) => end)),
});

/** All columns that hold a day, and three beside each other that may be year, month and day. */
function birthColumns(rows: readonly Row[], width: number): readonly (readonly number[])[] {
  const found: number[][] = [];
  for (let column = 0; column < width; column++) {
    if (rows.some((row) => DAY.test(row[column]?.text ?? ''))) found.push([column]);
    const three = [column, column + 1, column + 2];
    if (rows.some((row) => birthOf(row, three) !== null)) found.push(three);
  }
  return found;
}

/**
 * Finds numbers whose two parts stand in two columns.
 * @param text normalised text in which the last digits of something stand in a cell
 * @returns readings in text order
 */
export function findToldInColumns(text: string, today: Today, rule2032: IdOptions['rule2032']): IdReading[] {
  const found: IdReading[] = [];
  for (const table of tablesIn(text)) {
    const [first] = table;
    const head = first !== undefined && !first.some((cell) => /\d{4}/.test(cell.text)) ? first : null;
    const rows = head === null ? table : table.slice(1);
    const width = Math.max(0, ...rows.map((row) => row.length));
    const tails = Array.from({ length: width }, (_, column) => column).filter((column) =>
      rows.some((row) => TAIL.test(row[column]?.text ?? '')),
    );
    if (tails.length === 0) continue;
    const births = birthColumns(rows, width);
    for (const tail of tails) {
      for (const birth of births) {
        if (birth.includes(tail)) continue;
        found.push(...readingsOf(rows, head, { birth, tail }, today, rule2032));
      }
    }
  }
  return found.sort((a, b) => a.span.start - b.span.start);
}
