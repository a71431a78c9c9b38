/** The functions of formulas by which texts and numbers are put together (OpenFormula 6; ECMA-376 part 1, 18.17.7). Total. */
import { finite, isArea, LONGEST_TEXT, numberOf, scalar, textOf, UNKNOWN } from './formula-values.ts';
import type { Area, Scalar, Value } from './formula-values.ts';
import { displayNumber, plainNumber } from './number-format.ts';

type Calculate = (values: readonly Value[]) => Value;

/** Functions of ordinary sheets that look up, count and reckon with dates: what they give is in the cells already, or no identifier. */
export const IGNORED_FUNCTIONS =
  /^(?:[VHX]?LOOKUP|MATCH|XMATCH|INDEX|OFFSET|SUMIFS?|COUNT\w*|AVERAGE\w*|MAXIFS|MINIFS|SUMPRODUCT|SUBTOTAL|AGGREGATE|DATE\w*|TIME\w*|TODAY|NOW|YEAR\w*|MONTH|DAYS?\w*|WEEK\w*|ISO\w+|E(?:DATE|OMONTH)|NETWORKDAYS\w*|WORKDAY\w*|HOUR|MINUTE|SECOND|IS\w+|NOT|AND|OR|XOR|NA|ERROR\w*|CELL|INFO|TYPE|ROWS?|COLUMNS?|RAND\w*|FILTER|SORT|UNIQUE|GETPIVOTDATA|RANK\w*|LARGE|SMALL|MEDIAN|MODE\w*|STDEV\w*|VAR\w*|PERCENT\w*|QUARTILE\w*|FREQUENCY|TREND|FORECAST\w*|LINEST|CORREL|P(?:MT|V|PMT)|IPMT|FV|NPV|NPER|RATE|IRR|XIRR|XNPV|S(?:LN|YD)|DDB|DB|SQRT|EXP|LN|LOG\w*|SIN|COS|TAN|PI|FACT|COMBIN|GCD|LCM|SIGN|CEILING\w*|FLOOR\w*|MROUND|EVEN|ODD|SEARCHB?|FINDB?|EXACT|CONVERT|SUMSQ|SUMX\w*|D(?:SUM|COUNT|GET|MAX|MIN|AVERAGE)|IFS|SWITCH)$/u;

const texts = (values: readonly Value[]): string[] =>
  values.flatMap((value) => (isArea(value) ? value.values.map(textOf) : [textOf(value)]));
const numbers = (values: readonly Value[]): number[] =>
  values.flatMap((value) =>
    isArea(value) ? value.values.filter((one) => typeof one === 'number') : [numberOf(value)],
  );
const joined = (parts: readonly string[], between = ''): Scalar => {
  const text = parts.join(between);
  return text.length > LONGEST_TEXT ? UNKNOWN : text;
};
/** A count of characters. */
const count = (value: Scalar | undefined, otherwise: number): number =>
  value === undefined ? otherwise : Math.max(0, Math.min(LONGEST_TEXT, Math.trunc(numberOf(value)) || 0));

/** A function of scalars, applied to each cell where its first argument is an area. */
const single =
  (calculate: (...values: Scalar[]) => Scalar): Calculate =>
  (values) => {
    const long = values.find(isArea);
    if (long === undefined) return calculate(...values.map(scalar));
    return overArea(long, values, calculate);
  };

function overArea(long: Area, values: readonly Value[], calculate: (...values: Scalar[]) => Scalar): Area {
  return {
    columns: long.columns,
    values: long.values.map((_one, i) =>
      calculate(...values.map((value) => (isArea(value) ? (value.values[i] ?? null) : value))),
    ),
  };
}

function substitute(text: Scalar, from: Scalar = null, to: Scalar = null, which?: Scalar): Scalar {
  const [whole, old, fresh] = [textOf(text), textOf(from), textOf(to)];
  if (old === '') return whole;
  const pieces = whole.split(old);
  const nth = which === undefined || which === null ? 0 : count(which, 0);
  const grown = whole.length + (pieces.length - 1) * (fresh.length - old.length);
  if (nth === 0) return grown > LONGEST_TEXT ? UNKNOWN : joined(pieces, fresh);
  if (nth >= pieces.length) return whole;
  return joined([pieces.slice(0, nth).join(old), fresh, pieces.slice(nth).join(old)]);
}

const formatted = (value: Scalar, format: Scalar = null): Scalar => {
  const plain = plainNumber(textOf(value));
  const code = textOf(format).trim();
  return /^-?\d/u.test(plain) ? displayNumber(plain, code === '' ? 'General' : code, false) : plain;
};

const rounded = (value: Scalar, digits: Scalar = 0): Scalar => {
  const by = 10 ** numberOf(digits);
  return finite(Math.round(numberOf(value) * by) / by);
};

