/**
 * What comments on cells are about: the words of the cell, and those of its row that come first, where a table has the names. As for a
 * comment in a text (commented.ts), a reader sees whom it speaks of beside it, and it says only "has got a diagnosis".
 */
import { NAME, NUMBERS, REACH } from './commented.ts';

/** Comments of a sheet for which it is looked up. */
export const MOST_CELL_COMMENTS = 5_000;
/** Cells of a row that may name somebody: first name and surname. */
const NAMING = 2;
const LONGEST = 40;

/**
 * @param first cells of the row that may name somebody
 * @param own text of the cell that is commented on
 * @returns how the comment begins: 'Emma Lund - 7A: ', or ''
 */
export function aboutCell(first: readonly string[], own: string): string {
  const cells = [...first.map((text) => text.slice(0, LONGEST)), own.slice(-REACH)];
  const words = cells.map((text) => text.replace(/\s+/gu, ' ').replace(NUMBERS, '').trim());
  const told = words.filter((text, i) => text !== '' && words.indexOf(text) === i).join(' - ');
  return NAME.test(told) ? `${told}: ` : '';
}

/** The author, as Excel writes one into the text of a comment: its first line, which the words follow. */
const AUTHOR = /^[^\n:]{1,60}:[ \t]*(?:\n|$)/u;

/** @returns the text with the words about its cell right before what it says */
export function withAbout(text: string, about: string): string {
  const at = /^\s*/u.exec(text.replace(AUTHOR, ''))?.[0].length ?? 0;
  const start = (AUTHOR.exec(text)?.[0].length ?? 0) + at;
  return about === '' || start === text.length ? text : text.slice(0, start) + about + text.slice(start);
}

/** Follows a sheet row by row. */
export class CellComments {
  private readonly first: string[] = [];
  /** commented on in this row, by column */
  private readonly waiting = new Map<number, { own: string; readonly tells: ((about: string) => void)[] }>();
  private count = 0;

  /** A comment on a cell of this row. @param tell is told the words when the row has ended, at once that there are none when they are too many */
  comment(column: number, tell: (about: string) => void): void {
    if (this.count++ >= MOST_CELL_COMMENTS) {
      tell('');
      return;
    }
    const known = this.waiting.get(column);
    if (known === undefined) this.waiting.set(column, { own: '', tells: [tell] });
    else known.tells.push(tell);
  }

  /** A cell of this row with what it shows. */
  cell(column: number, text: string): void {
    if (this.first.length < NAMING && NAME.test(text)) this.first.push(text);
    const commented = this.waiting.get(column);
    if (commented !== undefined) commented.own = text;
  }

  endRow(): void {
    for (const { own, tells } of this.waiting.values()) {
      const about = aboutCell(this.first, own);
      for (const tell of tells) tell(about);
    }
    this.waiting.clear();
    this.first.length = 0;
  }
}
