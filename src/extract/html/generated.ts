/**
 * Text that style puts beside an element (CSS Generated Content, Lists and Counters): strings, values of attributes, counters and
 * quotation marks. A counter counts from wherever style says, so two of them show any number.
 */
import { arithmetic } from './arithmetic.ts';
import { symbolsFunction, written, type CounterStyle } from './counter-styles.ts';
import { closingBracket, splitOutside } from './declarations.ts';
import { unescapeCss } from './style.ts';

/** A piece of CSS `content`. */
type Piece =
  | { readonly kind: 'text' | 'string'; readonly value: string }
  | { readonly kind: 'attribute'; readonly value: string; readonly fallback: string }
  | { readonly kind: 'counter'; readonly value: string; readonly between: string | null; readonly style: string }
  | { readonly kind: 'quote'; readonly closing: boolean; readonly silent: boolean };

/** One change of a counter, in the order in which style applies them. */
export interface CounterChange {
  readonly how: 'reset' | 'set' | 'increment';
  readonly name: string;
  readonly by: number;
}

/** The end of a value closes it too. */
const STRING = String.raw`"((?:[^"\\\n]|\\[^])*)(?:"|$)|'((?:[^'\\\n]|\\[^])*)(?:'|$)`;
const PIECE = new RegExp(
  String.raw`${STRING}|(?<![\w-])(attr|counters?|string)(?=\()|(?<![\w-])(no-)?(open|close)-quote`,
  'giu',
);
const FIRST_STRING = new RegExp(STRING, 'u');
/** More pieces than this of one value are not looked at. */
const MOST_PIECES = 500;

const stringIn = (text: string): string => {
  const match = FIRST_STRING.exec(text);
  return unescapeCss(match?.[1] ?? match?.[2] ?? '');
};

function functionPiece(name: string, inside: string): Piece {
  const [first = '', ...others] = splitOutside(inside, ',').map((one) => one.trim());
  if (name === 'string') return { kind: 'string', value: first };
  if (name === 'attr') {
    const attribute = /^(?:[\w*-]*\|)?([\w-]{1,60})/u.exec(first)?.[1] ?? '';
    return { kind: 'attribute', value: attribute.toLowerCase(), fallback: stringIn(others.join(',')) };
  }
  const [between, style] = name === 'counters' ? [stringIn(others[0] ?? ''), others[1]] : [null, others[0]];
  return { kind: 'counter', value: first, between, style: style ?? '' };
}

/** The pieces of a value of `content`: "8112" attr(data-a) counter(n) */
export function piecesOf(content: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of content.matchAll(PIECE)) {
    if (match.index < from || pieces.length >= MOST_PIECES) continue;
    const [all, double, single, name, no, quote] = match;
    if (quote !== undefined)
      pieces.push({ kind: 'quote', closing: quote.toLowerCase() === 'close', silent: no !== undefined });
    else if (name === undefined) pieces.push({ kind: 'text', value: unescapeCss(double ?? single ?? '') });
    else {
      const open = match.index + all.length;
      const end = closingBracket(content, open);
      pieces.push(functionPiece(name.toLowerCase(), content.slice(open + 1, end)));
      from = end + 1;
    }
  }
  return pieces;
}

/** A whole number, or a sum of such as calc() has it. */
function integer(text: string): number | null {
  if (/^[-+]?\d{1,12}$/u.test(text)) return Number(text);
  const terms = /^calc\((.{1,200})\)$/iu.exec(text)?.[1];
  const value = Math.round((terms === undefined ? null : arithmetic(terms)) ?? NaN);
  return Number.isSafeInteger(value) ? value : null;
}

const COUNTER =
  /(?:reversed\(\s*)?([A-Za-z_\u0080-\uffff-][\w\u0080-\uffff-]{0,100})(?:\s*\))?(?:\s+(calc\((?:[^()]|\([^()]*\)){1,200}\)|[-+]?\d{1,12}))?/gu;

/**
 * The changes that a property of counters makes.
 * @param attributes what attr() is replaced by
 */
