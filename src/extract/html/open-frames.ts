/** What an opening tag makes of its element: shown or hidden, quoted, placed, and by which style. */
import { symbolFont, type SymbolFont } from '../symbol-fonts.ts';
import { timesOf } from './at-times.ts';
import { turnOf } from './bidi-lines.ts';
import { boxStyleOf, lengthOf, mergedBox, type Length } from './box-style.ts';
import { isClear, NEVER_SHOWN, OUTSIDE_CELLS, QUOTE_MARKS, QUOTE_STARTS } from './elements.ts';
import type { Frame } from './frame.ts';
import type { InlineStyle } from './inline-style.ts';
import { glyphsOf } from './pieces.ts';
import { IN_FRONT, mergedPlaces, placesOfAttributes, placesOfName, type Places } from './places.ts';
import { boxOf, isNamed, keysOf, positionOf, type StyleRules } from './rules.ts';
import { lookOf } from './style.ts';
import type { Styling } from './styling.ts';

/** Elements that stand in a table outside its cells. */
const IN_TABLE = /^(?:t(?:able|body|head|foot|r|d|h)|caption|col(?:group)?)$/;

/** Elements whose width stands in an attribute. */
const SIZED = /^(?:t(?:able|h|d)|col|div|p|svg|foreignobject)$/;
const fontOf = (face: string | undefined): SymbolFont | null => (face === undefined ? null : symbolFont(face));
const sized = (name: string, width: string | undefined): Length | null =>
  width !== undefined && SIZED.test(name) ? lengthOf(width) : null;
const FROM_RIGHT = boxStyleOf('direction:rtl');
const SHAPED = boxStyleOf('clip-path:url()');

/** Where an element stands: what is said of it, and of those around it. Of nearly all elements nothing is. */
const placesIn = (parent: Frame, ...said: readonly (Places | null)[]): Places | null =>
  said.some((one) => one !== null) ? mergedPlaces([...said, parent.places]) : parent.places;

/** Opens the elements of one document. */
export class OpenFrames {
  /** the original message has begun, which goes on to the end of the document */
  quotedToEnd = false;
  private readonly rules: StyleRules;
  private readonly styling: Styling;
  private readonly styleOf: (style: string) => InlineStyle;

  constructor(rules: StyleRules, styling: Styling, styleOf: (style: string) => InlineStyle) {
    this.rules = rules;
    this.styling = styling;
    this.styleOf = styleOf;
  }

  /** Opens an element. @param parent that it stands in */
  open(name: string, attributes: ReadonlyMap<string, string>, parent: Frame): Frame {
    const keys = keysOf(this.rules, name, attributes);
    const style = this.styleOf(attributes.get('style') ?? '');
    const colour = attributes.get('bgcolor');
    const styled = this.styling.enter(name, attributes, parent.styled, style.declared);
    const background =
      style.background ??
      (colour === undefined ? null : lookOf(`background:${colour}`).background) ??
      parent.background;
    const isOut = NEVER_SHOWN.has(name) || (name === 'input' && attributes.get('type')?.toLowerCase() === 'hidden');
    const ink = name === 'font' ? lookOf(`color:${attributes.get('color') ?? 'inherit'}`) : null;
    const own =
      isOut ||
      attributes.has('hidden') ||
      (name === 'dialog' && !attributes.has('open')) ||
      style.hides(background) ||
      isClear(name, attributes) ||
      ink?.hides(background) === true ||
      keys.some((selector) => this.rules.hidden.has(selector));
    const mayBeShown = own && !isOut && isNamed(this.rules.mayShow, keys, attributes);
    const mayBeHidden =
      !own &&
      (style.mayHide(background) || ink?.mayHide(background) === true || isNamed(this.rules.mayHide, keys, attributes));
    const dir = attributes.get('dir')?.toLowerCase();
    const said = mergedBox(style.box, boxOf(this.rules, keys));
    const turned = dir === 'rtl' ? mergedBox(said, FROM_RIGHT) : said;
    const box = attributes.has('clip-path') || attributes.has('mask') ? mergedBox(turned, SHAPED) : turned;
    return {
      name,
      hidden: parent.hidden || own,
      times: timesOf(own, mayBeHidden, mayBeShown, parent.times),
      quoted: this.isQuoted(name, attributes, parent, style),
      preserve: name === 'pre' || name === 'textarea' || (parent.preserve && name !== 'table') || style.preserve,
      background,
      styled,
      attributes,
      glyphs: glyphsOf(name, attributes.get('x')) ?? parent.glyphs,
      // LibreOffice writes a cell's note so, in front of its text
      beside: style.beside || name === 'comment',
      reversed: style.reversed || (name === 'bdo' && dir === 'rtl'),
      places: placesIn(
        parent,
        style.places,
        placesOfAttributes(attributes),
        styled === parent.styled ? null : styled.places,
        positionOf(this.rules, keys),
        placesOfName(name) ?? (OUTSIDE_CELLS.has(parent.name) && !IN_TABLE.test(name) ? IN_FRONT : null),
      ),
      box,
      room: box?.width ?? sized(name, attributes.get('width')) ?? parent.room,
      turn: turnOf(name, dir, box, parent.turn),
      font: box?.font ?? fontOf(attributes.get('face')) ?? parent.font,
      struck: parent.struck || /^(?:del|s|strike)$/.test(name),
    };
  }

  private isQuoted(
    name: string,
    attributes: ReadonlyMap<string, string>,
    parent: Frame,
    { line }: InlineStyle,
  ): boolean {
    const id = attributes.get('id') ?? '';
    const classes = attributes.get('class') ?? '';
    if (id !== '' && QUOTE_STARTS.test(id)) this.quotedToEnd = true;
    const quoted =
      parent.quoted ||
      this.quotedToEnd ||
      (name === 'blockquote' && (attributes.get('type') === 'cite' || attributes.has('cite'))) ||
      (classes !== '' && QUOTE_MARKS.test(classes)) ||
      (id !== '' && QUOTE_MARKS.test(id)) ||
      (name === 'div' && line === 'original');
    if (name === 'div' && quoted && !parent.quoted && line !== null) this.quotedToEnd = true;
    return quoted;
  }
}
