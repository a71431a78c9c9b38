/**
 * What a comment is about: the words it is anchored at, or those directly before it. A comment often leaves out whom it speaks of ("has got
 * a diagnosis"), because the reader sees the name beside it; the name goes with the comment.
 */
import type { ParagraphWriter, PlaceInParagraph } from './paragraphs.ts';

/** As much of the sentence as is told. */
export const REACH = 60;
/** Comments of a document for which it is looked up. */
export const MOST_COMMENTS = 500;
/** Somebody may be named: otherwise the words tell nothing that the comment needs. */
export const NAME = /\p{Lu}\p{Ll}/u;
/** Numbers stand in the text already, and would be found twice. */
export const NUMBERS = /\d[\d +-]{3,}/gu;

/**
 * @param text that stands before the comment, or that it is anchored at
 * @returns how the comment begins: 'Emma Lund: ', or ''
 */
export function aboutWords(text: string): string {
  const sentence = text.slice(-REACH).split(/[.!?:;\n\t]\s/u);
  const words = (sentence[sentence.length - 1] ?? '').replace(NUMBERS, '').trim();
  // what the reach cuts off at its beginning is no word
  const whole = text.length > REACH && sentence.length === 1 ? words.replace(/^\S{0,60}\s/u, '') : words;
  return NAME.test(whole) ? `${whole}: ` : '';
}

/** Follows the comments of a part whose text goes through paragraphs. */
export class Commented {
  private readonly paragraphs: ParagraphWriter;
  private readonly ranges = new Map<string, PlaceInParagraph>();
  private count = 0;

  constructor(paragraphs: ParagraphWriter) {
    this.paragraphs = paragraphs;
  }

  begin(id: string): void {
    if (this.ranges.size >= MOST_COMMENTS) return;
    const place = this.paragraphs.here();
    if (place !== null) this.ranges.set(id, place);
  }

  /** Words since the beginning of the range when it stands in this paragraph, or else before this place. */
  about(id: string): string {
    if (++this.count > MOST_COMMENTS) return '';
    const range = this.ranges.get(id) ?? null;
    const inRange = range === null ? '' : aboutWords(this.paragraphs.lastWords(REACH, range));
    return inRange === '' ? aboutWords(this.paragraphs.lastWords(REACH + 1, null)) : inRange;
  }
}
