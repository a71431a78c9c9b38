import { AutomatonBuilder, scan, type Automaton } from './automaton.ts';
import { CANONICAL, canonicalForm, isWordAt, plainLetter, symbolsOf } from './alphabet.ts';
import { MAX_REST, changedStems, endings, isEnding, otherForms } from './inflection.ts';
import { digraphs, mayBePlain, splitCompound } from './spelling.ts';

/** How a form may sit in its word. */
export type Mode = 'exact' | 'inflect' | 'prefix' | 'suffix' | 'inside' | 'acronym';

/** A word or phrase to find. */
export interface Listed {
  readonly form: string;
  readonly mode: Mode;
  /** languages whose endings it takes */
  readonly langs: number;
  /** must begin with a capital in the text */
  readonly capital?: boolean;
}

/** Where listed words stand; parallel arrays, in order of their ends. Offsets of the scanned text. */
export interface Hits {
  readonly count: number;
  readonly start: readonly number[];
  readonly end: readonly number[];
  /** index given to Lexicon.add */
  readonly entry: readonly number[];
}

interface Form {
  readonly canonical: string;
  readonly entry: number;
  readonly mode: Mode;
  readonly set: ReadonlySet<string>;
  readonly changed: boolean;
  readonly plain: boolean;
  readonly capital: boolean;
  /** exact spelling of an acronym */
  readonly spelling: string | null;
}

/** Finds every listed word of a text in one pass. */
export interface Lexicon {
  find(text: string): Hits;
  readonly forms: number;
  readonly states: number;
}

/** Collects listed words and compiles them. */
export class LexiconBuilder {
  private readonly builder = new AutomatonBuilder();
  private readonly forms: Form[] = [];

  /** Lists a word under an index of the caller's; the same index may be used for several words. */
  add(listed: Listed, entry: number): void {
    const canonical = canonicalForm(listed.form);
    if (canonical === '') return;
    this.addForm(listed, entry, canonical, false);
    if (listed.mode === 'acronym') return;
    if (listed.mode === 'inflect' || listed.mode === 'suffix') {
      for (const stem of changedStems(canonical, listed.langs)) this.addForm(listed, entry, stem, true);
      for (const form of otherForms(canonical, listed.langs)) this.addForm(listed, entry, form, false);
    }
    const twoLetters = digraphs(canonical);
    if (twoLetters !== null) this.addForm(listed, entry, twoLetters, false);
    const split = listed.mode === 'prefix' || listed.mode === 'inflect' ? splitCompound(canonical) : null;
    if (split !== null) this.addForm(listed, entry, split, false);
  }

  private addForm(listed: Listed, entry: number, canonical: string, changed: boolean): void {
    const anchored = listed.mode !== 'suffix' && listed.mode !== 'inside';
    this.builder.add(symbolsOf(canonical), this.forms.length, anchored);
    this.forms.push({
      canonical,
      entry,
      mode: listed.mode,
      set: endings(listed.langs),
      changed,
      plain: mayBePlain(canonical),
      capital: listed.capital ?? false,
      spelling: listed.mode === 'acronym' ? listed.form : null,
    });
  }

  /** Compiles what was listed; the builder is used up by it. */
  build(): Lexicon {
    const automaton = this.builder.build();
    const forms = this.forms;
    return {
      find: (text) => findAll(automaton, forms, text),
      forms: forms.length,
      states: automaton.states,
    };
  }
}

const RECENT = 4;

/** Growing parallel arrays; a text of nothing but hits is the worst case and still linear. */
class HitList implements Hits {
  readonly start: number[] = [];
  readonly end: number[] = [];
  readonly entry: number[] = [];

  get count(): number {
    return this.entry.length;
  }

  push(start: number, end: number, entry: number): void {
    // A word and its changed stem may both end here: 'høyre' is 'høyre' and 'høyr' with an ending.
    for (let i = this.count - 1; i >= 0 && i > this.count - 1 - RECENT; i--) {
      if (this.start[i] === start && this.end[i] === end && this.entry[i] === entry) return;
    }
    this.start.push(start);
    this.end.push(end);
    this.entry.push(entry);
  }
}

function findAll(automaton: Automaton, forms: readonly Form[], text: string): Hits {
  const hits = new HitList();
  const { nextOutput, outputValue } = automaton;
  scan(automaton, text, (first, end) => {
    for (let output = first; output >= 0; output = nextOutput[output] ?? -1) {
      const form = forms[outputValue[output] ?? 0];
      if (form !== undefined) confirm(form, text, end, hits);
    }
  });
  return hits;
}

/** Checks letters, case and edges of a form that the folded automaton saw end at `end`. */
function confirm(form: Form, text: string, end: number, hits: HitList): void {
  let last = end;
  const { mode } = form;
  if (isWordAt(text, end)) {
    if (mode === 'exact' || mode === 'acronym') return;
    last = wordEnd(text, end, mode === 'prefix' || mode === 'inside' ? LONGEST_WORD : MAX_REST);
    if (mode === 'inflect' || mode === 'suffix') {
      if (last < 0 || !isEnding(form.canonical, canonicalForm(text.slice(end, last)), form.set, form.changed)) return;
    }
    if (last < 0) last = end + LONGEST_WORD;
  } else if (form.changed) return;
  let start = startOf(form, text, end);
  if (start < 0) return;
  if (mode === 'suffix' || mode === 'inside') {
    if (mode === 'suffix' && !isWordAt(text, start - 1)) return;
    for (let i = 0; i < LONGEST_WORD && isWordAt(text, start - 1); i++) start--;
  } else if (isWordAt(text, start - 1)) return;
  if (form.spelling !== null && text.slice(start, end) !== form.spelling) return;
  if (form.capital && !isCapital(text, start)) return;
  hits.push(start, last, form.entry);
}

/** Longer runs of letters are no words; looking for their end would make hits cost more than constant time. */
const LONGEST_WORD = 60;

/** End of the word that goes on at `from`, or -1 when it goes on for more than `limit`. */
function wordEnd(text: string, from: number, limit: number): number {
  let end = from;
  while (isWordAt(text, end)) if (++end - from > limit) return -1;
  return end;
}

/** Longest run of blanks inside a phrase. */
const WIDEST_GAP = 40;

/** Walks back over the text along the form; -1 when a letter was folded that must not be. */
function startOf(form: Form, text: string, end: number): number {
  const { canonical, plain } = form;
  let at = end;
  for (let i = canonical.length - 1; i >= 0; i--) {
    const wanted = canonical.charCodeAt(i);
    const seen = CANONICAL[text.charCodeAt(at - 1)] ?? 0;
    if (wanted === 32) {
      const from = at;
      while (at > 0 && from - at <= WIDEST_GAP && (CANONICAL[text.charCodeAt(at - 1)] ?? 0) === 32) at--;
      if (from - at > WIDEST_GAP) return -1;
      continue;
    }
    if (seen !== wanted && (!plain || plainLetter(wanted) !== seen)) return -1;
    at--;
  }
  return at;
}

/** Is the letter at this index a capital? */
export function isCapital(text: string, index: number): boolean {
  const c = text.charAt(index);
  return c !== c.toLowerCase();
}
