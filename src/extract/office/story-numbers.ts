/**
 * What a part of a document shows as numbers without holding it as text: numbers of list items, results of fields that count, chosen
 * entries of forms. In: the elements that tell of them, in order. Out: the shown numbers, put together.
 */
import { ShownNumbers } from '../shown-numbers.ts';
import type { ListNumbers } from './list-numbers.ts';
import { attribute } from './xml.ts';

/** Entries of a legacy list of choices (ECMA-376 part 1, 17.16.9), and which of them is chosen. */
interface Choices {
  readonly entries: string[];
  chosen: number;
}

const MOST_CHOICES = 250;
/** Fields that number what they stand at (17.16.5.57, 17.16.5.33). */
const COUNTER = /^\s*(SEQ|LISTNUM)\s+([^\s\\]{1,60})?([^]{0,300})$/iu;
/** Fields whose result is a number of a form or a list. */
const NUMBERED = /^\s*(?:SEQ|LISTNUM|FORMTEXT|FORMDROPDOWN)\b/iu;
const SHORT_NUMBER = /^[\d+-]{1,13}$/u;

/** Follows one part; create a new one for each. */
export class StoryNumbers {
  readonly shown = new ShownNumbers();
  /** where the page numbers of sections begin */
  private readonly pages = new ShownNumbers();
  private readonly lists: ListNumbers | null;
  private readonly sequences = new Map<string, number>();
  private readonly controls: { told: boolean; last: string }[] = [];
  private list = '';
  private level = 0;
  private style = '';
  private choices: Choices | null = null;

  /** @param lists null when no list of the document begins elsewhere than at one */
  constructor(lists: ListNumbers | null) {
    this.lists = lists;
  }

  /** Text of a paragraph. @param code of the field whose result it is, '' for none */
  text(value: string, code: string): void {
    const control = this.controls[this.controls.length - 1];
    if ((control === undefined && code === '') || !SHORT_NUMBER.test(value.trim())) this.shown.text(value);
    else if (control !== undefined || NUMBERED.test(code)) {
      this.shown.number(value);
      if (control !== undefined) control.told = true;
    } else this.shown.text(value);
  }

  /** w:numPr and w:pStyle of a paragraph. */
  property(name: string, raw: string): void {
    if (name === 'numId') this.list = attribute(raw, 'val');
    else if (name === 'ilvl') this.level = Number(attribute(raw, 'val')) || 0;
    else this.style = attribute(raw, 'val');
  }

  /** The properties of a paragraph are over: its number is shown. @returns what of it belongs to the text; '' for nearly every paragraph */
  endProperties(): string {
    const { lists, list, level, style } = this;
    this.list = '';
    this.level = 0;
    this.style = '';
    if (lists === null || (list === '' && style === '')) return '';
    const { number, text } = lists.next(list, level, style);
    this.shown.number(number);
    return text;
  }

  /** A paragraph of a list, where a format tells it at once. @returns what of its number belongs to the text, mostly '' */
  item(list: number, level: number): string {
    this.list = String(list);
    this.level = level;
    return this.endProperties();
  }

  /** a:buAutoNum of a slide: a list that begins at a number repeats it in each of its paragraphs. */
  bullet(raw: string): void {
    const at = attribute(raw, 'startAt');
    if (/^\d{1,6}$/u.test(at)) this.shown.number(at);
  }

  /** A content control opens. */
  openControl(): void {
    this.controls.push({ told: false, last: '' });
  }

  /** w:dropDownList and w:comboBox. */
  lastValue(raw: string): void {
    const control = this.controls[this.controls.length - 1];
    if (control !== undefined) control.last = attribute(raw, 'lastValue');
  }

  closeControl(): void {
    const control = this.controls.pop();
    if (control !== undefined && !control.told && SHORT_NUMBER.test(control.last)) this.shown.number(control.last);
  }

  /** Children of w:ffData. */
  formField(name: string, raw: string): void {
    const value = attribute(raw, 'val');
    if (name === 'ddList') this.choices = { entries: [], chosen: 0 };
    else if (this.choices === null) {
      if (name === 'default' && SHORT_NUMBER.test(value)) this.shown.number(value);
    } else if (name === 'listEntry') {
      if (this.choices.entries.length < MOST_CHOICES) this.choices.entries.push(value);
    } else if (name === 'result' || name === 'default') this.choices.chosen = Number(value) || 0;
  }

  /** The entry that a list of choices shows, where a format tells only that. */
  choose(entry: string): void {
    this.choices = entry === '' ? null : { entries: [entry], chosen: 0 };
  }

  /**
   * What a field shows that stores no result.
   * @returns '' when that is not known, or no number
   */
  fieldValue(code: string): string {
    const { choices } = this;
    this.choices = null;
    if (/^\s*FORMDROPDOWN/iu.test(code)) {
      const chosen = choices?.entries[choices.chosen] ?? '';
      return SHORT_NUMBER.test(chosen) ? chosen : '';
    }
    return this.counted(code);
  }

  private counted(code: string): string {
    const [, kind = '', name = '', switches = ''] = COUNTER.exec(code) ?? [];
    if (kind === '' || /\\h\b/iu.test(switches)) return '';
    const key = name.toLowerCase();
    const before = this.sequences.get(key) ?? 0;
    const reset = /\\[rs]\s*(\d{1,10})/iu.exec(switches)?.[1];
    const number = reset !== undefined ? Number(reset) : /\\c\b/iu.test(switches) ? before : before + 1;
    this.sequences.set(key, number);
    return String(number);
  }

  /** The page number that a section begins with (w:pgNumType), '' for none. */
  page(start: string): void {
    if (start !== '') this.pages.number(start);
  }

  /** Ends the part. @returns what was put together */
  finish(): readonly string[] {
    this.shown.finish();
    this.pages.finish();
    return [...this.shown.lines, ...this.pages.lines];
  }
}
