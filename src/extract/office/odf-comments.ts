/** Comments of an OpenDocument (ISO/IEC 26300 §14.1): what each is about, right before what it says, behind author and day. */
import type { Zone } from '../../core/category.ts';
import { Commented, MOST_COMMENTS } from './commented.ts';
import type { ParagraphWriter } from './paragraphs.ts';

export class OdfComments {
  private readonly paragraphs: ParagraphWriter;
  private readonly commented: Commented;
  /** what the open comment is about; null once it is told */
  private about: { readonly name: string; readonly words: string } | null = null;
  /** by name of a comment whose range is not over yet: where to tell what it is about */
  private readonly abouts = new Map<string, (text: string) => void>();

  constructor(paragraphs: ParagraphWriter) {
    this.paragraphs = paragraphs;
    this.commented = new Commented(paragraphs);
  }

  /**
   * It is about the words before it, unless the end of its range comes in the same paragraph and tells which they are.
   * @param name of its range, or '' @param onPage what it stands at on a slide
   */
  open(name: string, onPage: string): void {
    this.about = { name, words: onPage === '' ? this.commented.about('') : onPage };
    if (name !== '') this.commented.begin(name);
  }

  /** At the beginning of a paragraph of it. @param onCell takes what is to be told of a comment on a cell */
  tell(zone: Zone, locator: string, onCell: ((tell: (text: string) => void) => void) | null): void {
    if (this.about === null) return;
    const { name, words } = this.about;
    this.about = null;
    if (onCell !== null) {
      onCell(this.paragraphs.wordsToCome(zone, locator));
      return;
    }
    if (words === '' && name === '') return;
    const tell = this.paragraphs.wordsToCome(zone, locator);
    tell(words);
    if (name !== '' && this.abouts.size < MOST_COMMENTS) this.abouts.set(name, tell);
  }

  /** At the end of its range. */
  end(name: string): void {
    const tell = this.abouts.get(name);
    const words = tell === undefined ? '' : this.commented.about(name);
    if (words !== '') tell?.(words);
    this.abouts.delete(name);
  }
}
