/** What formulas reckon with: texts, numbers and rectangles of cells. Total. */

/** What a cell or a part of a formula is worth; null is an empty cell. */
export type Scalar = string | number | boolean | null;

/** Cells of one rectangle, row by row. */
export interface Area {
  readonly columns: number;
  readonly values: readonly Scalar[];
}
export type Value = Scalar | Area;

/** Stands in a result for what could not be calculated. */
export const UNKNOWN = '\ufffc';

/** No text of a formula grows beyond this. */
export const LONGEST_TEXT = 2_000;

export const isArea = (value: Value): value is Area => typeof value === 'object' && value !== null;

/** The first cell of an area; a scalar itself. */
export const scalar = (value: Value): Scalar => (isArea(value) ? (value.values[0] ?? null) : value);

/** A number that is one, UNKNOWN otherwise. */
export const finite = (value: number): Scalar => (Number.isFinite(value) ? value : UNKNOWN);

/** A scalar as the program writes it; numbers without exponent up to 21 digits. */
export function textOf(value: Scalar): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'string') return value;
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value);
}

/** A scalar as a number; NaN when it is none. */
export function numberOf(value: Scalar): number {
  if (typeof value === 'number') return value;
  if (value === null) return 0;
  if (typeof value === 'boolean') return Number(value);
  const plain = value.replace(/[\s\u00a0]/gu, '').replace(',', '.');
  return /^[-+]?\d{1,20}(?:\.\d{1,20})?(?:e[-+]?\d{1,3})?$/iu.test(plain) ? Number(plain) : NaN;
}

/** Applies an operation to two values, cell by cell where one of them is an area. */
export function each(left: Value, right: Value, operation: (a: Scalar, b: Scalar) => Scalar): Value {
  if (!isArea(left) && !isArea(right)) return operation(left, right);
  const long = isArea(left) && (!isArea(right) || left.values.length >= right.values.length) ? left : right;
  if (!isArea(long)) return UNKNOWN;
  const at = (value: Value, i: number): Scalar => (isArea(value) ? (value.values[i] ?? null) : value);
  return { columns: long.columns, values: long.values.map((_one, i) => operation(at(left, i), at(right, i))) };
}

const isUnknown = (value: Scalar): boolean => typeof value === 'string' && value.includes(UNKNOWN);

/** -1, 0 or 1 as the first is less, equal or greater: numbers by value, texts without regard to case. */
function order(a: Scalar, b: Scalar): number {
  const x = numberOf(a);
  const y = numberOf(b);
  if (!Number.isNaN(x) && !Number.isNaN(y)) return Math.sign(x - y);
  const [first, second] = [textOf(a).toLowerCase(), textOf(b).toLowerCase()];
  return first < second ? -1 : Number(first > second);
}

const COMPARISONS: ReadonlyMap<string, (order: number) => boolean> = new Map([
  ['=', (one) => one === 0],
  ['<>', (one) => one !== 0],
  ['<', (one) => one < 0],
  ['>', (one) => one > 0],
  ['<=', (one) => one <= 0],
  ['>=', (one) => one >= 0],
]);
const ARITHMETIC: ReadonlyMap<string, (x: number, y: number) => number> = new Map([
  ['+', (x, y) => x + y],
  ['-', (x, y) => x - y],
  ['*', (x, y) => x * y],
  ['/', (x, y) => x / y],
  ['^', (x, y) => x ** y],
]);

/** One of the operators of formulas between two scalars. */
export function operate(operator: string, a: Scalar, b: Scalar): Scalar {
  if (operator === '&') {
    const text = textOf(a) + textOf(b);
    return text.length > LONGEST_TEXT ? UNKNOWN : text;
  }
  const reckon = ARITHMETIC.get(operator);
  if (reckon !== undefined) return finite(reckon(numberOf(a), numberOf(b)));
  if (isUnknown(a) || isUnknown(b)) return UNKNOWN;
  return COMPARISONS.get(operator)?.(order(a, b)) ?? UNKNOWN;
}
