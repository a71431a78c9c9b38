/**
 * Rich Text Format 1.9.1. In: the bytes. Out: the text of every group, whatever its destination is called, with its place;
 * pictures and objects as files. Promised: one pass, no recursion, groups nested to any depth.
 */
import type { Zone } from '../../core/category.ts';
import { Decoys } from '../decoys.ts';
import { begunAt, behindDay, DAY_REACH } from './begun-numbers.ts';
import { Commented } from './commented.ts';
import { furtherName, furtherValue, namedNumber, nameIn } from './named-values.ts';
import { ParagraphWriter } from './paragraphs.ts';
import { RtfCharacters } from './rtf-characters.ts';
import { RtfNumbers } from './rtf-numbers.ts';
import { embedRtfBytes } from './rtf-objects.ts';
import { RtfTables } from './rtf-tables.ts';
import { RtfTokens, type RtfListener } from './rtf-tokens.ts';
import { DESTINATIONS, LOOKS, withoutTail } from './rtf-words.ts';
import type { Destination } from './rtf-words.ts';
import type { Sink } from './sink.ts';

interface Group {
  /** what the text of this group is for */
  destination: Destination;
  hidden: boolean;
  deleted: boolean;
  inserted: boolean;
  skipCount: number;
  codePage: string;
  /** the group began a story of its own (a note, a header, a text box) */
  story: boolean;
  /** how its text is written */
  looks: Readonly<Record<string, number>>;
  /** the group is a field */
  field: RtfField | null;
  /** text of a destination that is told as one line at the end of its group */
  buffer: Buffered | null;
}

interface Buffered {
  text: string;
}

interface RtfField {
  hasResult: boolean;
  name: string;
  result: string;
}

interface Story {
  readonly zone: Zone;
  readonly locator: string;
  open: boolean;
}

/** The range that began last: its comment follows its end, and ranges within ranges are rare. */
const RANGE = 'range';
const ASIDE_LIMIT = 1_000_000;
/** What a table of the document may hold that is told. */
const PERHAPS_NUMBER = /\d{6}[-+ ]?\d{3}/u;
const MARKERS = new Set<Destination | undefined>([DESTINATIONS.get('listtext'), DESTINATIONS.get('pntext')]);
const FIELD_CODE = DESTINATIONS.get('fldinst');
const UNKNOWN: Destination = { kind: 'line', zone: 'metadata', locator: '' };
const STYLES = DESTINATIONS.get('stylesheet');
const CHOICE = DESTINATIONS.get('ffl');
const VARIABLE = DESTINATIONS.get('docvar');

