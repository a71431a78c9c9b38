/**
 * Digits that are ticked: a row of ten radio buttons or boxes for each digit of a number. What a button means stands behind it, or before,
 * or, in a table, at the top of its column or the beginning of its row.
 */
import { isIdentifierLength } from '../decoys.ts';
import { ShownNumbers } from '../shown-numbers.ts';

/** A button, or the digit beside one. */
type Token = string | { readonly isTicked: boolean };

/** An open table. */
interface Grid {
  row: number;
  column: number;
  /** what stands at the top of each column, and at the beginning of each row */
  readonly tops: Map<number, string>;
  readonly beginnings: Map<number, string>;
  readonly ticks: { readonly row: number; readonly column: number }[];
}

const MEANING = /^[\d+\u2010-\u2015\u2212-]{1,2}$/u;
const TICKABLE = /^(?:radio|checkbox)$/iu;
const MOST_TOKENS = 64;
/** Rows and columns of a table beyond this are of no number. */
const MOST_CELLS = 40;
const MOST_TICKS = 12;

/** Follows the elements of one document. */
export class Ticked {
  private readonly numbers = new ShownNumbers();
  private readonly found = new Set<string>();
  private readonly grids: Grid[] = [];
  private tokens: Token[] = [];

  /** Numbers that are ticked. */
  get lines(): Iterable<string> {
    return [...this.numbers.lines, ...this.found];
  }

  opened(name: string, attributes: ReadonlyMap<string, string>): void {
    const grid = this.grids.at(-1);
    if (name === 'table') this.grids.push({ row: -1, column: -1, tops: new Map(), beginnings: new Map(), ticks: [] });
    else if (name === 'tr' && grid !== undefined) {
      grid.row++;
      grid.column = -1;
    } else if ((name === 'td' || name === 'th') && grid !== undefined) grid.column++;
    else if (name === 'input' && TICKABLE.test(attributes.get('type') ?? '')) this.button(attributes, grid);
  }

  closed(name: string): void {
    const grid = name === 'table' ? this.grids.pop() : undefined;
    if (grid !== undefined && grid.ticks.length <= MOST_TICKS) this.read(grid);
  }

  /** Text that is shown. */
  text(text: string): void {
    const trimmed = text.trim();
    if (trimmed === '') return;
    if (!MEANING.test(trimmed)) {
      this.flush();
      this.numbers.text(text);
      return;
    }
    this.push(trimmed);
    const grid = this.grids.at(-1);
    if (grid === undefined || grid.row > MOST_CELLS || grid.column > MOST_CELLS) return;
    if (!grid.tops.has(grid.column)) grid.tops.set(grid.column, trimmed);
    if (!grid.beginnings.has(grid.row)) grid.beginnings.set(grid.row, trimmed);
  }

  finish(): void {
    this.flush();
    this.numbers.finish();
  }

  private button(attributes: ReadonlyMap<string, string>, grid: Grid | undefined): void {
    const isTicked = attributes.has('checked');
    // its own value is read as that of other fields
    if (!/\d/u.test(attributes.get('value') ?? '')) this.push({ isTicked });
    if (isTicked && grid !== undefined && grid.ticks.length <= MOST_TICKS)
      grid.ticks.push({ row: grid.row, column: grid.column });
  }

  private push(token: Token): void {
    if (this.tokens.length >= MOST_TOKENS) this.flush();
    this.tokens.push(token);
  }

  /** Tells the digits of the buttons that are ticked: each has its own on the same side. */
  private flush(): void {
    const { tokens } = this;
    this.tokens = [];
    const side = typeof tokens[0] === 'string' ? -1 : 1;
    for (const [at, token] of tokens.entries()) {
      if (typeof token === 'string' || !token.isTicked) continue;
      const meaning = tokens[at + side];
      if (typeof meaning === 'string') this.numbers.number(meaning);
    }
  }

  /** Ten digits that somebody ticked one by one are a day and four digits, as ten pictures of digits are. */
  private read({ ticks, tops, beginnings }: Grid): void {
    const byRow = ticks.map(({ column }) => tops.get(column) ?? '').join('');
    const byColumn = [...ticks].sort((a, b) => a.column - b.column).map(({ row }) => beginnings.get(row) ?? '').join(''); // prettier-ignore
    for (const number of [byRow, byColumn])
      if (isIdentifierLength(number))
        this.found.add(/^\d{10}$/u.test(number) ? `${number.slice(0, 6)}-${number.slice(6)}` : number);
  }
}
