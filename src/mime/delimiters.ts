import type { ReadingRules } from './tree.ts';

const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;

/** No boundary is longer (RFC 2046 allows 70); what follows on the line is not looked at. */
const MAX_BOUNDARY = 1000;
/** Lines tried when a boundary has to be guessed. */
const MAX_GUESSES = 1000;

/** A delimiter line of an open multipart. */
export interface Delimiter {
  /** index in the stack of open multiparts */
  readonly level: number;
  readonly close: boolean;
  /** the line only begins with the delimiter */
  readonly prefixOnly: boolean;
  /** start of the line end before the delimiter, which belongs to it (RFC 2046 §5.1.1) */
  readonly contentEnd: number;
  /** start of the line after it */
  readonly lineEnd: number;
}

interface Match {
  readonly level: number;
  readonly close: boolean;
  readonly prefixOnly: boolean;
}

/**
 * Finds delimiter lines of the open multiparts. A line is looked up by its text, not compared with each open boundary, so
 * that deep nesting costs nothing; only lines that begin with '--' are looked at.
 */
export class DelimiterFinder {
  private readonly bytes: Buffer;
  private readonly rules: ReadingRules;
  /** boundary of each open level */
  private readonly stack: string[] = [];
  private readonly closed: boolean[] = [];
  /** levels that use a boundary, outermost first */
  private readonly levels = new Map<string, number[]>();
  /** how many open levels have a boundary of that length */
  private readonly lengths = new Map<number, number>();

  constructor(bytes: Buffer, rules: ReadingRules) {
    this.bytes = bytes;
    this.rules = rules;
  }

  /** Opens a level. @returns true when an outer level has the same boundary */
  push(boundary: string): boolean {
    const levels = this.levels.get(boundary) ?? [];
    const same = levels.some((level) => this.closed[level] === false);
    this.levels.set(boundary, [...levels, this.stack.length]);
    this.lengths.set(boundary.length, (this.lengths.get(boundary.length) ?? 0) + 1);
    this.stack.push(boundary);
    this.closed.push(false);
    return same;
  }

  /** Leaves the innermost level. */
  pop(): void {
    const boundary = this.stack.pop();
    this.closed.pop();
    if (boundary === undefined) return;
    const levels = (this.levels.get(boundary) ?? []).slice(0, -1);
    if (levels.length === 0) this.levels.delete(boundary);
    else this.levels.set(boundary, levels);
    const left = (this.lengths.get(boundary.length) ?? 1) - 1;
    if (left === 0) this.lengths.delete(boundary.length);
    else this.lengths.set(boundary.length, left);
  }

  /** Its closing delimiter was seen; the level stays open for its epilogue. */
  closeLevel(level: number): void {
    this.closed[level] = true;
  }

  /** The next delimiter line at or after a line start. */
  next(from: number): Delimiter | null {
    let lineStart = this.lineWithDashes(from);
    while (lineStart >= 0) {
      const match = this.match(lineStart);
      const lf = this.bytes.indexOf(LF, lineStart);
      const lineEnd = lf < 0 ? this.bytes.length : lf + 1;
      if (match !== null) {
        let contentEnd = lineStart;
        if (contentEnd > 0 && this.bytes[contentEnd - 1] === LF) contentEnd--;
        if (contentEnd < lineStart && contentEnd > 0 && this.bytes[contentEnd - 1] === CR) contentEnd--;
        return { ...match, contentEnd, lineEnd };
      }
      if (lf < 0) return null;
      // the LF that ends this line may begin the next '\n--'
      lineStart = this.lineWithDashes(lineEnd);
    }
    return null;
  }

  /** Tells whether a line ends any header block: a delimiter that is not only a prefix, of a multipart still running. */
  isDelimiter(lineStart: number): boolean {
    const match = this.match(lineStart);
    return match !== null && (!match.prefixOnly || this.rules.prefixDelimiters) && this.closed[match.level] === false;
  }

  /** Tells whether '--boundary' begins a line somewhere behind an offset. */
  occurs(boundary: string, from: number): boolean {
    const delimiter = Buffer.from(`\n--${boundary}`, 'latin1');
    return this.bytes.indexOf(delimiter, Math.max(0, from - 1)) >= 0;
  }

  /** A boundary that the body itself suggests: a '--…' line followed by a header field or an empty line. */
  guess(from: number): string | null {
    let lineStart = this.lineWithDashes(from);
    for (let tries = 0; lineStart >= 0 && tries < MAX_GUESSES; tries++) {
      const lf = this.bytes.indexOf(LF, lineStart);
      if (lf < 0) return null;
      const text = this.lineText(lineStart);
      const next = this.bytes.toString('latin1', lf + 1, Math.min(lf + 80, this.bytes.length));
      if (text.length > 0 && text.length <= 200 && /^(?:content-[a-z-]+[ \t]*:|\r?\n)/i.test(next)) return text;
      lineStart = this.lineWithDashes(lf + 1);
    }
    return null;
  }

  private lineWithDashes(from: number): number {
    if (from >= this.bytes.length) return -1;
    if (this.bytes[from] === DASH && this.bytes[from + 1] === DASH) return from;
    const at = this.bytes.indexOf('\n--', from);
    return at < 0 ? -1 : at + 1;
  }

  /** Text after the two dashes, trailing white space removed. */
  private lineText(lineStart: number): string {
    const limit = Math.min(this.bytes.length, lineStart + 2 + MAX_BOUNDARY);
    const window = this.bytes.toString('latin1', lineStart + 2, limit);
    const lf = window.indexOf('\n');
    return (lf < 0 ? window : window.slice(0, lf)).trimEnd();
  }

  private match(lineStart: number): Match | null {
    if (this.levels.size === 0) return null;
    const text = this.lineText(lineStart);
    const exact = this.levelOf(text);
    if (exact !== null) return { level: exact, close: false, prefixOnly: false };
    if (text.endsWith('--')) {
      const closing = this.levelOf(text.slice(0, -2).trimEnd());
      if (closing !== null) return { level: closing, close: true, prefixOnly: false };
    }
    for (const length of this.lengths.keys()) {
      // an empty or tiny boundary would take every '--' line
      if (length < 3 || length >= text.length) continue;
      const level = this.levelOf(text.slice(0, length));
      if (level !== null) return { level, close: text.startsWith('--', length), prefixOnly: true };
    }
    return null;
  }

  private levelOf(boundary: string): number | null {
    const levels = this.levels.get(boundary);
    if (levels === undefined) return null;
    const running = levels.filter((level) => this.closed[level] === false);
    const chosen = this.rules.sameBoundary === 'inner' ? running[running.length - 1] : running[0];
    return chosen ?? levels[levels.length - 1] ?? null;
  }
}
