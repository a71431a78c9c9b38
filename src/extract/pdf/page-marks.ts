/**
 * Walks pdf.js' operator list of one page and notes what is drawn where: every glyph with its box, colour and moment,
 * every filled area, every image. Text is not judged here; see visibility.ts.
 */
import type { PDFPageProxy } from 'pdfjs-dist';
import {
  area,
  IDENTITY,
  intersect,
  keepsAxes,
  multiply,
  num,
  toBox,
  toMatrix,
  toNumbers,
  transformBox,
} from './geometry.ts';
import type { Box, Matrix } from './geometry.ts';
import { lightness } from './colors.ts';
import { initialState } from './graphics-state.ts';
import type { PageMarks, Paint } from './page-content.ts';
import type { GraphicsState } from './graphics-state.ts';
import { GlyphWalk } from './glyph-walk.ts';
import { fillsMask } from './image-look.ts';
import type { LayerVisible } from './layers.ts';
import { LetterShapes } from './letter-shapes.ts';
import { rectanglesOf, segmentsOf } from './paths.ts';
import { around, clippedOut, filledOf, NO_HOLES } from './rings.ts';

/** Through less than this share of cover nothing can be read. */
const OPAQUE = 0.85;
/** Glyphs and areas kept per page; a page beyond is cut there. */
const MAX_MARKS = 400_000;
/** Holes of clipping paths that are remembered at a time. */
const MOST_HOLES = 8;

/** pdf.js' names of what is done with a path. */
const FILLS = ['fill', 'fillStroke', 'closeFillStroke'];
const EVEN_ODD_FILLS = ['eoFill', 'eoFillStroke', 'closeEOFillStroke'];
const STROKES = ['stroke', 'closeStroke'];

type Operators = Readonly<Record<string, number>>;
/** Patterns looked into on one page. */
const MOST_PATTERNS = 100;

interface OperatorList {
  readonly fnArray: readonly unknown[];
  readonly argsArray: readonly unknown[];
}
const isOperatorList = (value: unknown): value is OperatorList =>
  typeof value === 'object' &&
  value !== null &&
  'fnArray' in value &&
  'argsArray' in value &&
  Array.isArray(value.fnArray) &&
  Array.isArray(value.argsArray);

/**
 * @param page of pdf.js
 * @param operators pdf.js' numbers of operators
 * @param isVisible from layerVisibility
 * @returns what the page draws, appearances of annotations included
 */
export async function readPageMarks(
  page: PDFPageProxy,
  operators: Operators,
  isVisible: LayerVisible,
): Promise<PageMarks> {
  const list = await page.getOperatorList({ intent: 'display' });
  const walk = new MarkWalk(page, isVisible, operators);
  walk.run(list);
  return {
    glyphs: walk.text.glyphs,
    paints: walk.paints,
    shapes: walk.letters.shapes,
    operations: list.fnArray.length,
  };
}

const color = (value: unknown): string | null => (typeof value === 'string' && value.startsWith('#') ? value : null);

class MarkWalk {
  readonly text: GlyphWalk;
  readonly paints: Paint[] = [];
  readonly letters = new LetterShapes();
  private state = initialState();
  private readonly stack: GraphicsState[] = [];
  private order = 0;
  private pendingClip: 'none' | 'clip' | 'eoClip' = 'none';
  /** one entry per open marked content: false where a layer is off */
  private readonly layers: boolean[] = [];
  private layersOff = 0;
  private readonly page: PDFPageProxy;
  private readonly isVisible: LayerVisible;
  private readonly steps: ReadonlyMap<number, (a: readonly unknown[]) => void>;
  private patterns = 0;
  private inPattern = false;

  constructor(page: PDFPageProxy, isVisible: LayerVisible, operators: Operators) {
    this.page = page;
    this.isVisible = isVisible;
    this.text = new GlyphWalk(page);
    this.steps = this.stepsFor(operators);
  }

  run({ fnArray, argsArray }: OperatorList): void {
    for (let i = 0; i < fnArray.length && !this.isFull(); i++) {
      const operator = fnArray[i];
      const values = argsArray[i];
      if (typeof operator === 'number') this.steps.get(operator)?.(Array.isArray(values) ? values : []);
    }
  }

