/**
 * Word 97–2003 documents ([MS-DOC]) as text with its places: body, tables, headers, notes, comments, text boxes, fields and
 * forms; what is hidden, inserted or deleted. In: the streams. Out: into the sink. Promised: linear, total, within the
 * budget. The page of a text is not known: Word breaks pages when it shows them.
 */
import iconv from 'iconv-lite';
import type { Zone } from '../../core/category.ts';
import { fieldValue } from '../readings/computed.ts';
import { positions, readDocFile, stringTable, strings, TABLES } from './doc-file.ts';
import type { DocFile, StoryName } from './doc-file.ts';
import { drawingTexts } from './drawing-texts.ts';
import type { DrawingText } from './drawing-texts.ts';
import { docLists } from './doc-lists.ts';
import { chosenText, formTexts } from './doc-forms.ts';
import { runAt } from './doc-properties.ts';
import type { CharacterRun } from './doc-properties.ts';
import type { OleStream } from './ole.ts';
import type { ListNumbers } from './list-numbers.ts';
import { furtherName, furtherValue, namedNumber, nameIn } from './named-values.ts';
import { ParagraphWriter } from './paragraphs.ts';
import type { RunKind } from './paragraphs.ts';
import { aboutWords, MOST_COMMENTS, REACH } from './commented.ts';
import type { Sink } from './sink.ts';
import { StoryNumbers } from './story-numbers.ts';

/** A part of a story: one note, one comment, one header. Characters of the document. */
interface Part {
  readonly start: number;
  readonly end: number;
  readonly zone: Zone;
  readonly locator: string;
}

/** What the parts of a document have in common. */
interface Numbering {
  tables: number;
  /** places in the data stream of the forms that were told */
  readonly forms: Set<number>;
  /** counts the lists of a part; null where they begin at one */
  readonly lists: (() => ListNumbers) | null;
  /** what the comments are about, in their order */
  readonly abouts: string[];
}
/** Stands where a comment is anchored. */
const COMMENT_REFERENCE = '\u0005';
const MOST_FORMS = 2_000;
/** Runs before a comment that are looked at for what it is about. */
const MOST_RUNS_BACK = 16;

interface Field {
  code: string;
  /** what a form field is called, and asks for */
  name: string;
  inResult: boolean;
  hasResult: boolean;
  result: string;
}

/**
 * Reads a document into the sink.
 * @returns false when the streams are no document that can be followed
 */
export function readDoc(streams: readonly OleStream[], sink: Sink): boolean {
  const file = readDocFile(streams);
  if (file === null) return false;
  if (!file.whole) sink.missed('damaged', 'the document cannot be read whole');
  const numbering: Numbering = {
    tables: 0,
    forms: new Set(),
    abouts: [],
    lists: docLists(file.fromTable(TABLES.lists), file.fromTable(TABLES.listUses)),
  };
  for (const [story, [start, end]] of file.stories) {
    for (const part of partsOf(file, story, start, end)) {
      sink.budget.checkTime();
      sink.breakLine();
      const about = story === 'comment' ? (numbering.abouts.shift() ?? '') : '';
      new PartReader(file, sink, part, numbering).read(about);
    }
  }
  tellNames(file, sink);
  return true;
}

const ZONES: Readonly<Record<StoryName, Zone>> = {
  body: 'body',
  footnote: 'footnote',
  header: 'header',
  macro: 'hidden',
  comment: 'comment',
  endnote: 'endnote',
  textbox: 'textbox',
  'header textbox': 'textbox',
};

/** Stories whose parts have a table of their own, and what a part is called. */
const DIVIDED: Partial<Record<StoryName, number>> = {
  footnote: TABLES.footnotes,
  comment: TABLES.comments,
  endnote: TABLES.endnotes,
  header: TABLES.headers,
};

function* partsOf(file: DocFile, story: StoryName, start: number, end: number): Generator<Part> {
  const number = DIVIDED[story];
  const bounds = number === undefined ? [] : positions(file.table(number));
  let from = start;
  for (let i = 0; i + 1 < bounds.length; i++) {
    const to = Math.min(end, start + (bounds[i + 1] ?? 0));
    if (to <= from) continue;
    yield { start: from, end: to, ...placeOf(story, i) };
    from = to;
  }
  if (from < end) yield { start: from, end, ...placeOf(story, Math.max(0, bounds.length - 2)) };
}

