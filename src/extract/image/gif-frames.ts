/**
 * Frames of an animated GIF as a viewer shows them, one laid over the other, in shades of grey. In: the bytes. Out: frames by number.
 * Total; whoever asks says how many pixels may be decoded.
 */

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One frame as the file tells it. */
export interface GifFrame extends Rectangle {
  readonly palette: Buffer;
  /** index that lets through what is below; -1 for none */
  readonly transparent: number;
  /** GIF89a §23: 2: its place is emptied afterwards; 3: what was there before comes back */
  readonly disposal: number;
  readonly interlaced: boolean;
  /** where its packed data begin, with the size of the codes */
  readonly data: number;
  /** offset behind it */
  readonly end: number;
}

/** @param most frames that are told */
export function gifFrames(b: Buffer, most: number): readonly GifFrame[] {
  const tableSize = (flags: number): number => ((flags & 0x80) !== 0 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  const globalSize = tableSize(b[10] ?? 0);
  const frames: GifFrame[] = [];
  let control = { transparent: -1, disposal: 0 };
  for (let at = 13 + globalSize; at + 1 < b.length && frames.length < most;) {
    if (b[at] === 0x21) {
      if (b[at + 1] === 0xf9 && at + 7 < b.length) {
        const flags = b[at + 3] ?? 0;
        control = { transparent: (flags & 1) !== 0 ? (b[at + 6] ?? 0) : -1, disposal: (flags >> 2) & 7 };
      }
      at = behindBlocks(b, at + 2);
    } else if (b[at] === 0x2c && at + 10 < b.length) {
      const flags = b[at + 9] ?? 0;
      const size = tableSize(flags);
      const data = at + 10 + size;
      const end = behindBlocks(b, data + 1);
      frames.push({
        x: b.readUInt16LE(at + 1),
        y: b.readUInt16LE(at + 3),
        width: b.readUInt16LE(at + 5),
        height: b.readUInt16LE(at + 7),
        palette: size > 0 ? b.subarray(at + 10, data) : b.subarray(13, 13 + globalSize),
        ...control,
        interlaced: (flags & 0x40) !== 0,
        data,
        end,
      });
      control = { transparent: -1, disposal: 0 };
      at = end;
    } else break;
  }
  return frames;
}

/** §15: sub-blocks of at most 255 bytes, ended by an empty one. */
function behindBlocks(b: Buffer, at: number): number {
  for (let size = b[at] ?? 0; size > 0 && at < b.length; size = b[at] ?? 0) at += 1 + size;
  return at + 1;
}

/** What a viewer shows after each frame; an empty canvas is white. */
export class GifCanvas {
  readonly pixels: Buffer;
  private readonly bytes: Buffer;
  private readonly width: number;
  private readonly height: number;
  private before: Buffer | null = null;
  private last: GifFrame | null = null;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.width = bytes.readUInt16LE(6);
    this.height = bytes.readUInt16LE(8);
    this.pixels = Buffer.alloc(this.width * this.height, 0xff);
  }

  /** Lays the next frame over what is there. */
  draw(frame: GifFrame): void {
    if (this.last?.disposal === 2) this.fill(this.last);
    if (this.last?.disposal === 3) this.before?.copy(this.pixels);
    this.before = frame.disposal === 3 ? Buffer.from(this.pixels) : null;
    this.last = frame;
    const grey = greyOf(frame.palette);
    const { width, height, transparent } = frame;
    const indices = unpacked(this.bytes, frame.data, width * height);
    const rows = rowsOf(height, frame.interlaced);
    for (let i = 0, row = 0; i < indices.length; i += width, row++) {
      const y = frame.y + (rows?.[row] ?? row);
      if (y >= this.height) continue;
      const across = Math.min(width, this.width - frame.x, indices.length - i);
      for (let x = 0, to = y * this.width + frame.x; x < across; x++, to++) {
        const index = indices[i + x] ?? 0;
        if (index !== transparent) this.pixels[to] = grey[index] ?? 0;
      }
    }
  }

  /** A portable grey map ("P5"). */
  toPicture(): Buffer {
    return Buffer.concat([Buffer.from(`P5\n${this.width} ${this.height}\n255\n`, 'latin1'), this.pixels]);
  }

  private fill({ x, y, width, height }: Rectangle): void {
    const end = Math.min(this.width, x + width);
    for (let row = y; row < Math.min(this.height, y + height) && x < end; row++)
      this.pixels.fill(0xff, row * this.width + x, row * this.width + end);
  }
}

function greyOf(palette: Buffer): Uint8Array {
  return Uint8Array.from({ length: palette.length / 3 }, (_, i) => {
    const [red = 0, green = 0, blue = 0] = palette.subarray(i * 3, i * 3 + 3);
    return (red * 77 + green * 150 + blue * 29) >> 8;
  });
}

/** Appendix E: four passes. @returns null for rows in their order */
function rowsOf(height: number, interlaced: boolean): readonly number[] | null {
  if (!interlaced) return null;
  const rows: number[] = [];
  for (const [first, step] of [
    [0, 8],
    [4, 8],
    [2, 4],
    [1, 2],
  ] as const)
    // prettier-ignore
    for (let row = first; row < height; row += step) rows.push(row);
  return rows;
}

/** Appendix F: LZW with codes that grow up to 12 bits. @returns as many indices as there are, at most `size` */
function unpacked(b: Buffer, at: number, size: number): Uint8Array {
  const least = Math.min(8, Math.max(2, b[at] ?? 2));
  const clear = 1 << least;
  const prefix = new Uint16Array(4096);
  const suffix = new Uint8Array(4096);
  const lengths = new Uint16Array(4096).fill(1);
  for (let i = 0; i < clear; i++) suffix[i] = i;
  const out = new Uint8Array(size);
  let [filled, next, bits, previous, held, count] = [0, clear + 2, least + 1, -1, 0, 0];
  let block = at + 1;
  let left = b[block] ?? 0;
  let from = block + 1;
  while (filled < size) {
    while (count < bits) {
      if (left === 0) {
        block = from;
        left = b[block] ?? 0;
        from = block + 1;
        if (left === 0) return out.subarray(0, filled);
      }
      if (from >= b.length) return out.subarray(0, filled);
      held |= (b[from] ?? 0) << count;
      from++;
      left--;
      count += 8;
    }
    const code = held & ((1 << bits) - 1);
    held >>>= bits;
    count -= bits;
    if (code === clear) {
      [next, bits, previous] = [clear + 2, least + 1, -1];
      continue;
    }
    if (code === clear + 1 || code > next || (code === next && previous < 0)) return out.subarray(0, filled);
    // the code that is only being made: what was before, with its own beginning behind it
    const known = code === next ? previous : code;
    const length = lengths[known] ?? 1;
    let walk = known;
    for (let i = filled + length - 1; i >= filled; i--) {
      if (i < size) out[i] = suffix[walk] ?? 0;
      walk = prefix[walk] ?? 0;
    }
    const first = out[filled] ?? 0;
    filled += length;
    if (code === next) {
      if (filled < size) out[filled] = first;
      filled++;
    }
    if (previous >= 0 && next < 4096) {
      prefix[next] = previous;
      suffix[next] = first;
      lengths[next] = (lengths[previous] ?? 1) + 1;
      next++;
      if (next === 1 << bits && bits < 12) bits++;
    }
    previous = code;
  }
  return out;
}
