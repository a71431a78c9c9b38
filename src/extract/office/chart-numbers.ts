/**
 * Numbers of a chart as its number formats show them (ECMA-376 part 1, 21.2.2): the format of the cells they come from, of a single
 * point, of the labels beside the bars. In: formats and values in order. Out: what is shown that is not stored.
 */
import { displayNumber, mayShowNumber, plainNumber } from './number-format.ts';
import { attribute } from './xml.ts';

const MOST_VALUES = 2000;
const MOST_LABELS = 4;

/** Follows one chart; create a new one for each. */
export class ChartNumbers {
  /** of the values that follow, '' for none */
  code = '';
  private pointCode = '';
  private readonly labels = new Set<string>();
  private readonly values = new Set<string>();
  private readonly shown = new Set<string>();

  /** c:pt, which may have a format of its own. */
  point(raw: string): void {
    this.pointCode = attribute(raw, 'formatCode');
  }

  /** c:numFmt of labels: they may stand before the values or behind. */
  label(raw: string): void {
    const code = attribute(raw, 'formatCode');
    if (mayShowNumber(code) && this.labels.size < MOST_LABELS) this.labels.add(code);
  }

  /** c:v */
  value(stored: string): void {
    const plain = plainNumber(stored.trim());
    if (this.values.size >= MOST_VALUES || !/^\d{1,20}$/u.test(plain)) return;
    this.values.add(plain);
    const code = this.pointCode === '' ? this.code : this.pointCode;
    if (mayShowNumber(code)) this.show(plain, code);
  }

  /** @returns what is shown otherwise than it is stored; nothing for nearly every chart */
  finish(): readonly string[] {
    for (const code of this.labels) for (const plain of this.values) this.show(plain, code);
    return [...this.shown];
  }

  private show(plain: string, code: string): void {
    const shown = displayNumber(plain, code, false);
    if (shown !== plain) this.shown.add(shown);
  }
}
