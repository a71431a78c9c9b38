/** The table of strings of a workbook (ECMA-376 part 1, 18.4.9), and which of them no cell uses. */
import type { Sink } from './sink.ts';
import type { XmlHandler } from './xml.ts';

/** Reads the table, then answers by index. */
export class SharedStrings implements XmlHandler {
  private readonly sink: Sink;
  private readonly strings: string[] = [];
  private readonly used = new Set<number>();
  private current: string | null = null;
  private phonetic = 0;

  constructor(sink: Sink) {
    this.sink = sink;
  }

  /** @returns the string, '' for an index out of range */
  at(index: number): string {
    this.used.add(index);
    return this.strings[index] ?? '';
  }

  open(name: string): void {
    if (name === 'si') this.current = '';
    else if (name === 'rPh') this.phonetic++;
  }

  close(name: string): void {
    if (name === 'si' && this.current !== null) {
      this.strings.push(this.current);
      this.current = null;
    } else if (name === 'rPh') this.phonetic--;
  }

  text(value: string, inside: string): void {
    if (this.phonetic > 0) this.sink.addAside(value, { zone: 'cell', locator: 'reading aid' });
    else if (this.current === null) this.sink.line(value, 'hidden', 'shared strings');
    else if (inside === 't' || value.trim() !== '') this.current += value;
  }

  /** Puts strings that no cell showed into the text: what stood in deleted cells. */
  tellUnused(): void {
    this.strings.forEach((text, index) => {
      if (!this.used.has(index)) this.sink.line(text, 'hidden', 'shared strings');
    });
  }
}
