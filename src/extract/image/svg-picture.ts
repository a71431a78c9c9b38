/**
 * The only place that draws SVG: resvg, compiled to WebAssembly. It has no files, no network and no fonts, and no more memory than is
 * written into its program. What a drawing costs is asked of a small picture first.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { withLessMemory } from '../bounded-wasm.ts';
import { toGrey } from './grey.ts';
import type { Drawing } from './svg-source.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  free(): void;
}
interface Rendered {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  free(): void;
}
interface Drawn {
  getBBox(): Box | undefined;
  render(): Rendered;
  free(): void;
}
interface Resvg {
  readonly initWasm: (program: Uint8Array) => Promise<void>;
  readonly Resvg: new (svg: string, options: object) => Drawn;
}

const MOST_MEMORY = 256 * 1024 * 1024;
/** Pixels of the longer side of the picture that tells what a larger one costs. */
const SMALL = 160;
/** Milliseconds that one picture may take. */
const MOST_MS = 1_000;
/** Pictures after which the program is started afresh: its memory never shrinks. */
const MOST_WITH_ONE = 200;
const MARGIN = 0.04;

const isResvg = (value: unknown): value is Resvg =>
  typeof value === 'object' && value !== null && 'initWasm' in value && 'Resvg' in value;

let loaded: Promise<Resvg> | null = null;
let pictures = 0;

async function load(): Promise<Resvg> {
  const require = createRequire(import.meta.url);
  const entry = require.resolve('@resvg/resvg-wasm');
  // it can be started once only: another one takes another module
  Reflect.deleteProperty(require.cache, entry);
  const module: unknown = require(entry);
  if (!isResvg(module)) throw new TypeError('@resvg/resvg-wasm exports no Resvg');
  await module.initWasm(withLessMemory(readFileSync(require.resolve('@resvg/resvg-wasm/index_bg.wasm')), MOST_MEMORY));
  pictures = 0;
  return module;
}

/** Milliseconds that this process was at work: a machine that has other things to do makes no drawing dearer. */
export function busyMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

type Area = readonly [x: number, y: number, width: number, height: number];

/** A drawing that can be drawn in several sizes. */
export class SvgPicture {
  private readonly drawing: Drawing;
  private readonly options: object;
  private area: Area | null = null;
  /** milliseconds that a picture takes, by its pixels */
  private time: (pixels: number) => number = () => Infinity;

  constructor(drawing: Drawing) {
    this.drawing = drawing;
    this.options = { font: { loadSystemFonts: false, fontBuffers: drawing.font === null ? [] : [drawing.font] } };
  }

  /** @returns whether it can be drawn, and shows anything */
  async begin(): Promise<'drawn' | 'empty' | 'failed'> {
    return guarded<'drawn' | 'empty' | 'failed'>('failed', (resvg) => {
      this.area = this.shownArea(resvg);
      if (this.area === null) return 'empty';
      this.time = this.timeBySize(resvg, this.area);
      return 'drawn';
    });
  }

  /**
   * @param side pixels of the longer side
   * @returns shades of grey; null when it cannot be drawn in the time for one picture
   */
  async inGrey(side: number): Promise<{ readonly bytes: Buffer; readonly side: number } | null> {
    return guarded(null, (resvg) => {
      if (this.area === null) return null;
      const [, , width, height] = this.area;
      const share = Math.min(width, height) / Math.max(width, height);
      let affordable = side;
      while (affordable > SMALL && this.time(affordable ** 2 * share) > MOST_MS)
        affordable = Math.floor(affordable * 0.8);
      return affordable < Math.min(side, SMALL * 4) ? null : { bytes: this.draw(resvg, this.area, affordable).bytes, side: affordable }; // prettier-ignore
    });
  }

  /** Told by two small pictures: some drawings cost by what they show, others by how large it is. */
  private timeBySize(resvg: Resvg, area: Area): (pixels: number) => number {
    const timed = (side: number): { readonly pixels: number; readonly ms: number } => {
      const start = busyMs();
      const { width, height } = this.draw(resvg, area, side);
      return { pixels: width * height, ms: busyMs() - start };
    };
    const first = timed(SMALL);
    // the first time a part of the program is used it has to be compiled
    const small = first.ms > MOST_MS / 8 && first.ms < MOST_MS / 2 ? timed(SMALL) : first;
    // four times as large takes four times as long at most
    if (small.ms > MOST_MS / 8) return (pixels) => (small.ms * pixels) / small.pixels;
    const larger = timed(SMALL * 2);
    const each = Math.max(0, (larger.ms - small.ms) / Math.max(1, larger.pixels - small.pixels));
    return (pixels) => larger.ms + each * Math.max(0, pixels - larger.pixels);
  }

  /** What is shown of what is drawn, with a margin. */
  private shownArea({ Resvg }: Resvg): Area | null {
    const { content, view } = this.drawing;
    const drawn = new Resvg(svgOf(content, view ?? [0, 0, 100, 100], SMALL), this.options);
    try {
      const box = drawn.getBBox();
      if (box === undefined) return null;
      const [left, top, width, height] = view ?? [box.x, box.y, box.width, box.height];
      const [x0, y0] = [Math.max(left, box.x), Math.max(top, box.y)];
      const [x1, y1] = [Math.min(left + width, box.x + box.width), Math.min(top + height, box.y + box.height)];
      box.free();
      if (![x0, y0, x1, y1].every(Number.isFinite) || x1 <= x0 || y1 <= y0) return null;
      const margin = Math.max(x1 - x0, y1 - y0) * MARGIN;
      return [x0 - margin, y0 - margin, x1 - x0 + 2 * margin, y1 - y0 + 2 * margin];
    } finally {
      drawn.free();
    }
  }

  private draw({ Resvg }: Resvg, area: Area, side: number): { bytes: Buffer; width: number; height: number } {
    const drawn = new Resvg(svgOf(this.drawing.content, area, side), this.options);
    try {
      const rendered = drawn.render();
      const { pixels: data, width, height } = rendered;
      const bytes = toGrey({ data, width, height });
      rendered.free();
      return { bytes, width, height };
    } finally {
      drawn.free();
    }
  }
}

function svgOf(content: string, [x, y, width, height]: Area, side: number): string {
  const scale = side / Math.max(width, height);
  const [across, down] = [width, height].map((length) => Math.max(1, Math.round(length * scale)));
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="${x} ${y} ${width} ${height}" width="${across}" height="${down}" preserveAspectRatio="none">${content}</svg>`;
}

async function guarded<T>(otherwise: T, use: (resvg: Resvg) => T): Promise<T> {
  if (++pictures > MOST_WITH_ONE) loaded = null;
  loaded ??= load();
  const resvg = await loaded;
  try {
    return use(resvg);
  } catch (error) {
    // a drawing that it does not understand; or it has stopped itself, and nothing of it can be used again
    if (!(error instanceof Error) || error.name === 'RuntimeError' || error instanceof RangeError) loaded = null;
    return otherwise;
  }
}
