/** The style sheets of a document, as far as they show, hide, number and arrange text. */
import { generatedBy, markerOf, NOTHING, quotesOf, type Generated } from './generated.ts';
import { placeOf } from './pieces.ts';
import { decodeDataUri } from './script.ts';
import { hides, MAX_DECLARATIONS, unescapeCss } from './style.ts';

/** What a rule says of the elements its selector names. */
interface Rule {
  readonly generated: Generated;
  readonly marker: string;
  readonly quotes: readonly string[] | null;
  readonly position: number | null;
  /** the greater number wins: specificity, then order; important before all */
  readonly weight: number;
}

/** What the style sheets of a document say about elements, by the last simple selector: 'p', '.x', '#y', '[z]', '*'. */
export interface StyleRules {
  readonly hidden: ReadonlySet<string>;
  readonly before: ReadonlyMap<string, Rule>;
  readonly after: ReadonlyMap<string, Rule>;
  readonly own: ReadonlyMap<string, Rule>;
}

/** The keys under which rules may speak of an element, the strongest first. */
export function keysOf(rules: StyleRules, name: string, attributes: ReadonlyMap<string, string>): readonly string[] {
  if (rules.hidden.size + rules.before.size + rules.after.size + rules.own.size === 0) return [];
  const classes = (attributes.get('class') ?? '').slice(0, 1000).split(/\s+/u).filter(Boolean);
  const named = [...attributes.keys()].slice(0, 50).map((attribute) => `[${attribute}]`);
  return [`#${attributes.get('id') ?? ''}`, ...classes.map((one) => `.${one}`), ...named, name, '*'];
}

/** The rule that wins for an element, null when none speaks of it. */
export function ruleFor(rules: ReadonlyMap<string, Rule>, keys: readonly string[]): Rule | null {
  let best: Rule | null = null;
  if (rules.size === 0) return best;
  for (const key of keys) {
    const rule = rules.get(key);
    if (rule !== undefined && rule.weight > (best?.weight ?? -1)) best = rule;
  }
  return best;
}

/** More rules than this are not looked at; their text is read as script text all the same. */
const MAX_RULES = 20_000;
const MAX_DEPTH = 8;
const NONE: StyleRules = { hidden: new Set(), before: new Map(), after: new Map(), own: new Map() };

const DATA_SHEET = 'data:text/css';
/** Each is searched for its end through the rest of its line. */
const MOST_LINKED = 100;

