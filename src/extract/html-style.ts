/** What style says about showing text: enough of CSS to tell hidden from visible. */

/** What the style sheets of a document say about elements, by simple selector: 'p', '.x', '#y'. */
export interface StyleRules {
  readonly hidden: ReadonlySet<string>;
  /** text that style puts before or after an element's own (CSS content) */
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
}

/** More rules than this are not looked at; their text is read as script text all the same. */
const MAX_RULES = 20_000;
/** Declarations longer than this (data URIs) are cut. */
const MAX_DECLARATIONS = 5_000;

const NOT_SHOWN =
  /(?:^|[;{\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|opacity\s*:\s*0(?:\.0*)?(?![.\d])|font-size\s*:\s*0*(?:\.0+)?[01]?(?:px|pt|em|rem|%)?\s*(?:!important)?\s*(?:;|$)|max-height\s*:\s*0|(?:left|top|text-indent|margin-left)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*0|transform\s*:\s*scale\(\s*0\s*\))/i;

const colour = (declarations: string, property: 'color' | 'background'): string | null => {
  const pattern =
    property === 'color'
      ? /(?:^|[;{\s])color\s*:\s*([^;!]{1,40})/i
      : /(?:^|[;{\s])background(?:-color)?\s*:\s*([^;!]{1,40})/i;
  const value = pattern.exec(declarations)?.[1]?.trim().toLowerCase().replace(/\s+/g, '');
  return value === undefined ? null : canonicalColour(value);
};

function canonicalColour(value: string): string {
  if (/^(?:white|#fff|#ffffff|rgba?\(255,255,255(?:,1)?\))$/.test(value)) return 'white';
  if (/^(?:black|#000|#000000|rgba?\(0,0,0(?:,1)?\))$/.test(value)) return 'black';
  if (value === 'transparent' || /^rgba\([\d,.]{5,20},0(?:\.0+)?\)$/.test(value)) return 'transparent';
  return value;
}

/**
 * Tells whether an element with these declarations is not shown.
 * @param declarations of a style attribute or a rule
 * @param background the colour behind, canonical; 'white' at the root of a mail
 */
export function hides(declarations: string, background: string): boolean {
  const text = declarations.length > MAX_DECLARATIONS ? declarations.slice(0, MAX_DECLARATIONS) : declarations;
  if (NOT_SHOWN.test(text)) return true;
  const ink = colour(text, 'color');
  if (ink === null) return false;
  return ink === 'transparent' || ink === (colour(text, 'background') ?? background);
}

/** The background colour declared by a style, null when it declares none. */
export function backgroundOf(declarations: string): string | null {
  return colour(declarations.slice(0, MAX_DECLARATIONS), 'background');
}

/** Stands before and after the name of an attribute whose value style shows. */
const ATTRIBUTE_MARK = '\u0001';

/** CSS content: attr(name) shows the value of an attribute. */
export const withAttributes = (content: string, attributes: ReadonlyMap<string, string>): string =>
  content.includes(ATTRIBUTE_MARK)
    ? content
        .split(ATTRIBUTE_MARK)
        .map((piece, at) => (at % 2 === 0 ? piece : (attributes.get(piece) ?? '')))
        .join('')
    : content;

/** CSS content strings, escapes decoded: content: "8112" "\31 8" */
function contentOf(declarations: string): string {
  const at = declarations.search(/(?:^|[;{\s])content\s*:/i);
  if (at < 0) return '';
  let out = '';
  for (const match of declarations
    .slice(at, at + 2000)
    .matchAll(/"([^"\n]*)"|'([^'\n]*)'|attr\(\s*([\w-]{1,60})\s*\)|;/gi)) {
    if (match[0] === ';') break;
    const name = match[3];
    out +=
      name === undefined
        ? unescapeCss(match[1] ?? match[2] ?? '')
        : ATTRIBUTE_MARK + name.toLowerCase() + ATTRIBUTE_MARK;
  }
  return out;
}

/** CSS escapes: backslash, up to six hex digits, one optional blank. */
export function unescapeCss(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    /\\([0-9a-fA-F]{1,6})[ \t\n]?|\\(.)/g,
    (_all, hex: string | undefined, other: string | undefined) => {
      if (hex === undefined) return other ?? '';
      const code = parseInt(hex, 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
    },
  );
}

/** The content of all style elements, found without parsing the document. */
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

/** Strings of custom properties put where they are used: a definition that comes late counts as well. */
function withVariables(css: string): string {
  if (!/var\(/i.test(css)) return css;
  const values = new Map<string, string>();
  for (const match of css.matchAll(/(--[\w-]{1,60})\s*:\s*("[^"\n]{0,200}"|'[^'\n]{0,200}')/g))
    values.set(match[1] ?? '', match[2] ?? '');
  return css.replace(/var\(\s*(--[\w-]{1,60})[^()]{0,100}\)/gi, (all, name: string) => values.get(name) ?? all);
}

/**
 * Reads the style elements of a document. Only simple selectors are understood ('.x', 'td.x', '#y', 'p', with ::before and
 * ::after); a rule inside a media query does not hide.
 * @param html the document
 */
export function styleRules(html: string): StyleRules {
  const hidden = new Set<string>();
  const before = new Map<string, string>();
  const after = new Map<string, string>();
  if (!/<style/i.test(html)) return { hidden, before, after };
  const css = withVariables(withoutComments(styleSheets(html)));
  let depth = 0;
  let start = 0;
  let selector = '';
  let rules = 0;
  for (let at = 0; at < css.length && rules < MAX_RULES; at++) {
    const c = css.charAt(at);
    if (c === '{') {
      selector = css.slice(start, Math.min(at, start + 2000));
      depth++;
      start = at + 1;
    } else if (c === '}') {
      if (depth === 1 && !selector.trimStart().startsWith('@')) {
        rules++;
        addRule(selector, css.slice(start, Math.min(at, start + MAX_DECLARATIONS)), { hidden, before, after });
      }
      depth = Math.max(0, depth - 1);
      start = at + 1;
    } else if (c === ';' && depth === 0) start = at + 1;
  }
  return { hidden, before, after };
}

function addRule(
  selectors: string,
  declarations: string,
  into: { hidden: Set<string>; before: Map<string, string>; after: Map<string, string> },
): void {
  const content = contentOf(declarations);
  const hidden = hides(declarations, 'white');
  if (content === '' && !hidden) return;
  for (const selector of selectors.split(',')) {
    // 'p span.a.z:before': what counts is the element at the end, by its last class
    const match = /(?:^|[\s>+~])[\w*.#-]*?([.#][\w-]+|[a-z][a-z0-9]*)\s*(?:::?(before|after))?\s*$/i.exec(
      selector.slice(-200),
    );
    const key = match?.[1];
    if (key === undefined) continue;
    if (match?.[2]?.toLowerCase() === 'before') into.before.set(key, content);
    else if (match?.[2]?.toLowerCase() === 'after') into.after.set(key, content);
    else if (hidden) into.hidden.add(key);
  }
}
