/**
 * Numbers that no cell holds and a formula shows all the same. A program that writes workbooks need not store what its formulas are
 * worth, and who hides a number stores something else. Formulas are collected while the sheets are read and calculated at the
 * end; what looks like an identifier is told beside the rest.
 */
import type { Place } from '../../core/text.ts';
import { calculate, type FormulaWorld } from './formula.ts';
import { UNKNOWN, type Scalar } from './formula-values.ts';
import { withLeadingZeros } from './number-format.ts';

/** A formula and where it stands, 0-based. */
interface Formula {
  readonly sheet: string;
  readonly row: number;
  readonly column: number;
  readonly text: string;
  /** value that the file gives it, '' for none */
  readonly stored: string;
  readonly place: Place;
  readonly heading: string;
  readonly shift: { readonly rows: number; readonly columns: number };
  /** undefined until it was calculated; null while it is */
  result: string | null | undefined;
}

/** What a reader says of one formula. */
export type FormulaCell = Pick<Formula, 'row' | 'column' | 'text' | 'stored' | 'place' | 'heading'> &
  Partial<Pick<Formula, 'shift'>>;

/** Where the calculations of a document go: what they show, and that one could not be calculated. */
export interface CalculationSink {
  addAside(text: string, place: Place): void;
  missed(reason: 'ambiguous' | 'limit', detail: string): void;
  readonly budget: { checkTime(): void };
}

