/** What style says about showing text: enough of CSS to tell hidden from visible. */
import { areAlike, canonicalColour } from './colours.ts';

/** Declarations longer than this (data URIs) are cut. */
export const MAX_DECLARATIONS = 5_000;

const NOT_SHOWN =
  /(?:^|[;{\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|opacity\s*:\s*(?:0?\.0\d*|[0-5]%|0(?![.\d]))|font-size\s*:\s*(?:0*(?:\.\d+)?(?:px|pt)?|0*1(?:px|pt|%)?|0*(?:\.0\d*)?(?:r?em|ch|ex|%|v\w+))\s*(?:!important)?\s*(?:;|$)|font\s*:\s*0+(?:\.\d+)?(?:px|pt|em)?\/|max-height\s*:\s*0|(?:left|right|top|bottom|text-indent|margin-left)\s*:\s*-(?:\d{3,}|[5-9]\d(?:r?em|ch|v[hw]))|clip\s*:\s*rect\((?:\s*[01](?:px)?[\s,)]){3}|clip-path\s*:\s*(?:inset\(\s*(?:[5-9]\d|100)(?:\.\d+)?%|circle\(\s*0(?![.\d]))|transform\s*:\s*[^;]{0,80}(?:scale(?:x|y|3d)?\(\s*0(?:\.0+)?\s*[,)]|translate(?:x|y|3d)?\(\s*-\d{3,})|scale\s*:\s*0(?:\.0+)?(?![.\d])|filter\s*:\s*opacity\(\s*0(?:\.0\d*)?%?\s*\)|content-visibility\s*:\s*hidden|zoom\s*:\s*0(?![.\d]))/i;

/** A box without width or height shows what is in it, unless it cuts off what goes beyond it. */
const CUTS_OFF = /overflow(?:-[xy])?\s*:\s*(?:hidden|clip)/i;
const NO_ROOM = /(?:^|[;{\s])(?:max-)?(?:width|height)\s*:\s*0(?:px|pt|r?em|ch|%)?\s*(?:!important)?\s*(?:;|$)/i;
/** Text that is filled with nothing is seen where it is a hole that shows the background. */
const NOT_FILLED = /-webkit-text-fill-color\s*:\s*transparent/i;
const FILLED_WITH_BACKGROUND = /background-clip\s*:\s*text/i;

const INK = /(?:^|[;{\s])color\s*:\s*([^;!]{1,60})/i;
const GROUND = /(?:^|[;{\s])background(?:-color)?\s*:\s*([^;!]{1,60})/i;

const colour = (declarations: string, property: RegExp): string | null => {
  const value = property.exec(declarations)?.[1]?.trim().toLowerCase();
  return value === undefined ? null : canonicalColour(value.replace(/\s+/g, ' ').replace(/ ?([(),/]) ?/g, '$1'));
};

const isUnseen = (text: string): boolean =>
  NOT_SHOWN.test(text) ||
  (CUTS_OFF.test(text) && NO_ROOM.test(text)) ||
  (NOT_FILLED.test(text) && !FILLED_WITH_BACKGROUND.test(text));

/**
 * Tells whether an element with these declarations is not shown.
 * @param declarations of a style attribute or a rule
 * @param background the colour behind, canonical; WHITE at the root of a mail
 */
export function hides(declarations: string, background: string): boolean {
  const text = declarations.length > MAX_DECLARATIONS ? declarations.slice(0, MAX_DECLARATIONS) : declarations;
  if (isUnseen(text)) return true;
  const ink = colour(text, INK);
  if (ink === null) return false;
  if (ink === 'transparent') return !FILLED_WITH_BACKGROUND.test(text);
  return ink === (colour(text, GROUND) ?? background);
}

/** Tells whether its letters are hardly to be told from what is behind them: labels of tables may be written so on a ground that is not known. */
export function mayHide(declarations: string, background: string): boolean {
  const text = declarations.slice(0, MAX_DECLARATIONS);
  const ink = colour(text, INK);
  return ink !== null && areAlike(ink, colour(text, GROUND) ?? background);
}

/** The background colour declared by a style, null when it declares none. */
export function backgroundOf(declarations: string): string | null {
  return colour(declarations.slice(0, MAX_DECLARATIONS), GROUND);
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