/** Both branches are read where the condition is not known: one of them is shown. */
const either: Calculate = ([condition = null, then = true, otherwise = false]) => {
  const truth = scalar(condition);
  if (typeof truth !== 'string' || !truth.includes(UNKNOWN))
    return truth === true || numberOf(truth) ? then : otherwise;
  return joined(texts([then, otherwise]), ' ');
};

const fromBase = (base: number): Calculate =>
  single((value) => finite(/^[\da-f]{1,14}$/iu.test(textOf(value)) ? Number.parseInt(textOf(value), base) : NaN));

const TABLE: readonly (readonly [names: string, calculate: Calculate])[] = [
  ['CONCAT CONCATENATE', (values) => joined(texts(values))],
  [
    'TEXTJOIN',
    ([between = null, skip = true, ...rest]) =>
      joined(
        texts(rest).filter((text) => text !== '' || scalar(skip) === false),
        textOf(scalar(between)),
      ),
  ],
  ['TEXT', single(formatted)],
  ['FIXED', single(rounded)],
  ['T TRIM CLEAN LOWER UPPER PROPER ASC JIS', single((text) => textOf(text).trim())],
  ['VALUE NUMBERVALUE N', single((text) => (Number.isNaN(numberOf(text)) ? UNKNOWN : numberOf(text)))],
  ['LEFT LEFTB', single((text, length) => textOf(text).slice(0, count(length, 1)))],
  ['RIGHT RIGHTB', single((text, length) => textOf(text).slice(Math.max(0, textOf(text).length - count(length, 1))))],
  [
    'MID MIDB',
    single((text, from, length) =>
      textOf(text)
        .slice(Math.max(0, count(from, 1) - 1))
        .slice(0, count(length, LONGEST_TEXT)),
    ),
  ],
  [
    'REPLACE REPLACEB',
    single((text, from, length, put = null) => {
      const start = Math.max(0, count(from, 1) - 1);
      return joined([textOf(text).slice(0, start), textOf(put), textOf(text).slice(start + count(length, 0))]);
    }),
  ],
  ['SUBSTITUTE', single(substitute)],
  [
    'CHAR UNICHAR',
    single((code) => {
      const at = numberOf(code);
      return at >= 1 && at <= 0x10ffff ? String.fromCodePoint(Math.trunc(at)) : UNKNOWN;
    }),
  ],
  ['CODE UNICODE', single((text) => finite(textOf(text).codePointAt(0) ?? NaN))],
  [
    'REPT',
    single((text, times) =>
      textOf(text).length * count(times, 0) > LONGEST_TEXT ? UNKNOWN : textOf(text).repeat(count(times, 0)),
    ),
  ],
  ['LEN LENB', single((text) => textOf(text).length)],
  ['SUM', (values) => finite(numbers(values).reduce((sum, one) => sum + one, 0))],
  ['PRODUCT', (values) => finite(numbers(values).reduce((product, one) => product * one, 1))],
  ['MAX', (values) => finite(Math.max(...numbers(values)))],
  ['MIN', (values) => finite(Math.min(...numbers(values)))],
  ['INT', single((value) => finite(Math.floor(numberOf(value))))],
  ['ABS', single((value) => finite(Math.abs(numberOf(value))))],
  ['ROUND ROUNDUP ROUNDDOWN', single(rounded)],
  ['TRUNC', single((value) => finite(Math.trunc(numberOf(value))))],
  ['MOD', single((a, b = null) => finite(numberOf(a) - numberOf(b) * Math.floor(numberOf(a) / numberOf(b))))],
  ['QUOTIENT', single((a, b = null) => finite(Math.trunc(numberOf(a) / numberOf(b))))],
  ['POWER', single((a, b = null) => finite(numberOf(a) ** numberOf(b)))],
  ['IF', either],
  ['IFERROR IFNA', ([value = null, otherwise = null]) => (textOf(scalar(value)).includes(UNKNOWN) ? otherwise : value)],
  ['CHOOSE', ([index = null, ...rest]) => rest[count(scalar(index), 1) - 1] ?? UNKNOWN],
  ['HYPERLINK', ([target = null, shown]) => shown ?? target],
  ['HEX2DEC', fromBase(16)],
  ['OCT2DEC', fromBase(8)],
  ['BIN2DEC', fromBase(2)],
  ['DECIMAL', ([text = null, base = 10]) => fromBase(numberOf(scalar(base)) || 10)([text])],
  [
    'BASE',
    single((value, base = 10) => {
      const radix = Math.trunc(numberOf(base));
      return radix >= 2 && radix <= 36 && Number.isFinite(numberOf(value))
        ? Math.trunc(numberOf(value)).toString(radix).toUpperCase()
        : UNKNOWN;
    }),
  ],
  ['TRANSPOSE', ([area = null]) => area],
  ['SINGLE ANCHORARRAY', ([area = null]) => area],
];

/** By name in capitals. */
export const FUNCTIONS: ReadonlyMap<string, Calculate> = new Map(
  TABLE.flatMap(([names, calculate]) => names.split(' ').map((name) => [name, calculate] as const)),
);
