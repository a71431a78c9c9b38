/** What the style attribute of an element says, read once for all elements of a document that have the same one. */
import { boxStyleOf, type BoxStyle } from './box-style.ts';
import { declarationsOf, NO_DECLARATIONS, type Declarations } from './declarations.ts';
import { placesOf, type GridNames, type Places } from './places.ts';
import { lookOf } from './style.ts';
import { plainlyWritten } from './style-sheets.ts';

/** One style attribute. */
export interface InlineStyle {
  /** colour behind the element, canonical; null when it declares none */
  readonly background: string | null;
  /** on a background of this colour the element is not shown */
  readonly hides: (background: string) => boolean;
  /** it can hardly be read there */
  readonly mayHide: (background: string) => boolean;
  /** white space is kept */
  readonly preserve: boolean;
  /** the block is laid out beside its neighbours */
  readonly beside: boolean;
  /** text runs in the opposite direction */
  readonly reversed: boolean;
  /** what counts, marks, or is put in elsewhere */
  readonly declared: Declarations;
  readonly places: Places | null;
  readonly box: BoxStyle | null;
  /** Outlook's line above an original */
  readonly line: 'original' | 'above' | null;
  /** a number may stand in it */
  readonly telling: boolean;
}

/** No style. */
export const PLAIN: InlineStyle = {
  background: null,
  hides: () => false,
  mayHide: () => false,
  preserve: false,
  beside: false,
  reversed: false,
  declared: NO_DECLARATIONS,
  places: null,
  box: null,
  line: null,
  telling: false,
};

/** Different styles of one document that are remembered: programs write the same few again and again. */
const MOST_REMEMBERED = 200;

function lineAbove(style: string): InlineStyle['line'] {
  if (!/border-top:solid/i.test(style)) return null;
  return /border:none;\s*border-top:solid #(?:B5C4DF|E1E1E1) 1\.0pt/i.test(style) ? 'original' : 'above';
}

/** Elements of one style stand on one ground nearly always. */
function remembered(answer: (background: string) => boolean): (background: string) => boolean {
  let asked: string | null = null;
  let known = false;
  return (background) => {
    if (background !== asked) {
      known = answer(background);
      asked = background;
    }
    return known;
  };
}

function read(written: string, names: GridNames): InlineStyle {
  const style = plainlyWritten(written);
  const look = lookOf(style);
  return {
    background: look.background,
    hides: look.hides,
    mayHide: remembered(look.mayHide),
    preserve: /white-space\s*:\s*(?:pre|break-spaces)/i.test(style),
    beside: /(?:^|[;\s])(?:display\s*:\s*inline|float\s*:\s*(?:left|right))/i.test(style),
    reversed: /bidi-override/i.test(style) && /direction\s*:\s*rtl/i.test(style),
    declared: declarationsOf(style),
    places: placesOf(style, names),
    box: boxStyleOf(style),
    line: lineAbove(style),
    telling: /content\s*:|url\s*\(|\d{4}/i.test(style),
  };
}

/**
 * @param names of the document's grids
 * @returns a reader of style attributes that remembers what it has read
 */
export function inlineStyles(names: GridNames): (style: string) => InlineStyle {
  const known = new Map<string, InlineStyle>();
  return (style) => {
    if (style === '') return PLAIN;
    const before = known.get(style);
    if (before !== undefined) return before;
    const facts = read(style, names);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(style, facts);
    return facts;
  };
}
