import { AutomatonBuilder, WIDEST_GAP, type Automaton } from './automaton.ts';
import { CANONICAL, canonicalForm, isWordAt, plainLetter, symbolsOf, wordLength } from './alphabet.ts';
import { MAX_REST, changedStems, isEnding, otherForms } from './inflection.ts';
import { scan, twiceAsLong } from './scan.ts';
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

/** Where listed words stand; parallel arrays, about in the order of the text. Offsets of the scanned text. */
export interface Hits {
  readonly count: number;
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** index given to Lexicon.add */
  readonly entry: Int32Array;
  /** end of the listed form itself, without the ending that the word has in the text */
  readonly formEnd: Int32Array;
  /** decides between hits of the same place, higher first: the one that was listed later, forms that begin the word before its parts */
  readonly rank: Int32Array;
}

interface Form {
  readonly canonical: string;
  readonly entry: number;
  readonly rank: number;
  readonly mode: Mode;
  /** languages whose endings it takes */
  readonly langs: number;
  /** its last letter */
  readonly last: number;
  readonly changed: boolean;
  readonly plain: boolean;
  readonly capital: boolean;
  /** exact spelling of an acronym */
  readonly spelling: string | null;
  /** places of letters that the automaton does not tell from others, a bit for each; null when there are too many or blanks */
  readonly marks: number | null;
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
    const whole = listed.mode === 'exact' || listed.mode === 'acronym';
    this.builder.add({ symbols: symbolsOf(canonical), value: this.forms.length, anchored, whole });
    this.forms.push({
      canonical,
      entry,
      rank: anchored ? this.forms.length : this.forms.length - MOST_FORMS,
      mode: listed.mode,
      langs: listed.langs,
      last: canonical.charCodeAt(canonical.length - 1),
      changed,
      plain: mayBePlain(canonical),
      capital: listed.capital ?? false,
      spelling: listed.mode === 'acronym' ? listed.form : null,
      marks: marksOf(canonical),
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

const RECENT = 8;
/** More than any list has. */
const MOST_FORMS = 1 << 30;

/** Collects hits in arrays that serve one text after the other; a text of nothing but hits is the worst case and still linear. */
class HitList {
  private start: Int32Array = new Int32Array(1024);
  private end: Int32Array = new Int32Array(1024);
  private entry: Int32Array = new Int32Array(1024);
  private formEnd: Int32Array = new Int32Array(1024);
  private rank: Int32Array = new Int32Array(1024);
  private count = 0;

  push(start: number, end: number, formEnd: number, form: Form): void {
    const { entry, rank } = form;
    let at = this.count;
    // A word and its changed stem may both end here: 'høyre' is 'høyre' and 'høyr' with an ending.
    for (let i = this.count - 1; i >= 0 && i > this.count - 1 - RECENT; i--) {
      if (this.entry[i] !== entry || this.start[i] !== start || this.end[i] !== end) continue;
      if ((this.formEnd[i] ?? 0) < formEnd || (this.formEnd[i] === formEnd && (this.rank[i] ?? 0) > rank)) return;
      at = i;
    }
    if (at === this.entry.length) this.grow();
    this.start[at] = start;
    this.end[at] = end;
    this.entry[at] = entry;
    this.formEnd[at] = formEnd;
    this.rank[at] = rank;
    if (at === this.count) this.count++;
  }

  private grow(): void {
    this.start = twiceAsLong(this.start);
    this.end = twiceAsLong(this.end);
    this.entry = twiceAsLong(this.entry);
    this.formEnd = twiceAsLong(this.formEnd);
    this.rank = twiceAsLong(this.rank);
  }

  /** What was collected; the list is empty afterwards. */
  take(): Hits {
    const { count } = this;
    this.count = 0;
    return {
      count,
      start: this.start.slice(0, count),
      end: this.end.slice(0, count),
      entry: this.entry.slice(0, count),
      formEnd: this.formEnd.slice(0, count),
      rank: this.rank.slice(0, count),
    };
  }
}

const hits = new HitList();

function findAll(automaton: Automaton, forms: readonly Form[], text: string): Hits {
  const { outputValue, outputLength, outputEdge } = automaton;
  scan(automaton, text, ({ count, output, end }) => {
    for (let i = 0; i < count; i++) {
      const here = output[i] ?? 0;
      const form = forms[outputValue[here] ?? 0];
      if (form !== undefined) confirm(form, text, (end[i] ?? 0) - (outputEdge[here] ?? 0), outputLength[here] ?? 0);
    }
  });
  return hits.take();
}

/**
 * Checks letters, case and edges of a form of which the folded automaton saw the first symbols.
 * @param at index behind the first `read` symbols
 */
function confirm(form: Form, text: string, at: number, read: number): void {
  const end = read === form.canonical.length ? at : endOf(form, text, at, read);
  if (end < 0) return;
  let last = end;
  const { mode } = form;
  if (isWordAt(text, end)) {
    if (mode === 'exact' || mode === 'acronym') return;
    last = wordEnd(text, end, mode === 'prefix' || mode === 'inside' ? LONGEST_WORD : MAX_REST);
    if (mode === 'inflect' || mode === 'suffix') {
      if (last < 0) return;
      readRest(text, end, last);
      if (!isEnding(form.last, rest, last - end, form.langs, form.changed)) return;
    }
    if (last < 0) last = end + LONGEST_WORD;
  } else if (form.changed) return;
  let start = startOf(form, text, at, read);
  if (start < 0) return;
  if (mode === 'suffix' || mode === 'inside') {
    if (mode === 'suffix' && !isWordAt(text, start - 1)) return;
    start -= wordLength(text, start - 1, -1, LONGEST_WORD);
  } else if (isWordAt(text, start - 1)) return;
  if (form.spelling !== null && text.slice(start, end) !== form.spelling) return;
  if (form.capital && !isCapital(text, start)) return;
  hits.push(start, last, end, form);
}

/** Longer runs of letters are no words; looking for their end would make hits cost more than constant time. */
const LONGEST_WORD = 60;

/** End of the word that goes on at `from`, or -1 when it goes on for more than `limit`. */
function wordEnd(text: string, from: number, limit: number): number {
  const length = wordLength(text, from, 1, limit + 1);
  return length > limit ? -1 : from + length;
}

/** Canonical letters of what stands behind a form in its word. */
const rest = new Uint16Array(MAX_REST);

function readRest(text: string, from: number, to: number): void {
  for (let i = from; i < to; i++) rest[i - from] = CANONICAL[text.charCodeAt(i)] ?? 0;
}

const isBlankAt = (text: string, index: number): boolean => CANONICAL[text.charCodeAt(index)] === BLANK;
const BLANK = 32;

/** Is the letter at an index the wanted one, or one that may be written for it? */
function isLetterAt({ plain }: Form, text: string, index: number, wanted: number): boolean {
  const seen = CANONICAL[text.charCodeAt(index)] ?? 0;
  return seen === wanted || (plain && plainLetter(wanted) === seen);
}

/** Walks on over the text along the rest of the form; -1 when the text says something else. */
function endOf(form: Form, text: string, from: number, read: number): number {
  const { canonical } = form;
  let at = from;
  for (let i = read; i < canonical.length; i++) {
    const wanted = canonical.charCodeAt(i);
    if (wanted === BLANK) {
      const gap = at;
      while (at < text.length && at - gap <= WIDEST_GAP && isBlankAt(text, at)) at++;
      if (at === gap || at - gap > WIDEST_GAP) return -1;
    } else if (at < text.length && isLetterAt(form, text, at, wanted)) at++;
    else return -1;
  }
  return at;
}

/** Letters that share a class with others: a with å and ä, o with ö, every mark with every other. */
const AMBIGUOUS = /[^b-np-z0-9]/;
const MOST_MARKED = 30;

function marksOf(canonical: string): number | null {
  if (canonical.length > MOST_MARKED || canonical.includes(' ')) return null;
  let marks = 0;
  for (let i = 0; i < canonical.length; i++) if (AMBIGUOUS.test(canonical.charAt(i))) marks |= 1 << i;
  return marks;
}

/** Do the letters at some places of the form stand in the text as they must? The others are known from the automaton. */
function marksFit(form: Form, text: string, start: number, marks: number): boolean {
  for (let left = marks; left !== 0;) {
    const place = 31 - Math.clz32(left);
    if (!isLetterAt(form, text, start + place, form.canonical.charCodeAt(place))) return false;
    left ^= 1 << place;
  }
  return true;
}

/** Walks back over the text along the first symbols of the form; -1 when a letter was folded that must not be. */
function startOf(form: Form, text: string, end: number, read: number): number {
  const { canonical, marks } = form;
  if (marks !== null) return marksFit(form, text, end - read, marks & ((1 << read) - 1)) ? end - read : -1;
  let at = end;
  for (let i = read - 1; i >= 0; i--) {
    const wanted = canonical.charCodeAt(i);
    if (wanted === BLANK) {
      const gap = at;
      while (at > 0 && gap - at <= WIDEST_GAP && isBlankAt(text, at - 1)) at--;
      if (gap - at > WIDEST_GAP) return -1;
    } else if (isLetterAt(form, text, at - 1, wanted)) at--;
    else return -1;
  }
  return at;
}

const CAPITALS = Uint8Array.from({ length: 0x250 }, (_, code) => {
  const letter = String.fromCharCode(code);
  return letter === letter.toLowerCase() ? 0 : 1;
});

/** Is the letter at this index a capital? */
export function isCapital(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  if (code < CAPITALS.length) return CAPITALS[code] === 1;
  const c = text.charAt(index);
  return c !== c.toLowerCase();
}
