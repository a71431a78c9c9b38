/** Declarations of CSS, and what stands between brackets and quotation marks in its values. */

import { unescapeCss } from './style.ts';

/** One declaration. */
export interface Declared {
  readonly value: string;
  readonly important: boolean;
  /** no browser is known to take it */
  readonly doubtful: boolean;
  /** what it shows: those that show nothing have '' */
  readonly shows: string;
  /** what the same block says before of the same property, where that shows something else */
  readonly earlier: readonly Declared[];
}

/** Declarations by property, the last of each; `list-style-type` is `list-style`; names of custom properties as written, others in lower case. */
export type Declarations = ReadonlyMap<string, Declared>;

export const NO_DECLARATIONS: Declarations = new Map();

/** Properties that generate, count or number text. */
const TELLING = /^(?:content|counter-(?:reset|increment|set)|list-style(?:-type)?|quotes|string-set|--.{1,200})$/u;
/** Anything of the kind in a text. */
export const MAY_TELL = /content|counter-|list-style|quotes|string-set|--/iu;

/** More declarations of one rule are not looked at. */
const MOST_DECLARATIONS = 5_000;
/** Of one property in one block, that show different things. */
const MOST_EARLIER = 20;

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

const STRINGS = /"(?:[^"\\\n]|\\[^])*(?:"|$)|'(?:[^'\\\n]|\\[^])*(?:'|$)/gu;
const FUNCTION =
  /(?<![\w-])(?:attr|counters?|env|leader|string|symbols|target-(?:counters?|text)|url|var)\([^()]{0,4000}\)/giu;
const WORDS =
  /(?<![\w-])(?:contents|inherit|initial|none|normal|revert|revert-layer|unset|(?:no-)?(?:open|close)-quote)(?![\w-])/giu;

/** Whether `content` has something in it that browsers drop the whole declaration for. */
function isDoubtful(value: string): boolean {
  let rest = value.slice(0, 4_000).replace(STRINGS, ' ');
  for (let depth = 0; depth < 4 && rest.includes('('); depth++) rest = rest.replace(FUNCTION, ' ');
  return !/^[\s/]*$/u.test(rest.replace(WORDS, ' '));
}

const LIST_WORDS =
  /^(?:\s*(?:url\([^()]*\)|disc|circle|square|decimal|none|inside|outside|initial|inherit|unset|(?:lower|upper)-(?:alpha|latin|roman)))*\s*$/iu;
const MEASURE =
  /^\s*(?:#[\da-f]{3,8}|-?[\d.]+(?:px|pt|r?em|%|v[hw]|m?s)|none|inherit|initial|unset|normal|transparent|)\s*$/iu;
/** Signs of icon fonts. */
const ICON = /["']\s*(?:\\[ef][\da-f]{3,4}\s*|[\ue000-\uf8ff])?\s*["']/giu;

/** What a value shows, as far as two of them can be told apart by it. */
function shownBy(name: string, value: string): string {
  if (name === 'content') return /["'(]|-quote/u.test(value.replace(ICON, '')) ? value : '';
  if (name === 'list-style') return LIST_WORDS.test(value) ? '' : value;
  if (name === 'quotes') return /\d|\(/u.test(unescapeCss(value)) ? value : '';
  return name.startsWith('--') && MEASURE.test(value) ? '' : value;
}

function declared(name: string, written: string, before: Declared | undefined): Declared {
  const value = written.replace(IMPORTANT, '').trim();
  const shows = shownBy(name, value);
  const others = before === undefined ? [] : [...before.earlier, { ...before, earlier: [] }];
  const earlier = others.filter((one, at) => others.findLastIndex(({ shows, important, doubtful }) => shows === one.shows && important === one.important && doubtful === one.doubtful) === at); // prettier-ignore
  const doubtful = name === 'content' && isDoubtful(value);
  return { value, important: IMPORTANT.test(written), doubtful, shows, earlier: earlier.slice(0, MOST_EARLIER) };
}

/** The declarations of a block that generate, count or number text, or define custom properties. */
export function declarationsOf(block: string): Declarations {
  if (!MAY_TELL.test(block)) return NO_DECLARATIONS;
  const found = new Map<string, Declared>();
  for (const piece of splitOutside(block, ';').slice(0, MOST_DECLARATIONS)) {
    const colon = piece.indexOf(':');
    if (colon < 0) continue;
    const written = piece.slice(0, colon).trim();
    const name = written.startsWith('--') ? written : written.toLowerCase().replace(/^list-style-type$/u, 'list-style');
    if (TELLING.test(name)) found.set(name, declared(name, piece.slice(colon + 1), found.get(name)));
  }
  return found;
}