/** The content of all style elements, and style sheets written into links, found without parsing the document. */
function styleSheets(html: string): string {
  const lower = html.toLowerCase();
  const sheets: string[] = [];
  for (let at = lower.indexOf('<style'); at >= 0; at = lower.indexOf('<style', at)) {
    const open = lower.indexOf('>', at);
    if (open < 0) break;
    const close = lower.indexOf('</style', open);
    const end = close < 0 ? html.length : close;
    sheets.push(html.slice(open + 1, end));
    at = end;
  }
  const linked = /(["'])(data:text\/css[^\n]*?)\1(?=[\s>/);])/giuy;
  for (
    let at = lower.indexOf(DATA_SHEET), i = 0;
    at >= 0 && i < MOST_LINKED;
    at = lower.indexOf(DATA_SHEET, at + 1), i++
  ) {
    linked.lastIndex = Math.max(0, at - 1);
    sheets.push(decodeDataUri(linked.exec(html)?.[2] ?? '')?.bytes.toString('utf8') ?? '');
  }
  return sheets.join('\n');
}

/** Takes out '/* … *\/' in one pass. */
function withoutComments(css: string): string {
  if (!css.includes('/*')) return css;
  const kept: string[] = [];
  let at = 0;
  for (;;) {
    const open = css.indexOf('/*', at);
    kept.push(css.slice(at, open < 0 ? css.length : open));
    if (open < 0) break;
    const close = css.indexOf('*/', open + 2);
    if (close < 0) break;
    at = close + 2;
  }
  return kept.join('');
}

/** Escapes outside strings: 'c\6f ntent' is 'content'. */
const withoutEscapes = (css: string): string =>
  css.includes('\\')
    ? css.replace(
        /"(?:[^"\\\n]|\\[^])*(?:"|(?=\n)|$)|'(?:[^'\\\n]|\\[^])*(?:'|(?=\n)|$)|\\[\da-f]{1,6}[ \t\n]?/giu,
        (part) => (part.startsWith('\\') && /^[\w-]$/u.test(unescapeCss(part)) ? unescapeCss(part) : part),
      )
    : css;

/** Values of custom properties put where they are used: a definition that comes late, or in a style attribute, counts as well. */
function withVariables(css: string, html: string): string {
  if (!/var\(/iu.test(css)) return css;
  const values = new Map<string, string>();
  for (const match of html.matchAll(
    /(--[\w-]{1,60})\s*:\s*("[^"\n]{0,200}"|'[^'\n]{0,200}'|&quot;[^&\n]{0,200}&quot;|[-\d ]{1,40}(?=[;}"']))/gu,
  ))
    values.set(match[1] ?? '', (match[2] ?? '').replaceAll('&quot;', '"'));
  return css.replace(/var\(\s*(--[\w-]{1,60})[^()]{0,100}\)/giu, (all, name: string) => values.get(name) ?? all);
}

/** The simple selectors by which the element at the end of a selector is known, and the pseudo-element behind it. */
function lastOf(selector: string): {
  readonly keys: readonly string[];
  readonly pseudo: string;
  readonly plain: boolean;
} {
  const pseudo = /::?(before|after|marker)\s*$/iu.exec(selector);
  const bare = selector.slice(0, pseudo?.index).trim();
  const among = /:(?:is|where|matches)\(([^()]{1,200})\)$/iu.exec(bare)?.[1];
  if (among !== undefined) {
    const keys = among.split(',').flatMap((one) => lastOf(one).keys);
    return { keys, pseudo: pseudo?.[1]?.toLowerCase() ?? '', plain: false };
  }
  const compound = bare.replace(/:[\w-]{1,30}(?:\([^()]{0,200}\))?/gu, '').trimEnd();
  const match = /([.#][\w-]+|\[\s*[\w-]+[^\]]{0,100}\]|[a-z][\w-]*|\*)$/iu.exec(compound);
  const last = match?.[1] ?? '*';
  const key = last.startsWith('[') ? `[${/[\w-]+/u.exec(last)?.[0].toLowerCase() ?? ''}]` : last;
  const plain = compound === bare && /^[.#a-z]/iu.test(key);
  return { keys: [/^[a-z]/iu.test(key) ? key.toLowerCase() : key], pseudo: pseudo?.[1]?.toLowerCase() ?? '', plain };
}

const specificity = (key: string): number => (key.startsWith('#') ? 3 : /^[.[]/u.test(key) ? 2 : key === '*' ? 0 : 1);

class Collector {
  readonly hidden = new Set<string>();
  readonly before = new Map<string, Rule>();
  readonly after = new Map<string, Rule>();
  readonly own = new Map<string, Rule>();
  private count = 0;

  get full(): boolean {
    return this.count > MAX_RULES;
  }

  /** @param nested the rule stands in another one or in an at-rule, and does not hide */
  add(selectors: string, declarations: string, nested: boolean): void {
    this.count++;
    const generated = generatedBy(declarations);
    const marker = markerOf(declarations);
    const quotes = quotesOf(declarations);
    const position = placeOf(declarations);
    const hidden = !nested && hides(declarations, 'white');
    if (generated === NOTHING && !hidden && marker === '' && quotes === null && position === null) return;
    const important = /content[^;]{1,500}!\s*important/iu.test(declarations) ? 1e9 : 0;
    for (const selector of splitSelectors(selectors)) {
      const { keys, pseudo, plain } = lastOf(selector.slice(-400));
      for (const key of keys) {
        const weight = important + specificity(key) * 1e6 + this.count;
        const into = pseudo === '' ? this.own : pseudo === 'after' ? this.after : this.before;
        const rule = { generated, marker, quotes, position, weight };
        const old = into.get(key);
        if (pseudo !== '' ? generated !== NOTHING && (old?.weight ?? 0) <= weight : !isOnlyHidden(rule))
          into.set(key, pseudo === '' && old !== undefined ? merged(old, rule) : rule);
        if (pseudo === '' && hidden && plain) this.hidden.add(key);
      }
    }
  }
}

const isOnlyHidden = ({ generated, marker, quotes, position }: Rule): boolean =>
  generated === NOTHING && marker === '' && quotes === null && position === null;

/** Two rules about the same elements: each says what the other does not. */
const merged = (old: Rule, rule: Rule): Rule => ({
  generated: {
    content: [],
    counters: [...old.generated.counters, ...rule.generated.counters].slice(-50),
  },
  marker: rule.marker === '' ? old.marker : rule.marker,
  quotes: rule.quotes ?? old.quotes,
  position: rule.position ?? old.position,
  weight: rule.weight,
});

/** At commas outside brackets. */
const splitSelectors = (selectors: string): readonly string[] =>
  selectors.includes('(') ? selectors.split(/,(?![^()]{0,300}\))/u) : selectors.split(',');

/** Where a string of a style sheet ends. */
function endOfString(css: string, at: number): number {
  const quote = css.charAt(at);
  let end = at + 1;
  while (end < css.length && css.charAt(end) !== quote && css.charAt(end) !== '\n')
    end += css.charAt(end) === '\\' ? 2 : 1;
  return end;
}

/**
 * Reads the style sheets of a document. Of a selector only its end is understood; what stands in front of it, and conditions of
 * media, are taken to hold, except for hiding.
 * @param html the document
 */
export function styleRules(html: string): StyleRules {
  if (!/<style|data:text\/css/iu.test(html)) return NONE;
  const css = withVariables(withoutEscapes(withoutComments(styleSheets(html))), html);
  const collector = new Collector();
  const open: { selector: string; declarations: string }[] = [];
  let start = 0;
  for (let at = 0; at < css.length && !collector.full; at++) {
    const c = css.charAt(at);
    if (c === '"' || c === "'") at = endOfString(css, at);
    else if (c === '{') {
      // declarations of the rule around it may stand in front of a selector
      const block = open[open.length - 1];
      const own = block === undefined ? -1 : css.slice(start, at).lastIndexOf(';');
      if (block !== undefined && own >= 0 && block.declarations.length < MAX_DECLARATIONS)
        block.declarations += css.slice(start, start + Math.min(own + 1, MAX_DECLARATIONS));
      const selector = css.slice(start + own + 1, Math.min(at, start + own + 2001)).trim();
      if (open.length < MAX_DEPTH) open.push({ selector: withParent(selector, open), declarations: '' });
      start = at + 1;
    } else if (c === '}') {
      const block = open.pop();
      if (block !== undefined && !block.selector.startsWith('@')) {
        const declarations = block.declarations + css.slice(start, Math.min(at, start + MAX_DECLARATIONS));
        collector.add(block.selector, declarations, open.length > 0);
      }
      start = at + 1;
    } else if (c === ';' && open.length === 0) start = at + 1;
  }
  const { hidden, before, after, own } = collector;
  return { hidden, before, after, own };
}

const LONGEST_SELECTOR = 2_000;
const MOST_PARENTS = 20;

/** '&::after' inside 'p i': the element is the outer rule's. Selectors do not grow with the depth of their rules. */
function withParent(selector: string, open: readonly { readonly selector: string }[]): string {
  if (!selector.includes('&') && !selector.startsWith(':')) return selector;
  const parent = open.findLast((block) => !block.selector.startsWith('@'))?.selector ?? '';
  if (selector.startsWith(':')) return (parent + selector).slice(-LONGEST_SELECTOR);
  let left = MOST_PARENTS;
  return selector.replace(/&/gu, () => (left-- > 0 ? parent : '')).slice(-LONGEST_SELECTOR);
}
