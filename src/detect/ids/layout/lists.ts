/** A list of numbers under a heading: what the heading says holds for every line, however long the list. */
import { labelOfCell, NO_LABEL, type Label } from '../words/labels.ts';
import { announcesThings } from '../words/other-numbers.ts';

const OPENS_LINE = /^[ \t>*•-]{0,8}$/;
const NUMBER_FIRST = /^[ \t>*•-]{0,8}\d{2,8}[-+./ ]{0,2}\d/;
const LONGEST_LINE = 400;
const BLANK = /^[ \t>\r]*$/;
const ANNOUNCES = /:[ \t\r]{0,3}\n$/;

/** Reads headings of lists; remembers the last line, because lists are asked for line by line. */
export class ListHeadings {
  private readonly text: string;
  private readonly known = new Map<number, Label>();

  constructor(text: string) {
    this.text = text;
  }

  /** The label above the list that a number opens a line of; none when it stands amid a line. */
  labelOf(start: number): Label {
    const line = this.lineStart(start);
    if (line < 0 || !OPENS_LINE.test(this.text.slice(line, start))) return NO_LABEL;
    return this.labelAbove(line);
  }

  private labelAbove(line: number): Label {
    const passed: number[] = [];
    let label = NO_LABEL;
    let isApart = false;
    for (let at = line; at > 0;) {
      const known = this.known.get(at);
      if (known !== undefined) {
        label = known;
        break;
      }
      passed.push(at);
      const above = this.lineStart(at - 1);
      if (above < 0) break;
      const words = this.text.slice(above, at - 1);
      // an empty line between a list and the line that announces it
      if (BLANK.test(words) && ANNOUNCES.test(this.text.slice(Math.max(0, above - LONGEST_LINE), above))) {
        at = above;
        isApart = true;
        continue;
      }
      if (!NUMBER_FIRST.test(words)) {
        const heading = labelOfCell(words);
        // A word for another number speaks of its own line only, unless the line announces a list; 'personnummer' above is a heading.
        if (heading.polarity === 'strong') label = heading;
        else if (announcesThings(words)) label = { polarity: 'negative', kinds: [] };
        break;
      }
      at = above;
    }
    // "Fakturor att skicka:" may as well announce whom they are for
    if (isApart && label.polarity === 'negative') label = NO_LABEL;
    for (const at of passed) this.known.set(at, label);
    return label;
  }

  /** Start of the line an offset lies in; -1 when it is longer than a line of a list. */
  private lineStart(offset: number): number {
    const from = Math.max(0, offset - LONGEST_LINE);
    const newline = this.text.slice(from, offset).lastIndexOf('\n');
    return newline >= 0 ? from + newline + 1 : from === 0 ? 0 : -1;
  }
}