function placeOf(story: StoryName, index: number): Pick<Part, 'zone' | 'locator'> {
  const zone = ZONES[story];
  if (story === 'header') return headerPlace(index);
  if (story === 'header textbox') return { zone, locator: 'header' };
  return { zone, locator: DIVIDED[story] === undefined ? '' : `${zone} ${index + 1}` };
}

/** 2.3.3: six lines that part notes from text, then six headers and footers for every section. */
function headerPlace(index: number): Pick<Part, 'zone' | 'locator'> {
  if (index < 6) return { zone: index < 3 ? 'footnote' : 'endnote', locator: 'line above the notes' };
  return [2, 3, 5].includes(index % 6) ? { zone: 'footer', locator: 'footer' } : { zone: 'header', locator: 'header' };
}

/** Characters that mean something ([MS-DOC] 2.4.1 and the marks of fields and notes). */
const MARK = /[\0-\u0008\u000b-\u000e\u0013-\u0015\u001e\u001f]/u;
const SHOWN: ReadonlyMap<string, string> = new Map([
  ['\u000b', '\n'],
  ['\u000e', '\n'],
  ['\u001e', '-'],
]);

/** Reads one part. */
class PartReader {
  private readonly file: DocFile;
  private readonly sink: Sink;
  private readonly part: Part;
  private readonly numbering: Numbering;
  private readonly writer: ParagraphWriter;
  private readonly numbers: StoryNumbers;
  private readonly fields: Field[] = [];
  /** those of them whose code is being read */
  private readonly codes: Field[] = [];
  /** tables around the paragraph, the outermost first */
  private readonly tables: { inRow: boolean; inCell: boolean }[] = [];
  private runs: { readonly text: string; readonly run: CharacterRun | null }[] = [];
  private asides: { readonly text: string; readonly zone: Zone }[] = [];

  constructor(file: DocFile, sink: Sink, part: Part, numbering: Numbering) {
    this.file = file;
    this.sink = sink;
    this.part = part;
    this.numbering = numbering;
    this.writer = new ParagraphWriter(sink, numbering);
    this.numbers = new StoryNumbers(numbering.lists?.() ?? null);
  }

  /** @param first what the part begins with, as readers see it and the file does not say */
  read(first: string): void {
    const { pieces, word } = this.file;
    if (first !== '') this.runs.push({ text: first, run: null });
    for (let i = Math.max(0, runAt(pieces, this.part.start)); i < pieces.length; i++) {
      const piece = pieces[i];
      if (piece === undefined || piece.start >= this.part.end) break;
      const from = Math.max(piece.start, this.part.start);
      const to = Math.min(piece.end, this.part.end);
      const start = piece.offset + (from - piece.start) * piece.width;
      const end = piece.offset + (to - piece.start) * piece.width;
      if (end > start) this.readBytes(word, start, end, piece.width, piece.changed);
    }
    if (this.runs.length > 0 || this.asides.length > 0) this.endParagraph(-1, false);
    for (const line of this.numbers.finish()) this.writer.aside(line, this.part.zone, this.part.locator);
    this.writer.finish();
    for (const { code } of this.fields) this.sink.line(code, 'field', this.part.locator);
  }

  /** A stretch of bytes, run by run. */
  private readBytes(word: Buffer, start: number, end: number, width: 1 | 2, changed: CharacterRun | null): void {
    const { characters } = this.file;
    let index = runAt(characters, start);
    for (let at = start; at < end;) {
      this.sink.budget.checkTime();
      const run = characters[index];
      const isIn = run !== undefined && run.end > at;
      let next = Math.min(end, isIn ? run.end : end, characters[index + 1]?.start ?? end);
      // a run that begins or ends within a character is no better than its next byte
      if ((next - start) % width !== 0) next++;
      if (next <= at) next = at + width;
      const bytes = word.subarray(at, Math.min(next, end));
      const text = width === 1 ? iconv.decode(bytes, 'win1252') : bytes.toString('utf16le');
      this.readText(text, at, width, isIn ? merged(run, changed) : changed);
      at = next;
      while ((characters[index + 1]?.start ?? Infinity) <= at) index++;
    }
  }

