/**
 * Properties of characters and paragraphs in a Word 97–2003 file ([MS-DOC] 2.4.6, 2.8.4): what is hidden, inserted, deleted or
 * in a table. In: the streams. Out: for a place in the WordDocument stream, what it is like. Total: a table that leads
 * nowhere has no properties, and each page of properties is read once.
 */

/** Sprms by code ([MS-DOC] 2.6). */
const DELETED = 0x0800;
const INSERTED = 0x0801;
const FORM_DATA = 0x0806;
const VANISH = 0x083c;
const CHARACTER_STYLE = 0x4a30;
const SYMBOL = 0x6a09;
const DATA_PLACE = 0x6a03;
const IN_TABLE = 0x2416;
const ROW_END = 0x2417;
const INNER_CELL = 0x244b;
const INNER_ROW_END = 0x244c;
const TABLE_DEPTH = 0x6649;
const LIST_LEVEL = 0x260a;
const LIST = 0x460b;
const HUGE_PARAGRAPH: ReadonlySet<number> = new Set([0x6645, 0x6646]);

/** A run of characters that look alike; bytes of the WordDocument stream. */
export interface CharacterRun {
  readonly start: number;
  readonly end: number;
  readonly inserted: boolean;
  readonly deleted: boolean;
  /** as stored: 0 and 1 say it, 0x80 what the style says, 0x81 the opposite; null when nothing is said */
  readonly vanish: number | null;
  /** index of its character style, null for none */
  readonly style: number | null;
  /** place in the data stream where the field's form stands, null for none */
  readonly form: number | null;
  /** character of a symbol font, '' for none */
  readonly symbol: string;
}

/** A paragraph's own properties; bytes of the WordDocument stream. */
export interface ParagraphRun {
  readonly start: number;
  readonly end: number;
  /** index of its style */
  readonly style: number;
  /** tables it stands in, one in the other */
  readonly depth: number;
  readonly rowEnd: boolean;
  readonly cellEnd: boolean;
  /** number of its list, 0 for none, and level in it */
  readonly list: number;
  readonly level: number;
}

type Sprm = (code: number, operand: Buffer) => void;

/** Walks a list of properties; ends where it is cut. */
function eachSprm(list: Buffer, take: Sprm): void {
  for (let at = 0; at + 2 < list.length;) {
    const code = list.readUInt16LE(at);
    at += 2;
    const size = operandSize(code, list, at);
    take(code, list.subarray(at, at + size));
    at += size;
  }
}

function operandSize(code: number, list: Buffer, at: number): number {
  const kind = code >> 13;
  if (kind === 6) {
    // 2.6.3: the two that define a table count themselves in two bytes
    if (code === 0xd608 || code === 0xd606) return at + 2 <= list.length ? list.readUInt16LE(at) + 1 : 2;
    return (list[at] ?? 0) + 1;
  }
  return kind < 2 ? 1 : kind === 3 ? 4 : kind === 7 ? 3 : 2;
}

const isOn = (operand: Buffer): boolean => ((operand[0] ?? 0) & 1) === 1;
const long = (operand: Buffer): number => (operand.length >= 4 ? operand.readUInt32LE(0) : 0);

/** Properties of characters in a list. */
export function characterRun(start: number, end: number, list: Buffer): CharacterRun {
  let [inserted, deleted, isForm] = [false, false, false];
  let vanish: number | null = null;
  let style: number | null = null;
  let place: number | null = null;
  let symbol = '';
  eachSprm(list, (code, operand) => {
    if (code === DELETED) deleted = isOn(operand);
    else if (code === INSERTED) inserted = isOn(operand);
    else if (code === VANISH) vanish = operand[0] ?? null;
    else if (code === CHARACTER_STYLE && operand.length >= 2) style = operand.readUInt16LE(0);
    else if (code === DATA_PLACE) place = long(operand);
    else if (code === FORM_DATA) isForm = isOn(operand);
    else if (code === SYMBOL && operand.length >= 4) symbol = symbolOf(operand.readUInt16LE(2));
  });
  return { start, end, inserted, deleted, vanish, style, form: isForm ? place : null, symbol };
}

/** Characters of symbol fonts stand 0xF000 above their code. */
const symbolOf = (code: number): string =>
  code === 0 ? '' : String.fromCharCode(code >= 0xf000 && code <= 0xf0ff ? code - 0xf000 : code);

/** Reads a list of the data stream. Many paragraphs may say that theirs stands in the same place. */
type HugeList = (at: number) => Buffer;

function paragraphRun(start: number, end: number, style: number, sprms: Buffer, huge: HugeList): ParagraphRun {
  let [inTable, rowEnd, cellEnd] = [false, false, false];
  let depth = 0;
  let list = 0;
  let level = 0;
  const take: Sprm = (code, operand) => {
    if (code === IN_TABLE) inTable = isOn(operand);
    else if (code === TABLE_DEPTH) depth = long(operand);
    else if (code === ROW_END || code === INNER_ROW_END) rowEnd ||= isOn(operand);
    else if (code === INNER_CELL) cellEnd = isOn(operand);
    else if (code === LIST && operand.length >= 2) list = operand.readUInt16LE(0);
    else if (code === LIST_LEVEL) level = operand[0] ?? 0;
  };
  eachSprm(sprms, (code, operand) => {
    if (HUGE_PARAGRAPH.has(code)) eachSprm(huge(long(operand)), take);
    else take(code, operand);
  });
  return { start, end, style, depth: Math.min(8, Math.max(depth, inTable ? 1 : 0)), rowEnd, cellEnd, list, level };
}

