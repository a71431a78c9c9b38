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

/** What declarations say about showing the text of their element. */
export interface Look {
  /** the colour behind it, canonical; null when none is declared */
  readonly background: string | null;
  /** @param background the canonical colour behind the element; WHITE at the root of a mail @returns true when it is not shown there */
  readonly hides: (background: string) => boolean;
  /** Its letters are hardly to be told from what is behind them: labels of tables may be written so on a ground that is not known. */
  readonly mayHide: (background: string) => boolean;
}

/** @param declarations of a style attribute or a rule */
export function lookOf(declarations: string): Look {
  const text = declarations.length > MAX_DECLARATIONS ? declarations.slice(0, MAX_DECLARATIONS) : declarations;
  const unseen = isUnseen(text);
  const ground = colour(text, GROUND);
  const ink = colour(text, INK);
  const isClear = ink === 'transparent' && !FILLED_WITH_BACKGROUND.test(text);
  return {
    background: ground,
    hides: (background) =>
      unseen || isClear || (ink !== null && ink !== 'transparent' && ink === (ground ?? background)),
    mayHide: (background) => ink !== null && areAlike(ink, ground ?? background),
  };
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
