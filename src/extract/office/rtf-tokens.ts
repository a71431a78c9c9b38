/**
 * The signs of Rich Text Format 1.9.1: groups, control words and symbols, text, bytes. Promised: one pass; line ends of the file mean nothing, and what
 * stands behind a \u in place of its letter is passed over.
 */

/** Who is told of each sign, in the order of the file. */
export interface RtfListener {
  openGroup(): void;
  closeGroup(): void;
  /** a run without control characters, a character for each byte; never empty */
  text(run: string): void;
  /** one byte, written `\'e5` */
  byte(code: number): void;
  /** `\~`, `\_`, `\*` and their like */
  symbol(symbol: string): void;
  word(name: string, value: number | null): void;
  /** the data behind `\bin` */
  binary(bytes: Buffer): void;
}

const LONGEST_WORD = 40;
const BACKSLASH = 0x5c;
const OPENS = 0x7b;
const CLOSES = 0x7d;
/** Signs between two looks at the clock. */
const AT_ONCE = 16_384;

const isLetter = (code: number): boolean => (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);

export class RtfTokens {
  private readonly source: string;
  private readonly listener: RtfListener;
  private at = 0;
  private toSkip = 0;

  /** @param source the document, a character for each byte */
  constructor(source: string, listener: RtfListener) {
    this.source = source;
    this.listener = listener;
  }

  /** Reads all of it. @param checkTime throws when there is no more */
  read(checkTime: () => void): void {
    const { source, listener } = this;
    let steps = 0;
    while (this.at < source.length) {
      if (++steps % AT_ONCE === 0) checkTime();
      const code = source.charCodeAt(this.at);
      if (code === OPENS || code === CLOSES) {
        this.at++;
        this.toSkip = 0;
        if (code === OPENS) listener.openGroup();
        else listener.closeGroup();
      } else if (code === BACKSLASH) this.control();
      else this.plain();
    }
  }

  /** How many characters stand in place of the letter that a \u has just given. */
  skip(count: number): void {
    this.toSkip = count;
  }

  /** Text up to the next control character. */
  private plain(): void {
    const { source } = this;
    let end = this.at;
    while (end < source.length) {
      const code = source.charCodeAt(end);
      if (code === BACKSLASH || code === OPENS || code === CLOSES) break;
      end++;
    }
    let run = source.slice(this.at, end).replace(/[\r\n\0]/gu, '');
    this.at = end;
    if (this.toSkip > 0) {
      const skipped = Math.min(this.toSkip, run.length);
      this.toSkip -= skipped;
      run = run.slice(skipped);
    }
    if (run !== '') this.listener.text(run);
  }

  private control(): void {
    const { source } = this;
    if (isLetter(source.charCodeAt(this.at + 1))) {
      this.word();
      return;
    }
    const symbol = source.charAt(this.at + 1);
    if (symbol === "'") {
      const byte = Number.parseInt(source.slice(this.at + 2, this.at + 4), 16);
      this.at += 4;
      if (this.toSkip > 0) this.toSkip--;
      else if (Number.isFinite(byte)) this.listener.byte(byte);
      return;
    }
    this.at += 2;
    if (symbol !== '*' && this.toSkip > 0) this.toSkip--;
    else this.listener.symbol(symbol);
  }

  private word(): void {
    const { source } = this;
    const start = this.at + 1;
    let end = start;
    while (end < source.length && end - start < LONGEST_WORD && isLetter(source.charCodeAt(end))) end++;
    const name = source.slice(start, end);
    const number = /^-?\d{1,10}/u.exec(source.slice(end, end + 11))?.[0] ?? '';
    this.at = end + number.length;
    if (source.charAt(this.at) === ' ') this.at++;
    const value = number === '' ? null : Number(number);
    if (name === 'u') this.toSkip = 0;
    // a control word counts as one replaced character
    else if (this.toSkip > 0) this.toSkip--;
    if (name === 'bin') this.binary(value ?? 0);
    else this.listener.word(name, value);
  }

  private binary(length: number): void {
    const end = Math.min(this.source.length, this.at + Math.max(0, length));
    const bytes = Buffer.from(this.source.slice(this.at, end), 'latin1');
    this.at = end;
    this.listener.binary(bytes);
  }
}
