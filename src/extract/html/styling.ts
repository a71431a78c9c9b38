/** What style makes of the elements of one document: counters, marks, quotation marks, custom properties, generated text. */
import { markWritten } from './counter-styles.ts';
import { Cascade, type View } from './cascade.ts';
import { NO_DECLARATIONS, type Declarations } from './declarations.ts';
import { changesOf, Counters, markerOf, piecesOf, quotesOf } from './generated.ts';
import { Nodes, type Node } from './nodes.ts';
import type { Places } from './places.ts';
import type { StyleRules } from './rules.ts';
import { Variables, type Scope } from './variables.ts';

/** What style says of an element. */
export interface Styled {
  /** null where no style sheet needs to know */
  readonly node: Node | null;
  readonly scope: Scope | null;
  readonly own: Declarations;
  /** quotation marks, of the element or those around it */
  readonly quotes: readonly string[];
  /** `list-style` in force */
  readonly list: string;
  /** where a rule puts it among its neighbours */
  readonly places: Places | null;
}

/** An element of which style says nothing. */
export const UNSTYLED: Styled = {
  node: null,
  scope: null,
  own: NO_DECLARATIONS,
  quotes: ['"', '"'],
  list: '',
  places: null,
};

/** Different values of `content` of one document that are remembered. */
const MOST_REMEMBERED = 500;
const CHANGES = ['reset', 'increment', 'set'] as const;

/** Follows the style of one document. Depths are those of the open elements. */
export class Styling {
  readonly nodes: Nodes;
  private readonly rules: StyleRules;
  private readonly cascade: Cascade;
  private readonly variables: Variables;
  private readonly counters: Counters;
  private readonly pieces = new Map<string, ReturnType<typeof piecesOf>>();

  /**
   * @param known nodes of an earlier reading of the same document
   * @param view which of several declarations is believed
   */
  constructor(rules: StyleRules, known: Nodes | null, view: View) {
    this.rules = rules;
    this.nodes = new Nodes(known);
    this.cascade = new Cascade(rules, known !== null, view);
    this.variables = new Variables(rules.initial);
    this.counters = new Counters(rules.counterStyles);
  }

  /** Some of it cost too much to be worked out. */
  get spent(): boolean {
    return this.cascade.spent || this.variables.spent;
  }

  /** Another reading of what may hold or not may show another text. */
  get undecided(): boolean {
    return this.cascade.undecided;
  }

  /** Steps of matching that are left. */
  get stepsLeft(): number {
    return this.cascade.left;
  }

  /** How many different things may be shown where rules contradict each other; 1 when they do not. */
  get most(): number {
    return this.cascade.most;
  }

  /** An element opens. @param inline its style attribute */
  enter(name: string, attributes: ReadonlyMap<string, string>, parent: Styled, inline: Declarations): Styled {
    if (!this.rules.active) return parent;
    const node = this.nodes.enter(name, attributes, parent.node ?? this.nodes.root);
    const { declarations: own, places } = this.cascade.of(node, '', inline);
    const scope = this.variables.scope(parent.scope, [own]);
    const value = (property: string): string | null => this.value(own, property, scope);
    const quotes = value('quotes');
    return {
      node,
      scope,
      own,
      quotes: quotes === null ? parent.quotes : quotesOf(quotes),
      list: value('list-style') ?? parent.list,
      places,
    };
  }

  /** Text stands directly in an element. */
  hasText({ node }: Styled): void {
    if (node !== null) node.hasText = true;
  }

  /** Counts what style, and the numbering of lists, say at an element. */
  count(name: string, attributes: ReadonlyMap<string, string>, { node, own, scope }: Styled, depth: number): void {
    if (node === null) return;
    const start = Number(attributes.get('start') ?? 1) - 1;
    if (name === 'ol' || name === 'ul')
      this.counters.apply([{ how: 'reset', name: 'list-item', by: Number.isSafeInteger(start) ? start : 0 }], depth);
    if (name === 'li') {
      const set = Number(attributes.get('value') ?? NaN);
      const by = Number.isSafeInteger(set);
      this.counters.apply([{ how: by ? 'set' : 'increment', name: 'list-item', by: by ? set : 1 }], depth);
    }
    this.apply(own, scope, attributes, depth);
  }

  /** The mark of a list item. */
  mark(attributes: ReadonlyMap<string, string>, styled: Styled, depth: number): string {
    if (styled.node === null) return '';
    const content = this.generate('marker', attributes, styled, depth);
    if (content !== '') return content;
    const text = markerOf(styled.list);
    if (text !== '' || styled.list === '') return text;
    const names = /^symbols\(/iu.test(styled.list) ? [styled.list] : styled.list.split(/\s+/u).slice(0, 5);
    const [style] = names.flatMap((one) => this.counters.styleOf(one) ?? []);
    const value = this.counters.valueOf('list-item', depth);
    return style === undefined || value === null ? '' : markWritten(value, style);
  }

  /** What style puts before or behind the content of an element. */
  generate(pseudo: string, attributes: ReadonlyMap<string, string>, styled: Styled, depth: number): string {
    if (styled.node === null || !this.rules.rules.has(pseudo)) return '';
    const { declarations } = this.cascade.of(styled.node, pseudo, NO_DECLARATIONS);
    if (!declarations.has('content')) return '';
    const scope = this.variables.scope(styled.scope, [declarations]);
    const content = this.value(declarations, 'content', scope);
    if (content === null) return '';
    this.apply(declarations, scope, attributes, depth);
    const pieces = this.pieces.get(content) ?? piecesOf(content);
    if (this.pieces.size < MOST_REMEMBERED) this.pieces.set(content, pieces);
    return this.counters.show(pieces, attributes, depth, styled.quotes);
  }

  /** The mark of a q element. */
  quote(closing: boolean, { quotes }: Styled): string {
    return this.counters.quote(closing, quotes);
  }

  private value(declarations: Declarations, property: string, scope: Scope | null): string | null {
    const declared = declarations.get(property);
    return declared === undefined ? null : this.variables.resolve(declared.value, scope);
  }

  private apply(
    declarations: Declarations,
    scope: Scope | null,
    attributes: ReadonlyMap<string, string>,
    depth: number,
  ): void {
    if (declarations.size === 0) return;
    for (const how of CHANGES) {
      const value = this.value(declarations, `counter-${how}`, scope);
      if (value !== null) this.counters.apply(changesOf(how, value, attributes), depth);
    }
    const strings = this.value(declarations, 'string-set', scope);
    if (strings !== null) this.counters.setStrings(strings, attributes);
  }
}
