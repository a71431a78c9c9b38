/**
 * Selectors of CSS (Selectors Level 4) as tests of elements. What only a running program knows (hover, focus, states of forms) may hold
 * or not: such a match is unsure.
 */
import { closingBracket, splitOutside } from './declarations.ts';
import type { Node } from './nodes.ts';
import { attributeTest, nthTest, sure, type Look, type Match, type Test } from './selector-tests.ts';
import { unescapeCss } from './style.ts';

/** Simple selectors about one element, and how it stands to the one before. */
interface Compound {
  readonly combinator: '' | ' ' | '>' | '+' | '~';
  readonly test: Test;
}

/** A selector. */
export interface Selector {
  readonly compounds: readonly Compound[];
  /** 'before', 'after', 'marker' …; '' when it names the element itself */
  readonly pseudo: string;
  /** the key under which its element is looked up: '#id', '.class', '[attribute]', 'name' or '*' */
  readonly key: string;
  readonly specificity: number;
  /** it asks what stands behind or inside an element */
  readonly looksAhead: boolean;
}

const LONGEST = 2_000;
const MOST_COMPOUNDS = 100;
const DEEPEST = 5;
const IDENT = String.raw`(?:[\w\u0080-\uffff-]|\\[\da-fA-F]{1,6}[ \t]?|\\[^\n])+`;
const TOKEN = new RegExp(
  String.raw`(?:(?:${IDENT}|\*)?\|)?(${IDENT}|\*)|#(${IDENT})|\.(${IDENT})|\[((?:[^\]"'\\]|\\[^]|"(?:[^"\\\n]|\\[^]){0,400}"|'(?:[^'\\\n]|\\[^]){0,400}'){0,400})\]|(::?)(${IDENT})(\()?|\s*([>+~])\s*|(\s+)`,
  'uy',
);
const and = (tests: readonly Test[]): Test => {
  const all = [...tests];
  return (node, look) => {
    let least: Match = 2;
    for (const test of all) {
      const match = test(node, look);
      if (match === 0) return 0;
      if (match < least) least = match;
    }
    return least;
  };
};
const lastPlace = (node: Node): number => (node.parent?.children.length ?? node.index) - node.index + 1;
const lastOfType = (node: Node): number => (node.parent?.types?.get(node.name) ?? node.typeIndex) - node.typeIndex + 1;
const PLACES: Readonly<Record<string, readonly [place: (node: Node) => number, ahead: boolean]>> = {
  child: [({ index }) => index, false],
  'of-type': [({ typeIndex }) => typeIndex, false],
  'last-child': [lastPlace, true],
  'last-of-type': [lastOfType, true],
};

interface Simple {
  readonly test: Test;
  readonly ahead: boolean;
  readonly specificity: number;
}
const CLASS = 1_000;
const simple = (test: Test, ahead = false, specificity = CLASS): Simple => ({ test, ahead, specificity });
const UNSURE = simple(() => 1);

function placeTest(place: (node: Node) => number, ahead: boolean, holds: (place: number) => boolean): Simple {
  return simple((node, look) => (ahead && !look.complete ? 1 : sure(holds(place(node)))), ahead);
}

const ONE = (place: number): boolean => place === 1;

function structural(name: string, inside: string): Simple | null {
  const nth = /^nth-((?:last-)?(?:child|of-type))$/u.exec(name)?.[1];
  const [place, ahead] = PLACES[nth ?? name.replace(/^first-/u, '')] ?? [];
  if (nth !== undefined && place !== undefined) {
    const holds = nthTest(inside);
    return holds === null ? UNSURE : placeTest(place, ahead === true, holds);
  }
  if (/^(?:first|last)-(?:child|of-type)$/u.test(name) && place !== undefined)
    return placeTest(place, ahead === true, ONE);
  const only = /^only-(child|of-type)$/u.exec(name)?.[1];
  if (only !== undefined)
    return simple((node, look) => {
      const [first, last] = only === 'child' ? [node.index, lastPlace(node)] : [node.typeIndex, lastOfType(node)];
      return first !== 1 ? 0 : look.complete ? sure(last === 1) : 1;
    }, true);
  if (name === 'empty')
    return simple((node, look) => (node.children.length > 0 || node.hasText ? 0 : look.complete ? 2 : 1), true);
  return name === 'root' ? simple((node) => sure(node.parent === null)) : null;
}

/** An element inside or behind another one that a relative selector names. */
function relativeMatch(node: Node, selector: Selector, leading: string, look: Look): Match {
  const siblings = (): readonly Node[] => node.parent?.children.slice(node.index) ?? [];
  const stack: Node[] =
    leading === '+' ? siblings().slice(0, 1) : leading === '~' ? [...siblings()] : [...node.children];
  let best: Match = 0;
  for (let next = stack.pop(); next !== undefined && look.step(); next = stack.pop()) {
    const match = matches(selector, next, look);
    if (match > best) best = match;
    if (best === 2) break;
    if (leading === '' || leading === ' ') stack.push(...next.children);
  }
  return best;
}

