/** The style sheets of a document, as far as they show, hide, number and arrange text. */
import { counterStyle, type CounterStyle } from './counter-styles.ts';
import { boxStyleOf, firstStyle, mergedBox, type BoxStyle } from './box-style.ts';
import { WHITE } from './colours.ts';
import { declarationsOf, NO_DECLARATIONS, splitOutside, type Declarations } from './declarations.ts';
import { asRules, mergedPlaces, placesOf, type GridNames, type Places } from './places.ts';
import { compileSelector, type Selector } from './selectors.ts';
import { lookOf, MAX_DECLARATIONS } from './style.ts';
import { hasStyleSheets, styleBlocks, type Block } from './style-sheets.ts';

/** What a rule says of the elements its selector names. */
export interface Rule {
  readonly selector: Selector;
  readonly declarations: Declarations;
  readonly places: Places | null;
  /** it holds only where a condition does that is not known */
  readonly conditional: boolean;
  /** its place among the rules */
  readonly order: number;
}

/** Rules by the key of their elements. */
type ByKey = ReadonlyMap<string, readonly Rule[]>;

/** A place among the neighbours, and how much the rule weighs that gives it. */
interface Position {
  readonly places: Places;
  readonly weight: number;
}

/** What the style sheets of a document say. */
export interface StyleRules {
  /** keys of elements that are not shown: 'p', '.x', '#y' */
  readonly hidden: ReadonlySet<string>;
  /** keys of elements that may be hidden, and of those that may be shown: '[x]' is of those with an attribute */
  readonly mayHide: ReadonlySet<string>;
  readonly mayShow: ReadonlySet<string>;
  /** where style puts elements among their neighbours, by the same keys */
  readonly positions: ReadonlyMap<string, Position>;
  /** what style says about the room of their boxes, by the same keys */
  readonly boxes: ReadonlyMap<string, BoxStyle>;
  /** what is generated, counted or set, and places of elements told by their order; by pseudo-element, '' for the elements themselves */
  readonly rules: ReadonlyMap<string, ByKey>;
  readonly counterStyles: ReadonlyMap<string, CounterStyle>;
  /** values that custom properties have where nothing sets them */
  readonly initial: ReadonlyMap<string, string>;
  /** a selector asks what stands behind or inside its element */
  readonly looksAhead: boolean;
  /** something is generated, counted or arranged, by rules or by styles of elements */
  readonly active: boolean;
  /** rules that show text were too long or too many to be looked at */
  readonly cut: boolean;
}

/** More rules than this are not looked at; their text is read as script text all the same. */
const MAX_RULES = 20_000;
const MOST_SELECTORS = 50_000;
export const NO_RULES: StyleRules = {
  hidden: new Set(),
  mayHide: new Set(),
  mayShow: new Set(),
  positions: new Map(),
  boxes: new Map(),
  rules: new Map(),
  counterStyles: new Map(),
  initial: new Map(),
  looksAhead: false,
  active: false,
  cut: false,
};

/** Keys under which `hidden`, `positions` and `boxes` may speak of an element. */
export function keysOf(rules: StyleRules, name: string, attributes: ReadonlyMap<string, string>): readonly string[] {
  if (rules.hidden.size + rules.mayHide.size + rules.positions.size + rules.boxes.size === 0) return [];
  const id = attributes.get('id');
  const keys = id === undefined ? [] : [`#${id}`];
  const classes = attributes.get('class');
  if (classes !== undefined)
    for (const one of classes.slice(0, 1000).split(/\s+/u)) if (one !== '') keys.push(`.${one}`);
  keys.push(name);
  return keys;
}

/** Where rules put an element that is told by its name, class or id. */
export function positionOf({ positions }: StyleRules, keys: readonly string[]): Places | null {
  if (positions.size === 0) return null;
  const found = keys.flatMap((key) => positions.get(key) ?? []);
  if (found.length < 2) return found[0]?.places ?? null;
  return mergedPlaces(found.sort((a, b) => b.weight - a.weight).map(({ places }) => places));
}

/** What rules say about the box of an element that is told by its name, class or id. */
export function boxOf({ boxes }: StyleRules, keys: readonly string[]): BoxStyle | null {
  if (boxes.size === 0) return null;
  let merged: BoxStyle | null = null;
  for (const key of keys) merged = mergedBox(merged, boxes.get(key) ?? null);
  return mergedBox(merged, boxes.get('*') ?? null);
}