/** 2.9.207: more properties than fit on a page stand in the data stream. */
const hugeList = (data: Buffer, at: number): Buffer =>
  at + 2 > data.length ? Buffer.alloc(0) : data.subarray(at + 2, at + 2 + data.readUInt16LE(at));

/** Bytes of such lists that are read: as many as there are, and some that several paragraphs share. */
function hugeLists(data: Buffer): HugeList {
  let left = data.length * 2 + 1_000_000;
  return (at) => {
    const list = left > 0 ? hugeList(data, at) : data.subarray(0, 0);
    left -= list.length;
    return list;
  };
}

const PAGE = 512;

/** 2.8.5, 2.8.6: the pages of properties that a table of the table stream names, each once. */
function* pagesOf(word: Buffer, plc: Buffer): Generator<Buffer> {
  const count = Math.max(0, Math.floor((plc.length - 4) / 8));
  const seen = new Set<number>();
  for (let i = 0; i < count; i++) {
    const page = plc.readUInt32LE((count + 1) * 4 + i * 4) & 0x3fffff;
    if (seen.has(page) || (page + 1) * PAGE > word.length) continue;
    seen.add(page);
    yield word.subarray(page * PAGE, (page + 1) * PAGE);
  }
}

/** Runs of characters in order of their place. @param plc PlcBteChpx */
export function characterRuns(word: Buffer, plc: Buffer): readonly CharacterRun[] {
  const runs: CharacterRun[] = [];
  for (const page of pagesOf(word, plc)) {
    const count = Math.min(page[PAGE - 1] ?? 0, 0x65);
    for (let i = 0; i < count; i++) {
      const at = (page[(count + 1) * 4 + i] ?? 0) * 2;
      const list = at === 0 ? page.subarray(0, 0) : page.subarray(at + 1, at + 1 + (page[at] ?? 0));
      runs.push(characterRun(page.readUInt32LE(i * 4), page.readUInt32LE(i * 4 + 4), list));
    }
  }
  return runs.sort((a, b) => a.start - b.start);
}

/** Paragraphs in order of their place. @param plc PlcBtePapx */
export function paragraphRuns(word: Buffer, plc: Buffer, data: Buffer): readonly ParagraphRun[] {
  const runs: ParagraphRun[] = [];
  const huge = hugeLists(data);
  for (const page of pagesOf(word, plc)) {
    const count = Math.min(page[PAGE - 1] ?? 0, 0x1d);
    for (let i = 0; i < count; i++) {
      const at = (page[(count + 1) * 4 + i * 13] ?? 0) * 2;
      const own = page[at] ?? 0;
      const from = own === 0 ? at + 2 : at + 1;
      const size = own === 0 ? (page[at + 1] ?? 0) * 2 : own * 2 - 1;
      const body = at === 0 ? page.subarray(0, 0) : page.subarray(from, from + size);
      const style = body.length >= 2 ? body.readUInt16LE(0) : 0;
      runs.push(paragraphRun(page.readUInt32LE(i * 4), page.readUInt32LE(i * 4 + 4), style, body.subarray(2), huge));
    }
  }
  return runs.sort((a, b) => a.start - b.start);
}

/** The last run that begins at or before a place; -1 when there is none. */
export function runAt(runs: readonly { readonly start: number }[], place: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((runs[middle]?.start ?? Infinity) <= place) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

interface Style {
  readonly base: number;
  readonly vanish: number | null;
}

/** Styles are based on one another; a circle ends here. */
const DEEPEST_STYLE = 20;

/** Which styles hide their text ([MS-DOC] 2.9.271). */
export class DocStyles {
  private readonly styles: readonly Style[];

  /** @param sheet STSH, empty when there is none */
  constructor(sheet: Buffer) {
    this.styles = [...stylesIn(sheet)];
  }

  /** True when the style, or what it is based on, hides text. */
  isHidden(index: number | null): boolean {
    let at = index;
    for (let depth = 0; at !== null && depth < DEEPEST_STYLE; depth++) {
      const style = this.styles[at];
      if (style === undefined) return false;
      if (style.vanish !== null && style.vanish < 2) return style.vanish === 1;
      if (style.vanish === 0x81) return true;
      at = style.base;
    }
    return false;
  }
}

function* stylesIn(sheet: Buffer): Generator<Style> {
  if (sheet.length < 6) return;
  const headSize = sheet.readUInt16LE(0);
  const count = sheet.readUInt16LE(2);
  const baseSize = sheet.readUInt16LE(4);
  for (let i = 0, at = 2 + headSize; i < count && at + 2 <= sheet.length; i++) {
    const size = sheet.readUInt16LE(at);
    yield styleOf(sheet.subarray(at + 2, at + 2 + size), baseSize);
    at += 2 + size + (size & 1);
  }
}

const NO_STYLE: Style = { base: 0xfff, vanish: null };

function styleOf(style: Buffer, baseSize: number): Style {
  if (style.length < baseSize + 2 || baseSize < 10) return NO_STYLE;
  const kind = style.readUInt16LE(2) & 0xf;
  const base = style.readUInt16LE(2) >> 4;
  const parts = style.readUInt16LE(4) & 0xf;
  let at = baseSize + 2 + style.readUInt16LE(baseSize) * 2 + 2;
  let vanish: number | null = null;
  for (let i = 0; i < parts && at + 2 <= style.length; i++) {
    const size = style.readUInt16LE(at);
    // of a paragraph style the second list is of characters, of a character style the first
    if (i === (kind === 1 ? 1 : 0) && kind <= 2)
      vanish = characterRun(0, 0, style.subarray(at + 2, at + 2 + size)).vanish;
    at += 2 + size + (size & 1);
  }
  return { base, vanish };
}
