/**
 * What a formula of a spreadsheet, a table in text form or a Word field shows: the part of the formula languages (ISO/IEC 26300-4
 * OpenFormula, ECMA-376 part 1, 18.17) by which text and numbers are put together. A program calculates them when it opens the
 * file, so the value need not stand in it. Total, without recursion into other formulas (the cells are asked for), bounded in steps.
 */
import { FUNCTIONS, IGNORED_FUNCTIONS } from './formula-functions.ts';
import { each, finite, isArea, LONGEST_TEXT, numberOf, operate, scalar, textOf, UNKNOWN } from './formula-values.ts';
import type { Scalar, Value } from './formula-values.ts';

/** A rectangle of cells as a formula names it: 0-based, ends included; sheet '' is the formula's own. */
export interface Reference {
  readonly sheet: string;
  readonly row: number;
  readonly column: number;
  readonly lastRow: number;
  readonly lastColumn: number;
}

/** What a formula may ask for. */
export interface FormulaWorld {
  /** undefined when it is not known */
  cell(sheet: string, row: number, column: number): Scalar | undefined;
  /** formula behind a defined name; undefined when there is none */
  name(name: string): string | undefined;
  /** where the formula stands, 0-based: ROW() and COLUMN() */
  readonly row: number;
  readonly column: number;
  /** how far a shared formula is from where it was written */
  readonly shift?: { readonly rows: number; readonly columns: number };
}

const TOKEN =
  /\s*(?:("(?:[^"]|"")*"|\u201c[^\u201d]*\u201d)|(\d+(?:\.\d+)?(?:[eE][-+]?\d{1,3})?)|(\[[^\]]{0,120}\]|(?:'[^']{1,60}'!|[\p{L}\p{N}_.]{1,60}!)?\$?[A-Za-z]{1,3}\$?\d{1,7}(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?(?![\p{L}\p{N}_(.]))|([\p{L}_][\p{L}\p{N}_.]{0,60})|(<>|<=|>=|[-+*/^&=<>%(){},;|\\]))/uy;

const LONGEST_FORMULA = 8_192;
const MOST_STEPS = 4_000;
const DEEPEST = 48;
const MOST_CELLS = 1_000;

type Token = readonly [kind: 'text' | 'number' | 'reference' | 'word' | 'mark', text: string];

function tokensOf(formula: string): readonly Token[] | null {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const end = formula.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    if (tokens.length > MOST_STEPS) return null;
    const match = TOKEN.exec(formula);
    if (match === null) return null;
    const [, text, number, reference, word, mark] = match;
    if (text !== undefined) tokens.push(['text', text.slice(1, -1).replaceAll('""', '"')]);
    else if (number !== undefined) tokens.push(['number', number]);
    else if (reference !== undefined) tokens.push(['reference', reference]);
    else if (word !== undefined) tokens.push(['word', word]);
    else tokens.push(['mark', mark ?? '']);
  }
  return tokens;
}

const column = (letters: string): number =>
  Array.from(letters.toUpperCase()).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 0x40, 0) - 1;

/** `A1`, `$A$1:B2`, `Blad2!A1`, `[.A1]`, `[$Blad2.A1:.B2]`; null for anything else in brackets. */
export function readReference(text: string, shift = { rows: 0, columns: 0 }): Reference | null {
  const plain = text.replace(/^\[|\]$/gu, '');
  const match =
    /^(?:\$?'([^']{1,60})'[.!]|\$?([^.!:]{1,60})[.!]|\.)?(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})(?::(?:[^:]{0,60}[.!])?(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7}))?$/u.exec(
      plain,
    );
  if (match === null) return null;
  const [, quoted, bare, fixedColumn, letters = '', fixedRow, digits = '', fixedTo, to = letters, fixedEnd, end] =
    match;
  const moved = (index: number, fixed: string | undefined, by: number): number => (fixed === '$' ? index : index + by);
  const first = moved(column(letters), fixedColumn, shift.columns);
  const row = moved(Number(digits) - 1, fixedRow, shift.rows);
  return {
    sheet: quoted ?? bare ?? '',
    row,
    column: first,
    lastRow: end === undefined ? row : moved(Number(end) - 1, fixedEnd, shift.rows),
    lastColumn: end === undefined ? first : moved(column(to), fixedTo, shift.columns),
  };
}

const PRIORITY: Readonly<Record<string, number>> = {
  '=': 1, '<>': 1, '<': 1, '>': 1, '<=': 1, '>=': 1, '&': 2, '+': 3, '-': 3, '*': 4, '/': 4, '^': 5,
}; // prettier-ignore

class Calculator {
  private readonly tokens: readonly Token[];
  private readonly world: FormulaWorld;
  private readonly names: Map<string, Value>;
  private at = 0;
  private readonly steps: { left: number };
  private depth: number;

  constructor(
    tokens: readonly Token[],
    world: FormulaWorld,
    steps: { left: number },
    depth: number,
    names = new Map<string, Value>(),
  ) {
    this.tokens = tokens;
    this.world = world;
    this.steps = steps;
    this.depth = depth;
    this.names = names;
  }

  /** The whole formula; UNKNOWN when it is none. */
  whole(): Value {
    const value = this.expression(0);
    return this.at < this.tokens.length ? UNKNOWN : value;
  }

  private peek(): string {
    const token = this.tokens[this.at];
    return token?.[0] === 'mark' ? token[1] : '';
  }

