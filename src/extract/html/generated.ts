/**
 * Text that style puts beside an element (CSS Generated Content, Lists and Counters): strings, values of attributes, counters and
 * quotation marks. A counter counts from wherever style says, so two of them show any number.
 */
import { unescapeCss } from './style.ts';

/** A piece of CSS `content`. */
type Piece =
  | { readonly kind: 'text' | 'attribute'; readonly value: string }
  | { readonly kind: 'counter'; readonly value: string; readonly between: string | null; readonly padded: boolean }
  | { readonly kind: 'quote'; readonly closing: boolean };

/** One change of a counter, in the order in which style applies them. */
interface CounterChange {
  readonly how: 'reset' | 'set' | 'increment';
  readonly name: string;
  readonly by: number;
}

/** What one rule generates and counts. */
export interface Generated {
  readonly content: readonly Piece[];
  readonly counters: readonly CounterChange[];
}
export const NOTHING: Generated = { content: [], counters: [] };

const PIECE =
  /"((?:[^"\\\n]|\\[^])*)"|'((?:[^'\\\n]|\\[^])*)'|attr\(\s*([\w-]{1,60})[^()]{0,60}\)|counters?\(\s*([\w-]{1,60})\s*(?:,\s*(?:"([^"\n]{0,60})"|'([^'\n]{0,60})'))?\s*(?:,\s*([\w-]{1,40}))?\s*\)|(open|close)-quote|;/giu;

function pieceOf(match: RegExpExecArray | RegExpMatchArray): Piece {
  const [, double, single, attribute, counter, between, otherBetween, style, quote] = match;
  if (attribute !== undefined) return { kind: 'attribute', value: attribute.toLowerCase() };
  if (quote !== undefined) return { kind: 'quote', closing: quote.toLowerCase() === 'close' };
  if (counter === undefined) return { kind: 'text', value: unescapeCss(double ?? single ?? '') };
  const joins = /^counters/iu.test(match[0]) ? unescapeCss(between ?? otherBetween ?? '') : null;
  return { kind: 'counter', value: counter, between: joins, padded: /leading-zero/iu.test(style ?? '') };
}

/** CSS content: "8112" attr(data-a) counter(n) */
function contentOf(declarations: string): readonly Piece[] {
  const start = /(?:^|[;{\s])content\s*:/iu.exec(declarations);
  if (start === null) return [];
  const at = start.index + start[0].length;
  const pieces: Piece[] = [];
  for (const match of declarations.slice(at, at + 2000).matchAll(PIECE)) {
    if (match[0] === ';') break;
    pieces.push(pieceOf(match));
  }
  return pieces;
}

function countersOf(declarations: string): readonly CounterChange[] {
  if (!/counter-/iu.test(declarations)) return [];
  const changes: CounterChange[] = [];
  for (const how of ['reset', 'increment', 'set'] as const)
    for (const match of declarations.matchAll(new RegExp(`counter-${how}\\s*:([^;}]{1,1000})`, 'giu')))
      for (const [, name = '', by] of (match[1] ?? '').matchAll(/([A-Za-z_][\w-]{0,60})(?:\s+([-+]?\d{1,10}))?/gu))
        changes.push({ how, name, by: by === undefined ? Number(how === 'increment') : Number(by) });
  return changes;
}

/** What declarations of a rule or a style attribute generate and count. */
export function generatedBy(declarations: string): Generated {
  const content = contentOf(declarations);
  const counters = countersOf(declarations);
  return content.length + counters.length === 0 ? NOTHING : { content, counters };
}

/** Text of a list's marks: list-style-type: "8112"; '' when style gives none. */
export function markerOf(declarations: string): string {
  if (!/list-style/iu.test(declarations)) return '';
  const match = /list-style(?:-type)?\s*:[^;}]{0,200}?(?:"((?:[^"\\\n]|\\[^])*)"|'((?:[^'\\\n]|\\[^])*)')/iu.exec(
    declarations,
  );
  return unescapeCss(match?.[1] ?? match?.[2] ?? '');
}

/** Quotation marks that style chooses: quotes: "8112" "18"; null when it chooses none. */
export function quotesOf(declarations: string): readonly string[] | null {
  if (!/quotes\s*:/iu.test(declarations)) return null;
  const list = /(?:^|[;{\s])quotes\s*:([^;}]{1,500})/iu.exec(declarations)?.[1];
  if (list === undefined) return null;
  return [...list.matchAll(/"([^"\n]*)"|'([^'\n]*)'/gu)].map((match) => unescapeCss(match[1] ?? match[2] ?? ''));
}

interface Scope {
  readonly depth: number;
  value: number;
}

/** The counters of one document while it is read. */
export class Counters {
  private readonly scopes = new Map<string, Scope[]>();

  /** Applies what style says of the counters at an element. @param depth of the element */
  apply(changes: readonly CounterChange[], depth: number): void {
    for (const { how, name, by } of changes) {
      const scopes = this.at(name, depth);
      const last = scopes[scopes.length - 1];
      if (how === 'reset') {
        if (last?.depth === depth) scopes.pop();
        scopes.push({ depth, value: by });
      } else if (last === undefined) scopes.push({ depth, value: by });
      else last.value = how === 'set' ? by : last.value + by;
    }
  }

  /** Text that a piece of content shows at an element. */
  show(
    { content }: Generated,
    attributes: ReadonlyMap<string, string>,
    depth: number,
    quotes: readonly string[],
  ): string {
    return content.map((piece) => this.text(piece, attributes, depth, quotes)).join('');
  }

  private text(
    piece: Piece,
    attributes: ReadonlyMap<string, string>,
    depth: number,
    quotes: readonly string[],
  ): string {
    switch (piece.kind) {
      case 'text':
        return piece.value;
      case 'attribute':
        return attributes.get(piece.value) ?? '';
      case 'quote':
        return quotes[piece.closing ? 1 : 0] ?? '';
      case 'counter': {
        const values = this.at(piece.value, depth).map(({ value }) => value);
        const shown = piece.between === null ? values.slice(-1) : values;
        return shown.map((value) => String(value).padStart(piece.padded ? 2 : 1, '0')).join(piece.between ?? '');
      }
    }
  }

  /** The counters of a name that reach an element: those of its ancestors and of what stands before it beside them. */
  private at(name: string, depth: number): Scope[] {
    const scopes = this.scopes.get(name) ?? [];
    while ((scopes[scopes.length - 1]?.depth ?? 0) > depth) scopes.pop();
    this.scopes.set(name, scopes);
    return scopes;
  }
}
