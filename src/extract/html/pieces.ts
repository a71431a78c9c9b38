/**
 * Numbers that HTML shows whole and its source does not: digits in elements of their own that style turns round, sorts or puts
 * one below the other, in neighbouring form fields, options and picture texts. Only a run of pieces that is all digits and makes
 * just one identifier's length is put together; whether it is one, the detectors say.
 */
import { isIdentifierLength } from '../decoys.ts';
import { orders, type Places } from './places.ts';

/** A piece of a number in the order of the source. */
interface Piece {
  readonly text: string;
  /** where style puts it among its neighbours, null when it says nothing */
  readonly places: Places | null;
}

const DIGITS = /^[\d+\u2010-\u2015\u2212-]{1,13}$/;
/** Pieces of one run beyond this many are of no identifier. */
const MOST_PIECES = 14;
const LABEL_LENGTH = 40;

/** Style that shows things in another order than the source has them; searched for by its marks, which are fewer than letters. */
export const REORDERS =
  /-reverse(?<=(?:row|column|wrap)-reverse)|-override(?<=bidi-override)|:\s*(?:reverse(?<=box-direction\s*:\s*reverse)|rtl(?<=direction\s*:\s*rtl)|right(?<=float\s*:\s*right)|-(?:[1-9]\d?(?:\.\d{1,3})?(?:ch|em)|\d\d)(?<=letter-spacing\s*:\s*-[\d.]+(?:ch|em)?)|["']?[vst](?<=writing-mode\s*:\s*["']?[vst]))|=\s*["']?(?:right(?<=<table\s[^<>]{0,200}\balign\s*=\s*["']?right)|rtl(?<=\bdir\s*=\s*["']?rtl))|\(\s*-(?:1(?<=scale(?:x|3d)?\(\s*-1)|180(?<=rotate[yz]?\(\s*-180))|\(\s*180(?<=rotate[yz]?\(\s*180)/i;

/** `x="10 20 30"` of SVG text: where each letter stands; null when it does not say. */
export function glyphsOf(name: string, x: string | undefined): readonly number[] | null {
  if (x === undefined || !/^(?:text|tspan)$/i.test(name)) return null;
  const places = x
    .slice(0, 2000)
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  return places.length > 3 && places.every(Number.isFinite) ? places : null;
}

const joined = (run: readonly Piece[]): string => run.map(({ text }) => text).join('');

/** Collects runs of digits over the elements of one document. */
export class Pieces {
  private readonly found = new Set<string>();
  private readonly reorders: boolean;
  private run: Piece[] = [];
  private broken = false;
  private label = '';

  /** @param reorders the document has style that matches REORDERS */
  constructor(reorders: boolean) {
    this.reorders = reorders;
  }

  /** Numbers that were put together, each with the words before it. */
  get lines(): Iterable<string> {
    return this.found;
  }

  /** What separates two pieces for a reader of the source: a block, a cell, a line break, struck text. */
  gap(): void {
    if (this.run.length > 0) this.broken = true;
  }

  /** Text that is shown. @param places of its element */
  text(text: string, places: Places | null): void {
    const trimmed = text.trim();
    if (trimmed === '') return;
    if (!DIGITS.test(trimmed)) {
      this.finish();
      this.label = trimmed.slice(-LABEL_LENGTH);
    } else if (this.run.length <= MOST_PIECES) this.run.push({ text: trimmed, places });
  }

  /** Letters that style places one by one. @param places where each stands */
  glyphs(text: string, places: readonly number[]): void {
    const shown = Array.from(text.trim())
      .map((letter, at) => [places[at] ?? Infinity, at, letter] as const)
      .sort(([a, first], [b, second]) => a - b || first - second)
      .map(([, , letter]) => letter)
      .join('');
    this.text(shown, null);
    if (DIGITS.test(shown) && isIdentifierLength(shown)) this.add(shown);
  }

  /** The text of a form field, a picture or a list: a piece when it is one, otherwise no matter. */
  aside(text: string, places: Places | null): void {
    if (!DIGITS.test(text.trim())) return;
    this.gap();
    this.text(text, places);
    this.broken ||= this.run.length > 1;
  }

  /** Ends the run: what it may show is added to the lines. */
  finish(): void {
    const { run, broken } = this;
    this.run = [];
    this.broken = false;
    if (run.length === 0 || run.length > MOST_PIECES) return;
    const whole = joined(run);
    if (!isIdentifierLength(whole)) return;
    if (broken && run.length > 1) this.add(whole);
    if (run.length > 1 && run.some(({ places }) => places !== null))
      for (const order of orders(run.map(({ places }) => places))) {
        const placed = order.map((at) => run[at]?.text ?? '').join('');
        if (placed !== whole) this.add(placed);
      }
    if (!this.reorders) return;
    if (run.length > 1) this.add(joined([...run].reverse()));
    this.add(Array.from(whole).reverse().join(''));
  }

  private add(number: string): void {
    const line = this.label === '' ? number : `${this.label} ${number}`;
    this.found.add(line);
  }
}
