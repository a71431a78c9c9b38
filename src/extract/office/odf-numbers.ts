/**
 * Numbers that an OpenDocument file shows without holding them as text: of list items (ISO/IEC 26300-1, 5.3), of chosen entries and
 * values of form fields (13). Lists are counted only in a stream where one begins elsewhere than at one.
 */
import { ShownNumbers } from '../shown-numbers.ts';
import { attribute } from './xml.ts';

interface List {
  readonly style: string;
  next: number;
}

/** A list that begins neither at nought nor at one. */
const ELSEWHERE = /start-value="(?![01]")\d/u;
const MOST_ENTRIES = 250;
/** Elements whose attributes are looked at. */
const NAMES = new Set([
  'list',
  'list-item',
  'numbered-paragraph',
  'list-style',
  'list-level-style-number',
  'option',
  'item',
  'combobox',
  'text',
  'number',
  'formatted-text',
  'textarea',
  'value-range',
  'radio',
  'checkbox',
  'label',
  'fieldmark',
  'param',
]);

/** Where the first level of a list style begins, by its name; shared by the streams of a document. */
export interface ListStarts {
  readonly starts: Map<string, number>;
  elsewhere: boolean;
}
export const noListStarts = (): ListStarts => ({ starts: new Map(), elsewhere: false });

/** Follows one stream; create a new one for each. */
export class OdfNumbers {
  private readonly shown = new ShownNumbers();
  private readonly counts: boolean;
  private readonly starts: Map<string, number>;
  /** entries of a choice that Word's documents bring along */
  private entries: string[] = [];
  private readonly lists: List[] = [];
  private readonly formats: string[] = [];
  private style = '';

  /** @param xml of the stream @param shared filled by the stream of styles, which is read first */
  constructor(xml: string, shared: ListStarts) {
    shared.elsewhere ||= ELSEWHERE.test(xml);
    this.counts = shared.elsewhere;
    this.starts = shared.starts;
  }

  open(name: string, raw: string, inForm: boolean): void {
    if (!NAMES.has(name)) return;
    if (this.counts) this.listElement(name, raw);
    if (name === 'fieldmark') this.entries = [];
    else if (name === 'param') this.parameter(attribute(raw, 'name'), attribute(raw, 'value'));
    else if (name === 'label' || inForm) this.formElement(name, raw);
  }

  close(name: string): void {
    if (name === 'list') this.lists.pop();
  }

  text(value: string): void {
    this.shown.text(value);
  }

  /** Ends the stream. @returns numbers that were put together */
  finish(): readonly string[] {
    this.shown.finish();
    return [...this.shown.lines, ...this.formats];
  }

  private listElement(name: string, raw: string): void {
    const start = attribute(raw, 'start-value');
    if (name === 'list-style') this.style = styleName(raw, 'name');
    else if (name === 'list-level-style-number') {
      if (attribute(raw, 'level') === '1' && start !== '') this.starts.set(this.style, Number(start) || 0);
      this.whole(`${attribute(raw, 'num-prefix')}${start}${attribute(raw, 'num-suffix')}`);
    } else if (name === 'list') {
      const style = styleName(raw, 'style-name');
      this.lists.push({ style, next: this.starts.get(style) ?? 1 });
    } else if (name === 'numbered-paragraph') this.shown.number(start);
    else if (name === 'list-item') {
      const list = this.lists[this.lists.length - 1];
      if (list === undefined) return;
      if (start !== '') list.next = Number(start) || 0;
      this.shown.number(String(list.next));
      list.next++;
    }
  }

  /** The number that a list may show before its first item. */
  private whole(shown: string): void {
    if (/\d{2}[-+]?\d{4}(?!\d)/u.test(shown)) this.formats.push(shown);
  }

  /** As LibreOffice keeps the form fields of Word. */
  private parameter(name: string, value: string): void {
    if (name === 'Dropdown_ListEntry' && this.entries.length < MOST_ENTRIES) this.entries.push(value);
    else if (name === 'Dropdown_Selected') this.shown.number(this.entries[Number(value)] ?? '');
  }

  private formElement(name: string, raw: string): void {
    const isChosen = (key: string): boolean => attribute(raw, key) === 'true';
    if (name === 'label') {
      if (isChosen('current-selected')) this.shown.number(attribute(raw, 'value'));
    } else if (name === 'option' || name === 'item') {
      if (isChosen('current-selected') || isChosen('selected')) {
        const label = attribute(raw, 'label');
        this.shown.number(label === '' ? attribute(raw, 'value') : label);
      }
    } else if (name === 'radio' || name === 'checkbox') {
      const isTicked = isChosen('current-selected') || attribute(raw, 'current-state') === 'checked';
      if (isTicked) this.shown.number(attribute(raw, 'value'));
    } else {
      const value = attribute(raw, 'current-value');
      this.shown.number(value === '' ? attribute(raw, 'value') : value);
    }
  }
}

/** `style:name` without taking `style:display-name` or `text:style-name` for it. */
function styleName(raw: string, name: string): string {
  return new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*["']([^"']{1,200})`, 'u').exec(raw)?.[1] ?? '';
}
