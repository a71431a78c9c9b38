/**
 * Text of drawings by where it stands: `<text x="8">1</text><text x="0">8</text>`, letters that say their places, and what `use` draws of
 * text elsewhere in the document. What stands at one height is read from the left, what stands one below the other from above.
 */
import { isIdentifierLength } from '../decoys.ts';

/** A piece of text that is drawn. */
interface Drawn {
  readonly x: number;
  readonly y: number;
  /** the text itself, or the name of what is drawn there */
  readonly text: string;
  readonly of: string | null;
}

/** An open element of a drawing. */
interface Open {
  readonly depth: number;
  /** where what stands in it is moved to */
  readonly dx: number;
  readonly dy: number;
  /** how it may be drawn elsewhere */
  readonly id: string | null;
  /** it is drawn only where something names it */
  readonly isStore: boolean;
  /** places of its letters that are not taken yet */
  readonly xs: number[];
  readonly ys: number[];
  readonly dxs: number[];
  readonly dys: number[];
}

/** Where the next letter stands. */
interface Pen {
  x: number;
  y: number;
}

type Attributes = ReadonlyMap<string, string>;

const TEXTS = /^(?:text|tspan|tref|textpath)$/iu;
const STORES = /^(?:defs|symbol)$/iu;
const MOST_DRAWN = 20_000;
const MOST_NAMES = 2_000;
const LONGEST_NAMED = 40;
/** Letters whose places are looked at, of one element. */
const MOST_LETTERS = 100;
const DEEPEST = 200;
const WIDTH_OF_LETTER = 8;
/** Heights that differ by less are one line. */
const SAME_LINE = 3;
const MOST_PIECES = 14;
const DIGITS = /^[\d+\u2010-\u2015\u2212-]{1,13}$/u;
const LABEL_LENGTH = 40;
/** The end of a name: one digit, or a word for a hyphen. */
const NAMED = /(?:^|\D)(?:(\d)|-|minus|hyphen|dash|streck)$/iu;
const MOVES = /(translate|matrix)\(([^()]{1,100})\)/giu;

const numbers = (written: string | undefined): number[] =>
  written === undefined
    ? []
    : written
        .slice(0, 2_000)
        .trim()
        .split(/[\s,]+/u)
        .slice(0, MOST_LETTERS)
        .map((one) => Number.parseFloat(one))
        .map((one) => (Number.isFinite(one) ? one : 0));

function moved(transform: string | undefined): readonly [x: number, y: number] {
  let [x, y] = [0, 0];
  for (const [, kind = '', inside = ''] of (transform ?? '').slice(0, 1_000).matchAll(MOVES)) {
    const values = numbers(inside);
    const [across = 0, down = 0] = kind.toLowerCase() === 'matrix' ? values.slice(4) : values;
    x += across;
    y += down;
  }
  return [x, y];
}

/** Follows the drawings of one document. Depths are those of the open elements. */
export class SvgText {
  private readonly found = new Set<string>();
  private readonly open: Open[] = [];
  private readonly named = new Map<string, string>();
  private readonly drawings: Drawn[][] = [];
  private drawn: Drawn[] = [];
  private count = 0;
  private pen: Pen = { x: 0, y: 0 };

  /** Numbers as they are drawn, each with the words before it. */
  get lines(): Iterable<string> {
    return this.found;
  }