function functional(name: string, inside: string, depth: number): Simple | null {
  if (name === 'has') {
    const parts = splitOutside(inside, ',').map((one): readonly [string, Selector | null] => {
      const [, leading = '', rest = ''] = /^\s*([>+~]?)\s*([^]*)$/u.exec(one) ?? [];
      return [leading, compileSelector(rest, depth + 1)];
    });
    return simple((node, look) => {
      if (!look.complete) return 1;
      return parts.reduce<Match>((best, [leading, selector]) => {
        const match = selector === null ? 1 : relativeMatch(node, selector, leading, look);
        return match > best ? match : best;
      }, 0);
    }, true);
  }
  if (!/^(?:is|where|not|matches|any|-webkit-any|-moz-any)$/u.test(name)) return null;
  const selectors = splitOutside(inside, ',').map((one) => compileSelector(one.trim(), depth + 1));
  const any: Test = (node, look) =>
    selectors.reduce<Match>((best, one) => {
      const match = one === null ? 1 : matches(one, node, look);
      return match > best ? match : best;
    }, 0);
  const inverted: Test = (node, look) => {
    const match = any(node, look);
    return match === 2 ? 0 : match === 1 ? 1 : 2;
  };
  const specificity = name === 'where' ? 0 : Math.max(0, ...selectors.map((one) => one?.specificity ?? 0));
  return simple(
    name === 'not' ? inverted : any,
    selectors.some((one) => one?.looksAhead === true),
    specificity,
  );
}

function pseudoClass(name: string, inside: string, depth: number): Simple {
  if (/^(?:any-)?link$/u.test(name)) return simple((node) => sure(node.attributes.has('href')));
  if (name === 'checked' || name === 'disabled') return simple((node) => (node.attributes.has(name) ? 2 : 1));
  return structural(name, inside) ?? functional(name, inside, depth) ?? UNSURE;
}

const PSEUDO_ELEMENT = /^(?:before|after|marker|first-letter|first-line|selection|placeholder)$/u;

/** State while a selector is taken apart. */
interface Draft {
  readonly compounds: Compound[];
  tests: Test[];
  combinator: Compound['combinator'];
  keys: string[];
  pseudo: string;
  specificity: number;
  ahead: boolean;
}

function settle(draft: Draft): void {
  draft.compounds.push({ combinator: draft.combinator, test: and(draft.tests) });
  draft.tests = [];
  draft.keys = [];
}

function add(draft: Draft, { test, ahead, specificity }: Simple, key: string): void {
  draft.tests.push(test);
  draft.ahead ||= ahead;
  draft.specificity += specificity;
  if (key !== '') draft.keys.push(key);
}

function addName(draft: Draft, match: RegExpExecArray): void {
  const [, type, id, className, attribute] = match;
  if (type !== undefined) {
    const name = unescapeCss(type).toLowerCase();
    if (name !== '*')
      add(
        draft,
        simple((node) => sure(node.name.toLowerCase() === name), false, 1),
        name,
      );
  } else if (id !== undefined) {
    const wanted = unescapeCss(id);
    add(
      draft,
      simple((node) => sure(node.attributes.get('id') === wanted), false, 1_000_000),
      `#${wanted}`,
    );
  } else if (className !== undefined) {
    const wanted = unescapeCss(className);
    const test: Test = ({ attributes }) => sure((attributes.get('class') ?? '').split(/\s+/u).includes(wanted));
    add(draft, simple(test), `.${wanted}`);
  } else if (attribute !== undefined) {
    const test = attributeTest(attribute);
    const name = /[\w-]+(?=\s*(?:[~|^$*]?=|$))/u.exec(attribute)?.[0].toLowerCase() ?? '';
    add(draft, test === null ? UNSURE : simple(test), test === null ? '' : `[${name}]`);
  }
}

const KEY_ORDER = ['#', '.', '['] as const;
const bestKey = (keys: readonly string[]): string =>
  KEY_ORDER.map((mark) => keys.find((key) => key.startsWith(mark))).find((key) => key !== undefined) ?? keys[0] ?? '*';

/**
 * Takes a selector apart.
 * @returns null when it is not understood: then nothing is known about which elements it names
 */
export function compileSelector(written: string, depth = 0): Selector | null {
  const text = written.trim();
  if (text === '' || text.length > LONGEST || depth > DEEPEST) return null;
  const draft: Draft = { compounds: [], tests: [], combinator: '', keys: [], pseudo: '', specificity: 0, ahead: false };
  for (let at = 0; at < text.length;) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null || draft.compounds.length > MOST_COMPOUNDS) return null;
    at = TOKEN.lastIndex;
    const [, , , , , colons, pseudo, bracket, combinator, blank] = match;
    if (combinator !== undefined || blank !== undefined) {
      settle(draft);
      draft.combinator = (combinator as Compound['combinator'] | undefined) ?? ' ';
    } else if (pseudo === undefined) addName(draft, match);
    else {
      const name = pseudo.toLowerCase();
      const end = bracket === undefined ? at : closingBracket(text, at - 1);
      if (colons === '::' || PSEUDO_ELEMENT.test(name)) {
        draft.pseudo = name;
        draft.specificity++;
      } else add(draft, pseudoClass(name, bracket === undefined ? '' : text.slice(at, end), depth), '');
      at = bracket === undefined ? end : end + 1;
    }
  }
  const key = bestKey(draft.keys);
  settle(draft);
  const { compounds, pseudo, specificity, ahead } = draft;
  return { compounds, pseudo, key, specificity, looksAhead: ahead };
}

/** Whether a selector names an element. */
export function matches(selector: Selector, node: Node, look: Look): Match {
  return matchesAt(selector.compounds, selector.compounds.length - 1, node, look);
}

function matchesAt(compounds: readonly Compound[], at: number, node: Node, look: Look): Match {
  const compound = compounds[at];
  if (compound === undefined || !look.step()) return 0;
  const own = compound.test(node, look);
  if (own === 0 || compound.combinator === '') return own;
  const sideways = compound.combinator === '+' || compound.combinator === '~';
  const far = compound.combinator === ' ' || compound.combinator === '~';
  let best: Match = 0;
  for (
    let next = sideways ? node.previous : node.parent;
    next !== null;
    next = sideways ? next.previous : next.parent
  ) {
    const match = matchesAt(compounds, at - 1, next, look);
    if (match > best) best = match;
    if (best === 2 || !far) break;
  }
  return best < own ? best : own;
}