  private expression(least: number): Value {
    if (--this.steps.left < 0 || ++this.depth > DEEPEST) {
      this.at = this.tokens.length + 1;
      return UNKNOWN;
    }
    let left = this.unary();
    for (;;) {
      const operator = this.peek();
      if (operator === '%') {
        this.at++;
        left = each(left, 0.01, (a, b) => finite(numberOf(a) * numberOf(b)));
        continue;
      }
      const priority = PRIORITY[operator] ?? 0;
      if (priority === 0 || priority <= least) break;
      this.at++;
      const right = this.expression(priority);
      left = each(left, right, (a, b) => operate(operator, a, b));
    }
    this.depth--;
    return left;
  }

  private unary(): Value {
    const mark = this.peek();
    if (mark !== '-' && mark !== '+') return this.primary();
    this.at++;
    const value = this.expression(5);
    return mark === '+' ? value : each(value, 0, (a) => finite(-numberOf(a)));
  }

  private primary(): Value {
    const token = this.tokens[this.at++];
    if (token === undefined) return UNKNOWN;
    const [kind, text] = token;
    switch (kind) {
      case 'text':
        return text;
      case 'number':
        return Number(text);
      case 'reference':
        return this.cells(text);
      case 'word':
        return this.word(text);
      case 'mark':
        if (text === '(') {
          const value = this.expression(0);
          this.at++;
          return value;
        }
        return text === '{' ? this.constants() : UNKNOWN;
    }
  }

  /** `{49;57}` */
  private constants(): Value {
    const values: Scalar[] = [];
    while (this.at < this.tokens.length && this.peek() !== '}') {
      const value = this.expression(0);
      if (isArea(value) && values.length + value.values.length > MOST_CELLS) return UNKNOWN;
      values.push(...(isArea(value) ? value.values : [value]));
      if (/^[,;|\\]$/u.test(this.peek())) this.at++;
      else break;
    }
    this.at++;
    return { columns: values.length, values };
  }

  private cells(text: string): Value {
    const reference = readReference(text, this.world.shift);
    if (reference === null) return UNKNOWN;
    const { sheet, row, column: first, lastRow, lastColumn } = reference;
    const columns = lastColumn - first + 1;
    const count = (lastRow - row + 1) * columns;
    if (columns < 1 || count < 1 || count > MOST_CELLS) return UNKNOWN;
    const values: Scalar[] = [];
    for (let r = row; r <= lastRow; r++)
      for (let c = first; c <= lastColumn; c++) values.push(this.world.cell(sheet, r, c) ?? null);
    this.steps.left -= count >> 3;
    return count === 1 ? (values[0] ?? null) : { columns, values };
  }

  private word(word: string): Value {
    const name = word.toUpperCase().replace(/^_XLFN\.|^_XLWS\.|^COM\.MICROSOFT\./gu, '');
    if (this.peek() !== '(') {
      if (name === 'TRUE' || name === 'FALSE') return name === 'TRUE';
      return this.names.get(name.replace(/^_XLPM\./u, '')) ?? this.named(word);
    }
    this.at++;
    if (name === 'LET') return this.letNames();
    const values = this.arguments();
    if (name === 'ROW' && values.length === 0) return this.world.row + 1;
    if (name === 'COLUMN' && values.length === 0) return this.world.column + 1;
    if (name === 'INDIRECT' && values.length > 0) return this.cells(textOf(scalar(values[0] ?? null)));
    const calculate = FUNCTIONS.get(name);
    if (calculate === undefined) return IGNORED_FUNCTIONS.test(name) ? UNKNOWN : UNKNOWN + UNKNOWN;
    const value = calculate(values);
    return typeof value === 'string' && value.length > LONGEST_TEXT ? UNKNOWN : value;
  }

  private arguments(): Value[] {
    const values: Value[] = [];
    while (this.at < this.tokens.length && this.peek() !== ')') {
      values.push(/^[,;]$/u.test(this.peek()) ? null : this.expression(0));
      if (/^[,;]$/u.test(this.peek())) this.at++;
      else break;
    }
    this.at++;
    return values;
  }

  /** LET(name, value, …, result) */
  private letNames(): Value {
    let value: Value = UNKNOWN;
    while (this.at < this.tokens.length && this.peek() !== ')') {
      const [kind, word = ''] = this.tokens[this.at] ?? [];
      const isName = kind === 'word' && /^[,;]$/u.test(this.tokens[this.at + 1]?.[1] ?? '');
      if (isName) this.at += 2;
      value = this.expression(0);
      if (isName) this.names.set(word.toUpperCase().replace(/^_XLPM\./u, ''), value);
      if (/^[,;]$/u.test(this.peek())) this.at++;
      else break;
    }
    this.at++;
    return value;
  }

  private named(word: string): Value {
    const formula = this.world.name(word);
    const tokens = formula === undefined || this.steps.left < 0 ? null : tokensOf(formula);
    if (tokens === null) return UNKNOWN;
    this.steps.left -= tokens.length >> 3;
    return new Calculator(tokens, this.world, this.steps, this.depth, this.names).whole();
  }
}

/**
 * Calculates a formula.
 * @param formula without the sign that begins it
 * @returns what it shows, with UNKNOWN where a part of it could not be calculated (twice where that part may build text); the
 * cells of an area are joined
 */
export function calculate(formula: string, world: FormulaWorld): string {
  const tokens = formula.length > LONGEST_FORMULA ? null : tokensOf(formula);
  if (tokens === null) return UNKNOWN;
  const value = new Calculator(tokens, world, { left: MOST_STEPS }, 0).whole();
  return (isArea(value) ? value.values.map(textOf).join('') : textOf(value)).slice(0, LONGEST_TEXT);
}

/** No cells and no names: a formula in running text. */
export const NO_CELLS: FormulaWorld = { cell: () => undefined, name: () => undefined, row: 0, column: 0 };
