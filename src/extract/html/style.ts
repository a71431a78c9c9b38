/** What style says about showing text: enough of CSS to tell hidden from visible. */

/** Declarations longer than this (data URIs) are cut. */
export const MAX_DECLARATIONS = 5_000;

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

/** CSS escapes: backslash, up to six hex digits, one optional blank; a line end behind a backslash is nothing. */
export function unescapeCss(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    /\\([0-9a-fA-F]{1,6})[ \t\n]?|\\(?:\r?\n|(.))/g,
    (_all, hex: string | undefined, other: string | undefined) => {
      if (hex === undefined) return other ?? '';
      const code = parseInt(hex, 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
    },
  );
}