  /** A pattern may hold text. Where it is seen is not followed, so that it counts as text that nobody sees. */
  private pattern(a: readonly unknown[]): void {
    this.state.fill = null;
    const list = a[2];
    if (a[0] !== 'TilingPattern' || this.inPattern || !isOperatorList(list) || ++this.patterns > MOST_PATTERNS) return;
    const { paints, state } = this;
    const { cursor } = this.text;
    const painted = paints.length;
    this.state = initialState();
    this.inPattern = true;
    this.run(list);
    this.inPattern = false;
    this.state = state;
    this.text.cursor = cursor;
    paints.length = painted;
  }

  isFull(): boolean {
    return this.text.glyphs.length + this.paints.length > MAX_MARKS;
  }

  private show(items: unknown): void {
    this.text.show(items, this.state, {
      layerOff: this.layersOff > 0,
      unseen: this.inPattern,
      order: () => this.order++,
      isFull: () => this.isFull(),
    });
  }

  /** The table of what each operator does; operators without an entry draw nothing we need. */
  private stepsFor(o: Operators): ReadonlyMap<number, (a: readonly unknown[]) => void> {
    const table: Readonly<Record<string, (a: readonly unknown[]) => void>> = {
      save: () => this.save(),
      restore: () => this.restore(),
      transform: (a) => this.concat(toMatrix(a)),
      setLineWidth: (a) => (this.state.lineWidth = num(a[0], 1)),
      setGState: (a) => this.graphicsState(a[0]),
      setFillRGBColor: (a) => (this.state.fill = color(a[0])),
      setStrokeRGBColor: (a) => (this.state.stroke = color(a[0])),
      setFillColorN: (a) => this.pattern(a),
      setStrokeColorN: () => (this.state.stroke = null),
      setFillTransparent: () => (this.state.fill = null),
      setStrokeTransparent: () => (this.state.stroke = null),
      clip: () => (this.pendingClip = 'clip'),
      eoClip: () => (this.pendingClip = 'eoClip'),
      constructPath: (a) => this.path(o, a),
      rawFillPath: () => this.unknownPaint(this.state.clip),
      shadingFill: () => this.shading(),
      beginText: () => this.text.begin(IDENTITY),
      setCharSpacing: (a) => (this.state.charSpacing = num(a[0], 0)),
      setWordSpacing: (a) => (this.state.wordSpacing = num(a[0], 0)),
      setHScale: (a) => (this.state.hScale = num(a[0], 100) / 100),
      setLeading: (a) => (this.state.leading = -num(a[0], 0)),
      setTextRise: (a) => (this.state.rise = num(a[0], 0)),
      setTextRenderingMode: (a) => (this.state.mode = num(a[0], 0)),
      setFont: (a) => this.text.font(this.state, a[0], a[1]),
      moveText: (a) => this.text.move(num(a[0], 0), num(a[1], 0)),
      setLeadingMoveText: (a) => {
        this.state.leading = num(a[1], 0);
        this.text.move(num(a[0], 0), num(a[1], 0));
      },
      setTextMatrix: (a) => this.text.begin(toMatrix(a) ?? toMatrix(a[0]) ?? IDENTITY),
      nextLine: () => this.text.move(0, this.state.leading),
      showText: (a) => this.show(a[0]),
      showSpacedText: (a) => this.show(a[0]),
      paintFormXObjectBegin: (a) => this.form(a),
      paintFormXObjectEnd: () => this.restore(),
      beginGroup: (a) => this.group(a[0]),
      endGroup: () => this.restore(),
      beginAnnotation: (a) => this.beginAnnotation(a),
      endAnnotation: () => this.restore(),
      beginMarkedContentProps: (a) => this.pushLayer(a[0] !== 'OC' || a[1] === null || this.isVisible(a[1])),
      beginMarkedContent: () => this.pushLayer(true),
      endMarkedContent: () => this.popLayer(),
      paintImageXObject: (a) => this.image(IDENTITY, a[0]),
      paintInlineImageXObject: (a) => this.image(IDENTITY, a[0]),
      paintImageXObjectRepeat: (a) => this.repeated(a),
      paintImageMaskXObject: (a) => this.mask(a[0]),
      paintSolidColorImageMask: () => this.paint(this.unitBox(IDENTITY), this.opaque(this.state.fill)),
      paintInlineImageXObjectGroup: () => this.unknownPaint(this.state.clip),
      paintImageMaskXObjectGroup: () => this.unknownPaint(this.state.clip),
      paintImageMaskXObjectRepeat: () => this.unknownPaint(this.state.clip),
    };
    const steps = new Map<number, (a: readonly unknown[]) => void>();
    for (const [name, step] of Object.entries(table)) {
      const number = o[name];
      if (number !== undefined) steps.set(number, step);
    }
    return steps;
  }

