/**
 * Boxes of a slide or drawing that stand on one line side by side: a number may stand in several, half by half or digit by digit, in any
 * order of the file. In: shapes with their places (ECMA-376 part 1, 20.1.7.6; ISO/IEC 26300) and texts. Out: what the boxes of a line say together, where
 * that has the shape of an identifier.
 */
import { aboutOnSlide } from './slide-comments.ts';
import { attribute } from './xml.ts';

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
  text: string;
  isPlaced: boolean;
  isTitle: boolean;
}

/** From the coordinates inside a group to those around it. */
interface Group {
  readonly outer: { x: number; y: number; width: number; height: number };
  readonly inner: { x: number; y: number; width: number; height: number };
}

const MOST_BOXES = 2000;
/** Longer texts are no halves and no labels. */
const LONGEST_TEXT = 40;
const MOST_NESTED = 32;
const IDENTIFIER = /(?<!\d)(?:\d\d)?\d{6}[-+ ]?\d{4,5}(?!\d)/u;
/** Pieces of a number, which stand beside each other without a blank. */
const PIECE = /^[\d+-]+$/u;
const SHORT_PIECE = 2;

/** Follows one part; create a new one for each. */
export class SlideBoxes {
  private readonly boxes: Box[] = [];
  private readonly open: Box[] = [];
  private readonly groups: Group[] = [];
  /** which of the two places of an anchor comes */
  axis: 'x' | 'y' = 'x';
  /** a drawing stands at a place of its paragraph */
  isAnchored = false;
  /** what the title of a slide of OpenDocument says */
  private title = '';

  openShape(): void {
    if (this.open.length < MOST_NESTED)
      this.open.push({ x: 0, y: 0, width: 0, height: 0, text: '', isPlaced: false, isTitle: false });
  }

  /** A drawing of a text, which stands at the place that its anchor tells (wp:anchor). */
  openAnchor(): void {
    this.isAnchored = true;
    this.openGroup();
  }

  /** wp:posOffset: across, then down. */
  offset(value: string): void {
    const group = this.groups[this.groups.length - 1];
    if (group !== undefined) group.outer[this.axis] = Number(value) || 0;
  }

  /** wp:extent */
  extent(raw: string): void {
    const group = this.groups[this.groups.length - 1];
    if (group === undefined) return;
    for (const box of [group.outer, group.inner]) {
      box.width = Number(attribute(raw, 'cx')) || 0;
      box.height = Number(attribute(raw, 'cy')) || 0;
    }
  }

  openGroup(): void {
    if (this.groups.length < MOST_NESTED) this.groups.push({ outer: nowhere(), inner: nowhere() });
  }

  closeGroup(): void {
    this.groups.pop();
  }

  /** a:off, a:ext, a:chOff, a:chExt of the shape, or else of the group. */
  place(element: string, raw: string): void {
    const box = this.open[this.open.length - 1];
    const group = this.groups[this.groups.length - 1];
    const isInner = element.startsWith('ch');
    const at = box ?? (isInner ? group?.inner : group?.outer);
    if (at === undefined || (box !== undefined && isInner)) return;
    if (/off$/iu.test(element)) {
      at.x = Number(attribute(raw, 'x')) || 0;
      at.y = Number(attribute(raw, 'y')) || 0;
    } else if (raw.includes('cx')) {
      at.width = Number(attribute(raw, 'cx')) || 0;
      at.height = Number(attribute(raw, 'cy')) || 0;
      if (box !== undefined) box.isPlaced = true;
    }
  }

  /** A shape of OpenDocument, whose place stands in its own attributes with a unit each. */
  openMeasured(raw: string): void {
    this.openShape();
    const box = this.open[this.open.length - 1];
    if (box !== undefined) box.isTitle = /:class="title"/u.test(raw);
    if (box === undefined || !raw.includes('width')) return;
    box.x = measure(attribute(raw, 'x'));
    box.y = measure(attribute(raw, 'y'));
    box.width = measure(attribute(raw, 'width'));
    box.height = measure(attribute(raw, 'height'));
    box.isPlaced = true;
  }

  text(value: string): void {
    const box = this.open[this.open.length - 1];
    if (box !== undefined && box.text.length <= LONGEST_TEXT) box.text += value;
  }

  closeShape(): void {
    const box = this.open.pop();
    if (box === undefined) return;
    box.text = box.text.trim();
    if (box.isTitle) this.title = box.text;
    if (!box.isPlaced || this.boxes.length >= MOST_BOXES) return;
    if (box.text === '' || box.text.length > LONGEST_TEXT) return;
    for (const { outer, inner } of [...this.groups].reverse()) {
      if (inner.width <= 0 || inner.height <= 0) continue;
      const [across, down] = [outer.width / inner.width, outer.height / inner.height];
      box.x = outer.x + (box.x - inner.x) * across;
      box.y = outer.y + (box.y - inner.y) * down;
      box.width *= across;
      box.height *= down;
    }
    this.boxes.push(box);
  }

  /** How a comment at a place of an OpenDocument slide begins: with its title and the smallest box there that says a few words. */
  aboutPlace(raw: string): string {
    const [x, y] = [measure(attribute(raw, 'x')), measure(attribute(raw, 'y'))];
    const around = this.boxes.filter(
      (box) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height,
    );
    const smallest = around.sort((a, b) => a.width * a.height - b.width * b.height)[0];
    return aboutOnSlide(smallest?.text ?? '', this.title);
  }