  private readText(text: string, offset: number, width: number, run: CharacterRun | null): void {
    if (run !== null && run.symbol !== '') {
      this.take(run.symbol.repeat(Math.min(text.length, 100)), run);
      return;
    }
    for (let at = 0; at < text.length;) {
      const found = text.slice(at).search(MARK);
      const end = found < 0 ? text.length : at + found;
      if (end > at) this.take(text.slice(at, end), run);
      if (end < text.length) this.mark(text.charAt(end), offset + end * width, run);
      at = end + 1;
    }
  }

  private mark(mark: string, offset: number, run: CharacterRun | null): void {
    if (mark === '\r' || mark === '\u000c' || mark === '\u0007') this.endParagraph(offset, mark === '\u0007');
    else if (mark === '\u0013') this.openField();
    else if (mark === '\u0014') this.showField();
    else if (mark === '\u0015') this.endField(run);
    else if (mark === '\u0001' && run?.form != null) this.tellForm(run.form);
    else {
      if (mark === COMMENT_REFERENCE && this.part.zone === 'body') this.noteAbout();
      this.take(SHOWN.get(mark) ?? '', run);
    }
  }

  private noteAbout(): void {
    const { abouts } = this.numbering;
    if (abouts.length >= MOST_COMMENTS) return;
    const last = this.runs.slice(-MOST_RUNS_BACK).map(({ text }) => text.slice(-REACH));
    abouts.push(aboutWords(last.join('')));
  }

  /** Text belongs to the innermost field whose code is being read, else to the paragraph. */
  private take(text: string, run: CharacterRun | null): void {
    if (text === '') return;
    const field = this.codes[this.codes.length - 1];
    if (field !== undefined) {
      field.code += text;
      return;
    }
    this.runs.push({ text, run });
    const shown = this.fields[this.fields.length - 1];
    if (shown?.inResult === true) {
      shown.hasResult ||= text.trim() !== '';
      shown.result = furtherValue(shown.result, text);
    }
    this.numbers.text(text, shown?.inResult === true ? shown.code : '');
  }

  private openField(): void {
    const field = { code: '', name: '', inResult: false, hasResult: false, result: '' };
    this.fields.push(field);
    this.codes.push(field);
  }

  private showField(): void {
    const field = this.fields[this.fields.length - 1];
    if (field === undefined || field.inResult) return;
    field.inResult = true;
    this.codes.pop();
    this.asides.push({ text: field.code, zone: 'field' });
  }

  private endField(run: CharacterRun | null): void {
    const field = this.fields[this.fields.length - 1];
    if (field === undefined) return;
    this.showField();
    this.fields.pop();
    const counted = field.hasResult ? '' : this.numbers.fieldValue(field.code);
    if (counted !== '') this.numbers.shown.number(counted);
    const value = field.hasResult || counted !== '' ? counted : fieldValue(field.code);
    if (/^[\d +-]{1,20}$/u.test(value)) this.take(value, run);
    const named = namedNumber(
      field.name === '' ? nameIn(field.code) : field.name,
      field.hasResult ? field.result : value,
    );
    if (named !== '') this.asides.push({ text: named, zone: 'form' });
  }

  private tellForm(place: number): void {
    this.numbers.choose(chosenText(this.file.data, place));
    const { forms } = this.numbering;
    if (forms.has(place)) return;
    if (forms.size >= MOST_FORMS) {
      this.sink.missed('limit', `more than ${MOST_FORMS} form fields`);
      return;
    }
    forms.add(place);
    this.sink.budget.checkTime();
    const field = this.fields[this.fields.length - 1];
    for (const text of formTexts(this.file.data, place)) {
      this.asides.push({ text, zone: 'form' });
      if (field !== undefined) field.name = furtherName(field.name, text);
    }
  }

