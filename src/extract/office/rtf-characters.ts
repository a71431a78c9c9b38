/** Bytes of RTF as characters: the code page of the document, those of its fonts, and bytes that wait for the rest of their character. */
import iconv from 'iconv-lite';
import { codePage, codePageOfCharset } from './rtf-words.ts';

export class RtfCharacters {
  private readonly fonts = new Map<number, string>();
  private font = -1;
  private usual = 'win1252';
  private pending: number[] = [];

  /** Control words that set the code page of the document, or of a font. @returns false for another word */
  word(name: string, value: number | null): boolean {
    if (name === 'ansicpg') this.usual = codePage(value ?? 1252);
    else if (name === 'mac') this.usual = 'macroman';
    else if (name === 'pc') this.usual = 'cp437';
    else if (name === 'pca') this.usual = 'cp850';
    else if (name !== 'fcharset') return false;
    else if (this.font >= 0) this.fonts.set(this.font, codePageOfCharset(value ?? 0));
    return true;
  }

  /** @returns the code page of a font; '' when it has none of its own */
  useFont(font: number): string {
    this.font = font;
    return this.fonts.get(font) ?? '';
  }

  add(byte: number): void {
    this.pending.push(byte);
  }

  /** What waits, as text. @param page of the font that is used; '' for the document's */
  take(page: string): string {
    if (this.pending.length === 0) return '';
    const bytes = Buffer.from(this.pending);
    this.pending = [];
    return iconv.decode(bytes, page === '' ? this.usual : page);
  }
}
