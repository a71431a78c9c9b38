/** What style says of one element or of what it generates: the winning declarations of all rules that name it. */
import type { Declarations, Declared } from './declarations.ts';
import type { Node } from './nodes.ts';
import type { Rule, StyleRules } from './rules.ts';
import type { Look } from './selector-tests.ts';
import { matches } from './selectors.ts';

/** The declarations that win. */
export interface Won {
  readonly declarations: Declarations;
  readonly position: number | null;
}

const NOTHING_WON: Won = { declarations: new Map(), position: null };

/** Steps of matching for one document; a page of ten thousand elements and a hundred rules needs fewer. */
const MOST_STEPS = 5_000_000;

const IMPORTANT = 1e14;
const SURE = 1e13;
const INLINE = 9e12;
const MOST_SPECIFIC = 80_000_000;
/** Above the number of rules. */
const ORDERS = 1e5;

/** The rules of one document, asked element by element. */
export class Cascade {
  /** the elements were too many for the rules */
  spent = false;
  /** a declaration that may or may not hold was weighed against another one */
  undecided = false;
  private readonly rules: StyleRules;
  private readonly bold: boolean;
  private readonly look: Look;
  private left = MOST_STEPS;

  /**
   * @param complete what stands behind and inside elements is known
   * @param bold what may hold or not counts like the rest, instead of only where nothing else does
   */
  constructor(rules: StyleRules, complete: boolean, bold: boolean) {
    this.rules = rules;
    this.bold = bold;
    this.look = { complete, step: () => this.step() };
  }

  /**
   * @param pseudo 'before', 'after', 'marker'; '' for the element itself
   * @param inline its style attribute
   */
  of(node: Node, pseudo: string, inline: Declarations): Won {
    const byKey = this.rules.rules.get(pseudo);
    const weights = new Map<string, number>();
    const declarations = new Map<string, Declared>();
    let position: number | null = null;
    let positionWeight = -1;
    const take = (from: Declarations, weight: number): void => {
      for (const [name, declared] of from) {
        const own = weight + (declared.important ? IMPORTANT : 0);
        if (own < (weights.get(name) ?? -1)) continue;
        weights.set(name, own);
        declarations.set(name, declared);
      }
    };
    const rules = byKey === undefined ? [] : this.rulesFor(byKey, node);
    let unsure = 0;
    for (const { rule, weight, sure } of rules) {
      if (!sure) unsure++;
      take(rule.declarations, weight);
      if (rule.position !== null && weight > positionWeight) [position, positionWeight] = [rule.position, weight];
    }
    if (unsure > 0 && rules.length > 1) this.undecided = true;
    take(inline, SURE + INLINE);
    return declarations.size === 0 && position === null ? NOTHING_WON : { declarations, position };
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
        found.push({ rule, sure, weight: specificity + rule.order + (sure || this.bold ? SURE : 0) });
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