  /** Ends a slide. @returns what its boxes say together; nothing for nearly every slide */
  finish(): readonly string[] {
    const boxes = this.boxes.splice(0);
    this.title = '';
    this.isAnchored = false;
    const pieces = boxes.filter(({ text }) => PIECE.test(text));
    if (pieces.length === 0 || boxes.length < 2) return [];
    const beside = labelled(
      pieces.filter(({ text }) => UNLABELLED.test(text)),
      boxes,
    );
    return pieces.length < 2 ? beside : [...linesOf(boxes).flatMap(joined), ...beside];
  }
}

type Open = (boxes: SlideBoxes, raw: string, name: string) => void;
const place: Open = (boxes, raw, name) => boxes.place(name, raw);
/** What the elements of slides and drawings do to their boxes when they open, by name. */
export const BOX_OPENERS: readonly (readonly [string, Open])[] = [
  ['sp', (boxes) => boxes.openShape()],
  ['wsp', (boxes) => boxes.openShape()],
  ['grpSp', (boxes) => boxes.openGroup()],
  ['wgp', (boxes) => boxes.openGroup()],
  ['anchor', (boxes) => boxes.openAnchor()],
  ['extent', (boxes, raw) => boxes.extent(raw)],
  ['positionH', (boxes) => (boxes.axis = 'x')],
  ['positionV', (boxes) => (boxes.axis = 'y')],
  ['off', place],
  ['ext', place],
  ['chOff', place],
  ['chExt', place],
];
/** And when they close. */
export const BOX_CLOSERS: readonly (readonly [string, (boxes: SlideBoxes) => void])[] = [
  ['sp', (boxes) => boxes.closeShape()],
  ['wsp', (boxes) => boxes.closeShape()],
  ['grpSp', (boxes) => boxes.closeGroup()],
  ['wgp', (boxes) => boxes.closeGroup()],
  ['anchor', (boxes) => boxes.closeGroup()],
];

/** Numbers that say what they are only with a label. */
const UNLABELLED = /^(?:\d{10}|\d{12}|\d{6}[- +]?\d{5})$/u;
const MOST_LABELLED = 100;
const LABEL = /^\P{N}*\p{L}\P{N}*$/u;

/** Numbers with the words that stand left of or above them, in whatever order the file tells them. */
function labelled(numbers: readonly Box[], boxes: readonly Box[]): readonly string[] {
  if (numbers.length === 0) return [];
  const labels = boxes.filter(({ text }) => LABEL.test(text));
  return numbers.slice(0, MOST_LABELLED).flatMap((number) => {
    const left = nearest(labels, (label) =>
      Math.abs(middle(label) - middle(number)) <= Math.min(label.height, number.height) / 2
        ? number.x - label.x - label.width
        : Infinity,
    );
    const above = nearest(labels, (label) =>
      label.x < number.x + number.width && number.x < label.x + label.width
        ? number.y - label.y - label.height
        : Infinity,
    );
    return [...new Set([left, above])].flatMap((label) =>
      label === null || label.gap > Math.max(label.box.height, number.height)
        ? []
        : [`${label.box.text} ${number.text}`],
    );
  });
}

/** The box with the smallest gap; a little over each other two boxes may lie. */
function nearest(boxes: readonly Box[], gapTo: (box: Box) => number): { box: Box; gap: number } | null {
  let found: { box: Box; gap: number } | null = null;
  for (const box of boxes) {
    const gap = gapTo(box);
    if (gap >= -box.height && gap < (found?.gap ?? Infinity)) found = { box, gap };
  }
  return found;
}

/** Millimetres in the units of lengths. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['mm', 1],
  ['cm', 10],
  ['in', 25.4],
  ['pt', 25.4 / 72],
]);
function measure(length: string): number {
  const [, number = '0', unit = ''] = /^(-?[\d.]{1,20})([a-z]{2})$/u.exec(length) ?? [];
  return (Number(number) || 0) * (UNITS.get(unit) ?? 1);
}

const nowhere = (): Group['outer'] => ({ x: 0, y: 0, width: 0, height: 0 });
const middle = ({ y, height }: Box): number => y + height / 2;

/** Boxes whose middles are at one height, from left to right. */
function linesOf(boxes: readonly Box[]): readonly (readonly Box[])[] {
  const lines: Box[][] = [];
  for (const box of [...boxes].sort((a, b) => middle(a) - middle(b))) {
    const line = lines[lines.length - 1];
    const first = line?.[0];
    const isBeside = first !== undefined && middle(box) - middle(first) <= Math.min(first.height, box.height) / 2;
    if (isBeside) line?.push(box);
    else lines.push([box]);
  }
  return lines.map((line) => line.sort((a, b) => a.x - b.x));
}

/** What the boxes of a line say without what stands far apart. */
function joined(line: readonly Box[]): readonly string[] {
  const found: string[] = [];
  let text = '';
  let pieces = 0;
  const end = (): void => {
    if (pieces > 1 && IDENTIFIER.test(text)) found.push(text);
    text = '';
    pieces = 0;
  };
  let last: Box | null = null;
  for (const box of line) {
    if (last !== null && box.x - last.x - last.width > Math.max(last.height, box.height)) end();
    text += (last !== null && text !== '' && !goesOn(last.text, box.text) ? ' ' : '') + box.text;
    if (PIECE.test(box.text)) pieces++;
    last = box;
  }
  end();
  return found;
}

/** A hyphen at the seam, or single digits: two whole numbers side by side are two. */
const goesOn = (before: string, behind: string): boolean =>
  PIECE.test(before) &&
  PIECE.test(behind) &&
  (/[-+]$/u.test(before) || /^[-+]/u.test(behind) || Math.max(before.length, behind.length) <= SHORT_PIECE);
