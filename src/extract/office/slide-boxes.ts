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
  /** what the title of a slide of OpenDocument says */
  private title = '';

  openShape(): void {
    if (this.open.length < MOST_NESTED)
      this.open.push({ x: 0, y: 0, width: 0, height: 0, text: '', isPlaced: false, isTitle: false });
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
    if (boxes.filter(({ text }) => PIECE.test(text)).length < 2) return [];
    return linesOf(boxes).flatMap(joined);
  }
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
