/** Declarations of CSS, and what stands between brackets and quotation marks in its values. */

/** One declaration. */
export interface Declared {
  readonly value: string;
  readonly important: boolean;
}

/** Declarations by property, the last of each; names of custom properties as written, others in lower case. */
export type Declarations = ReadonlyMap<string, Declared>;

export const NO_DECLARATIONS: Declarations = new Map();

/** Properties that generate, count or number text. */
const TELLING = /^(?:content|counter-(?:reset|increment|set)|list-style(?:-type)?|quotes|string-set|--.{1,200})$/u;
/** Anything of the kind in a text. */
export const MAY_TELL = /content|counter-|list-style|quotes|string-set|--/iu;

/** More declarations of one rule are not looked at. */
const MOST_DECLARATIONS = 5_000;

/** Where a string ends that begins at an offset: its closing mark, or the line end or end that cut it. */
export function endOfString(css: string, at: number): number {
  const quote = css.charAt(at);
  let end = at + 1;
  while (end < css.length && css.charAt(end) !== quote && css.charAt(end) !== '\n')
    end += css.charAt(end) === '\\' ? 2 : 1;
  return end;
}

/**
 * Splits outside strings and brackets, in one pass.
 * @param separator one character
 */
export function splitOutside(css: string, separator: string): readonly string[] {
  if (!css.includes(separator)) return [css];
  const pieces: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < css.length; at++) {
    const c = css.charAt(at);
    if (c === '"' || c === "'") at = endOfString(css, at);
    else if (c === '\\') at++;
    else if (c === '(' || c === '[') depth++;
    else if (c === ')' || c === ']') depth = Math.max(0, depth - 1);
    else if (c === separator && depth === 0) {
      pieces.push(css.slice(start, at));
      start = at + 1;
    }
  }
  pieces.push(css.slice(start));
  return pieces;
}

/** The position of the bracket that closes the one at an offset; the end of the text when none does. */
export function closingBracket(css: string, open: number): number {
  let depth = 0;
  for (let at = open; at < css.length; at++) {
    const c = css.charAt(at);
    if (c === '"' || c === "'") at = endOfString(css, at);
    else if (c === '\\') at++;
    else if (c === '(') depth++;
    else if (c === ')' && --depth === 0) return at;
  }
  return css.length;
}

const IMPORTANT = /!\s*important\s*$/iu;

/** The declarations of a block that generate, count or number text, or define custom properties. */
export function declarationsOf(block: string): Declarations {
  if (!MAY_TELL.test(block)) return NO_DECLARATIONS;
  const found = new Map<string, Declared>();
  for (const piece of splitOutside(block, ';').slice(0, MOST_DECLARATIONS)) {
    const colon = piece.indexOf(':');
    if (colon < 0) continue;
    const written = piece.slice(0, colon).trim();
    const name = written.startsWith('--') ? written : written.toLowerCase();
    if (!TELLING.test(name)) continue;
    const important = IMPORTANT.test(piece);
    if (found.get(name)?.important === true && !important) continue;
    const value = piece
      .slice(colon + 1)
      .replace(IMPORTANT, '')
      .trim();
    found.set(name, { value, important });
  }
  return found;
}