/** The element at the end of a selector, when no state or place of it is asked for; null otherwise. */
function plainKey(selector: string): string | null {
  if (selector.includes(':')) return null;
  const last = /([.#][\w-]+|[a-z][\w-]*)$/iu.exec(selector.trim())?.[1] ?? null;
  return last === null ? null : /^[a-z]/iu.test(last) ? last.toLowerCase() : last;
}

/** A rule for the first letter or the first line of an element. */
const FIRST = /::?first-(letter|line)\s*(?=$|,)/iu;

/** What is generated, or belongs to the window. */
const NO_BOX = /::|:(?:before|after)|-webkit-/iu;

/** As plainKey; what else a selector asks for, all elements of the name may have where it matters. */
function boxKey(selector: string, matters: boolean): string | null {
  const key = plainKey(selector);
  if (key !== null || !matters || NO_BOX.test(selector)) return key;
  const stripped = selector.slice(-200).replace(/\[[^\]]*\]|:[\w-]+(?:\([^()]*\))?/gu, '').trim(); // prettier-ignore
  return plainKey(stripped) ?? (/[)\]*>+~\s]$|^$/u.test(stripped) ? '*' : null);
}

/** Style that shows what other style hides; and such of which it is not known. */
const OF_TIMES =
  /(?:^|[;{\s])(?:display\s*:\s*(?!none)[a-z]|visibility\s*:\s*visible|opacity\s*:\s*(?:1|0?\.[1-9]|var))/iu;
const UNKNOWN = /(?:^|[;{\s])(?:display|visibility|opacity)\s*:\s*var\(/iu;

/** Stands among the keys when one of them is of an attribute, as few are. */
const OF_ATTRIBUTES = '[]';

/** Elements of which a selector asks for more than their names: those of the name, class or id, or else with the attribute. */
function looseKeys(selector: string): readonly string[] {
  const key = boxKey(selector, true);
  if (key !== null && key !== '*') return [key];
  const attribute = /\[\s*([\w-]{1,60})[^\]]*\]\s*$/u.exec(selector.slice(-200))?.[1];
  return attribute === undefined ? [] : [OF_ATTRIBUTES, `[${attribute.toLowerCase()}]`];
}

/** Whether an element, by its keys and attributes, is of those that keys name. */
export function isNamed(
  named: ReadonlySet<string>,
  keys: readonly string[],
  attributes: ReadonlyMap<string, string>,
): boolean {
  if (named.size === 0) return false;
  if (keys.some((key) => named.has(key))) return true;
  if (named.has(OF_ATTRIBUTES)) for (const attribute of attributes.keys()) if (named.has(`[${attribute}]`)) return true;
  return false;
}

/** The end of a selector that is not understood as a whole. */
const lastSimple = (selector: string): string =>
  /(?:[.#][\w-]+|(?<![:\w-])[a-z][\w-]*|\*)(?:::?[a-z-]{1,20})?$/iu.exec(selector.slice(-200))?.[0] ?? '';

/** Every element that may have what a selector names at its end. */
const anyWith = (selector: string): string =>
  `*${/::?(?:before|after|marker)\s*$/iu.exec(selector.slice(-200))?.[0].trim() ?? ''}`;

/** Selectors that ask for the place or for an attribute of their element. */
const OF_PLACE = /:(?:nth|first|last)-|\[/iu;

/** Margins said of elements with some attribute are those of many a newsletter, and sort nothing. */
const sorts = (places: Places, selector: string): boolean =>
  /:(?:nth|first|last)-/iu.test(selector) || [...places.keys()].some((way) => /^(?:order|column|row|left|x|--.*)$/u.test(way)); // prettier-ignore

class Collector {
  readonly hidden = new Set<string>();
  readonly mayHide = new Set<string>();
  readonly mayShow = new Set<string>();
  readonly positions = new Map<string, Position>();
  readonly boxes = new Map<string, BoxStyle>();
  readonly rules = new Map<string, Map<string, Rule[]>>();
  readonly counterStyles = new Map<string, CounterStyle>();
  readonly initial = new Map<string, string>();
  looksAhead = false;
  cut = false;
  private order = 0;
  private left = MOST_SELECTORS;
  private readonly names: GridNames;

  /** @param names of the document's grids */
  constructor(names: GridNames) {
    this.names = names;
  }

  take(block: Block): void {
    const { selector, declarations } = block;
    const [, at = '', name = ''] = /^@(counter-style|property)\s+([^\s{]{1,100})/iu.exec(selector) ?? [];
    if (/^counter-style$/iu.test(at)) this.counterStyles.set(name, counterStyle(declarations));
    else if (/^property$/iu.test(at)) {
      const value = splitOutside(declarations, ';').find((one) => /^\s*initial-value\s*:/iu.test(one));
      if (value !== undefined) this.initial.set(name, value.slice(value.indexOf(':') + 1).trim());
    } else if (!selector.startsWith('@')) this.add(block);
  }

  private add({ selector: selectors, declarations: written, conditional, cut }: Block): void {
    this.order++;
    const shown = written.slice(0, MAX_DECLARATIONS);
    const look = lookOf(shown);
    const isHidden = look.hides(WHITE);
    const hidden = isHidden && !conditional;
    const isUnknown = UNKNOWN.test(shown) || (!isHidden && look.mayHide(WHITE));
    const times = isHidden || isUnknown || OF_TIMES.test(shown);
    const declarations = declarationsOf(written);
    const places = asRules(placesOf(shown, this.names));
    const box = boxStyleOf(shown);
    const ofFirst = FIRST.test(selectors);
    if (!times && !ofFirst && declarations === NO_DECLARATIONS && places === null && box === null) return;
    if (cut && declarations.size > 0) this.cut = true;
    for (const selector of splitOutside(selectors, ',')) {
      if (--this.left < 0) {
        this.cut ||= declarations.size > 0;
        return;
      }
      if (times) this.addTimes(selector, isHidden || isUnknown, !conditional && !isUnknown);
      if (hidden) {
        const key = plainKey(selector);
        if (key !== null) this.hidden.add(key);
      }
      if (places !== null) this.addPosition(selector, places);
      if (ofFirst || box !== null) this.addBox(selector, box, shown);
      if (declarations.size > 0 || (places !== null && OF_PLACE.test(selector) && sorts(places, selector)))
        this.addRule(selector.trim(), { declarations, places, conditional, order: this.order });
    }
  }

  /** @param isSure the rule holds wherever the element is found by its key */
  private addTimes(selector: string, hides: boolean, isSure: boolean): void {
    if (NO_BOX.test(selector) || FIRST.test(selector)) return;
    const key = plainKey(selector);
    if (hides && isSure && key !== null) return;
    // of rules for the same elements the last one wins
    if (!hides && isSure && key !== null && key === selector.trim() && this.hidden.delete(key)) this.mayHide.add(key);
    for (const one of key === null ? looseKeys(selector) : [key]) (hides ? this.mayHide : this.mayShow).add(one);
  }

  private addPosition(selector: string, places: Places): void {
    const key = plainKey(selector);
    if (key === null) return;
    const weight = (key.startsWith('#') ? 2e6 : key.startsWith('.') ? 1e6 : 0) + this.order;
    const before = this.positions.get(key) ?? null;
    const said = before === null ? places : mergedPlaces([places, before.places]);
    if (said !== null) this.positions.set(key, { places: said, weight });
  }

  /** Rules that contradict each other are all believed: what is cut may be cut. */
  private addBox(selector: string, own: BoxStyle | null, declarations: string): void {
    const first = FIRST.exec(selector)?.[1]?.toLowerCase();
    const box = first === undefined ? own : firstStyle(first === 'line' ? 'line' : 'letter', declarations);
    const key = boxKey(selector.replace(FIRST, ''), box?.cuts === true || first !== undefined);
    const merged = mergedBox(box, key === null ? null : (this.boxes.get(key) ?? null));
    if (key !== null && merged !== null) this.boxes.set(key, merged);
  }

  private addRule(written: string, rule: Omit<Rule, 'selector'>): void {
    const whole = compileSelector(written);
    const selector = whole ?? compileSelector(lastSimple(written)) ?? compileSelector(anyWith(written));
    if (selector === null) return;
    // where it shows a number is anybody's guess
    if (selector.key === '*' && whole === null && /\d|\(/u.test(rule.declarations.get('content')?.value ?? ''))
      this.cut = true;
    this.looksAhead ||= selector.looksAhead;
    const byKey = this.rules.get(selector.pseudo) ?? new Map<string, Rule[]>();
    this.rules.set(selector.pseudo, byKey);
    const list = byKey.get(selector.key) ?? [];
    byKey.set(selector.key, list);
    list.push({ ...rule, selector, conditional: rule.conditional || whole === null });
  }
}

/** Style attributes that count, or set what something else shows. */
const TELLING_ATTRIBUTE = /counter-(?:reset|increment|set)\s*:|var\s*\(|list-style|quotes\s*:/iu;

/**
 * Reads the style sheets of a document.
 * @param html the document
 * @param names of its grids
 * @param checkTime called again and again
 */
export function styleRules(html: string, names: GridNames, checkTime: () => void): StyleRules {
  const hasSheets = hasStyleSheets(html);
  if (!hasSheets && !TELLING_ATTRIBUTE.test(html)) return NO_RULES;
  const collector = new Collector(names);
  if (hasSheets) {
    const { blocks, cut } = styleBlocks(html, MAX_RULES, checkTime);
    for (const block of blocks) {
      checkTime();
      collector.take(block);
    }
    collector.cut ||= cut && collector.rules.size > 0;
  }
  const { hidden, mayHide, mayShow, positions, boxes, rules, counterStyles, initial, looksAhead, cut } = collector;
  const active = rules.size > 0 || TELLING_ATTRIBUTE.test(html);
  return { hidden, mayHide, mayShow, positions, boxes, rules, counterStyles, initial, looksAhead, active, cut };
}