  private save(): void {
    // deeper than any real page: a page of unmatched q must not fill memory
    if (this.stack.length < 10_000) this.stack.push({ ...this.state });
  }

  private restore(): void {
    const earlier = this.stack.pop();
    if (earlier !== undefined) this.state = earlier;
  }

  private concat(matrix: Matrix | null): void {
    if (matrix !== null) this.state.ctm = multiply(this.state.ctm, matrix);
  }

  private graphicsState(entries: unknown): void {
    if (!Array.isArray(entries)) return;
    for (const entry of entries as readonly unknown[]) {
      if (!Array.isArray(entry)) continue;
      const [key, value] = entry as readonly unknown[];
      if (key === 'ca') this.state.fillAlpha = num(value, 1);
      else if (key === 'CA') this.state.strokeAlpha = num(value, 1);
      else if (key === 'BM') this.state.blend = typeof value === 'string' ? value : 'source-over';
      else if (key === 'SMask') this.state.softMask = value !== false;
      else if (key === 'LW') this.state.lineWidth = num(value, 1);
      else if (key === 'Font' && Array.isArray(value)) this.text.font(this.state, value[0], value[1]);
    }
  }

  /** The colour when painting with it hides what is below; null otherwise. */
  private opaque(value: string | null, alpha = this.state.fillAlpha): string | null {
    if (value === null || alpha < OPAQUE || this.state.softMask || this.layersOff > 0) return null;
    if (this.state.blend === 'source-over') return value;
    // a highlighter pen in black is a black box as well
    return this.state.blend === 'multiply' && lightness(value) < 0.15 ? value : null;
  }

  private path(o: Operators, a: readonly unknown[]): void {
    const operator = a[0];
    const data: unknown = Array.isArray(a[1]) ? a[1][0] : a[1];
    const bounds = toBox(a[2]);
    if (bounds !== null) {
      const isOneOf = (names: readonly string[]): boolean => names.some((name) => o[name] === operator);
      if (isOneOf(FILLS)) this.fillPath(toNumbers(data), bounds, false);
      else if (isOneOf(EVEN_ODD_FILLS)) this.fillPath(toNumbers(data), bounds, true);
      else if (isOneOf(STROKES)) this.strokePath(toNumbers(data), bounds);
    }
    if (this.pendingClip === 'none') return;
    if (bounds !== null) this.clip(toNumbers(data) ?? [], bounds, this.pendingClip === 'eoClip');
    this.pendingClip = 'none';
  }

  private clip(data: readonly number[], bounds: Box, evenOdd: boolean): void {
    const { clip, clipHoles, ctm } = this.state;
    this.state.clip = intersect(clip, transformBox(ctm, bounds));
    const holes = keepsAxes(ctm) ? clippedOut(data, evenOdd) : [];
    if (holes.length > 0)
      this.state.clipHoles = [...clipHoles, ...holes.map((hole) => transformBox(ctm, hole))].slice(-MOST_HOLES);
  }

  /** Whether what is drawn is seen. */
  private get isSeen(): boolean {
    return this.layersOff === 0 && !this.inPattern;
  }

  private fillPath(data: readonly number[] | null, bounds: Box, evenOdd: boolean): void {
    if (this.isSeen) this.letters.add(data, bounds, this.state);
    const rectangles = data === null ? null : rectanglesOf(data);
    if (rectangles === null || !keepsAxes(this.state.ctm)) {
      this.unknownPaint(transformBox(this.state.ctm, bounds));
      return;
    }
    const fill = this.opaque(this.state.fill);
    const { ctm } = this.state;
    for (const { box, holes } of filledOf(rectangles, evenOdd)) {
      const left = holes === NO_HOLES ? holes : holes.map((hole) => transformBox(ctm, hole));
      this.paint(transformBox(ctm, box), fill, left);
    }
  }

