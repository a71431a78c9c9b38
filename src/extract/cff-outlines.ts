/**
 * How many closed lines the glyphs of a font are drawn with, where the font is in the compact format (Adobe Technical Notes 5176 and 5177),
 * as OpenType fonts, and those of PDFs that once were Type 1, have it. In: its table. Promised: total, bounded for each glyph.
 */

/** Entries of an index: where each begins, and the last one ends. */
interface Index {
  readonly offsets: readonly number[];
  readonly end: number;
}

const MOST_ENTRIES = 65_536;
const MOST_STEPS = 20_000;
const DEEPEST = 10;
const MOST_OPERANDS = 513;

const CHARSTRINGS = 17;
const PRIVATE = 18;
const SUBROUTINES = 19;
/** Operators of two bytes begin with 12. */
const ESCAPE = 12;
const FONTS = 1236;
const FONT_OF_GLYPH = 1237;
const KIND = 1206;

const byteAt = (b: Buffer, at: number): number => b[at] ?? 0;
const wordAt = (b: Buffer, at: number): number => byteAt(b, at) * 256 + byteAt(b, at + 1);
const NO_ENTRIES = (end: number): Index => ({ offsets: [], end });

function indexAt(b: Buffer, at: number): Index {
  const count = wordAt(b, at);
  const size = byteAt(b, at + 2);
  if (count === 0 || count > MOST_ENTRIES || size < 1 || size > 4) return NO_ENTRIES(at + 2);
  if (at + 3 + (count + 1) * size > b.length) return NO_ENTRIES(b.length);
  const base = at + 2 + (count + 1) * size;
  const offsets = Array.from({ length: count + 1 }, (_, i) => base + b.readUIntBE(at + 3 + i * size, size));
  return { offsets, end: offsets[count] ?? b.length };
}

const entryOf = (b: Buffer, { offsets }: Index, i: number): Buffer => {
  const [start, end] = [offsets[i], offsets[i + 1]];
  return start === undefined || end === undefined ? b.subarray(0, 0) : b.subarray(start, Math.max(start, end));
};

/** Operators of a dictionary with their operands; real numbers are none that is asked for. */
function dictionaryOf(b: Buffer): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, readonly number[]>();
  let operands: number[] = [];
  for (let at = 0; at < b.length;) {
    const byte = byteAt(b, at++);
    if (byte <= 21) {
      found.set(byte === ESCAPE ? 1200 + byteAt(b, at++) : byte, operands);
      operands = [];
    } else if (byte === 28) {
      operands.push((wordAt(b, at) << 16) >> 16);
      at += 2;
    } else if (byte === 29) {
      operands.push((wordAt(b, at) << 16) | wordAt(b, at + 2));
      at += 4;
    } else if (byte === 30) {
      while (at < b.length && (byteAt(b, at) & 15) !== 15) at++;
      at++;
      operands.push(0);
    } else if (byte >= 32 && byte <= 246) operands.push(byte - 139);
    else if (byte >= 247 && byte <= 250) operands.push((byte - 247) * 256 + byteAt(b, at++) + 108);
    else if (byte >= 251 && byte <= 254) operands.push(-(byte - 251) * 256 - byteAt(b, at++) - 108);
    if (operands.length > MOST_OPERANDS) break;
  }
  return found;
}

/** Number of the font of a glyph, in a table that has several. */
function fontOf(b: Buffer, table: number, glyph: number): number {
  if (byteAt(b, table) === 0) return byteAt(b, table + 1 + glyph);
  const ranges = wordAt(b, table + 1);
  let font = 0;
  for (let i = 0, at = table + 3; i < ranges && at + 3 <= b.length; i++, at += 3) {
    if (wordAt(b, at) > glyph) break;
    font = byteAt(b, at + 2);
  }
  return font;
}

