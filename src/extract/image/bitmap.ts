/**
 * A picture in black and white as character recognition sees it, and the shapes in it: dark dots that touch. Shapes are put
 * together from runs of dots (one pass over the rows), so that a page costs as many steps as it has runs.
 */

/** Dark dots, 32 in a word, the leftmost in the highest bit. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  /** words in a row */
  readonly stride: number;
  readonly words: Int32Array;
}

/** A rectangle; right and bottom are the first dots outside. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Dark dots side by side in a row. */
export interface Run {
  readonly y: number;
  readonly from: number;
  /** the first dot behind */
  readonly to: number;
}

/** Runs that touch. */
export interface Shape extends Box {
  readonly ink: number;
  readonly runs: readonly Run[];
}

/** A page of dense print has some 400,000 runs; a photograph full of grain has more, and no table that could be told from it. */
const MOST_RUNS = 1_500_000;

/** @returns the shapes, null when there are too many dots to be writing */
export function shapesOf(bitmap: Bitmap): readonly Shape[] | null {
  const runs = new RunList();
  for (let y = 0; y < bitmap.height; y++) {
    addRow(bitmap, y, runs);
    if (runs.count > MOST_RUNS) return null;
  }
  return runs.shapes();
}

function addRow({ width, stride, words }: Bitmap, y: number, runs: RunList): void {
  runs.beginRow(y);
  let from = -1;
  for (let i = 0; i < stride; i++) {
    const word = words[y * stride + i] ?? 0;
    // 32 dots of the same colour change nothing
    if (word === 0 ? from < 0 : word === -1 && from >= 0) continue;
    for (let bit = 0; bit < 32; bit++) {
      const x = i * 32 + bit;
      const isDark = x < width && ((word >>> (31 - bit)) & 1) === 1;
      if (isDark && from < 0) from = x;
      else if (!isDark && from >= 0) {
        runs.add(from, x);
        from = -1;
      }
    }
  }
  if (from >= 0) runs.add(from, width);
}

/** The shapes of a few runs, as of what is left of a shape when lines are taken out of it. */
export function shapesOfRuns(sorted: readonly Run[]): readonly Shape[] {
  const runs = new RunList();
  let row = -1;
  for (const { y, from, to } of sorted) {
    if (y !== row) runs.beginRow(y);
    row = y;
    runs.add(from, to);
  }
  return runs.shapes();
}

/** Runs as they come, row by row, each with the shape it belongs to so far (a forest whose roots are the shapes). */
class RunList {
  count = 0;
  private capacity = 1 << 14;
  private ys = new Int32Array(this.capacity);
  private froms = new Int32Array(this.capacity);
  private tos = new Int32Array(this.capacity);
  private parents = new Int32Array(this.capacity);
  private row = -2;
  /** first run of the row at work, and those of the row above that were not passed */
  private rowStart = 0;
  private above = 0;

  beginRow(y: number): void {
    this.above = y === this.row + 1 ? this.rowStart : this.count;
    this.rowStart = this.count;
    this.row = y;
  }

  add(from: number, to: number): void {
    if (this.count === this.capacity) this.grow();
    const run = this.count++;
    this.ys[run] = this.row;
    this.froms[run] = from;
    this.tos[run] = to;
    this.parents[run] = run;
    // corners touch too
    while (this.above < this.rowStart && (this.tos[this.above] ?? 0) < from) this.above++;
    for (let i = this.above; i < this.rowStart && (this.froms[i] ?? 0) <= to; i++) this.join(i, run);
  }

  shapes(): readonly Shape[] {
    const sizes = new Int32Array(this.count);
    for (let run = 0; run < this.count; run++) {
      const root = this.rootOf(run);
      this.parents[run] = root;
      sizes[root] = (sizes[root] ?? 0) + 1;
    }
    const lists = new Map<number, Run[]>();
    for (let run = 0; run < this.count; run++) {
      const root = this.parents[run] ?? run;
      let list = lists.get(root);
      if (list === undefined) lists.set(root, (list = []));
      list.push({ y: this.ys[run] ?? 0, from: this.froms[run] ?? 0, to: this.tos[run] ?? 0 });
    }
    return [...lists.values()].map(shapeOf);
  }

  private join(a: number, b: number): void {
    const [first, second] = [this.rootOf(a), this.rootOf(b)];
    if (first < second) this.parents[second] = first;
    else this.parents[first] = second;
  }

  private rootOf(run: number): number {
    let at = run;
    for (;;) {
      const parent = this.parents[at] ?? at;
      if (parent === at) return at;
      const next = this.parents[parent] ?? parent;
      this.parents[at] = next;
      at = next;
    }
  }

  private grow(): void {
    this.capacity *= 2;
    const larger = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const copy = new Int32Array(this.capacity);
      copy.set(old);
      return copy;
    };
    [this.ys, this.froms, this.tos, this.parents] = [
      larger(this.ys),
      larger(this.froms),
      larger(this.tos),
      larger(this.parents),
    ];
  }
}

function shapeOf(runs: readonly Run[]): Shape {
  let [left, right, ink] = [Infinity, 0, 0];
  for (const { from, to } of runs) {
    left = Math.min(left, from);
    right = Math.max(right, to);
    ink += to - from;
  }
  return { left, right, top: runs[0]?.y ?? 0, bottom: (runs.at(-1)?.y ?? 0) + 1, ink, runs };
}

/** A picture (PBM, black on white) of a part of a page that shows these shapes and nothing else. */
export function drawShapes(shapes: readonly Shape[], { left, top, right, bottom }: Box): Buffer {
  const [width, height] = [right - left, bottom - top];
  const stride = Math.ceil(width / 8);
  const head = Buffer.from(`P4\n${width} ${height}\n`, 'latin1');
  const picture = Buffer.alloc(head.length + stride * height);
  head.copy(picture);
  for (const { runs } of shapes)
    for (const { y, from, to } of runs) {
      if (y < top || y >= bottom) continue;
      const row = head.length + (y - top) * stride;
      for (let x = Math.max(from, left); x < Math.min(to, right); x++) {
        const at = row + ((x - left) >> 3);
        picture[at] = (picture[at] ?? 0) | (0x80 >> ((x - left) & 7));
      }
    }
  return picture;
}