  opened(name: string, attributes: Attributes, depth: number): void {
    const around = this.open.at(-1);
    if ((around === undefined && name !== 'svg') || this.open.length >= DEEPEST) return;
    const [x, y] = moved(attributes.get('transform'));
    const isText = TEXTS.test(name);
    const own = (key: string): number => (isText ? 0 : (numbers(attributes.get(key))[0] ?? 0));
    const dx = (around?.dx ?? 0) + x + (name === 'use' ? 0 : own('x'));
    const dy = (around?.dy ?? 0) + y + (name === 'use' ? 0 : own('y'));
    const isStore = around?.isStore === true || STORES.test(name);
    const list = (key: string): number[] => (isText ? numbers(attributes.get(key)) : []);
    const [xs, ys] = [list('x'), list('y')];
    if (name === 'text') this.pen = { x: dx, y: dy };
    // the ends of a path are as far from each other as anybody says
    if (name === 'textpath') this.pen.x = dx + Number.parseFloat(attributes.get('startoffset') ?? '0');
    this.open.push({
      depth,
      dx,
      dy,
      id: attributes.get('id') ?? null,
      isStore,
      xs,
      ys,
      dxs: list('dx'),
      dys: list('dy'),
    });
    const of = (attributes.get('href') ?? attributes.get('xlink:href'))?.replace(/^#/u, '');
    if (of !== undefined && name === 'use' && !isStore) this.put({ x: dx + own('x'), y: dy + own('y'), text: '', of });
    if (of !== undefined && name === 'tref' && !isStore) this.put({ ...this.pen, text: '', of });
    if (name === 'tref') this.pen.x += WIDTH_OF_LETTER;
  }

  closed(depth: number): void {
    if (this.open.at(-1)?.depth !== depth) return;
    this.open.pop();
    if (this.open.length > 0 || this.drawn.length === 0) return;
    this.drawings.push(this.drawn);
    this.drawn = [];
  }

  /** Text that is shown. */
  text(text: string): void {
    const around = this.open.at(-1);
    if (around === undefined || text.trim() === '') return;
    const shown = text.replace(/\s+/gu, ' ').trim();
    for (const { id } of this.open) if (id !== null) this.name(id, shown);
    if (around.isStore) return;
    const { xs, ys, dxs, dys } = around;
    if ([xs, ys, dxs, dys].every((list) => list.length < 2)) {
      this.move(around);
      this.put({ ...this.pen, text: shown, of: null });
      this.pen.x += shown.length * WIDTH_OF_LETTER;
      return;
    }
    for (const letter of Array.from(shown).slice(0, MOST_LETTERS)) {
      this.move(around);
      this.put({ ...this.pen, text: letter, of: null });
      this.pen.x += WIDTH_OF_LETTER;
    }
  }

  finish(): void {
    if (this.drawn.length > 0) this.drawings.push(this.drawn);
    this.drawn = [];
    for (const drawing of this.drawings.splice(0)) {
      const pieces = drawing.map(({ x, y, text, of }) => ({ x, y, text: of === null ? text : this.shownBy(of) }));
      this.read(pieces);
      this.read(pieces.map(({ x, y, text }) => ({ x: y, y: x, text })));
    }
  }

  private shownBy(name: string): string {
    const known = this.named.get(name);
    if (known !== undefined) return known;
    const match = NAMED.exec(name.slice(-20));
    return match === null ? '' : (match[1] ?? '-');
  }

  private name(id: string, text: string): void {
    const before = this.named.get(id) ?? '';
    if (before.length + text.length <= LONGEST_NAMED && (before !== '' || this.named.size < MOST_NAMES)) this.named.set(id, before + text); // prettier-ignore
  }

  private move({ dx, dy, xs, ys, dxs, dys }: Open): void {
    const [x, y] = [xs.shift(), ys.shift()];
    if (x !== undefined) this.pen.x = dx + x;
    if (y !== undefined) this.pen.y = dy + y;
    this.pen.x += dxs.shift() ?? 0;
    this.pen.y += dys.shift() ?? 0;
  }

  private put(drawn: Drawn): void {
    if (this.count++ < MOST_DRAWN) this.drawn.push(drawn);
  }

  /** Takes what stands on each line, from the left. */
  private read(pieces: readonly { readonly x: number; readonly y: number; readonly text: string }[]): void {
    const byHeight = [...pieces].sort((a, b) => a.y - b.y || a.x - b.x);
    for (let from = 0; from < byHeight.length;) {
      let to = from + 1;
      while (to < byHeight.length && (byHeight[to]?.y ?? 0) - (byHeight[to - 1]?.y ?? 0) < SAME_LINE) to++;
      if (to - from > 1) this.line(byHeight.slice(from, to).sort((a, b) => a.x - b.x).map(({ text }) => text)); // prettier-ignore
      from = to;
    }
  }

  private line(texts: readonly string[]): void {
    let run: string[] = [];
    let label = '';
    const end = (): void => {
      const number = run.join('');
      if (run.length > 1 && run.length <= MOST_PIECES && isIdentifierLength(number))
        this.found.add(label === '' ? number : `${label} ${number}`);
      run = [];
    };
    for (const text of texts) {
      if (text === '') continue;
      if (DIGITS.test(text)) {
        run.push(text);
        continue;
      }
      end();
      label = text.slice(-LABEL_LENGTH);
    }
    end();
  }
}
