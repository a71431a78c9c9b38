/**
 * Where all readers of office formats put what they find: one text with places, side texts, files inside, and what
 * could not be read. Counts text against the budget while it grows, so that a repeated string cannot fill the memory.
 */
import { TextBuilder } from '../../core/text.ts';
import type { Place } from '../../core/text.ts';
import type { Zone } from '../../core/category.ts';
import type { Uninspected } from '../../core/finding.ts';
import { BudgetSpent } from '../budget.ts';
import type { Budget } from '../budget.ts';
import type { Document, DocumentSignal, EmbeddedFile, Extraction } from '../format.ts';

/** Text is checked against the budget in steps of this many characters. */
const STEP = 65_536;

/** Collects one document's extraction. */
export class Sink {
  readonly document: Document;
  readonly budget: Budget;
  readonly embedded: EmbeddedFile[] = [];
  private main = new TextBuilder();
  private readonly beside = new TextBuilder();
  private readonly aside = new TextBuilder();
  private readonly uninspected: Uninspected[] = [];
  private readonly signals: DocumentSignal[] = [];
  private readonly told = new Set<string>();
  private unchecked = 0;
  private lastCharacter = '';
  private counted = 0;

  /** @param budget of the message; only looked at here, the walk counts the finished text */
  constructor(document: Document, budget: Budget) {
    this.document = document;
    this.budget = budget;
  }

  /** Characters of the main text so far. */
  get length(): number {
    return this.main.length;
  }

  /** Nothing written yet, or a line just ended. */
  get atLineStart(): boolean {
    return this.lastCharacter === '' || this.lastCharacter === '\n';
  }

  /** Appends to the main text. */
  add(text: string, place: Place): void {
    if (text === '') return;
    this.main.add(text, place);
    this.lastCharacter = text.charAt(text.length - 1);
    this.count(text.length);
  }

  /** Ends a paragraph or row of the main text. */
  breakLine(): void {
    if (this.atLineStart) return;
    this.main.breakLine();
    this.lastCharacter = '\n';
  }

  /** One line of its own in the main text. */
  line(text: string, zone: Zone, locator = ''): void {
    const trimmed = text.trim();
    if (trimmed === '') return;
    this.breakLine();
    this.add(`${trimmed}\n`, { zone, locator });
  }

  /** Appends to the side text: other renderings of what the main text shows, kept apart so that no column is doubled. */
  addAside(text: string, place: Place): void {
    this.aside.add(text, place);
    this.aside.breakLine();
    this.count(text.length);
  }

  /** Lets something write into a text beside the main one: what the document holds but shows nowhere, such as a template's prompts. */
  apart(write: () => void): void {
    const { main, lastCharacter } = this;
    this.main = this.beside;
    this.lastCharacter = '\n';
    try {
      this.beside.breakLine();
      write();
    } finally {
      this.main = main;
      this.lastCharacter = lastCharacter;
    }
  }

  /** A file inside, to be read next. */
  embed(name: string | null, bytes: Buffer, internal = false, declaredType: string | null = null): void {
    if (bytes.length === 0) return;
    this.embedded.push({ name, bytes, declaredType, ...(internal ? { internal: true } : {}) });
  }

  /** The picture of the document's beginning that its program keeps. */
  embedPreview(name: string, bytes: Buffer): void {
    this.embedded.push({ name, bytes, declaredType: null, internal: true, preview: true });
  }

  /** Says what could not be read; the same thing is said once. */
  missed(
    reason: Uninspected['reason'],
    detail: string,
    encryption?: { readonly algorithm: string; readonly bits: number | null },
  ): void {
    if (this.told.has(`${reason} ${detail}`)) return;
    this.told.add(`${reason} ${detail}`);
    const { part, path } = this.document;
    this.uninspected.push({ part, path, reason, detail, kind: 'document', ...(encryption ? { encryption } : {}) });
  }

  /** Something was damaged, or reads differently in different programs. */
  get isOdd(): boolean {
    return this.uninspected.some(({ reason }) => reason === 'damaged' || reason === 'ambiguous');
  }

  /** Something that is a finding in itself; once per detail. */
  signal(kind: DocumentSignal['kind'], detail: string, zone: Zone = 'body', locator = ''): void {
    if (this.told.has(`${kind} ${detail}`)) return;
    this.told.add(`${kind} ${detail}`);
    const { part, path } = this.document;
    this.signals.push({ kind, part, path, zone, locator, detail });
  }

  /** Runs a reader and keeps what it had read when the budget ran out. */
  guard(read: () => void): void {
    try {
      read();
    } catch (error) {
      this.caught(error);
    }
  }

  /** Turns a spent budget into uninspected; anything else is a mistake of ours and goes on. */
  caught(error: unknown): void {
    if (!(error instanceof BudgetSpent)) throw error;
    this.missed(error.reason, error.limit);
  }

  /** What was collected up to now, without other renderings. */
  textSoFar(): string {
    return [this.main, this.beside].map(({ written }) => written).join('\n');
  }

  /** @returns all that was collected */
  build(): Extraction {
    const { part, where, path } = this.document;
    const texts = [this.main, this.beside, this.aside]
      .filter((builder) => builder.length > 0)
      .map((builder) => builder.build(part, where, path));
    return { texts, embedded: this.embedded, uninspected: this.uninspected, signals: this.signals };
  }

  private count(length: number): void {
    this.unchecked += length;
    if (this.unchecked < STEP) return;
    this.counted += this.unchecked;
    this.unchecked = 0;
    this.budget.checkTime();
    if (this.counted > this.budget.limits.textLength) {
      throw new BudgetSpent(`more than ${this.budget.limits.textLength} characters of text`);
    }
  }
}
