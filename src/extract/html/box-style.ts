/** What style says about the room of a box and about cutting off what goes beyond it: of a long number a reader sees a part. */
import { symbolFont, type SymbolFont } from '../symbol-fonts.ts';
import { arithmetic } from './arithmetic.ts';
import { WHITE } from './colours.ts';
import { lookOf, MAX_DECLARATIONS, unescapeCss } from './style.ts';

/** Style by which a document may cut something off, or draw over it. */
export const MAY_CUT =
  /overflow|clip(?:-path)?\s*[:=]|contain\s*:|mask|:first-l|position\s*:\s*absolute|(?:left|indent|start|margin)\s*:[^;]{0,60}-|transla/i;

/** A length in pixels, and as much more as a letter is wide (`ch`). */
export interface Length {
  readonly fixed: number;
  readonly letters: number;
}

/** What is said of one box; null, or false, where nothing is. */
export interface BoxStyle {
  /** what goes beyond it is not shown */
  readonly cuts: boolean;
  readonly width: Length | null;
  /** there is room for a line or two */
  readonly low: boolean;
  /** how much is cut off on its left and right */
  readonly left: Length | null;
  readonly right: Length | null;
  /** its text begins as much farther left */
  readonly shift: Length | null;
  /** it stands as much farther to the right than what is around it, over what is there */
  readonly over: Length | null;
  /** its text may end where the box ends, and go beyond it at its beginning */
  readonly fromEnd: boolean;
  /** the direction of its text, and how it stands in the text around it */
  readonly direction: 'ltr' | 'rtl' | null;
  readonly bidi: string | null;
  /** it draws letters as digits */
  readonly font: SymbolFont | null;
  /** what stands above each of its letters */
  readonly mark: string;
  /** what is shown in place of what it cuts off */
  readonly instead: string;
  /** of its text the first letter, or the first line, is not shown */
  readonly first: 'letter' | 'line' | null;
}

/** Of nothing. */
export const SAYS_NOTHING: BoxStyle = {
  cuts: false,
  width: null,
  low: false,
  left: null,
  right: null,
  shift: null,
  over: null,
  fromEnd: false,
  direction: null,
  bidi: null,
  font: null,
  mark: '',
  instead: '',
  first: null,
};

const UNITS: Readonly<Record<string, number>> = {
  '': 1, px: 1, pt: 4 / 3, pc: 16, cm: 38, mm: 3.8, q: 1, in: 96, em: 16, rem: 16, lh: 18, rlh: 18, vw: 10, vh: 8, vmin: 8, vmax: 10,
}; // prettier-ignore
const PER_LETTER = /^(?:ch|ex|ic|cap|rch|rex|ric)$/u;
const TERM = /(\d+(?:\.\d+)?|\.\d+)([a-z]*|%)/giu;
/** What is not understood: of so much room any part of a number may be shown. */
const UNKNOWN: Length = { fixed: 100, letters: 0 };
const HEIGHT_OF_LINES = 40;
const WIDTH_OF_DIGIT = 8;

const at = (terms: string, letter: number): number | null =>
  arithmetic(
    terms.replace(TERM, (_all, number: string, written: string) => {
      const unit = written.toLowerCase();
      return `(${Number(number) * (PER_LETTER.test(unit) ? letter : (UNITS[unit] ?? 1))})`;
    }),
  );

/** As nearly all lengths are written. */
const IN_PIXELS = /^\s*(\d{1,6}(?:\.\d{1,6})?)(?:px)?\s*$/iu;

