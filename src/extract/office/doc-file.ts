/**
 * Structure of a Word 97–2003 file ([MS-DOC]): its stories, the pieces of text they are made of, and the tables beside them.
 * In: the streams WordDocument, 0Table or 1Table, Data. Out: null when it is no such file; else everything as ranges and
 * tables that reach no further than the bytes. Refuses: Word 6 and 95.
 */
import type { OleStream } from './ole.ts';
import { rootStream } from './ole.ts';
import { characterRun, characterRuns, DocStyles, paragraphRuns } from './doc-properties.ts';
import type { CharacterRun, ParagraphRun } from './doc-properties.ts';

/** A stretch of text: characters of the document, where its bytes stand in the WordDocument stream, and how wide they are. */
export interface DocPiece {
  /** first character */
  readonly start: number;
  /** behind the last */
  readonly end: number;
  readonly offset: number;
  readonly width: 1 | 2;
  /** said of the whole piece by a quick save; null for nothing */
  readonly changed: CharacterRun | null;
}

/** Names of the stories in their order in the file (2.3). */
export const STORIES = [
  'body',
  'footnote',
  'header',
  'macro',
  'comment',
  'endnote',
  'textbox',
  'header textbox',
] as const;
export type StoryName = (typeof STORIES)[number];

/** Places of tables in the FIB (2.5.5 on), by their number. */
export const TABLES = {
  styles: 1,
  footnotes: 3,
  commentMarks: 4,
  comments: 5,
  headers: 11,
  characters: 12,
  paragraphs: 13,
  bookmarks: 21,
  associated: 32,
  pieces: 33,
  commentAuthors: 36,
  endnotes: 47,
  drawings: 50,
  revisionAuthors: 51,
  lists: 73,
  listUses: 74,
} as const;

/** A file whose structure could be followed. */
export interface DocFile {
  readonly word: Buffer;
  readonly data: Buffer;
  readonly pieces: readonly DocPiece[];
  /** first character and the one behind the last, by story */
  readonly stories: ReadonlyMap<StoryName, readonly [start: number, end: number]>;
  readonly characters: readonly CharacterRun[];
  readonly paragraphs: readonly ParagraphRun[];
  readonly styles: DocStyles;
  /** false when the pieces end before the stories do */
  readonly whole: boolean;
  /** bytes of a table of the table stream, empty when there is none */
  table(number: number): Buffer;
  /** the same and everything behind it: some tables go on beyond the size they name */
  fromTable(number: number): Buffer;
}

const MAGIC = 0xa5ec;
const FIRST_TABLE = 154;
const STORY_LENGTHS = 0x4c;

/** @returns null for streams that are no document of Word 97 or later, or whose pieces cannot be found */
export function readDocFile(streams: readonly OleStream[]): DocFile | null {
  const word = rootStream(streams, 'WordDocument');
  if (word === null || word.length < FIRST_TABLE || word.readUInt16LE(0) !== MAGIC) return null;
  const tables = rootStream(streams, (word.readUInt16LE(0x0a) & 0x0200) === 0 ? '0table' : '1table');
  if (tables === null) return null;
  const data = rootStream(streams, 'Data') ?? Buffer.alloc(0);
  const table = (number: number): Buffer => {
    const at = FIRST_TABLE + number * 8;
    if (at + 8 > word.length) return Buffer.alloc(0);
    const start = word.readUInt32LE(at);
    return tables.subarray(start, start + word.readUInt32LE(at + 4));
  };
  const fromTable = (number: number): Buffer => {
    const at = FIRST_TABLE + number * 8;
    const isThere = at + 8 <= word.length && word.readUInt32LE(at + 4) > 0;
    return isThere ? tables.subarray(word.readUInt32LE(at)) : Buffer.alloc(0);
  };
  const pieces = piecesIn(table(TABLES.pieces), word.length);
  if (pieces === null) return null;
  const last = pieces[pieces.length - 1]?.end ?? 0;
  return {
    word,
    data,
    pieces,
    stories: storiesIn(word, last),
    whole: STORIES.reduce((sum, _, i) => sum + storyLength(word, i), 0) <= last,
    characters: characterRuns(word, table(TABLES.characters)),
    paragraphs: paragraphRuns(word, table(TABLES.paragraphs), data),
    styles: new DocStyles(table(TABLES.styles)),
    table,
    fromTable,
  };
}

const storyLength = (word: Buffer, index: number): number => Math.max(0, word.readInt32LE(STORY_LENGTHS + index * 4));

