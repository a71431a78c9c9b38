import { BREAK, CLASSES, CLASS_OF, SPACE } from './alphabet.ts';

/**
 * Aho–Corasick as one table of transitions: the time for a text does not depend on how many forms are listed.
 *
 * Forms that must start a word hang below a state that every word edge leads to, so that no substring is even looked at.
 * A state that ends in a blank stays where it is on further blanks: 'god  man' and 'god\nman' are 'god man'.
 */
export interface Automaton {
  /** state × CLASSES; a negative entry is the complement of a state with outputs */
  readonly table: Int32Array;
  /** first output of a state (by state number), -1 for none */
  readonly firstOutput: Int32Array;
  /** next output in the list, -1 at its end */
  readonly nextOutput: Int32Array;
  /** value given to add() */
  readonly outputValue: Int32Array;
  /** table offset of the state in which a text begins */
  readonly start: number;
  readonly states: number;
}

/** Collects forms and builds the table. */
export class AutomatonBuilder {
  /** state × CLASSES; 0 where nothing is listed, which no transition of the tree leads to */
  private table = new Int32Array(CLASSES * 4096);
  private last = new Uint8Array(4096);
  private heads = new Int32Array(4096).fill(-1);
  private states = 2;
  private readonly next: number[] = [];
  private readonly values: number[] = [];

  constructor() {
    // State 0: inside a word that no form can start in. State 1: just behind a word edge.
    this.table[BREAK] = 1;
    this.table[SPACE] = 1;
    this.last[1] = SPACE;
  }

  /**
   * Lists a form.
   * @param symbols classes of its letters, from symbolsOf()
   * @param value what scan() reports
   * @param anchored must begin at the start of a word
   */
  add(symbols: readonly number[], value: number, anchored: boolean): void {
    if (symbols.length === 0) return;
    let state = anchored ? 1 : 0;
    for (const symbol of symbols) {
      const cell = state * CLASSES + symbol;
      let target = this.table[cell] ?? 0;
      if (target === 0) {
        target = this.newState(symbol);
        this.table[cell] = target;
      }
      state = target;
    }
    this.next.push(this.heads[state] ?? -1);
    this.values.push(value);
    this.heads[state] = this.values.length - 1;
  }

  private newState(symbol: number): number {
    if (this.states * CLASSES >= this.table.length) {
      const size = this.last.length * 2;
      const table = new Int32Array(size * CLASSES);
      table.set(this.table);
      this.table = table;
      const last = new Uint8Array(size);
      last.set(this.last);
      this.last = last;
      const heads = new Int32Array(size).fill(-1);
      heads.set(this.heads);
      this.heads = heads;
    }
    this.last[this.states] = symbol;
    return this.states++;
  }

  /** Fills in the failure transitions, breadth first. The builder is used up by it. */
  build(): Automaton {
    const { table, last, states } = this;
    const fail = new Int32Array(states);
    const queue = new Int32Array(states);
    const tails = this.tailsOfLists(states);
    let head = 0;
    let tail = 0;
    for (let c = 0; c < CLASSES; c++) {
      const target = table[c] ?? 0;
      if (target > 0 && (c !== SPACE || table[BREAK] !== target)) queue[tail++] = target;
    }
    while (head < tail) {
      const state = queue[head++] ?? 0;
      const link = fail[state] ?? 0;
      this.inherit(state, link, tails);
      for (let c = 0; c < CLASSES; c++) {
        const cell = state * CLASSES + c;
        const target = table[cell] ?? 0;
        const fallback = table[link * CLASSES + c] ?? 0;
        if (target > 0) {
          fail[target] = state === 0 ? 0 : fallback;
          queue[tail++] = target;
        } else if (c === SPACE && last[state] === SPACE) table[cell] = state;
        else table[cell] = fallback;
      }
    }
    return {
      ...this.numbered(queue),
      nextOutput: Int32Array.from(this.next),
      outputValue: Int32Array.from(this.values),
      start: CLASSES,
      states,
    };
  }

  /**
   * The finished table with its states numbered by depth: a text stays near the root most of the time, and those states then share
   * a few pages of memory. @param queue all states but 0, breadth first
   */
  private numbered(queue: Int32Array): Pick<Automaton, 'table' | 'firstOutput'> {
    const { table, heads, states } = this;
    const entries = new Int32Array(states);
    const firstOutput = new Int32Array(states);
    firstOutput[0] = heads[0] ?? -1;
    for (let number = 1; number < states; number++) {
      const state = queue[number - 1] ?? 0;
      const output = heads[state] ?? -1;
      firstOutput[number] = output;
      entries[state] = output >= 0 ? ~(number * CLASSES) : number * CLASSES;
    }
    const numbered = new Int32Array(states * CLASSES);
    for (let number = 0, cell = 0; number < states; number++) {
      const from = (number === 0 ? 0 : (queue[number - 1] ?? 0)) * CLASSES;
      for (let c = 0; c < CLASSES; c++) numbered[cell++] = entries[table[from + c] ?? 0] ?? 0;
    }
    return { table: numbered, firstOutput };
  }

  /** Last element of each state's own output list, -1 where it has none. */
  private tailsOfLists(states: number): Int32Array {
    const tails = new Int32Array(states).fill(-1);
    for (let state = 0; state < states; state++) {
      let node = this.heads[state] ?? -1;
      while (node >= 0) {
        tails[state] = node;
        node = this.next[node] ?? -1;
      }
    }
    return tails;
  }

  /** What ends in the failure state ends here too: its list is hung behind the state's own. */
  private inherit(state: number, link: number, tails: Int32Array): void {
    const inherited = this.heads[link] ?? -1;
    if (inherited < 0 || state === link) return;
    const own = tails[state] ?? -1;
    if (own < 0) this.heads[state] = inherited;
    else this.next[own] = inherited;
  }
}

/**
 * Runs a text through the automaton.
 * @param onOutput called for every listed form that ends before `end`, with the head of its outputs: walk `nextOutput`
 */
export function scan(automaton: Automaton, text: string, onOutput: (output: number, end: number) => void): void {
  const { table, firstOutput, start } = automaton;
  const classes = CLASS_OF;
  const length = text.length;
  let state = start;
  for (let i = 0; i < length; i++) {
    state = table[state + (classes[text.charCodeAt(i)] as number)] as number;
    if (state < 0) {
      state = ~state;
      onOutput(firstOutput[state / CLASSES] as number, i + 1);
    }
  }
}
