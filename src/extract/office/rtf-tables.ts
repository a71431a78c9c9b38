/** Tables of RTF: cells and rows are told by their ends alone, so that the first text of a row opens what must be open. */
import type { ParagraphWriter } from './paragraphs.ts';

export class RtfTables {
  /** the paragraph that is read belongs to a table */
  inTable = false;
  private state: 'none' | 'row' | 'cell' = 'none';
  private readonly paragraphs: ParagraphWriter;

  constructor(paragraphs: ParagraphWriter) {
    this.paragraphs = paragraphs;
  }

  /** Before the first text of a paragraph. */
  enterCell(): void {
    if (!this.inTable) {
      if (this.state !== 'none') this.paragraphs.closeTable();
      this.state = 'none';
      return;
    }
    if (this.state === 'none') this.paragraphs.openTable();
    if (this.state !== 'cell') {
      if (this.state === 'none') this.paragraphs.openRow();
      this.paragraphs.openCell();
    }
    this.state = 'cell';
  }

  endCell(): void {
    this.inTable = true;
    this.enterCell();
    this.paragraphs.closeCell();
    this.state = 'row';
  }

  /** Whether there is a row to end. */
  get isOpen(): boolean {
    return this.state !== 'none';
  }

  endRow(): void {
    this.paragraphs.closeRow();
    this.paragraphs.openRow();
    this.state = 'row';
  }
}