/** How text, or a number of ten digits, may be put together. A formula with a value is calculated only when it looks like this. */
export const BUILDS =
  /&|CONCAT|JOIN\(|CHAR\(|TEXT\(|SUBSTITUTE|REPLACE\(|REPT\(|MID\(|LEFT\(|RIGHT\(|\*\s*1(?:0{3}|E\d)|\*\s*10\s*\^|\d{7}/iu;
/** Cells multiplied by each other. */
const MULTIPLIES = /\*\s*(?:\$?[A-Z[]|\()|PRODUCT|POWER|\^/iu;
const MOST_FORMULAS = 50_000;
const MOST_CHECKED = 1_000;
const DEEPEST = 12;
const COLUMNS = 65_536;
/** Longer texts are no part of a number. */
const LONGEST_CELL = 64;
const LEAST_DIGITS = 10;
/** A day of birth, and something unknown behind it; days of the last years begin case numbers. */
const UNKNOWN_TAIL = new RegExp(
  String.raw`(?<!\d)(?:(?:19|20)\d\d|(?:2[7-9]|[3-9]\d))(?:[02468][1-9]|[1357][0-2])[0-9]\d ?[-+ ]?${UNKNOWN}`,
  'u',
);

const digitsIn = (text: string): number => text.replace(/\D/gu, '').length;
/** Digits that a formula brings itself. */
const ownDigits = (formula: string): number => digitsIn(formula.replace(/\$?[A-Z]{1,3}\$?\d{1,7}/giu, ''));

/** What a cell that stores a text is worth to a formula. */
export const scalarOf = (stored: string): Scalar => (/^-?\d{1,15}$/u.test(stored) ? Number(stored) : stored);

/** The calculations of one document. */
export class Calculations {
  private readonly sheets = new Map<string, Map<number, Scalar | Formula>>();
  private readonly formulas: Formula[] = [];
  private readonly names = new Map<string, string>();
  private readonly load: (sheet: string) => void;
  private readonly asked = new Set<string>();
  private checked = 0;
  /** largest number noted: sums of small numbers are no identifier */
  private largest = 0;
  private depth = 0;

  /** @param load reads a sheet that a formula names and nobody has noted; called once for each */
  constructor(load: (sheet: string) => void = () => undefined) {
    this.load = load;
  }

  /** A defined name and what stands behind it. */
  define(name: string, formula: string): void {
    this.names.set(name.toUpperCase(), formula.replace(/^=/u, ''));
  }

  /** Notes what a cell holds, in a sheet that formulas may ask. */
  note(sheet: string, row: number, column: number, value: Scalar): void {
    if (typeof value === 'string' && value.length > LONGEST_CELL) return;
    if (typeof value === 'number' && value > this.largest) this.largest = value;
    this.cells(sheet).set(row * COLUMNS + column, value);
  }

  /** Whether a formula is to be added; to be asked once for each, before the rest is looked up. */
  wants(formula: string, stored: string): boolean {
    return stored === '' || (this.checked < MOST_CHECKED && BUILDS.test(formula) && ++this.checked > 0);
  }

  /** Takes a formula to calculate it at the end. */
  add(sheet: string, cell: FormulaCell): void {
    if (this.formulas.length >= MOST_FORMULAS) return;
    const formula = { shift: { rows: 0, columns: 0 }, ...cell, sheet, result: undefined };
    this.formulas.push(formula);
    this.cells(sheet).set(cell.row * COLUMNS + cell.column, formula);
  }

  /** Calculates everything and tells what may be an identifier. */
  finish(sink: CalculationSink): void {
    for (const [at, formula] of this.formulas.entries()) {
      if (at % 256 === 0) sink.budget.checkTime();
      if (!this.mayBeLong(formula.text)) continue;
      const shown = this.resultOf(formula);
      if (shown.includes(UNKNOWN) && formula.stored === '' && mayBuildNumber(formula.text, shown))
        sink.missed('ambiguous', 'a formula puts digits together, and its value is not in the file');
      if (shown === formula.stored || digitsIn(shown) < 7) continue;
      for (const text of [shown, withLeadingZeros(shown)])
        if (text !== null && digitsIn(text) >= LEAST_DIGITS) tell(sink, formula, text);
    }
    this.formulas.length = 0;
  }

  private mayBeLong(formula: string): boolean {
    if (this.largest >= 1e9 || BUILDS.test(formula)) return true;
    return this.largest >= 1e5 && MULTIPLIES.test(formula);
  }

  private cells(sheet: string): Map<number, Scalar | Formula> {
    const name = sheet.toLowerCase();
    const known = this.sheets.get(name);
    if (known !== undefined) return known;
    const cells = new Map<number, Scalar | Formula>();
    this.sheets.set(name, cells);
    return cells;
  }

  private resultOf(formula: Formula): string {
    if (formula.result === null || this.depth > DEEPEST) return formula.stored === '' ? UNKNOWN : formula.stored;
    if (formula.result !== undefined) return formula.result;
    formula.result = null;
    this.depth++;
    formula.result = calculate(formula.text, this.worldOf(formula));
    this.depth--;
    return formula.result;
  }

  private worldOf({ sheet: own, row, column, shift }: Formula): FormulaWorld {
    return {
      row,
      column,
      shift,
      name: (name) => this.names.get(name.toUpperCase()),
      cell: (sheet, atRow, atColumn) => {
        const name = (sheet === '' ? own : sheet).toLowerCase();
        if (!this.sheets.has(name) && !this.asked.has(name)) {
          this.asked.add(name);
          this.load(name);
        }
        return this.valueOf(this.sheets.get(name)?.get(atRow * COLUMNS + atColumn));
      },
    };
  }

  private valueOf(cell: Scalar | Formula | undefined): Scalar | undefined {
    if (typeof cell !== 'object' || cell === null) return cell;
    const result = this.resultOf(cell);
    const text = result.includes(UNKNOWN) && cell.stored !== '' ? cell.stored : result;
    return scalarOf(text);
  }
}

/** Whether what could not be calculated may show a number that nobody has seen. */
const mayBuildNumber = (formula: string, shown: string): boolean =>
  (shown.includes(UNKNOWN + UNKNOWN) && ownDigits(formula) >= LEAST_DIGITS) || UNKNOWN_TAIL.test(shown);

/** The heading of the column stands before it, because the side text has no columns of its own to look up. */
function tell(sink: CalculationSink, { heading, place }: Formula, text: string): void {
  const shown = text.replaceAll(UNKNOWN, ' ');
  sink.addAside(heading === '' ? shown : `${heading}: ${shown}`, place);
}