  /** @param offset of the mark in the stream, -1 at the end of a part without one */
  private endParagraph(offset: number, isCell: boolean): void {
    const { paragraphs, styles } = this.file;
    const found = paragraphs[runAt(paragraphs, offset)];
    const paragraph = found !== undefined && found.end > offset ? found : undefined;
    this.enter(paragraph?.depth ?? (isCell ? 1 : 0), paragraph?.rowEnd ?? false);
    const { zone, locator } = this.part;
    this.writer.openParagraph(zone, locator);
    if (paragraph !== undefined && paragraph.list > 0)
      this.writer.text(this.numbers.item(paragraph.list, paragraph.level), 'kept', zone, locator);
    for (const { text, run } of this.runs) {
      const styled = styles.isHidden(run?.style ?? null) || styles.isHidden(paragraph?.style ?? null);
      this.writer.text(text, kindOf(run, styled), zone, locator);
    }
    this.writer.closeParagraph();
    for (const { text, zone: aside } of this.asides) this.writer.aside(text, aside, locator);
    this.runs = [];
    this.asides = [];
    this.leave(isCell || (paragraph?.cellEnd ?? false), paragraph?.rowEnd ?? false);
  }

  /** Opens and closes tables until the paragraph stands in as many as it says. */
  private enter(depth: number, isRowEnd: boolean): void {
    while (this.tables.length > depth) {
      this.tables.pop();
      this.writer.closeTable();
    }
    while (this.tables.length < depth) {
      this.writer.openTable();
      this.tables.push({ inRow: false, inCell: false });
    }
    const table = this.tables[this.tables.length - 1];
    if (table === undefined || isRowEnd) return;
    if (!table.inRow) this.writer.openRow();
    if (!table.inCell) this.writer.openCell();
    table.inRow = true;
    table.inCell = true;
  }

  private leave(isCellEnd: boolean, isRowEnd: boolean): void {
    const table = this.tables[this.tables.length - 1];
    if (table === undefined || !(isCellEnd || isRowEnd)) return;
    if (isRowEnd) this.writer.closeRow();
    else this.writer.closeCell();
    table.inCell = false;
    if (isRowEnd) table.inRow = false;
  }
}

/** What a quick save says of a whole piece comes on top of the run's own. */
function merged(run: CharacterRun, changed: CharacterRun | null): CharacterRun {
  if (changed === null) return run;
  return {
    ...run,
    inserted: run.inserted || changed.inserted,
    deleted: run.deleted || changed.deleted,
    vanish: changed.vanish ?? run.vanish,
  };
}

function kindOf(run: CharacterRun | null, styled: boolean): RunKind {
  const vanish = run?.vanish ?? 0x80;
  if (run?.deleted === true) return 'deleted';
  if (vanish === 0x80 ? styled : vanish === 0x81 ? !styled : (vanish & 1) === 1) return 'hidden';
  return run?.inserted === true ? 'inserted' : 'kept';
}

/** Word's own bookmarks are running numbers of nine digits. */
const OWN_BOOKMARK = /^_(?:Toc|Ref|Hlk|GoBack|Hlt|PERMANENT)/u;
const MOST_NAMES = 20_000;
/** ATRDPre10 (2.9.4): initials, then the number of the author. */
const COMMENT_MARK = 30;

/** OfficeArtContent (2.9.172): a container for the document, then one for each story, each behind a byte that names it. */
function* shapeTexts(content: Buffer): Generator<DrawingText> {
  for (let at = 0; at + 8 <= content.length;) {
    const end = at + 8 + content.readUInt32LE(at + 4);
    yield* drawingTexts(content.subarray(at, end));
    at = end + 1;
  }
}

/** Names beside the text: bookmarks, authors of changes and of comments, properties of the document. */
function tellNames(file: DocFile, sink: Sink): void {
  const names = (table: number): readonly string[] => stringTable(file.table(table)).slice(0, MOST_NAMES);
  for (const name of names(TABLES.bookmarks)) if (!OWN_BOOKMARK.test(name)) sink.line(name, 'bookmark');
  for (const author of names(TABLES.revisionAuthors)) sink.line(author, 'metadata', 'author of changes');
  for (const property of names(TABLES.associated)) sink.line(property, 'metadata');
  for (const { text, zone } of shapeTexts(file.table(TABLES.drawings))) sink.line(text, zone);
  const authors = strings(file.table(TABLES.commentAuthors), MOST_NAMES, false).values;
  const marks = file.table(TABLES.commentMarks);
  const count = Math.max(0, Math.floor((marks.length - 4) / (COMMENT_MARK + 4)));
  for (let i = 0; i < count; i++) {
    const author = authors[marks.readUInt16LE((count + 1) * 4 + i * COMMENT_MARK + 20)];
    if (author !== undefined) sink.line(author, 'comment', `comment ${i + 1}`);
  }
}
