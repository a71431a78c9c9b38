import { BREAK, CLASSES, SECTION, SPACE } from './alphabet.ts';

/**
 * Aho–Corasick as one table of transitions: the time for a text does not depend on how many forms are listed.
 *
 * Forms that must start a word hang below a state that every word edge leads to, so that no substring is even looked at. They are
 * listed by as many of their first letters as tell them apart from all but a few others; whoever gets an output compares the rest.
 * So the table stays small enough for the processor's caches: nine tenths of all states would be the lonely ends of long forms.
 *
 * A state that ends in a blank stays where it is on further blanks: 'god  man' and 'god\nman' are 'god man'.
 */
export interface Automaton {
  /** state × CLASSES: offset of the next state; a negative entry is the complement of an event */
  readonly table: Int32Array;
  /** by event: offset of the next state */
  readonly eventTarget: Int32Array;
  /** by event: first output */
  readonly eventOutput: Int32Array;
  /** by output: value given to add() */
  readonly outputValue: Int32Array;
  /** by output: how many symbols of the form were read */
  readonly outputLength: Int32Array;
  /** by output: 1 when the symbol behind them, an edge, was read as well */
  readonly outputEdge: Uint8Array;
  /** by output: what must follow, as far as `lookahead` of the text behind the last symbol read: its bits under the mask */
  readonly outputMask: Int32Array;
  readonly outputNext: Int32Array;
  /** by output: the next one of the same event, -1 at the end */
  readonly nextOutput: Int32Array;
  /** offset of the state in which a text begins */
  readonly start: number;
  readonly states: number;
  /** most units of the text that a state remembers, every blank counted as the widest gap */
  readonly reach: number;
}

/** What is listed. */
export interface ListedForm {
  /** classes of its letters, from symbolsOf() */
  readonly symbols: readonly number[];
  /** what an output reports */
  readonly value: number;
  /** must begin at the start of a word */
  readonly anchored: boolean;
  /** must end at the end of a word */
  readonly whole: boolean;
}

interface Form {
  /** symbols as a string, which sorts and compares fast */
  readonly symbols: string;
  readonly value: number;
  readonly whole: boolean;
}

/** Inside a word that no form can start in. */
const INSIDE = 0;
/** Just behind a word edge. */
const EDGE = 1;
/** So many forms may share an output before their first letters are all read. */
const MOST_TOGETHER = 4;
/** So many letters are read at least; shorter ones begin too many other words. */
const FEWEST_LETTERS = 5;
/** Longest run of blanks inside a phrase. */
export const WIDEST_GAP = 40;
/** No phrase that anybody writes is wider. */
const MOST_REACH = 4_000;

const endsWord = (symbol: number): boolean => symbol === BREAK || symbol === SPACE || symbol === SECTION;

/** The tree of what is listed: states with their children, and what ends in them. */
class Tree {
  /** state × CLASSES: a state, the complement of a bunch, or 0 */
  table = new Int32Array(CLASSES * 4096);
  last = new Uint8Array(4096);
  states = 2;
  reach = 1;
  /** forms that share an output, by number */
  readonly bunches: (readonly Form[])[] = [];
  readonly endings = new Map<number, Form[]>();

  constructor() {
    this.last[EDGE] = SPACE;
  }

  /**
   * Hangs sorted forms below a state that has read `depth` of their symbols.
   * @param cut whether they may be listed by their first letters
   */
  grow(state: number, forms: readonly Form[], depth: number, width: number, cut: boolean): void {
    this.reach = Math.max(this.reach, width);
    let from = 0;
    while (forms[from]?.symbols.length === depth) from++;
    if (from > 0) this.endings.set(state, forms.slice(0, from));
    while (from < forms.length) {
      const symbol = forms[from]?.symbols.charCodeAt(depth) ?? BREAK;
      let to = from + 1;
      while (forms[to]?.symbols.charCodeAt(depth) === symbol) to++;
      const group = forms.slice(from, to);
      const isBunch = cut && group.length <= MOST_TOGETHER && depth + 1 >= FEWEST_LETTERS && symbol !== SPACE;
      if (isBunch) this.table[state * CLASSES + symbol] = ~(this.bunches.push(group) - 1);
      else {
        const child = this.newState(symbol);
        this.table[state * CLASSES + symbol] = child;
        this.grow(child, group, depth + 1, width + (symbol === SPACE ? WIDEST_GAP : 1), cut);
      }
      from = to;
    }
  }

  private newState(symbol: number): number {
    if (this.states === this.last.length) {
      const size = this.last.length * 2;
      const table = new Int32Array(size * CLASSES);
      table.set(this.table);
      this.table = table;
      const last = new Uint8Array(size);
      last.set(this.last);
      this.last = last;
    }
    this.last[this.states] = symbol;
    return this.states++;
  }
}

/** Symbols in a lookahead. */
export const LOOKAHEAD = 5;
const BITS = 6;
/** All edges but the blank are one in a lookahead; so are these bits of any edge and of letters that no form has. */
const NO_LETTER = 3;

/** The bits of a symbol in a lookahead. */
export const lookaheadOf = (symbol: number): number => (symbol === SECTION ? BREAK : symbol) + 1;

/** What a lookahead must show behind the first `length` symbols of a form. Nothing is known of what follows a blank: there may be more. */
function expected(form: Form, length: number): { readonly mask: number; readonly next: number } {
  let mask = 0;
  let next = 0;
  for (let place = 0; place < LOOKAHEAD; place++) {
    const at = length + place;
    if (at > 0 && form.symbols.charCodeAt(at - 1) === SPACE) break;
    const shift = place * BITS;
    if (at === form.symbols.length) {
      if (form.whole) mask |= (((1 << BITS) - 1) ^ NO_LETTER) << shift;
      break;
    }
    mask |= ((1 << BITS) - 1) << shift;
    next |= lookaheadOf(form.symbols.charCodeAt(at)) << shift;
  }
  return { mask, next };
}

