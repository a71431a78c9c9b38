/**
 * Fonts whose letters bear the names of others: the text says "HEJ BLI GLAD" and the page shows a number. An outline is made of as many
 * closed lines as its letter has in nearly every type: one for a T, two for an O, three for a B or an 8. In: a TrueType or OpenType font
 * (ISO/IEC 14496-22) as a program embeds it. Promised: total, linear in what is asked.
 */
import { cffOutlines } from './cff-outlines.ts';

/** How many closed lines a sign has at least and at most: an open four, a nought with a stroke, a g with two bowls. */
const LINES: ReadonlyMap<string, readonly [least: number, most: number]> = new Map(
  Object.entries({
    '1': 'CEFGHIJKLMNSTUVWXYZcfhklmnrstuvwxyz12357',
    '2': 'ADOPRabdeijopq69',
    '3': 'B8',
    '1 2': '4',
    '2 3': 'Qg0',
  }).flatMap(([range, signs]) => {
    const [least = 1, most = least] = range.split(' ').map(Number);
    return Array.from(signs, (sign): [string, readonly [number, number]] => [sign, [least, most]]);
  }),
);

/** Outlines of accents and the like are put together of others, these of others again. */
const DEEPEST = 4;
const MOST_COMPONENTS = 16;
const MOST_TABLES = 64;
const MOST_RANGES = 20_000;

/** Signs of one kind that must be drawn otherwise, and their share, before a font is one of those. */
const LEAST_ODD = 3;
const SHARE_ODD = 0.3;
/** More has no sign of any usual type: one that looks worn, or sprayed through a mask. */
const MOST_LINES = 3;

/** Tables of a font by name. */
function tablesOf(font: Buffer): ReadonlyMap<string, Buffer> {
  const tables = new Map<string, Buffer>();
  if (font.length < 12) return tables;
  const count = Math.min(font.readUInt16BE(4), MOST_TABLES);
  for (let i = 0, at = 12; i < count && at + 16 <= font.length; i++, at += 16) {
    const start = font.readUInt32BE(at + 8);
    tables.set(font.toString('latin1', at, at + 4), font.subarray(start, start + font.readUInt32BE(at + 12)));
  }
  return tables;
}

/** Reads two bytes; nought behind the end. */
const u16 = (bytes: Buffer, at: number): number => (at >= 0 && at + 2 <= bytes.length ? bytes.readUInt16BE(at) : 0);
const u32 = (bytes: Buffer, at: number): number => (at >= 0 && at + 4 <= bytes.length ? bytes.readUInt32BE(at) : 0);

/** Numbers of glyphs by character; of the ranges of a table that names many only the first are followed. */
function glyphsByCharacter(cmap: Buffer): ReadonlyMap<number, number> {
  const glyphs = new Map<number, number>();
  for (let i = 0; i < Math.min(u16(cmap, 2), 16); i++) {
    const table = cmap.subarray(u32(cmap, 4 + i * 8 + 4));
    if (u16(table, 0) === 4) readSegments(table, glyphs);
    else if (u16(table, 0) === 12) readGroups(table, glyphs);
  }
  return glyphs;
}

const put = (glyphs: Map<number, number>, character: number, glyph: number): void => {
  if (glyph > 0 && glyphs.size < MOST_RANGES && !glyphs.has(character)) glyphs.set(character, glyph);
};

function readSegments(table: Buffer, glyphs: Map<number, number>): void {
  const length = u16(table, 6);
  for (let at = 0; at < length && glyphs.size < MOST_RANGES; at += 2) {
    const [end, start] = [u16(table, 14 + at), u16(table, 16 + length + at)];
    const [delta, offset] = [u16(table, 16 + 2 * length + at), u16(table, 16 + 3 * length + at)];
    for (let code = start; code <= end && code < 0xffff && glyphs.size < MOST_RANGES; code++) {
      const place = 16 + 3 * length + at + offset + 2 * (code - start);
      const glyph = offset === 0 ? code : place + 2 <= table.length ? u16(table, place) : 0;
      put(glyphs, code, glyph === 0 ? 0 : (glyph + delta) & 0xffff);
    }
    if (end === 0xffff) break;
  }
}

function readGroups(table: Buffer, glyphs: Map<number, number>): void {
  const count = Math.min(u32(table, 12), MOST_RANGES);
  for (let i = 0, at = 16; i < count && at + 12 <= table.length; i++, at += 12) {
    const [start, end, first] = [u32(table, at), u32(table, at + 4), u32(table, at + 8)];
    for (let code = start; code <= end && glyphs.size < MOST_RANGES; code++) put(glyphs, code, first + code - start);
    if (glyphs.size >= MOST_RANGES) return;
  }
}

