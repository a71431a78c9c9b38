/** Everything that follows a document for numbers that it shows otherwise than its source has them. */
import { Decoys } from '../decoys.ts';
import { AboveLines } from './above-lines.ts';
import { AtTimes } from './at-times.ts';
import { BidiLines } from './bidi-lines.ts';
import { Edges } from './edges.ts';
import { BLOCKS, endsLine, isPicture, kindOf, OUTSIDE_CELLS, VOID } from './elements.ts';
import type { Frame } from './frame.ts';
import { LinesBeside } from './lines-beside.ts';
import { PartlyShown } from './partly-shown.ts';
import { PictureNames } from './picture-names.ts';
import { Pieces } from './pieces.ts';
import { IN_FRONT, type Places } from './places.ts';
import { ShadowRoots } from './shadow.ts';
import { ShownInHtml } from './shown.ts';
import { SvgText } from './svg-text.ts';

/** What a document has besides the order of its source. */
export interface Layout {
  /** its style matches REORDERS */
  readonly reorders: boolean;
  /** boxes stand beside each other */
  readonly beside: boolean;
  /** text is set in columns */
  readonly columns: boolean;
  /** its style matches MAY_CUT */
  readonly cuts: boolean;
  /** it matches MAY_TURN */
  readonly turns: boolean;
  /** style shows and hides things now and then */
  readonly times: boolean;
}

const CELL = /^t[dh]$/;

/** Follows the elements and texts of one document. Depths are those of the open elements, from 1. */
export class ShownOtherwise {
  private readonly layout: Layout;
  private readonly pieces: Pieces;
  private readonly decoys = new Decoys();
  private readonly edges = new Edges();
  private readonly pictures = new PictureNames();
  private readonly beside: LinesBeside;
  private readonly partly: PartlyShown;
  private readonly above = new AboveLines();
  private readonly times = new AtTimes();
  private readonly bidi = new BidiLines();
  private readonly drawings = new SvgText();
  private readonly shadows = new ShadowRoots();
  private readonly shown = new ShownInHtml();
  /** an element may have many attributes, and many pieces of text */
  private readonly kinds = new WeakMap<Frame, string>();

  constructor(layout: Layout) {
    this.layout = layout;
    this.pieces = new Pieces(layout.reorders);
    this.beside = new LinesBeside(layout.columns);
    this.partly = new PartlyShown(layout.reorders);
  }

  /** There were more lines than are given. */
  get spent(): boolean {
    return this.partly.spent || this.times.spent;
  }

  /** Lines that are shown, and what boxes may show of numbers they cut. */
  finish(): { readonly lines: ReadonlySet<string>; readonly cut: ReadonlySet<string> } {
    this.pieces.finish();
    this.decoys.finish();
    this.edges.line();
    this.pictures.finish();
    this.partly.finish();
    this.drawings.finish();
    this.bidi.finish();
    this.above.finish();
    this.times.finish();
    const { pieces, decoys, edges, pictures, beside, partly, drawings, bidi, above, times } = this;
    const lines = [
      pieces.lines,
      decoys.lines,
      edges.lines,
      pictures.lines,
      beside.lines,
      drawings.lines,
      bidi.lines,
      above.lines,
      times.lines,
    ];
    const all = [...lines, this.shadows.finish(), this.shown.finish()];
    return { lines: new Set(all.flatMap((each) => [...each])), cut: new Set(partly.lines) };
  }

  /** An opening tag, before anything of its element. */
  tag({ name, attributes, hidden }: Frame): void {
    this.shown.opened(name, attributes);
    if (isPicture(name) && !hidden) this.pictures.picture(attributes.get('src') ?? attributes.get('href') ?? '');
  }

  /** An element begins a line. */
  lineBegins({ name, hidden, beside }: Frame): void {
    this.pieces.gap();
    if (!hidden) this.beside.line(name === 'br');
    if (hidden || beside) return;
    this.decoys.finish();
    this.edges.line();
    this.bidi.finish();
    this.above.finish();
    this.times.finish();
    if (CELL.test(name)) this.partly.cell();
    else this.partly.line();
  }

  /** An element that is shown in the flow ends its line. */
  lineEnds({ name }: Frame): void {
    this.edges.line();
    this.bidi.finish();
    this.above.finish();
    this.times.finish();
    this.beside.line(false);
    if (!CELL.test(name)) this.partly.line();
  }

  /** An element is open, before what style puts into it. */
  entered({ name, attributes, beside, box, room, hidden }: Frame, depth: number): void {
    this.drawings.opened(name, attributes, depth);
    if (this.layout.cuts && !hidden) this.partly.opened(box, room, depth);
    const isBox = CELL.test(name) || (this.layout.beside && (beside || BLOCKS.has(name)));
    this.beside.opened(depth, isBox && !VOID.has(name));
  }

  /** An element has content of its own. */
  opened({ name, attributes }: Frame, depth: number): void {
    this.shadows.opened(name, attributes, depth, endsLine(name));
  }

  /** An end tag, before what style puts behind the content. */
  endTag({ name }: Frame, depth: number): void {
    this.shadows.closed(depth);
    this.shown.closed(name);
  }

  /** Nothing more of an element comes. */
  left(depth: number): void {
    this.beside.closed(depth);
    this.partly.closed(depth);
    this.drawings.closed(depth);
  }

  /** Text of the source. */
  source(text: string): void {
    this.shadows.text(text);
    this.shown.text(text);
  }

  /** Text of the source, or put in by style, in the element it stands in. */
  text(text: string, frame: Frame): void {
    const { name, hidden, struck, glyphs, places, turn, box } = frame;
    if (this.layout.times && !struck) this.times.text(text, frame.times);
    if (name === 'rt' && !struck) this.above.aid(text);
    if (struck || hidden) {
      this.pieces.gap();
      return;
    }
    if (glyphs === null) this.pieces.text(text, OUTSIDE_CELLS.has(name) ? IN_FRONT : places);
    else this.pieces.glyphs(text, glyphs);
    this.decoys.text(text, () => this.kindOf(frame));
    this.edges.text(text);
    this.pictures.text(text);
    this.drawings.text(text);
    this.beside.text(text);
    if (box !== null && box.mark !== '') this.above.marked(text, box.mark);
    if (this.layout.cuts) this.partly.text(text);
    if (this.layout.turns) this.bidi.text(text, turn);
  }

  /** The text of a form field, a picture or a document inside. */
  aside(text: string, places: Places | null): void {
    this.pieces.aside(text, places);
  }

  private kindOf(frame: Frame): string {
    const kind = this.kinds.get(frame) ?? kindOf(frame.name, frame.attributes);
    this.kinds.set(frame, kind);
    return kind;
  }
}
