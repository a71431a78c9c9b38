/**
 * Packs bytes as rar 2.9 to 4 does (the LZ blocks of unrar's unpack30.cpp): one block, Huffman codes made for it, matches of 3 to 10 bytes
 * at most 32 back. For tests: current versions of the program that packs this way no longer do.
 */

/** Symbols of the four codes: bytes, end and lengths; distances; their last bits; lengths of repeated distances. */
const [MAIN, DISTANCES, LAST, REPEATED] = [299, 60, 17, 28];
const END = 256;
const FIRST_LENGTH = 271;
/** Smallest distance of each symbol that is used; the bits behind it grow by one with every second. */
const BASES = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25];

class Bits {
  private readonly bytes: number[] = [];
  private free = 0;

  put(value: number, count: number): void {
    for (let bit = count - 1; bit >= 0; bit--) {
      if (this.free === 0) {
        this.bytes.push(0);
        this.free = 8;
      }
      this.free--;
      const last = this.bytes.length - 1;
      this.bytes[last] = (this.bytes[last] ?? 0) | (((value >> bit) & 1) << this.free);
    }
  }

  done(): Buffer {
    return Buffer.from(this.bytes);
  }
}

/** Lengths of a complete prefix code for how often each symbol occurs. */
function lengthsOf(counts: readonly number[]): number[] {
  const lengths = counts.map(() => 0);
  let groups = counts.map((count, symbol) => ({ count, symbols: [symbol] })).filter(({ count }) => count > 0);
  while (groups.length > 1) {
    groups.sort((a, b) => a.count - b.count);
    const [a, b, ...rest] = groups;
    if (a === undefined || b === undefined) break;
    const symbols = [...a.symbols, ...b.symbols];
    for (const symbol of symbols) lengths[symbol] = (lengths[symbol] ?? 0) + 1;
    groups = [...rest, { count: a.count + b.count, symbols }];
  }
  return lengths;
}

/** Codes in order of their length, those of one length in order of their symbols. */
function codesOf(lengths: readonly number[]): number[] {
  const codes = lengths.map(() => 0);
  let code = 0;
  for (let length = 1; length <= 15; length++) {
    lengths.forEach((own, symbol) => {
      if (own === length) codes[symbol] = code++;
    });
    code <<= 1;
  }
  return codes;
}

interface Token {
  readonly symbol: number;
  readonly distance: number;
}

/** Bytes and matches, then the end. */
function tokensOf(data: Buffer): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < data.length;) {
    let [length, distance] = [0, 0];
    for (let back = 1; back <= Math.min(32, at); back++) {
      let own = 0;
      while (own < 10 && at + own < data.length && data[at + own] === data[at + own - back]) own++;
      if (own > length) [length, distance] = [own, back];
    }
    if (length >= 3) tokens.push({ symbol: FIRST_LENGTH + length - 3, distance });
    else tokens.push({ symbol: data[at] ?? 0, distance: 0 });
    at += length >= 3 ? length : 1;
  }
  return [...tokens, { symbol: END, distance: 0 }];
}

const symbolOf = (distance: number): number => BASES.findLastIndex((base) => base <= distance);

/** @returns data of a file whose header says method 0x33 and version 29 */
export function packRar3(data: Buffer): Buffer {
  const tokens = tokensOf(data);
  const [main, distances] = [Array<number>(MAIN).fill(0), Array<number>(DISTANCES).fill(0)];
  // a code needs two symbols to be complete
  distances.fill(1, 0, 2);
  for (const { symbol, distance } of tokens) {
    main[symbol] = (main[symbol] ?? 0) + 1;
    const far = symbolOf(distance);
    if (distance > 0) distances[far] = (distances[far] ?? 0) + 1;
  }
  const [mainLengths, farLengths] = [lengthsOf(main), lengthsOf(distances)];
  const two = (size: number): number[] => Array.from({ length: size }, (_, i) => (i < 2 ? 1 : 0));
  const bits = new Bits();
  // an LZ block with new tables, whose lengths are written in four bits each
  bits.put(0, 2);
  for (let i = 0; i < 20; i++) bits.put(i < 16 ? 4 : 0, 4);
  for (const length of [...mainLengths, ...farLengths, ...two(LAST), ...two(REPEATED)]) bits.put(length, 4);
  const [mainCodes, farCodes] = [codesOf(mainLengths), codesOf(farLengths)];
  for (const { symbol, distance } of tokens) {
    bits.put(mainCodes[symbol] ?? 0, mainLengths[symbol] ?? 0);
    if (distance === 0) continue;
    const far = symbolOf(distance);
    bits.put(farCodes[far] ?? 0, farLengths[far] ?? 0);
    bits.put(distance - (BASES[far] ?? 0), far < 4 ? 0 : (far >> 1) - 1);
  }
  // the end of the file, tables follow
  bits.put(1, 2);
  return bits.done();
}