/** @returns for a glyph its closed lines, 0 where that cannot be told; null for a table that cannot be read */
export function cffOutlines(table: Buffer): ((glyph: number) => number) | null {
  const names = indexAt(table, byteAt(table, 2));
  const tops = indexAt(table, names.end);
  const shared = indexAt(table, indexAt(table, tops.end).end);
  const top = dictionaryOf(entryOf(table, tops, 0));
  const [glyphsAt] = top.get(CHARSTRINGS) ?? [];
  if (glyphsAt === undefined || glyphsAt <= 0 || (top.get(KIND)?.[0] ?? 2) !== 2) return null;
  const glyphs = indexAt(table, glyphsAt);
  const own = (dictionary: ReadonlyMap<number, readonly number[]>): Index => {
    const [size = 0, start = 0] = dictionary.get(PRIVATE) ?? [];
    const offset = size > 0 && start > 0 ? dictionaryOf(table.subarray(start, start + size)).get(SUBROUTINES)?.[0] : 0;
    return offset === undefined || offset <= 0 ? NO_ENTRIES(0) : indexAt(table, start + offset);
  };
  const fontsAt = top.get(FONTS)?.[0];
  const fonts = fontsAt === undefined || fontsAt <= 0 ? null : indexAt(table, fontsAt);
  const selectAt = top.get(FONT_OF_GLYPH)?.[0] ?? 0;
  const known = new Map<number, Index>();
  const subroutinesFor = (glyph: number): Index => {
    const font = fonts === null ? -1 : fontOf(table, selectAt, glyph);
    const subroutines = known.get(font) ?? own(fonts === null ? top : dictionaryOf(entryOf(table, fonts, font)));
    known.set(font, subroutines);
    return subroutines;
  };
  return (glyph) => new Walk(table, shared, subroutinesFor(glyph)).count(entryOf(table, glyphs, glyph));
}

/** Subroutines are counted from the middle of a table, to make the numbers short. */
const biasOf = ({ offsets }: Index): number =>
  offsets.length <= 1240 ? 107 : offsets.length <= 33_900 ? 1131 : 32_768;

/** Follows what draws one glyph. Where lines lead is of no interest, only where one begins. */
class Walk {
  private readonly table: Buffer;
  private readonly shared: Index;
  private readonly own: Index;
  private operands: number[] = [];
  private hints = 0;
  private lines = 0;
  private isMoved = false;
  private steps = 0;
  private isOver = false;

  constructor(table: Buffer, shared: Index, own: Index) {
    this.table = table;
    this.shared = shared;
    this.own = own;
  }

  count(program: Buffer): number {
    this.run(program, 0);
    return this.steps > MOST_STEPS ? 0 : this.lines;
  }

  private run(program: Buffer, depth: number): void {
    for (let at = 0; at < program.length && !this.isOver;) {
      const byte = byteAt(program, at++);
      if (++this.steps > MOST_STEPS) this.isOver = true;
      if (byte >= 32 || byte === 28) at = this.operand(program, at, byte);
      else if (byte === 10 || byte === 29) this.call(byte === 10 ? this.own : this.shared, depth);
      else if (byte === 11) return;
      else at = this.operator(program, at, byte);
    }
  }

  /** @returns where the next begins */
  private operand(program: Buffer, at: number, byte: number): number {
    if (this.operands.length > MOST_OPERANDS) this.isOver = true;
    const next = byteAt(program, at);
    if (byte === 28 || byte === 255) {
      this.operands.push((wordAt(program, at) << 16) >> 16);
      return at + (byte === 28 ? 2 : 4);
    }
    if (byte <= 246) this.operands.push(byte - 139);
    else this.operands.push(byte <= 250 ? (byte - 247) * 256 + next + 108 : -(byte - 251) * 256 - next - 108);
    return byte <= 246 ? at : at + 1;
  }

  private call(subroutines: Index, depth: number): void {
    const number = (this.operands.pop() ?? 0) + biasOf(subroutines);
    if (depth < DEEPEST) this.run(entryOf(this.table, subroutines, number), depth + 1);
    else this.isOver = true;
  }

  private operator(program: Buffer, at: number, byte: number): number {
    const isMask = byte === 19 || byte === 20;
    if (isMask || byte === 1 || byte === 3 || byte === 18 || byte === 23) this.hints += this.operands.length >> 1;
    else if (byte === 4 || byte === 21 || byte === 22) this.isMoved = true;
    else if (byte === 14) this.end();
    else if (byte !== ESCAPE || isFlex(byteAt(program, at))) this.draw();
    // arithmetic leaves its results for what comes next
    if (byte !== ESCAPE || isFlex(byteAt(program, at))) this.operands = [];
    return at + (byte === ESCAPE ? 1 : isMask ? (this.hints + 7) >> 3 : 0);
  }

  private draw(): void {
    if (this.isMoved) this.lines++;
    this.isMoved = false;
  }

  /** A letter that is put together of two others ends with their names; how they are drawn is not told. */
  private end(): void {
    if (this.operands.length >= 4) this.lines = 0;
    this.isOver = true;
  }
}

const isFlex = (operator: number): boolean => operator >= 34 && operator <= 37;
