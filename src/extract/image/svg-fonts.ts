/**
 * Fonts that a document brings along in its style (`@font-face`, CSS Fonts 4 §4.3). In: its source. Out: the fonts themselves, as the program
 * that draws knows them. Total; what does not unpack is left as it is.
 */
import { inflateSync } from 'node:zlib';
import { decodeDataUri } from '../html/script.ts';

const FACE = /@font-face\s{0,20}\{[^{}]{0,400}?url\(\s{0,20}["']?(data:)/giu;
const END = /["')]/gu;
/** Of one document; more are not tried. */
const MOST_FONTS = 3;
const LONGEST = 4_000_000;
const MOST_UNPACKED = 8_000_000;
const MOST_TABLES = 64;

/** Fonts of a document. */
interface Fonts {
  readonly fonts: readonly Buffer[];
  /** there are others */
  readonly isCut: boolean;
}

export function fontsIn(source: string): Fonts {
  const found = new Map<string, Buffer>();
  let isCut = false;
  if (!source.includes('@font-face')) return { fonts: [], isCut };
  for (const match of source.matchAll(FACE)) {
    const start = match.index + match[0].length - 'data:'.length;
    END.lastIndex = start;
    const end = END.exec(source)?.index ?? source.length;
    const address = source.slice(start, end);
    if (found.has(address)) continue;
    if (found.size >= MOST_FONTS || address.length > LONGEST) {
      isCut = true;
      break;
    }
    const file = decodeDataUri(address);
    if (file !== null) found.set(address, unpacked(file.bytes));
  }
  return { fonts: [...found.values()], isCut };
}

/** WOFF 1.0 §3: the tables of a font, each compressed by itself. */
function unpacked(font: Buffer): Buffer {
  if (font.toString('latin1', 0, 4) !== 'wOFF' || font.length < 44) return font;
  const count = Math.min(font.readUInt16BE(12), MOST_TABLES);
  const head = Buffer.alloc(12 + count * 16);
  font.copy(head, 0, 4, 8);
  head.writeUInt16BE(count, 4);
  const tables: Buffer[] = [];
  let [at, left] = [head.length, MOST_UNPACKED];
  try {
    for (let i = 0; i < count; i++) {
      const entry = 44 + i * 20;
      const [offset, packed, length] = [4, 8, 12].map((field) => font.readUInt32BE(entry + field));
      const bytes = font.subarray(offset, (offset ?? 0) + (packed ?? 0));
      const table = packed === length ? bytes : inflateSync(bytes, { maxOutputLength: left });
      left -= table.length;
      font.copy(head, 12 + i * 16, entry, entry + 4);
      font.copy(head, 12 + i * 16 + 4, entry + 16, entry + 20);
      head.writeUInt32BE(at, 12 + i * 16 + 8);
      head.writeUInt32BE(table.length, 12 + i * 16 + 12);
      const filled = Buffer.concat([table, Buffer.alloc((4 - (table.length % 4)) % 4)]);
      tables.push(filled);
      at += filled.length;
    }
  } catch (error) {
    if (error instanceof Error) return font;
    throw error;
  }
  return Buffer.concat([head, ...tables]);
}
