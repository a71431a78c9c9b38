/** The comments of one part: what the open one is about, told right before what it says, and who wrote it. */
import { withAbout } from './cell-comments.ts';
import { Commented } from './commented.ts';
import type { ParagraphWriter } from './paragraphs.ts';

/** What a document knows of its comments. */
export interface CommentsKnown {
  /** what comments are about, by their number or cell; filled by the text, read by the comments */
  readonly abouts?: Map<string, string>;
  /** who wrote comments that name their writer by a number */
  readonly commenters?: ReadonlyMap<string, string>;
}

/** Follows one part. */
export class StoryComments {
  private readonly known: CommentsKnown;
  private readonly commented: Commented;
  /** what the open comment is about, until its text begins */
  private about = '';
  /** comments on a slide so far */
  private onSlide = 0;

  constructor(known: CommentsKnown, paragraphs: ParagraphWriter) {
    this.known = known;
    this.commented = new Commented(paragraphs);
  }

  /** The range that a comment is about begins in the text. */
  begin(id: string): void {
    this.commented.begin(id);
  }

  /** It ends, or there is a place only. */
  note(id: string): void {
    const { abouts } = this.known;
    if (abouts === undefined || abouts.has(id)) return;
    const about = this.commented.about(id);
    if (about !== '') abouts.set(id, about);
  }

  /** Comments of a text have a number, those of a sheet the place of a cell. */
  open(id: string, locator: string): void {
    const { abouts } = this.known;
    this.about = abouts?.get(id) ?? abouts?.get(locator) ?? '';
  }

  openOnSlide(): void {
    this.onSlide++;
    this.again();
  }

  /** An answer, or what follows it, is about what the comment stands at. */
  again(): void {
    this.about = this.known.abouts?.get(`cm ${this.onSlide}`) ?? '';
  }

  /** @param id of the writer */
  writerOf(id: string): string {
    return this.known.commenters?.get(id) ?? '';
  }

  close(): void {
    this.about = '';
  }

  /** At the beginning of a paragraph. @returns the words to begin with, mostly '' */
  take(): string {
    const { about } = this;
    this.about = '';
    return about;
  }

  /** Text that may be a comment's: what it is about comes behind its author. */
  within(value: string): string {
    const whole = this.about === '' ? value : withAbout(value, this.about);
    if (whole !== value) this.about = '';
    return whole;
  }
}