function storiesIn(word: Buffer, last: number): ReadonlyMap<StoryName, readonly [number, number]> {
  const stories = new Map<StoryName, readonly [number, number]>();
  let start = 0;
  STORIES.forEach((name, i) => {
    const end = Math.min(last, start + storyLength(word, i));
    if (end > start) stories.set(name, [start, end]);
    start = end;
  });
  return stories;
}

/** Clx (2.9.38): properties of quick saves, then the piece table. */
function piecesIn(clx: Buffer, wordLength: number): readonly DocPiece[] | null {
  const lists: CharacterRun[] = [];
  let at = 0;
  while (clx[at] === 1 && at + 3 <= clx.length) {
    const size = clx.readUInt16LE(at + 1);
    lists.push(characterRun(0, 0, clx.subarray(at + 3, at + 3 + size)));
    at += 3 + size;
  }
  if (clx[at] !== 2 || at + 5 > clx.length) return null;
  const plc = clx.subarray(at + 5, at + 5 + clx.readUInt32LE(at + 1));
  const count = Math.floor((plc.length - 4) / 12);
  const pieces: DocPiece[] = [];
  let end = 0;
  let total = 0;
  for (let i = 0; i < count; i++) {
    const piece = pieceAt(plc, count, i, lists);
    const size = (piece.end - piece.start) * piece.width;
    total += size;
    // characters run on without a gap, from bytes that are there, and no byte is said twice
    const fits = piece.start === end && size >= 0 && piece.offset + size <= wordLength && total <= wordLength;
    if (!fits) break;
    end = piece.end;
    if (size > 0) pieces.push(piece);
  }
  return pieces.length > 0 ? pieces : null;
}

function pieceAt(plc: Buffer, count: number, index: number, lists: readonly CharacterRun[]): DocPiece {
  const descriptor = (count + 1) * 4 + index * 8;
  const place = plc.readUInt32LE(descriptor + 2);
  const isNarrow = (place & 0x40000000) !== 0;
  const offset = place & 0x3fffffff;
  return {
    start: plc.readUInt32LE(index * 4),
    end: plc.readUInt32LE(index * 4 + 4),
    offset: isNarrow ? offset >>> 1 : offset,
    width: isNarrow ? 1 : 2,
    changed: changedBy(plc.readUInt16LE(descriptor + 6), lists),
  };
}

/** The properties that Prm0 (2.9.214) can say in short, by their number there. */
const SHORT: ReadonlyMap<number, number> = new Map([
  [0x41, 0x0800],
  [0x42, 0x0801],
  [0x5c, 0x083c],
]);

function changedBy(prm: number, lists: readonly CharacterRun[]): CharacterRun | null {
  if (prm === 0) return null;
  if ((prm & 1) === 1) return lists[prm >>> 1] ?? null;
  const code = SHORT.get((prm >>> 1) & 0x7f);
  return code === undefined ? null : characterRun(0, 0, Buffer.from([code & 0xff, code >>> 8, prm >>> 8]));
}

/** Ends of the parts of a story: its footnotes, comments, headers (PLC of positions). */
export function positions(plc: Buffer): readonly number[] {
  return Array.from({ length: Math.floor(plc.length / 4) }, (_, i) => plc.readUInt32LE(i * 4));
}

/** Strings of a table ([MS-DOC] 2.2.4), wide or narrow. */
export function stringTable(bytes: Buffer, most = Infinity): readonly string[] {
  const isWide = bytes.length >= 2 && bytes.readUInt16LE(0) === 0xffff;
  let at = isWide ? 2 : 0;
  if (at + 4 > bytes.length) return [];
  const count = bytes.readUInt16LE(at);
  const extra = bytes.readUInt16LE(at + 2);
  at += 4;
  const strings: string[] = [];
  for (let i = 0; i < Math.min(count, most) && at + (isWide ? 2 : 1) <= bytes.length; i++) {
    const length = isWide ? bytes.readUInt16LE(at) : (bytes[at] ?? 0);
    at += isWide ? 2 : 1;
    const end = at + length * (isWide ? 2 : 1);
    strings.push(bytes.subarray(at, end).toString(isWide ? 'utf16le' : 'latin1'));
    at = end + extra;
  }
  return strings;
}

/** Strings one after the other, each with its length before and, where `closed`, a zero behind ([MS-DOC] 2.9.350, 2.9.351). */
export function strings(
  bytes: Buffer,
  most: number,
  closed: boolean,
): { readonly values: readonly string[]; readonly end: number } {
  const values: string[] = [];
  let at = 0;
  while (values.length < most && at + 2 <= bytes.length) {
    const end = at + 2 + bytes.readUInt16LE(at) * 2;
    values.push(bytes.subarray(at + 2, end).toString('utf16le'));
    at = end + (closed ? 2 : 0);
  }
  return { values, end: at };
}
