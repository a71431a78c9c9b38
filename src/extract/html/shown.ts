/** Numbers that HTML shows without holding them as text: of list items, of chosen options and of the fields of a form. */
import { ShownNumbers } from '../shown-numbers.ts';
import { Ticked } from './ticked.ts';

/** An open list: the number of its next item, null when its marks are no figures. */
interface List {
  next: number | null;
}

/** An open choice: the option that is shown. */
interface Choice {
  shown: string | null;
  isChosen: boolean;
}

interface Option {
  text: string;
  /** it shows its label instead */
  readonly isLabelled: boolean;
  readonly isChosen: boolean;
}

/** Fields whose value is seen whether or not they are ticked. */
const TICKED = /^(?:radio|checkbox)$/i;
/** HTML 4.4.5: other types count in letters or Roman numerals. */
const FIGURES = /^(?:|1)$/;
const LONGEST_OPTION = 200;

/** Follows the elements of one document. */
export class ShownInHtml {
  private readonly shown = new ShownNumbers();
  private readonly ticked = new Ticked();
  private readonly lists: List[] = [];
  private readonly choices: Choice[] = [];
  private option: Option | null = null;

  opened(name: string, attributes: ReadonlyMap<string, string>): void {
    this.ticked.opened(name, attributes);
    switch (name) {
      case 'ol': {
        const start = Number.parseInt(attributes.get('start') ?? '1', 10);
        const counts = FIGURES.test(attributes.get('type') ?? '');
        this.lists.push({ next: counts && Number.isFinite(start) ? start : null });
        return;
      }
      case 'ul':
      case 'menu':
        this.lists.push({ next: null });
        return;
      case 'li':
        this.item(attributes.get('value'));
        return;
      case 'select':
        this.choices.push({ shown: null, isChosen: false });
        return;
      case 'option':
        this.option = {
          text: attributes.get('label') ?? '',
          isLabelled: attributes.has('label'),
          isChosen: attributes.has('selected'),
        };
        return;
      case 'input':
        this.field(attributes);
        return;
      default:
    }
  }

  closed(name: string): void {
    this.ticked.closed(name);
    if (name === 'ol' || name === 'ul' || name === 'menu') this.lists.pop();
    else if (name === 'option') this.endOption();
    else if (name === 'select') {
      this.endOption();
      const choice = this.choices.pop();
      if (choice?.shown != null) this.shown.number(choice.shown);
    }
  }

  text(text: string): void {
    this.ticked.text(text);
    if (this.option === null || this.choices.length === 0) this.shown.text(text);
    else if (!this.option.isLabelled && this.option.text.length < LONGEST_OPTION) this.option.text += text;
  }

  /** @returns numbers that were put together */
  finish(): Iterable<string> {
    this.shown.finish();
    this.ticked.finish();
    return [...this.shown.lines, ...this.ticked.lines];
  }

  private item(value: string | undefined): void {
    const list = this.lists[this.lists.length - 1];
    if (list === undefined) return;
    const own = Number.parseInt(value ?? '', 10);
    if (Number.isFinite(own) && list.next !== null) list.next = own;
    if (list.next === null) return;
    this.shown.number(String(list.next));
    list.next++;
  }

  /** Without a chosen option a browser shows the first. */
  private endOption(): void {
    const { option } = this;
    const choice = this.choices[this.choices.length - 1];
    this.option = null;
    if (option === null || choice === undefined) return;
    if (choice.shown === null || (option.isChosen && !choice.isChosen)) choice.shown = option.text;
    choice.isChosen ||= option.isChosen;
  }

  private field(attributes: ReadonlyMap<string, string>): void {
    const type = attributes.get('type') ?? '';
    if (!TICKED.test(type) || attributes.has('checked')) this.shown.number(attributes.get('value') ?? '');
  }
}
