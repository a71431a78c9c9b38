/**
 * Custom properties (CSS Custom Properties for Cascading Variables): each element may set its own, and those inside see them. A value is put
 * together when a property that shows something uses it, and only as far as such values reasonably go.
 */
import { closingBracket, splitOutside, type Declarations } from './declarations.ts';

/** What an element sets, and where it stands. */
export interface Scope {
  readonly own: ReadonlyMap<string, string>;
  readonly parent: Scope | null;
  /** values that were put together */
  readonly known: Map<string, string | null>;
}

/** Values longer than this are not put together. */
const LONGEST = 4_000;
const DEEPEST = 64;
/** Steps for one document: looking up in a scope, putting in a value. */
const MOST_STEPS = 2_000_000;

const NONE_OPEN: ReadonlySet<string> = new Set();

/** The custom properties of one document. */
export class Variables {
  /** some value was too long, too deep or one of too many */
  spent = false;
  private left = MOST_STEPS;
  private readonly initial: ReadonlyMap<string, string>;

  /** @param initial values that `@property` gives */
  constructor(initial: ReadonlyMap<string, string>) {
    this.initial = initial;
  }

  /** The scope of an element inside another one's. */
  scope(parent: Scope | null, sets: readonly Declarations[]): Scope | null {
    let own: Map<string, string> | null = null;
    for (const declarations of sets)
      for (const [name, { value }] of declarations)
        if (name.startsWith('--')) (own ??= new Map<string, string>()).set(name, value);
    return own === null ? parent : { own, parent, known: new Map() };
  }

  /**
   * A value with the custom properties in it put in.
   * @returns null when one of them has no value (the declaration is then as good as not there)
   */
  resolve(value: string, scope: Scope | null): string | null {
    return /var\(/iu.test(value) ? this.substituted(value, scope, 0, NONE_OPEN) : value;
  }

  private substituted(value: string, scope: Scope | null, depth: number, open: ReadonlySet<string>): string | null {
    if (depth > DEEPEST) return this.give();
    let out = '';
    let from = 0;
    for (const match of value.matchAll(/(?<![\w-])var\(/giu)) {
      if (match.index < from) continue;
      const bracket = match.index + match[0].length - 1;
      const end = closingBracket(value, bracket);
      const [name = '', ...fallback] = splitOutside(value.slice(bracket + 1, end), ',');
      const found = this.valueOf(name.trim(), scope, depth, open);
      const used = found ?? (fallback.length > 0 ? this.substituted(fallback.join(','), scope, depth + 1, open) : null);
      if (used === null) return null;
      out += value.slice(from, match.index) + used;
      from = end + 1;
      if (out.length > LONGEST) return this.give();
    }
    return out + value.slice(from);
  }

  private valueOf(name: string, scope: Scope | null, depth: number, open: ReadonlySet<string>): string | null {
    for (let at = scope; at !== null; at = at.parent) {
      if (--this.left < 0) return this.give();
      const written = at.own.get(name);
      if (written === undefined) continue;
      const known = at.known.get(name);
      if (known !== undefined) return known;
      // inside itself a value means that of the elements around, which no browser gives: a cycle has none
      if (open.has(name)) return null;
      if (/^(?:initial|inherit|unset)$/iu.test(written)) continue;
      const value = this.substituted(written, at, depth + 1, new Set([...open, name]));
      if (!this.spent) at.known.set(name, value);
      return value;
    }
    return this.initial.get(name) ?? null;
  }

  private give(): null {
    this.spent = true;
    return null;
  }
}