/** Lists of outputs, each hung before one that is there already. */
class Outputs {
  readonly value: number[] = [];
  readonly length: number[] = [];
  readonly edge: number[] = [];
  readonly mask: number[] = [];
  readonly expected: number[] = [];
  readonly next: number[] = [];

  /** @returns head of the list of `forms` and what follows from `rest` on */
  before(rest: number, forms: readonly Form[], length: number, edge: boolean): number {
    let head = rest;
    for (const form of forms) {
      this.next.push(head);
      this.value.push(form.value);
      this.length.push(length);
      this.edge.push(edge ? 1 : 0);
      const { mask, next } = edge ? { mask: 0, next: 0 } : expected(form, length);
      this.mask.push(mask);
      this.expected.push(next);
      head = this.value.length - 1;
    }
    return head;
  }
}

/** Fills the table of transitions from the tree, breadth first. */
class Filling {
  readonly outputs = new Outputs();
  readonly eventTarget: number[] = [];
  readonly eventOutput: number[] = [];
  readonly table: Int32Array;
  private readonly tree: Tree;
  private readonly queue: Int32Array;
  /** by state: its number in the table, breadth first: a text stays near the root, and those states then share a few pages of memory */
  private readonly number: Int32Array;
  private readonly depth: Int32Array;
  /** by state: offset of the state of the longest other beginning that the text read so far ends in */
  private readonly fallback: Int32Array;
  private queued = 2;

  constructor(tree: Tree) {
    this.tree = tree;
    this.table = new Int32Array(tree.states * CLASSES);
    this.queue = new Int32Array(tree.states);
    this.number = new Int32Array(tree.states);
    this.depth = new Int32Array(tree.states);
    this.fallback = new Int32Array(tree.states);
    this.queue[EDGE] = EDGE;
    this.number[EDGE] = EDGE;
    for (let head = 0; head < this.queued; head++) this.fillRow(this.queue[head] ?? 0);
  }

  private fillRow(state: number): void {
    const { tree } = this;
    const row = (this.number[state] ?? 0) * CLASSES;
    const endings = tree.endings.get(state) ?? [];
    const whole = endings.filter((form) => form.whole);
    for (let symbol = 0; symbol < CLASSES; symbol++) {
      const other =
        state === INSIDE
          ? (symbol <= SPACE ? EDGE : INSIDE) * CLASSES
          : (this.table[(this.fallback[state] ?? 0) + symbol] ?? 0);
      const child = tree.table[state * CLASSES + symbol] ?? 0;
      const edges = endsWord(symbol) ? whole : [];
      if (child !== 0 || edges.length > 0) {
        this.table[row + symbol] = this.transition(state, child, edges, other);
      } else if (symbol === SPACE && tree.last[state] === SPACE) this.table[row + symbol] = row;
      else this.table[row + symbol] = other;
    }
  }

  /** @param other entry of the table that holds where nothing is listed below the state */
  private transition(state: number, child: number, edges: readonly Form[], other: number): number {
    const otherTarget = other < 0 ? (this.eventTarget[~other] ?? 0) : other;
    const depth = (this.depth[state] ?? 0) + 1;
    let head = other < 0 ? (this.eventOutput[~other] ?? -1) : -1;
    let target = otherTarget;
    head = this.outputs.before(head, edges, depth - 1, true);
    if (child < 0) head = this.outputs.before(head, this.tree.bunches[~child] ?? [], depth, false);
    if (child > 0) {
      target = this.enqueue(child, depth, otherTarget) * CLASSES;
      const here = (this.tree.endings.get(child) ?? []).filter((form) => !form.whole);
      head = this.outputs.before(head, here, depth, false);
    }
    if (head < 0) return target;
    this.eventTarget.push(target);
    this.eventOutput.push(head);
    return ~(this.eventTarget.length - 1);
  }

  private enqueue(child: number, depth: number, fallback: number): number {
    this.fallback[child] = fallback;
    this.depth[child] = depth;
    this.number[child] = this.queued;
    this.queue[this.queued] = child;
    return this.queued++;
  }
}

/** Collects forms and builds the table. */
export class AutomatonBuilder {
  private readonly anchored: Form[] = [];
  private readonly free: Form[] = [];

  /** Lists a form; one without symbols is none. */
  add({ symbols, value, anchored, whole }: ListedForm): void {
    if (symbols.length === 0) return;
    (anchored ? this.anchored : this.free).push({ symbols: String.fromCharCode(...symbols), value, whole });
  }

  /** Builds the table of what was listed. */
  build(): Automaton {
    const tree = new Tree();
    tree.grow(INSIDE, sorted(this.free), 0, 0, false);
    tree.grow(EDGE, sorted(this.anchored), 0, 1, true);
    const { table, outputs, eventTarget, eventOutput } = new Filling(tree);
    return {
      table,
      eventTarget: Int32Array.from(eventTarget),
      eventOutput: Int32Array.from(eventOutput),
      outputValue: Int32Array.from(outputs.value),
      outputLength: Int32Array.from(outputs.length),
      outputEdge: Uint8Array.from(outputs.edge),
      outputMask: Int32Array.from(outputs.mask),
      outputNext: Int32Array.from(outputs.expected),
      nextOutput: Int32Array.from(outputs.next),
      start: EDGE * CLASSES,
      states: tree.states,
      reach: Math.min(MOST_REACH, tree.reach + 1),
    };
  }
}

const sorted = (forms: readonly Form[]): readonly Form[] =>
  forms.toSorted((a, b) => (a.symbols < b.symbols ? -1 : a.symbols > b.symbols ? 1 : 0));