/** The outlines of a font. */
export interface Outlines {
  readonly characters: Iterable<number>;
  /** how many closed lines a character is drawn with; null when it has none, or cannot be read */
  readonly linesOf: (character: number) => number | null;
}

/** @returns null for a font without outlines */
export function outlinesOf(font: Buffer): Outlines | null {
  const tables = tablesOf(font);
  const [cmap, cff] = ['cmap', 'CFF '].map((name) => tables.get(name));
  const lines = cff === undefined ? trueTypeOutlines(tables) : cffOutlines(cff);
  if (cmap === undefined || lines === null) return null;
  const glyphs = glyphsByCharacter(cmap);
  return {
    characters: glyphs.keys(),
    linesOf: (character) => {
      const glyph = glyphs.get(character);
      return glyph === undefined ? null : lines(glyph) || null;
    },
  };
}

/** @returns for a glyph its closed lines */
function trueTypeOutlines(tables: ReadonlyMap<string, Buffer>): ((glyph: number) => number) | null {
  const [glyf, loca, head] = ['glyf', 'loca', 'head'].map((name) => tables.get(name));
  if (glyf === undefined || loca === undefined || head === undefined) return null;
  const isLong = u16(head, 50) === 1;
  const lines = (glyph: number, depth: number): number => {
    const [start, end] = isLong
      ? [u32(loca, glyph * 4), u32(loca, glyph * 4 + 4)]
      : [u16(loca, glyph * 2) * 2, u16(loca, glyph * 2 + 2) * 2];
    if (end - start < 10 || start + 10 > glyf.length) return 0;
    const own = glyf.readInt16BE(start);
    if (own >= 0 || depth > DEEPEST) return Math.max(0, own);
    let sum = 0;
    for (let at = start + 10, i = 0; i < MOST_COMPONENTS && at + 4 <= glyf.length; i++) {
      const flags = u16(glyf, at);
      sum += lines(u16(glyf, at + 2), depth + 1);
      at += 4 + ((flags & 1) === 0 ? 2 : 4) + ((flags & 8) !== 0 ? 2 : (flags & 0x40) !== 0 ? 4 : (flags & 0x80) !== 0 ? 8 : 0); // prettier-ignore
      if ((flags & 0x20) === 0) break;
    }
    return sum;
  };
  return (glyph) => lines(glyph, 0);
}

/** Whether a sign is one that is told from others by its lines. */
export const isTold = (sign: string): boolean => LINES.has(sign);

/** Whether a sign has as many lines in usual types. */
export const isAsUsual = (sign: string, lines: number): boolean => {
  const [least, most] = LINES.get(sign) ?? [0, Infinity];
  return lines >= least && lines <= most;
};

/** Which signs of a font are drawn as others. */
export interface Exchanged {
  readonly digits: boolean;
  readonly letters: boolean;
}

/**
 * Tells whether signs are drawn as others. Type of a special make has more lines than others for all its letters, or fewer; letters that
 * were exchanged have more here and fewer there.
 * @param signs what the text says, and how many lines it is drawn with
 */
export function exchangedAmong(signs: Iterable<readonly [sign: string, lines: number]>): Exchanged {
  const known = new Map<string, number>();
  const again = new Map<string, number>();
  for (const [sign, lines] of signs) {
    if (!LINES.has(sign)) continue;
    // a font may say true of its letters, and the same again of those that are shown for them
    const before = known.get(sign);
    if (before !== undefined && before !== lines) again.set(sign, isAsUsual(sign, before) ? lines : before);
    known.set(sign, lines);
  }
  const [all, doubled] = [known, again].map(exchanged);
  return {
    digits: all?.digits === true || doubled?.digits === true,
    letters: all?.letters === true || doubled?.letters === true,
  };
}

function exchanged(known: ReadonlyMap<string, number>): Exchanged {
  const isOdd = (kind: RegExp, drawn: (sign: string) => string): boolean => {
    const counts = { same: 0, fewer: 0, more: 0 };
    for (const [sign, lines] of known) {
      if (!kind.test(sign)) continue;
      if (lines > MOST_LINES) return false;
      const [least, most] = LINES.get(drawn(sign)) ?? [0, Infinity];
      counts[lines < least ? 'fewer' : lines > most ? 'more' : 'same']++;
    }
    const odd = counts.fewer + counts.more;
    return counts.fewer > 0 && counts.more > 0 && odd >= LEAST_ODD && odd >= SHARE_ODD * (odd + counts.same);
  };
  // small capitals are drawn as capitals
  const letters = isOdd(/\D/, (sign) => sign) && isOdd(/\D/, (sign) => sign.toUpperCase());
  return { digits: isOdd(/\d/, (sign) => sign), letters };
}
