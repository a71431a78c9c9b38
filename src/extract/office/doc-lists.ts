/**
 * Lists of a Word 97–2003 document ([MS-DOC] 2.9.131 to 2.9.150): where their levels begin and how their numbers are written. In: two tables
 * of the table stream. Out: what counts the paragraphs; null where lists begin at one, as in nearly every document.
 */
import { levelsWorthCounting, ListNumbers } from './list-numbers.ts';
import type { Level, List } from './list-numbers.ts';

const LIST_SIZE = 28;
const LEVEL_SIZE = 28;
const USE_SIZE = 16;
const OVERRIDE_SIZE = 8;
const LEVELS = 9;
const MOST_LISTS = 2_000;
/** Numbers that are figures: plain, ordinal, with a nought in front, between hyphens. */
const FIGURES: ReadonlySet<number> = new Set([0, 5, 22, 57]);
const LONGEST_FORMAT = 255;

interface Read {
  readonly level: Level;
  /** behind it */
  readonly end: number;
}

/** LVL (2.9.131). @returns null when it is cut */
function levelAt(bytes: Buffer, at: number): Read | null {
  if (at + LEVEL_SIZE > bytes.length) return null;
  const text = at + LEVEL_SIZE + (bytes[at + 24] ?? 0) + (bytes[at + 25] ?? 0);
  if (text + 2 > bytes.length) return null;
  const end = text + 2 + bytes.readUInt16LE(text) * 2;
  if (end > bytes.length) return null;
  const letters = bytes.toString('utf16le', text + 2, Math.min(end, text + 2 + LONGEST_FORMAT * 2));
  // the place of a level's number is written as the level
  const format = letters.replaceAll('%', ' ').replace(/[\0-\u0008]/gu, (mark) => `%${mark.charCodeAt(0) + 1}`);
  const level = {
    start: Math.max(0, bytes.readInt32LE(at)),
    silent: !FIGURES.has(bytes[at + 4] ?? 0),
    format,
    joins: bytes[at + 15] === 2,
  };
  return { level, end };
}

/** PlfLst (2.9.188), and behind it the levels of its lists. @returns by the id of a list */
function kindsIn(bytes: Buffer): Map<string, Level[]> {
  const kinds = new Map<string, Level[]>();
  const count = bytes.length < 2 ? 0 : Math.min(MOST_LISTS, bytes.readUInt16LE(0));
  let at = 2 + count * LIST_SIZE;
  for (let i = 0; i < count && at < bytes.length; i++) {
    const head = 2 + i * LIST_SIZE;
    const isSimple = ((bytes[head + 26] ?? 0) & 1) === 1;
    const levels: Level[] = [];
    for (let level = 0; level < (isSimple ? 1 : LEVELS); level++) {
      const read = levelAt(bytes, at);
      if (read === null) return kinds;
      levels.push(read.level);
      at = read.end;
    }
    kinds.set(String(bytes.readInt32LE(head)), levels);
  }
  return kinds;
}

/** PlfLfo (2.9.187): what paragraphs name, by its number from one on. */
function listsIn(bytes: Buffer): Map<string, List> {
  const lists = new Map<string, List>();
  const count = bytes.length < 4 ? 0 : Math.min(MOST_LISTS, bytes.readUInt32LE(0));
  let at = 4 + count * USE_SIZE;
  for (let i = 0; i < count; i++) {
    const head = 4 + i * USE_SIZE;
    if (head + USE_SIZE > bytes.length) break;
    const overrides = new Map<number, Partial<Level>>();
    lists.set(String(i + 1), { abstract: String(bytes.readInt32LE(head)), overrides });
    at += 4;
    for (let left = Math.min(LEVELS, bytes[head + 12] ?? 0); left > 0 && at + OVERRIDE_SIZE <= bytes.length; left--) {
      const flags = bytes.readUInt32LE(at + 4);
      const start = Math.max(0, bytes.readInt32LE(at));
      at += OVERRIDE_SIZE;
      const read = (flags & 0x20) === 0 ? null : levelAt(bytes, at);
      if (read !== null) at = read.end;
      if (read !== null) overrides.set(flags & 0xf, read.level);
      else if ((flags & 0x10) !== 0) overrides.set(flags & 0xf, { start });
    }
  }
  return lists;
}

/**
 * @param kinds from the table of lists to the end of the stream
 * @param uses the table of what paragraphs name
 * @returns makes a counter for each part of the document; null for nearly every document
 */
export function docLists(kinds: Buffer, uses: Buffer): (() => ListNumbers) | null {
  const lists = listsIn(uses);
  if (lists.size === 0) return null;
  const levels = kindsIn(kinds);
  return levelsWorthCounting(levels, lists) ? () => ListNumbers.counting(levels, lists) : null;
}
