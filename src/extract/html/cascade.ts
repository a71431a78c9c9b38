/** What style says of one element or of what it generates: the winning declarations of all rules that name it. */
import { NO_DECLARATIONS, type Declarations, type Declared } from './declarations.ts';
import type { Node } from './nodes.ts';
import { mergedPlaces, type Places } from './places.ts';
import type { Rule, StyleRules } from './rules.ts';
import type { Look } from './selector-tests.ts';
import { matches } from './selectors.ts';

/** The declarations that win. */
export interface Won {
  readonly declarations: Declarations;
  readonly places: Places | null;
}

/** Which of the declarations that speak of the same thing is believed. */
export interface View {
  /** what may hold or not counts like the rest, instead of only where nothing else does */
  readonly bold: boolean;
  /** 0: the one that wins; 1: the next that shows something else, and so on, the last where there are fewer; 'digits': that with most digits */
  readonly rank: number | 'digits';
  /** steps of matching that may be taken */
  readonly steps: number;
}

const NOTHING_WON: Won = { declarations: new Map(), places: null };

/** Steps of matching for one document; a page of ten thousand elements and a hundred rules needs fewer. */
const MOST_STEPS = 5_000_000;
/** As browsers show it, as far as that is known. */
export const PLAIN_VIEW: View = { bold: false, rank: 0, steps: MOST_STEPS };

const CERTAIN = 1e15;
const IMPORTANT = 1e14;
const SURE = 1e13;
const INLINE = 9e12;
const MOST_SPECIFIC = 80_000_000;
/** Above the number of rules. */
const ORDERS = 1e5;

interface Weighed {
  readonly declared: Declared;
  readonly weight: number;
}

const digits = ({ shows }: Declared): number => shows.replace(/\D+/gu, '').length;

/** The rules of one document, asked element by element. */
export class Cascade {
  /** the elements were too many for the rules */
  spent = false;
  /** a declaration that may or may not hold was weighed against another one */
  undecided = false;
  private readonly rules: StyleRules;
  /** how many different things the declarations of one property show at one element, at most; and of custom properties */
  private mostElsewhere = 1;
  private mostOfVariables = 1;
  private usesVariables = false;
  private readonly view: View;
  private readonly look: Look;
  left: number;

  /**
   * @param complete what stands behind and inside elements is known
   */
  constructor(rules: StyleRules, complete: boolean, view: View) {
    this.rules = rules;
    this.view = view;
    this.left = view.steps;
    this.look = { complete, step: () => this.step() };
  }

  /**
   * @param pseudo 'before', 'after', 'marker'; '' for the element itself
   * @param inline its style attribute
   */
  of(node: Node, pseudo: string, inline: Declarations): Won {
    const byKey = this.rules.rules.get(pseudo);
    const found = new Map<string, Weighed[]>();
    const placing: { readonly places: Places; readonly weight: number }[] = [];
    const take = (from: Declarations, weight: number): void => {
      for (const [name, last] of from)
        for (const declared of last.earlier.length === 0 ? [last] : [...last.earlier, last]) {
          if (last.earlier.length > 0 && !this.step()) return;
          const own = weight + (declared.important ? IMPORTANT : 0) + (declared.doubtful ? 0 : CERTAIN);
          const others = found.get(name);
          if (others === undefined) found.set(name, [{ declared, weight: own }]);
          else others.push({ declared, weight: own });
        }
    };
    const rules = byKey === undefined ? [] : this.rulesFor(byKey, node);
    let unsure = 0;
    for (const { rule, weight, sure } of rules) {
      if (!sure) unsure++;
      take(rule.declarations, weight);
      if (rule.places !== null) placing.push({ places: rule.places, weight });
    }
    if (unsure > 0 && rules.length > 1) this.undecided = true;
    take(inline, SURE + INLINE);
    const places = mergedPlaces(placing.sort((a, b) => b.weight - a.weight).map((one) => one.places));
    if (found.size === 0) return places === null ? NOTHING_WON : { declarations: NO_DECLARATIONS, places };
    const declarations = new Map<string, Declared>();
    for (const [name, candidates] of found) declarations.set(name, this.pick(name, candidates));
    return { declarations, places };
  }

  /** How many different things may be shown; 1 when nothing is in question. */
  get most(): number {
    return Math.max(this.mostElsewhere, this.usesVariables ? this.mostOfVariables : 1);
  }

  private pick(name: string, candidates: readonly Weighed[]): Declared {
    const isVariable = name.startsWith('--');
    if (!isVariable && !this.usesVariables && candidates.some(({ declared }) => /var\(/iu.test(declared.value)))
      this.usesVariables = true;
    const winner = candidates.reduce((best, one) => (one.weight >= best.weight ? one : best)).declared;
    if (candidates.every(({ declared }) => declared.shows === winner.shows)) return winner;
    const different = new Map<string, Declared>([[winner.shows, winner]]);
    for (const { declared } of candidates.toReversed().sort((a, b) => b.weight - a.weight))
      if (!different.has(declared.shows)) different.set(declared.shows, declared);
    if (isVariable) this.mostOfVariables = Math.max(this.mostOfVariables, different.size);
    else this.mostElsewhere = Math.max(this.mostElsewhere, different.size);
    const ranked = [...different.values()];
    const { rank } = this.view;
    if (rank === 'digits') return ranked.reduce((best, one) => (digits(one) > digits(best) ? one : best));
    return ranked[Math.min(rank, ranked.length - 1)] ?? winner;
  }

  private step(): boolean {
    if (--this.left >= 0) return true;
    this.spent = true;
    return false;
  }

  private rulesFor(
    byKey: ReadonlyMap<string, readonly Rule[]>,
    node: Node,
  ): readonly { readonly rule: Rule; readonly weight: number; readonly sure: boolean }[] {
    const found: { rule: Rule; weight: number; sure: boolean }[] = [];
    for (const key of keysOf(node)) {
      for (const rule of byKey.get(key) ?? []) {
        if (this.spent) return found;
        const match = matches(rule.selector, node, this.look);
        if (match === 0) continue;
        const sure = match === 2 && !rule.conditional;
        const specificity = Math.min(rule.selector.specificity, MOST_SPECIFIC) * ORDERS;
        found.push({ rule, sure, weight: specificity + rule.order + (sure || this.view.bold ? SURE : 0) });
      }
    }
    return found;
  }
}

function keysOf({ name, attributes }: Node): readonly string[] {
  const keys = [name.toLowerCase(), '*'];
  const id = attributes.get('id');
  if (id !== undefined) keys.push(`#${id}`);
  const classes = attributes.get('class');
  if (classes !== undefined) for (const one of new Set(classes.slice(0, 1000).split(/\s+/u))) keys.push(`.${one}`);
  let count = 0;
  for (const attribute of attributes.keys()) if (count++ < 50) keys.push(`[${attribute}]`);
  return keys;
}