export function changesOf(
  how: CounterChange['how'],
  value: string,
  attributes: ReadonlyMap<string, string>,
): readonly CounterChange[] {
  const put = value.replace(/attr\(\s*([\w-]{1,60})[^(),]{0,60}(?:\([^()]{0,60}\))?\s*(?:,\s*([-+]?\d{1,12})\s*)?\)/giu, (_all, name: string, fallback?: string) => attributes.get(name.toLowerCase()) ?? fallback ?? '0'); // prettier-ignore
  if (/^(?:none|initial|inherit|unset)$/iu.test(put)) return [];
  return [...put.slice(0, 4_000).matchAll(COUNTER)].map(([, name = '', by]) => ({
    how,
    name,
    by: (by === undefined ? null : integer(by)) ?? Number(how === 'increment'),
  }));
}

/** Text of a list's marks: list-style-type: "8112"; '' when style gives none. */
export const markerOf = (value: string): string => stringIn(value);

/** Quotation marks that style chooses: "8112" "18". */
export const quotesOf = (value: string): readonly string[] =>
  [...value.slice(0, 1_000).matchAll(new RegExp(STRING, 'gu'))].map((match) => unescapeCss(match[1] ?? match[2] ?? ''));

interface Scope {
  readonly depth: number;
  value: number;
}

/** The counters, named strings and quotation marks of one document while it is read. */
export class Counters {
  private readonly scopes = new Map<string, Scope[]>();
  private readonly strings = new Map<string, string>();
  private readonly styles: ReadonlyMap<string, CounterStyle>;
  private quoteDepth = 0;

  constructor(styles: ReadonlyMap<string, CounterStyle>) {
    this.styles = styles;
  }

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

  /** `string-set: name "text"`. */
  setStrings(value: string, attributes: ReadonlyMap<string, string>): void {
    for (const one of splitOutside(value, ',')) {
      const [, name = '', content = ''] = /^\s*([\w-]{1,60})\s([^]*)$/u.exec(one) ?? [];
      if (name !== '') this.strings.set(name, this.show(piecesOf(content), attributes, 0, []));
    }
  }

  /** Text that a piece of content shows at an element. */
  show(
    content: readonly Piece[],
    attributes: ReadonlyMap<string, string>,
    depth: number,
    quotes: readonly string[],
  ): string {
    return content.map((piece) => this.text(piece, attributes, depth, quotes)).join('');
  }

  /** The mark that opens or closes a quotation at the depth that is reached. */
  quote(closing: boolean, quotes: readonly string[]): string {
    if (closing) this.quoteDepth = Math.max(0, this.quoteDepth - 1);
    const level = Math.min(this.quoteDepth, Math.max(0, Math.floor(quotes.length / 2) - 1));
    if (!closing) this.quoteDepth++;
    return quotes[2 * level + Number(closing)] ?? '';
  }

  /** The number of a counter at an element; null when there is no such counter. */
  valueOf(name: string, depth: number): number | null {
    return this.at(name, depth).at(-1)?.value ?? null;
  }

  /** The style of that name. */
  styleOf(name: string): CounterStyle | null {
    const symbols = /^symbols\(([^]{1,2000})\)$/iu.exec(name)?.[1];
    return symbols === undefined ? (this.styles.get(name) ?? null) : symbolsFunction(symbols);
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
      case 'string':
        return this.strings.get(piece.value) ?? '';
      case 'attribute':
        return attributes.get(piece.value) ?? piece.fallback;
      case 'quote': {
        const mark = this.quote(piece.closing, quotes);
        return piece.silent ? '' : mark;
      }
      case 'counter': {
        const values = this.at(piece.value, depth).map(({ value }) => value);
        const shown = piece.between === null ? values.slice(-1) : values;
        const style = piece.style === '' ? null : this.styleOf(piece.style);
        const least = /leading-zero/iu.test(piece.style) ? 2 : 1;
        return shown
          .map((value) => (style === null ? String(value).padStart(least, '0') : written(value, style)))
          .join(piece.between ?? '');
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
