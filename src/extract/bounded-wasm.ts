/**
 * Programs in WebAssembly with less memory than they were built for. A decoder believes the sizes that a file claims; what it may take is
 * written into its own program (WebAssembly Core 5.5.8), so that nothing in it can ask for more.
 */

const PAGE = 65_536;
const HEAD = 8;
const MEMORY_SECTION = 5;
const HAS_MOST = 1;

/** LEB128. */
function readNumber(bytes: Uint8Array, at: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = bytes[at++] ?? 0;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return { value, end: at };
  }
  throw new TypeError('no number of a program');
}

function writeNumber(value: number): number[] {
  const bytes: number[] = [];
  do {
    const rest = Math.floor(value / 128);
    bytes.push((value % 128) + (rest > 0 ? 0x80 : 0));
    value = rest;
  } while (value > 0);
  return bytes;
}

/**
 * @param program a module with one memory of its own
 * @param most bytes of it
 * @returns the same program; it cannot be started where it needs more from the beginning
 */
export function withLessMemory(program: Buffer, most: number): Buffer {
  for (let at = HEAD; at < program.length;) {
    const size = readNumber(program, at + 1);
    const end = size.end + size.value;
    if (program[at] === MEMORY_SECTION) {
      const count = readNumber(program, size.end);
      const flags = program[count.end] ?? 0;
      if (count.value !== 1 || flags > HAS_MOST) break;
      const least = readNumber(program, count.end + 1).value;
      const limits = [1, HAS_MOST, ...writeNumber(least), ...writeNumber(Math.floor(most / PAGE))];
      const section = Buffer.from([MEMORY_SECTION, ...writeNumber(limits.length), ...limits]);
      return Buffer.concat([program.subarray(0, at), section, program.subarray(end)]);
    }
    at = end;
  }
  throw new TypeError('a program without memory of its own');
}
