/** The sector table of a compound file ([MS-CFB] 2.3), looked at before a library follows it: libraries walk circles for ever. */

const HEADER = 512;
const HEADER_TABLES = 109;
const TABLES_AT = 76;

/**
 * True when a chain of sectors leads back into itself, which no program writes.
 * @param bytes of a compound file; a cut or lying header gives false for what cannot be followed
 */
export function hasCircularChain(bytes: Buffer): boolean {
  if (bytes.length < HEADER) return false;
  const size = bytes.readUInt16LE(26) === 4 ? 4096 : 512;
  const sectors = Math.ceil(bytes.length / size);
  const next = nextSectors(bytes, size, sectors);
  /** chain in which a sector was first met; 0 for none */
  const met = new Int32Array(sectors);
  for (let start = 0; start < sectors; start++) {
    for (let at = start; at >= 0 && at < sectors; at = next[at] ?? -1) {
      if (met[at] === start + 1) return true;
      if (met[at] !== 0) break;
      met[at] = start + 1;
    }
  }
  return false;
}

/** The table joined: for each sector the one that follows it, negative at an end. */
function nextSectors(bytes: Buffer, size: number, sectors: number): Int32Array {
  const next = new Int32Array(sectors).fill(-1);
  const wordsOf = (sector: number): readonly number[] => {
    const from = (sector + 1) * size;
    const count = Math.max(0, Math.min(size, bytes.length - from)) >> 2;
    return Array.from({ length: count }, (_, i) => bytes.readInt32LE(from + i * 4));
  };
  let filled = 0;
  for (const table of tableSectors(bytes, sectors, wordsOf)) {
    if (filled >= sectors) break;
    if (table < 0 || table >= sectors) {
      filled += size / 4;
      continue;
    }
    const words = wordsOf(table);
    for (let i = 0; i < size / 4 && filled < sectors; i++) next[filled++] = words[i] ?? -1;
  }
  return next;
}

/** Sectors that hold the table: 109 in the header, the others in a chain of their own, followed once round at most. */
function tableSectors(bytes: Buffer, sectors: number, wordsOf: (sector: number) => readonly number[]): number[] {
  const header = Array.from({ length: HEADER_TABLES }, (_, i) => bytes.readInt32LE(TABLES_AT + i * 4));
  const unused = header.findIndex((table) => table < 0);
  const tables = unused < 0 ? header : header.slice(0, unused);
  let at = bytes.readInt32LE(68);
  for (let steps = 0; at >= 0 && at < sectors && steps < sectors && tables.length < sectors + HEADER_TABLES; steps++) {
    const words = wordsOf(at);
    tables.push(...words.slice(0, -1));
    at = words.at(-1) ?? -1;
  }
  return tables;
}
