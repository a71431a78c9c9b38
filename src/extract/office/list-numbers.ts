/**
 * The numbers that Word shows before the paragraphs of its lists (ECMA-376 part 1, 17.9), for documents whose lists begin elsewhere than
 * at one. Where no list does, nothing is counted: such numbers are those of an ordinary list.
 */
import { attribute, scanXml } from './xml.ts';

/** How one level of a list is numbered. */
export interface Level {
  start: number;
  /** numbers that are no figures, and marks */
  silent: boolean;
  format: string;
  /** the text follows directly (17.9.28) */
  joins: boolean;
}
/** A list that paragraphs name. */
export interface List {
  readonly abstract: string;
  /** where a list begins that is told apart from its kind, by level */
  readonly overrides: Map<number, Partial<Level>>;
}

/** Deeper levels are not defined (17.9.3). */
const MOST_LEVELS = 9;
/** A level or list that begins neither at nought nor at one. */
const ELSEWHERE = /<(?:\w{1,20}:)?start(?:Override)?\s[^>]{0,60}?\bval=["'](?![01]["'])\d{1,13}["']/gu;
/** With one such list alone nothing is put together. */
const LEAST_ELSEWHERE = 2;
/** Figures that stand in the format itself, beside the places of numbers: "%1218-9876". */
const LITERAL = /<(?:\w{1,20}:)?lvlText\s[^>]{0,60}?\bval=["'](?:[^"'%]|%\d){0,60}?\d(?<!%\d)\d/u;

/** What a list shows before a paragraph. */
export interface ListNumber {
  /** figures and hyphens only; '' for none */
  readonly number: string;
  /** the whole, where its text is part of a number; '' for nearly every paragraph */
  readonly text: string;
}
const NOTHING: ListNumber = { number: '', text: '' };

/** Numbers paragraphs in the order of the document. */
export class ListNumbers {
  private readonly kinds: ReadonlyMap<string, Level[]>;
  private readonly lists: ReadonlyMap<string, List>;
  private readonly styles: ReadonlyMap<string, { readonly list: string; readonly level: number }>;
  /** the last number shown, by kind of list and level */
  private readonly counters = new Map<string, number>();
  private readonly begun = new Set<string>();

  private constructor(
    kinds: ReadonlyMap<string, Level[]>,
    lists: ReadonlyMap<string, List>,
    styles: ReadonlyMap<string, { readonly list: string; readonly level: number }>,
  ) {
    this.kinds = kinds;
    this.lists = lists;
    this.styles = styles;
  }

  /**
   * @param numbering word/numbering.xml
   * @param styles asked for word/styles.xml, which may put a list to a style; '' for none
   * @returns null for nearly every document: its lists begin at one
   */
  static of(numbering: string, styles: () => string, tick: () => void): ListNumbers | null {
    const elsewhere = numbering.match(ELSEWHERE)?.length ?? 0;
    const isJoined = elsewhere > 0 && /"nothing"/u.test(numbering);
    if (elsewhere < LEAST_ELSEWHERE && !isJoined && !LITERAL.test(numbering)) return null;
    const { kinds, lists } = definitions(numbering, tick);
    return new ListNumbers(kinds, lists, listsOfStyles(styles(), tick));
  }

  /** Counts by what another format says of its lists. */
  static counting(kinds: ReadonlyMap<string, Level[]>, lists: ReadonlyMap<string, List>): ListNumbers {
    return new ListNumbers(kinds, lists, new Map());
  }

  /**
   * Counts one paragraph.
   * @param list its w:numId, '' when only its style may have one
   * @returns its number as shown
   */
  next(list: string, level: number, style: string): ListNumber {
    const styled = list === '' ? this.styles.get(style) : undefined;
    const id = styled?.list ?? list;
    const at = styled?.level ?? level;
    const found = this.lists.get(id);
    if (found === undefined || !(at >= 0 && at < MOST_LEVELS)) return NOTHING;
    const override = found.overrides.get(at);
    const own = { ...DEFAULT_LEVEL, ...this.kinds.get(found.abstract)?.[at], ...override };
    const key = `${found.abstract} ${at}`;
    const first = `${id} ${at}`;
    const begins = !this.counters.has(key) || (override?.start !== undefined && !this.begun.has(first));
    const number = begins ? own.start : (this.counters.get(key) ?? 0) + 1;
    this.begun.add(first);
    this.counters.set(key, number);
    for (let deeper = at + 1; deeper < MOST_LEVELS; deeper++) this.counters.delete(`${found.abstract} ${deeper}`);
    const shown = own.format.replace(/%(\d)/gu, (_all, digit: string) =>
      String(Number(digit) === at + 1 ? number : (this.counters.get(`${found.abstract} ${Number(digit) - 1}`) ?? '')),
    );
    const isPart = own.joins ? /\d$/u.test(shown) : /\d{2}/u.test(own.format.replace(/%\d/gu, '%'));
    const text = isPart ? shown + (own.joins ? '' : ' ') : '';
    return { number: own.silent ? '' : shown.replace(/[^\d-]/gu, ''), text };
  }
}

/** Whether lists begin where no ordinary ones do, or bring figures of their own, as `ListNumbers.of` asks of the XML. */
export function levelsWorthCounting(kinds: ReadonlyMap<string, Level[]>, lists: ReadonlyMap<string, List>): boolean {
  const levels = [...kinds.values(), ...[...lists.values()].map(({ overrides }) => [...overrides.values()])].flat();
  const elsewhere = levels.filter(({ start = 1 }) => start > 1).length;
  const isJoined = elsewhere > 0 && levels.some(({ joins }) => joins === true);
  const isLiteral = levels.some(({ format = '' }) => /\d{2}/u.test(format.replace(/%\d/gu, '%')));
  return elsewhere >= LEAST_ELSEWHERE || isJoined || isLiteral;
}

const DEFAULT_LEVEL: Level = { start: 1, silent: false, format: '%1', joins: false };
/** Formats of numbers that show figures (17.18.59). */
const FIGURES = /^(?:|decimal\w{0,40}|ordinal|numberInDash)$/u;

function definitions(
  numbering: string,
  tick: () => void,
): { readonly kinds: Map<string, Level[]>; readonly lists: Map<string, List> } {
  const kinds = new Map<string, Level[]>();
  const lists = new Map<string, List>();
  let levels: Level[] = [];
  let level: Partial<Level> = {};
  let list: List | null = null;
  let at = 0;
  const handler = {
    open(name: string, raw: string): void {
      if (name === 'abstractNum') kinds.set(attribute(raw, 'abstractNumId'), (levels = []));
      else if (name === 'num') lists.set(attribute(raw, 'numId'), (list = { abstract: '', overrides: new Map() }));
      else if (name === 'abstractNumId' && list !== null) Object.assign(list, { abstract: attribute(raw, 'val') });
      else if (name === 'lvl' || name === 'lvlOverride') {
        const number = attribute(raw, 'ilvl');
        if (number !== '') at = Math.min(MOST_LEVELS - 1, Math.max(0, Math.trunc(Number(number)) || 0));
        if (name === 'lvl' && list === null) level = levels[at] = { ...DEFAULT_LEVEL, format: `%${at + 1}` };
        else if (list !== null) list.overrides.set(at, (level = list.overrides.get(at) ?? {}));
      } else if (name === 'start' || name === 'startOverride') level.start = Number(attribute(raw, 'val')) || 0;
      else if (name === 'numFmt') level.silent = !FIGURES.test(attribute(raw, 'val'));
      else if (name === 'suff') level.joins = attribute(raw, 'val') === 'nothing';
      else if (name === 'lvlText') level.format = attribute(raw, 'val');
    },
    close(name: string): void {
      if (name === 'num') list = null;
    },
    text: () => undefined,
  };
  scanXml(numbering, handler, tick);
  return { kinds, lists };
}

function listsOfStyles(
  styles: string,
  tick: () => void,
): ReadonlyMap<string, { readonly list: string; readonly level: number }> {
  const found = new Map<string, { list: string; level: number }>();
  let style = '';
  let level = 0;
  const handler = {
    open(name: string, raw: string): void {
      if (name === 'style') [style, level] = [attribute(raw, 'styleId'), 0];
      else if (name === 'ilvl') level = Number(attribute(raw, 'val')) || 0;
      else if (name === 'numId' && style !== '') found.set(style, { list: attribute(raw, 'val'), level });
    },
    close: () => undefined,
    text: () => undefined,
  };
  if (styles.includes('numId')) scanXml(styles, handler, tick);
  return found;
}
