/**
 * Whether a picture shows things as large as each other, as letters are, and how high they are. In: shades of grey. Light on dark counts as
 * dark on light. Linear in pixels.
 */

/** Things of like height from which they could be letters. */
const LEAST = 8;
/** Lower ones are dust, and what is higher are no letters but figures. */
const LOWEST = 4;
const HIGHEST = 400;
/** Wider things are lines, or words whose letters touch. */
const WIDEST = 3;
/** Of the box around touching letters this much is ink at most. */
const MOST_INK = 0.65;
const MOST_RUNS = 400_000;
/** Heights that differ by less are alike: steps of an eighth. */
const STEPS = 6;

interface Thing {
  x0: number;
  x1: number;
  y0: number;
  y1: number;
  ink: number;
}

/**
 * @param map a portable grey map ("P5")
 * @returns the height of what could be letters, in pixels; null when there is nothing of the kind
 */
export function heightOfLetters(map: Buffer): number | null {
  const head = /^P5\n(\d+) (\d+)\n255\n/u.exec(map.toString('latin1', 0, 40));
  const [width, height] = [Number(head?.[1]), Number(head?.[2])];
  const pixels = map.subarray(head?.[0].length ?? 0);
  const threshold = thresholdOf(pixels);
  if (threshold === null || !(width * height > 0)) return null;
  const found = [true, false].map((dark) => usual(thingsOf(pixels, width, height, threshold, dark)));
  const best = found.sort((a, b) => b.count - a.count)[0];
  return best !== undefined && best.count >= LEAST ? best.height : null;
}

/** Between the shades that differ most (Otsu); null for a picture of one shade. */
function thresholdOf(pixels: Buffer): number | null {
  const counts = new Float64Array(256);
  for (const shade of pixels) counts[shade] = (counts[shade] ?? 0) + 1;
  let sum = 0;
  counts.forEach((count, shade) => (sum += count * shade));
  let [below, sumBelow, best, threshold] = [0, 0, 0, -1];
  for (let shade = 0; shade < 255; shade++) {
    below += counts[shade] ?? 0;
    sumBelow += (counts[shade] ?? 0) * shade;
    const above = pixels.length - below;
    if (below === 0 || above === 0) continue;
    const between = below * above * (sumBelow / below - (sum - sumBelow) / above) ** 2;
    if (between > best) [best, threshold] = [between, shade];
  }
  return threshold < 0 ? null : threshold;
}

/** Connected things, followed row by row: runs of one row join those of the row above that they touch. */
function thingsOf(pixels: Buffer, width: number, height: number, threshold: number, dark: boolean): readonly Thing[] {
  const things: Thing[] = [];
  const parents: number[] = [];
  const rootOf = (of: number): number => {
    let root = of;
    while (parents[root] !== root) root = parents[root] = parents[parents[root] ?? root] ?? root;
    return root;
  };
  let above: (readonly [start: number, end: number, thing: number])[] = [];
  for (let y = 0; y < height && parents.length < MOST_RUNS; y++) {
    const row: (readonly [number, number, number])[] = [];
    let from = 0;
    for (let x = 0; x < width; x++) {
      if ((pixels[y * width + x] ?? 255) <= threshold !== dark) continue;
      const start = x;
      while (x < width && (pixels[y * width + x] ?? 255) <= threshold === dark) x++;
      const own = parents.length;
      parents.push(own);
      things.push({ x0: start, x1: x, y0: y, y1: y + 1, ink: x - start });
      while (from < above.length && (above[from]?.[1] ?? 0) < start) from++;
      for (let i = from; i < above.length && (above[i]?.[0] ?? 0) <= x; i++) join(things, parents, rootOf(above[i]?.[2] ?? 0), rootOf(own)); // prettier-ignore
      row.push([start, x, own]);
    }
    above = row;
  }
  return things.filter((_, i) => parents[i] === i);
}

function join(things: readonly Thing[], parents: number[], a: number, b: number): void {
  const [one, other] = [things[a], things[b]];
  if (a === b || one === undefined || other === undefined) return;
  parents[b] = a;
  one.x0 = Math.min(one.x0, other.x0);
  one.x1 = Math.max(one.x1, other.x1);
  one.y0 = Math.min(one.y0, other.y0);
  one.y1 = Math.max(one.y1, other.y1);
  one.ink += other.ink;
}

/** The height that most things have, or nearly so, and how many those are; a word whose letters touch counts as its letters. */
function usual(things: readonly Thing[]): { readonly height: number; readonly count: number } {
  const heights: number[] = [];
  for (const { x0, x1, y0, y1, ink } of things) {
    const [across, down] = [x1 - x0, y1 - y0];
    const size = Math.min(Math.max(across, down), down * WIDEST);
    if (down < LOWEST || down > HIGHEST) {
      // lines that run upwards
      if (across >= LOWEST && across <= HIGHEST && ink < across * down * MOST_INK)
        heights.push(...likeLetters(down, across));
      continue;
    }
    if (across <= size) heights.push(down);
    else if (ink < across * down * MOST_INK) heights.push(...likeLetters(across, down));
  }
  const byStep = new Map<number, number[]>();
  for (const height of heights) {
    const step = Math.floor(Math.log2(height) * STEPS);
    const own = byStep.get(step);
    if (own === undefined) byStep.set(step, [height]);
    else own.push(height);
  }
  let best: readonly number[] = [];
  for (const [step, own] of byStep) {
    const alike = [own, byStep.get(step + 1) ?? [], byStep.get(step + 2) ?? []].flat();
    if (alike.length > best.length) best = alike;
  }
  return { height: best.length === 0 ? 0 : Math.max(...best.slice(0, 1_000)), count: best.length };
}

/** As many letters as fit into something long. */
const likeLetters = (long: number, short: number): number[] =>
  Array.from({ length: Math.min(40, Math.floor((long / short) * 1.2)) }, () => short);
