/**
 * Numbers that RTF 1.9.1 shows without holding them as text: of paragraphs in lists, results of fields that count, chosen entries of
 * form fields. Lists are counted only in a document where one begins elsewhere than at one.
 */
import { fieldValue } from '../readings/computed.ts';
import { StoryNumbers } from './story-numbers.ts';

/** A list that begins neither at nought nor at one. */
const ELSEWHERE = /\\(?:pnstart|levelstartat)(?![01](?!\d))\d/u;
const MOST_LEVELS = 9;
const MOST_CHOICES = 250;

/** Follows one document. */
export class RtfNumbers {
  private readonly fields = new StoryNumbers(null);
  private readonly shown = this.fields.shown;
  private readonly counts: boolean;
  /** starts of the levels of each list */
  private readonly starts = new Map<number, number[]>();
  /** list of each \ls, and the starts that its override brings */
  private readonly overrides = new Map<number, { readonly list: number; readonly starts: number[] }>();
  private readonly counters = new Map<string, number>();
  private levels: number[] | null = null;
  private override: { list: number; starts: number[] } | null = null;
  private list = 0;
  private level = 0;
  private isCounted = false;
  private choices: string[] = [];
  private chosen = 0;
  private code = '';

  constructor(source: string) {
    this.counts = ELSEWHERE.test(source);
  }

  /** A control word that may tell of a number. */
  word(name: string, value: number): void {
    switch (name) {
      case 'pard':
        this.list = 0;
        this.level = 0;
        return;
      case 'ilvl':
        this.level = value;
        return;
      case 'list':
        this.levels = [];
        return;
      case 'listid':
        this.listId(value);
        return;
      case 'levelstartat':
        this.start(value);
        return;
      case 'listoverride':
        this.override = { list: 0, starts: [] };
        return;
      case 'ls':
        if (this.override === null) this.list = value;
        else this.overrides.set(value, this.override);
        this.override = null;
        return;
      case 'pnstart':
        if (this.counts) this.shown.number(String(value));
        return;
      case 'pgnstarts':
        this.fields.page(String(value));
        return;
      case 'formfield':
        this.choices = [];
        this.chosen = 0;
        return;
      case 'ffdefres':
      case 'ffres':
        // 25: none was chosen
        if (value !== 25) this.chosen = value;
        return;
      default:
    }
  }

  /** Text of a paragraph. @param isResult it is the result of the field whose code was told last */
  text(value: string, isResult: boolean): void {
    this.count();
    this.fields.text(value, isResult ? this.code : '');
  }

  /** The number of a paragraph as the program that wrote the file showed it. */
  marker(text: string): void {
    const digits = text.replace(/[^\d-]/gu, '');
    if (digits !== '') this.shown.number(digits);
    this.isCounted = true;
  }

  /** The end of a paragraph. */
  endParagraph(): void {
    this.count();
    this.isCounted = false;
  }

  /** An entry of a form field. */
  choice(text: string): void {
    if (this.choices.length < MOST_CHOICES) this.choices.push(text);
  }

  /** The code of a field. */
  fieldCode(code: string): void {
    this.code = code.trim();
  }

  /** @returns what a field shows that stores no result; '' when that is no number */
  fieldValue(): string {
    const { code } = this;
    this.code = '';
    this.fields.choose(this.choices[this.chosen] ?? '');
    const counted = this.fields.fieldValue(code);
    if (counted !== '') this.shown.number(counted);
    const value = counted === '' ? fieldValue(code) : counted;
    return /^[\d +-]{1,20}$/u.test(value) ? value : '';
  }

  /** Ends the document. @returns numbers that were put together */
  finish(): readonly string[] {
    return this.fields.finish();
  }

  private listId(id: number): void {
    if (this.override !== null) this.override.list = id;
    else if (this.levels !== null) this.starts.set(id, this.levels);
    this.levels = null;
  }

  private start(value: number): void {
    const levels = this.override?.starts ?? this.levels;
    if (levels !== null && levels.length < MOST_LEVELS) levels.push(value);
  }

  /** Counts the paragraph once, where its first text or its end is met. */
  private count(): void {
    if (!this.counts || this.isCounted) return;
    this.isCounted = true;
    const override = this.overrides.get(this.list);
    if (override === undefined) return;
    const key = `${override.starts.length > 0 ? `own ${this.list}` : override.list} ${this.level}`;
    const before = this.counters.get(key);
    const start = override.starts[this.level] ?? this.starts.get(override.list)?.[this.level] ?? 1;
    const number = before === undefined ? start : before + 1;
    this.counters.set(key, number);
    this.shown.number(String(number));
  }
}