/** A length; null when it is none or depends on what stands around. */
export function lengthOf(written: string): Length | null {
  const pixels = IN_PIXELS.exec(written)?.[1];
  if (pixels !== undefined) return { fixed: Number(pixels), letters: 0 };
  const value = written.replace(/!\s*important/iu, '').trim();
  if (!/\d|\(/u.test(value) || /%/u.test(value)) return null;
  const inside = /^calc\(([^]*)\)$/iu.exec(value)?.[1] ?? value;
  const [fixed, withLetters] = [at(inside, 0), at(inside, 1)];
  if (fixed === null || withLetters === null) return UNKNOWN;
  return { fixed, letters: withLetters - fixed };
}

/** About how wide in pixels. */
export const widthOf = ({ fixed, letters }: Length): number => fixed + letters * WIDTH_OF_DIGIT;

const negative = (length: Length | null): Length | null =>
  length === null || widthOf(length) >= 0 ? null : { fixed: -length.fixed, letters: -length.letters };
const positive = (length: Length | null): Length | null => (length === null || widthOf(length) <= 0 ? null : length);

/** Style that says more of a box than how wide it is: few styles of a newsletter do, and each of them is asked for a dozen things. */
const SAYS_MORE =
  /overflow|clip|contain|mask|indent|(?:left|start)\s*:\s*(?:-|calc)|margin\s*:[^;]{0,200}\s-|transla|absolute|flex|justify|align-|place-|float\s*:\s*right|right\s*:\s*0|reverse|direction|bidi|wingdings|emphasis/iu;
const CUTS = /(?:^|[;{\s])(?:overflow(?:-x|-inline)?\s*:\s*(?:hidden|clip|auto|scroll|-moz-hidden)|contain\s*:[^;]{0,40}(?:paint|strict|content)|(?:-webkit-)?(?:mask(?:-image)?\s*:(?!\s*none)|background-clip\s*:\s*text)|clip(?:-path)?\s*:(?!\s*(?:auto|none|initial)))/iu; // prettier-ignore
const WIDTH = /(?:^|[;{\s])((?:max-)?(?:width|inline-size|flex-basis))\s*:\s*([^;]{1,60})/giu;
const FLEX = /(?:^|[;{\s])flex\s*:\s*[\d.]+\s+[\d.]+\s+([^;]{1,60})/iu;
const HEIGHT = /(?:^|[;{\s])(?:max-)?(?:height|block-size)\s*:\s*([^;]{1,60})/iu;
const SHIFT =
  /(?:^|[;{\s])(?:text-indent|margin-left|margin-inline-start|left|inset-inline-start)\s*:\s*(-[^;]{1,60}|calc\([^;]{1,60})/iu;
const MARGIN = /(?:^|[;{\s])margin\s*:\s*(?:[^;\s]{1,20}\s+){3}(-[^;\s]{1,20})/iu;
const OVER = /(?:^|[;{\s])(?:left|inset-inline-start)\s*:\s*([^;]{1,60})/iu;
const SHAPE = /clip-path\s*:|mask|background-clip\s*:\s*text/iu;
const TRANSLATE = /translate(?:x|3d)?\s*[:(]\s*(-[^;,)]{1,60})/iu;
const INSET = /clip-path\s*:\s*inset\(([^;)]{1,100}(?:\([^;)]{0,60}\)[^;)]{0,60})?)\)/iu;
const RECT = /(?:^|[;{\s])clip\s*:\s*rect\(([^;)]{1,100})\)/iu;
const DIRECTION = /(?:^|[;{\s])direction\s*:\s*(rtl|ltr)/iu;
const BIDI = /unicode-bidi\s*:\s*([\w-]{1,20})/iu;
const FONT = /(?:^|[;{\s])font(?:-family)?\s*:([^;]{0,100})/iu;
const EMPHASIS = /text-emphasis(?:-style)?\s*:[^;"']{0,40}["']([^"']{1,12})["']/iu;
const INSTEAD = /text-overflow\s*:[^;]{0,40}["']([^"']{1,60})["']/iu;
const FROM_END =
  /(?:direction\s*:\s*rtl|flex-end|(?:justify|align|place)-\w+\s*:\s*(?:end|right|center)|float\s*:\s*right|(?:^|[;{\s])right\s*:\s*0|row-reverse)/iu;

/** The smallest of several, as they all hold. */
const narrowest = (lengths: readonly Length[]): Length | null =>
  lengths.reduce<Length | null>((least, one) => (least === null || widthOf(one) < widthOf(least) ? one : least), null);

/** Sides of a shape: top, right, bottom, left, as in margins. */
function sides(written: string): readonly [left: Length | null, right: Length | null] {
  const four = written.replace(/\bround\b[^]*/iu, '').trim().split(/[\s,]+(?![^(]*\))/u); // prettier-ignore
  const right = four[1] ?? four[0] ?? '';
  const known = (side: string): Length | null => (/%/u.test(side) ? UNKNOWN : positive(lengthOf(side)));
  return [known(four[3] ?? right), known(right)];
}

/** What declarations say of their box; null when that is nothing. */
export function boxStyleOf(declarations: string): BoxStyle | null {
  const style = declarations.slice(0, MAX_DECLARATIONS);
  const widths = new Map<string, Length>();
  for (const [, property = '', value = ''] of style.matchAll(WIDTH)) {
    const length = lengthOf(value);
    if (length !== null) widths.set(property.toLowerCase(), length);
  }
  if (!SAYS_MORE.test(style))
    return widths.size === 0 ? null : { ...SAYS_NOTHING, width: narrowest([...widths.values()]) };
  const cuts = CUTS.test(style);
  const basis = lengthOf(FLEX.exec(style)?.[1] ?? '');
  if (basis !== null) widths.set('flex', basis);
  const width = narrowest([...widths.values()]);
  const height = cuts ? positive(lengthOf(HEIGHT.exec(style)?.[1] ?? '')) : null;
  const low = height !== null && widthOf(height) <= HEIGHT_OF_LINES;
  const shifted = (SHIFT.exec(style) ?? MARGIN.exec(style) ?? TRANSLATE.exec(style))?.[1];
  const shift = shifted === undefined ? null : negative(lengthOf(shifted));
  const inset = INSET.exec(style)?.[1];
  const rect = RECT.exec(style)?.[1]
    ?.trim()
    .split(/[\s,]+/u);
  const [left, right] = inset === undefined ? [positive(lengthOf(rect?.[3] ?? '')), null] : sides(inset);
  const isShape = inset === undefined && rect === undefined && SHAPE.test(style);
  const end = positive(lengthOf(rect?.[1] ?? ''));
  const shown =
    end === null ? null : { fixed: end.fixed - (left?.fixed ?? 0), letters: end.letters - (left?.letters ?? 0) };
  const over = /position\s*:\s*absolute/iu.test(style) ? positive(lengthOf(OVER.exec(style)?.[1] ?? '')) : null;
  const fromEnd = FROM_END.test(style);
  const instead = unescapeCss(INSTEAD.exec(style)?.[1] ?? '');
  const direction = DIRECTION.exec(style)?.[1]?.toLowerCase();
  const font = symbolFont(FONT.exec(style)?.[1] ?? '');
  const mark = unescapeCss(EMPHASIS.exec(style)?.[1] ?? '');
  const bidi = BIDI.exec(style)?.[1]?.toLowerCase() ?? null;
  if (
    font === null &&
    mark === '' &&
    direction === undefined &&
    bidi === null &&
    !cuts &&
    width === null &&
    shift === null &&
    over === null &&
    !fromEnd
  )
    return null;
  return {
    cuts,
    width: width ?? shown ?? (isShape ? UNKNOWN : null),
    low,
    left,
    right,
    shift,
    over,
    fromEnd,
    direction: direction === 'rtl' || direction === 'ltr' ? direction : null,
    bidi,
    font,
    mark,
    instead,
    first: null,
  };
}

/** What a rule for the first letter or the first line says; null when it hides nothing. */
export function firstStyle(of: 'letter' | 'line', style: string): BoxStyle | null {
  const look = lookOf(style);
  return look.hides(WHITE) || look.mayHide(WHITE) ? { ...SAYS_NOTHING, first: of } : null;
}

/** What two say; of one thing the first that says it. */
export function mergedBox(first: BoxStyle | null, other: BoxStyle | null): BoxStyle | null {
  if (first === null || other === null) return first ?? other;
  return {
    cuts: first.cuts || other.cuts,
    width: first.width ?? other.width,
    low: first.low || other.low,
    left: first.left ?? other.left,
    right: first.right ?? other.right,
    shift: first.shift ?? other.shift,
    over: first.over ?? other.over,
    fromEnd: first.fromEnd || other.fromEnd,
    direction: first.direction ?? other.direction,
    bidi: first.bidi ?? other.bidi,
    font: first.font ?? other.font,
    mark: first.mark === '' ? other.mark : first.mark,
    instead: first.instead === '' ? other.instead : first.instead,
    first: first.first ?? other.first,
  };
}