  /** A thick straight line is how some viewers' pens black out a word. */
  private strokePath(data: readonly number[] | null, bounds: Box): void {
    if (data === null) return;
    const scale = Math.sqrt(Math.abs(this.state.ctm[0] * this.state.ctm[3] - this.state.ctm[1] * this.state.ctm[2]));
    const half = (this.state.lineWidth * scale) / 2;
    if (this.isSeen) this.letters.add(data, bounds, this.state, half);
    if (half < 2) return;
    const stroke = this.opaque(this.state.stroke, this.state.strokeAlpha);
    for (const line of segmentsOf(data)) {
      const box = transformBox(this.state.ctm, line);
      if (box.x1 - box.x0 > half && box.y1 - box.y0 > half) continue;
      const horizontal = box.x1 - box.x0 >= box.y1 - box.y0;
      const [dx, dy] = horizontal ? [0, half] : [half, 0];
      this.paint({ x0: box.x0 - dx, y0: box.y0 - dy, x1: box.x1 + dx, y1: box.y1 + dy }, stroke);
    }
  }

  private paint(box: Box, fill: string | null, holes = NO_HOLES): void {
    const seen = intersect(box, this.state.clip);
    if (area(seen) <= 0) return;
    this.push(seen, { covers: fill !== null, color: fill }, holes);
  }

  private unknownPaint(box: Box): void {
    const seen = intersect(box, this.state.clip);
    if (this.layersOff > 0 || area(seen) <= 0) return;
    this.push(seen, { covers: false, color: null });
  }

  private unitBox(matrix: Matrix): Box {
    return transformBox(multiply(this.state.ctm, matrix), { x0: 0, y0: 0, x1: 1, y1: 1 });
  }

  private push(box: Box, how: Pick<Paint, 'covers' | 'color'>, holes = NO_HOLES): void {
    const paint = { box, order: this.order++, ...how, image: false, stencil: false, source: null };
    const { clipHoles } = this.state;
    if (holes.length + clipHoles.length === 0) this.paints.push(paint);
    else
      for (const piece of around(box, [...holes, ...clipHoles]))
        this.paints.push({ ...paint, ...(piece.solid ? {} : { covers: false, color: null }), box: piece.box });
  }

  /** A gradient fills the clipping path, of which the box is known. */
  private shading(): void {
    const covers = this.opaque('#000000') !== null;
    if (this.layersOff === 0 && area(this.state.clip) > 0) this.push(this.state.clip, { covers, color: null });
  }

  /** Whether a mask lets its colour through everywhere, its bits tell. */
  private mask(source: unknown): void {
    const box = intersect(this.unitBox(IDENTITY), this.state.clip);
    const fill = this.opaque(this.state.fill);
    if (fill !== null && fillsMask(this.page, source)) this.paint(box, fill);
    else if (this.layersOff === 0 && area(box) > 0)
      this.paints.push({ box, order: this.order++, covers: false, color: null, image: false, stencil: true, source: null }); // prettier-ignore
  }

  private image(matrix: Matrix, source: unknown): void {
    const seen = intersect(this.unitBox(matrix), this.state.clip);
    if (this.layersOff > 0 || area(seen) <= 0) return;
    const plain = this.opaque('#000000') !== null;
    const known = plain ? source : null;
    const paint = { box: seen, order: this.order++, covers: false, color: null, image: true, stencil: false };
    this.paints.push({ ...paint, source: known });
  }

  private repeated(a: readonly unknown[]): void {
    const [scaleX, scaleY, positions] = [num(a[1], 1), num(a[2], 1), toNumbers(a[3])];
    if (positions === null) return;
    for (let i = 0; i + 1 < positions.length && !this.isFull(); i += 2) {
      this.image([scaleX, 0, 0, scaleY, positions[i] ?? 0, positions[i + 1] ?? 0], a[0]);
    }
  }

  private form(a: readonly unknown[]): void {
    this.save();
    this.concat(toMatrix(a[0]));
    const box = toBox(a[1]);
    if (box !== null) this.state.clip = intersect(this.state.clip, transformBox(this.state.ctm, box));
  }

  /** A transparency group: its content is composed with the state outside, so alpha and mask stay in force. */
  private group(value: unknown): void {
    this.save();
    if (typeof value !== 'object' || value === null) return;
    if ('matrix' in value) this.concat(toMatrix(value.matrix));
    if ('smask' in value && value.smask !== null && value.smask !== undefined)
      this.state.inMask = this.state.softMask = true;
  }

  private beginAnnotation(a: readonly unknown[]): void {
    this.save();
    this.state = { ...initialState() };
    this.concat(toMatrix(a[2]));
    this.concat(toMatrix(a[3]));
  }

  private pushLayer(visible: boolean): void {
    this.layers.push(visible);
    if (!visible) this.layersOff++;
  }

  private popLayer(): void {
    if (this.layers.pop() === false) this.layersOff--;
  }
}
