/** Source of macros ([MS-OVBA] 2.4.1): run-length compressed streams, found by how every module begins. */

const MODULE_START = Buffer.from('\0Attribut', 'latin1');
/** Modules larger than this are cut; a chunk of 4,096 bytes each. */
const MOST_BYTES = 4 * 1024 * 1024;

/** @returns source of each module in a stream of a macro project; '' never */
export function readModules(stream: Buffer): readonly string[] {
  const found: string[] = [];
  for (let at = stream.indexOf(MODULE_START); at >= 0; at = stream.indexOf(MODULE_START, at + 1)) {
    const start = at - 3;
    if (start < 0 || stream[start] !== 1) continue;
    const source = decompress(stream.subarray(start)).toString('latin1');
    if (source !== '') found.push(source);
    if (found.length >= 1000) break;
  }
  return found;
}

function decompress(container: Buffer): Buffer {
  const out: number[] = [];
  let at = 1;
  while (at + 2 <= container.length && out.length < MOST_BYTES) {
    const header = container.readUInt16LE(at);
    const end = Math.min(container.length, at + (header & 0x0fff) + 3);
    if (((header >> 12) & 7) !== 3) break;
    if ((header & 0x8000) === 0) for (let i = at + 2; i < end; i++) out.push(container[i] ?? 0);
    else decompressChunk(container.subarray(at + 2, end), out);
    at = end;
  }
  return Buffer.from(out);
}

function decompressChunk(chunk: Buffer, out: number[]): void {
  const start = out.length;
  let at = 0;
  while (at < chunk.length) {
    const flags = chunk[at++] ?? 0;
    for (let bit = 0; bit < 8 && at < chunk.length; bit++) {
      if (((flags >> bit) & 1) === 0) {
        out.push(chunk[at++] ?? 0);
        continue;
      }
      if (at + 2 > chunk.length) return;
      const token = chunk.readUInt16LE(at);
      at += 2;
      // 2.4.1.3.19.1: the split between offset and length moves with the position in the chunk
      const bits = Math.max(4, Math.ceil(Math.log2(Math.max(1, out.length - start))));
      const length = (token & (0xffff >> bits)) + 3;
      const from = out.length - ((token >> (16 - bits)) + 1);
      if (from < start) return;
      for (let i = 0; i < length; i++) out.push(out[from + i] ?? 0);
    }
  }
}