/** True for what begins like RTF. */
export function isRtf(bytes: Buffer): boolean {
  return /^[\s\ufeff]*\{\\rt/u.test(bytes.toString('latin1', 0, 64).replace(/^\xef\xbb\xbf/u, ''));
}

/** Reads a document into the sink. */
export function readRtf(bytes: Buffer, sink: Sink): void {
  new RtfReader(bytes.toString('latin1'), sink).read();
}

class RtfReader implements RtfListener {
  private readonly tokens: RtfTokens;
  private readonly sink: Sink;
  private readonly paragraphs: ParagraphWriter;
  private readonly commented: Commented;
  /** where pages and notes begin to be counted, '' for one */
  private pageStart = '';
  private noteStart = '';
  /** what the comment is about whose text begins next */
  private about = '';
  private readonly groups: Group[] = [];
  private readonly numbers: RtfNumbers;
  private readonly decoys = new Decoys();
  private readonly fields: RtfField[] = [];
  private readonly stories: Story[] = [{ zone: 'body', locator: '', open: false }];
  private readonly characters = new RtfCharacters();
  private readonly tables: RtfTables;
  private group: Group;
  private starred = false;
  private notes = 0;

  constructor(source: string, sink: Sink) {
    this.tokens = new RtfTokens(source, this);
    this.sink = sink;
    this.numbers = new RtfNumbers(source);
    this.paragraphs = new ParagraphWriter(sink, { tables: 0 });
    this.commented = new Commented(this.paragraphs);
    this.tables = new RtfTables(this.paragraphs);
    this.group = {
      destination: { kind: 'text' },
      hidden: false,
      deleted: false,
      inserted: false,
      skipCount: 1,
      codePage: '',
      story: false,
      looks: {},
      field: null,
      buffer: null,
    };
  }

  read(): void {
    this.tokens.read(() => this.sink.budget.checkTime());
    if (this.groups.length > 0) this.sink.missed('damaged', 'groups of the document do not end');
    while (this.groups.length > 0) this.closeGroup();
    this.flushBytes();
    this.paragraphs.finish();
    this.decoys.finish();
    for (const line of new Set([...this.numbers.finish(), ...this.decoys.lines]))
      this.paragraphs.aside(line, 'body', '');
  }

  openGroup(): void {
    this.flushBytes();
    this.starred = false;
    this.endVariableName();
    this.groups.push(this.group);
    this.group = { ...this.group, story: false, field: null, buffer: this.group.buffer };
  }

  /** Name and value of a variable stand in a group each, side by side. */
  private endVariableName(): void {
    const { destination, buffer } = this.group;
    const isOwner = buffer !== this.groups[this.groups.length - 1]?.buffer;
    if (destination === VARIABLE && isOwner && buffer !== null && buffer.text !== '') buffer.text += ': ';
  }

  closeGroup(): void {
    this.flushBytes();
    this.starred = false;
    const ended = this.group;
    const outer = this.groups.pop();
    if (outer === undefined) return;
    this.group = outer;
    if (ended.buffer !== null && ended.buffer !== outer.buffer) this.tellBuffer(ended.destination, ended.buffer.text);
    if (ended.field !== null) this.endField(ended.field);
    if (ended.story) {
      const story = this.stories.pop();
      if (story?.open === true) this.paragraphs.closeParagraph();
    }
  }

  /** A field without a result gets one when the document is opened or printed. */
  private endField({ hasResult, name, result }: RtfField): void {
    this.fields.pop();
    const value = hasResult ? '' : this.numbers.fieldValue();
    if (value !== '') this.write(value);
    this.paragraphs.aside(namedNumber(name, hasResult ? result : value), 'form', '');
  }

  text(run: string): void {
    this.starred = false;
    if (/[\x80-\xff]/u.test(run)) {
      for (let i = 0; i < run.length; i++) this.characters.add(run.charCodeAt(i));
      this.flushBytes();
      return;
    }
    this.flushBytes();
    this.write(run);
  }

  byte(code: number): void {
    this.characters.add(code);
  }

  symbol(symbol: string): void {
    if (symbol === '*') {
      this.starred = true;
      return;
    }
    this.flushBytes();
    if (symbol === '~') this.write('\u00a0');
    else if (symbol === '_') this.write('-');
    else if (symbol === '\\' || symbol === '{' || symbol === '}') this.write(symbol);
    else if (symbol === '\n' || symbol === '\r') this.endParagraph();
    else if (symbol === '\t') this.write('\t');
  }

  word(name: string, value: number | null): void {
    this.flushBytes();
    this.apply(name, value);
  }

  private apply(name: string, value: number | null): void {
    const { group } = this;
    const on = value !== 0;
    switch (name) {
      case 'par':
      case 'sect':
        this.endParagraph();
        return;
      case 'line':
      case 'page':
      case 'column':
      case 'softline':
        this.write('\n');
        return;
      case 'chpgn':
        this.tellCounted(this.pageStart);
        return;
      case 'chftn':
        this.tellCounted(this.noteStart);
        return;
      case 'tab':
        this.write('\t');
        return;
      case 'emdash':
      case 'endash':
        this.write('–');
        return;
      case 'bullet':
        this.write('•');
        return;
      case 'u':
        this.unicode(value ?? 0);
        return;
      case 'uc':
        group.skipCount = Math.max(0, Math.min(value ?? 1, 32));
        return;
      case 'v':
        group.hidden = on;
        return;
      case 'deleted':
        group.deleted = on;
        return;
      case 'revised':
        group.inserted = on;
        return;
      case 'plain':
        group.hidden = false;
        group.deleted = false;
        group.inserted = false;
        return;
      case 'f':
        this.useFont(value ?? 0);
        return;
      case 'intbl':
        this.tables.inTable = true;
        return;
      case 'pard':
        this.tables.inTable = false;
        this.numbers.word(name, 0);
        return;
      case 'ftnalt':
        this.makeEndnote();
        return;
      case 'cell':
      case 'nestcell':
        this.endCell();
        return;
      case 'row':
      case 'nestrow':
        this.endRow();
        return;
      default:
        if (name === 'field') this.fields.push((this.group.field = { hasResult: false, name: '', result: '' }));
        else if (this.characters.word(name, value)) return;
        else if (LOOKS.has(name)) group.looks = { ...group.looks, [name]: value ?? 1 };
        else this.begin(name, value ?? 0);
        this.enter(name);
    }
  }

  /** Where pages and notes begin to be counted, and what else may tell of a number. */
  private begin(name: string, value: number): void {
    if (name === 'pgnstart' || name === 'pgnstarts') this.pageStart = begunAt(value);
    else if (name === 'ftnstart' || name === 'aftnstart') this.noteStart = begunAt(value);
    this.numbers.word(name, value);
  }

  /** A number of a page or note is shown here. */
  private tellCounted(number: string): void {
    const whole = behindDay(number === '' ? '' : this.paragraphs.lastWords(DAY_REACH, null), number);
    if (whole !== '') this.paragraphs.aside(whole, 'body', '');
  }

  /**
   * A control word that names what its group is for; an unknown one counts when it is marked as ignorable. Styles of
   * characters and tables are marked so, and their names ('Footnote Reference') are no more said than those of paragraphs.
   */
  private enter(name: string): void {
    const isUnknown = this.starred && this.group.destination !== STYLES;
    const destination = DESTINATIONS.get(name) ?? (isUnknown ? UNKNOWN : null);
    this.starred = false;
    if (destination === null) return;
    this.group.destination = destination;
    if (name === 'atrfstart') this.commented.begin(RANGE);
    if (destination.kind === 'story') {
      if (name === 'annotation') this.about = this.commented.about(RANGE);
      const counted = destination.counted === true ? ` ${++this.notes}` : '';
      this.stories.push({ zone: destination.zone, locator: destination.locator + counted, open: false });
      this.group.story = true;
      this.group.buffer = null;
    } else this.group.buffer = destination.kind === 'text' ? null : { text: '' };
  }

  private makeEndnote(): void {
    const story = this.stories.pop();
    if (story === undefined) return;
    const isNote = story.zone === 'footnote' && !story.open;
    this.stories.push(isNote ? { zone: 'endnote', locator: story.locator.replace('foot', 'end'), open: false } : story);
  }

  private useFont(font: number): void {
    const page = this.characters.useFont(font);
    if (this.group.destination.kind !== 'fonts') this.group.codePage = page;
  }

  private unicode(value: number): void {
    this.write(String.fromCharCode(value < 0 ? value + 65_536 : value & 0xffff));
    this.tokens.skip(this.group.skipCount);
  }

  binary(bytes: Buffer): void {
    this.flushBytes();
    embedRtfBytes(this.group.destination, bytes, this.sink);
  }

  private flushBytes(): void {
    const text = this.characters.take(this.group.codePage);
    if (text !== '') this.write(text);
  }

  private write(text: string): void {
    const { group } = this;
    if (group.buffer !== null) {
      if (group.destination.kind === 'bytes' || group.buffer.text.length < ASIDE_LIMIT) group.buffer.text += text;
      return;
    }
    const story = this.stories[this.stories.length - 1];
    if (story === undefined) return;
    if (!story.open) {
      if (text.trim() === '') return;
      if (this.stories.length === 1) this.tables.enterCell();
      this.paragraphs.openParagraph(story.zone, story.locator);
      story.open = true;
      if (story.zone === 'comment') this.tellAbout(story);
    }
    const field = this.fields[this.fields.length - 1];
    if (field !== undefined) {
      field.hasResult ||= text.trim() !== '';
      field.result = furtherValue(field.result, text);
    }
    if (MARKERS.has(group.destination)) this.numbers.marker(text);
    else this.numbers.text(text, field !== undefined);
    const kind = group.deleted ? 'deleted' : group.hidden ? 'hidden' : group.inserted ? 'inserted' : 'kept';
    if (kind === 'kept') this.decoys.text(text, () => JSON.stringify(group.looks));
    this.paragraphs.text(text, kind, story.zone, story.locator);
  }

  private tellAbout({ zone, locator }: Story): void {
    this.paragraphs.text(this.about, 'kept', zone, locator);
    this.about = '';
  }

  private endParagraph(): void {
    const story = this.stories[this.stories.length - 1];
    if (this.group.buffer !== null) this.group.buffer.text += '\n';
    this.numbers.endParagraph();
    this.decoys.finish();
    if (story?.open !== true) return;
    story.open = false;
    this.paragraphs.closeParagraph();
  }

  private endCell(): void {
    if (this.group.buffer !== null) return;
    this.endParagraph();
    if (this.stories.length > 1) return;
    this.tables.endCell();
  }

  private endRow(): void {
    if (this.group.buffer !== null || !this.tables.isOpen || this.stories.length > 1) return;
    this.endParagraph();
    this.tables.endRow();
  }

  private tellBuffer(destination: Destination, text: string): void {
    if (destination.kind === 'bytes')
      embedRtfBytes(destination, Buffer.from(text.replace(/[^\da-fA-F]/gu, ''), 'hex'), this.sink);
    else if (destination.kind === 'line') {
      const tidy = withoutTail(text);
      const field = this.fields[this.fields.length - 1];
      if (field !== undefined && (destination === FIELD_CODE || destination.zone === 'form'))
        field.name = furtherName(field.name, destination === FIELD_CODE ? nameIn(tidy) : tidy);
      if (destination === FIELD_CODE) this.numbers.fieldCode(tidy);
      if (destination === FIELD_CODE && /^PAGE\b/iu.test(tidy)) this.tellCounted(this.pageStart);
      else if (destination === CHOICE) this.numbers.choice(tidy);
      if (destination.zone !== 'alt-text' || !/^-?\d*$/u.test(tidy))
        this.paragraphs.aside(tidy, destination.zone, destination.locator);
    } else if (PERHAPS_NUMBER.test(text)) {
      // names of styles that stand around it say nothing of it
      const entries = text.split(';').filter((entry) => PERHAPS_NUMBER.test(entry));
      for (const entry of entries.length > 0 ? entries : [text]) this.paragraphs.aside(entry, 'metadata', '');
    }
  }
}
