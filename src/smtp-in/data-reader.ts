/**
 * Reads the mail data of one DATA command out of a byte stream: finds the end mark, takes the stuffed dots out
 * (RFC 5321 §4.5.2) and settles the line ends, so that everything behind it sees one message with CRLF only.
 *
 * The message ends at <CRLF>.<CRLF> and nowhere else. Bare LF and bare CR never take part in an end mark; that is the
 * difference between servers which SMTP smuggling lives on (RFC 5321 §4.1.1.4, §2.3.8).
 */

const CR = 0x0d;
const LF = 0x0a;
const DOT = 0x2e;
const CRLF = Buffer.from('\r\n');
const NOTHING = Buffer.alloc(0);

/** How the current line began; null in the middle of a line. */
type LineStart = 'crlf' | 'lf' | 'cr' | null;

/** What one chunk brought. */
export interface DataPiece {
  /** message bytes, line ends CRLF; empty when the chunk brought none. May share memory with the chunk. */
  readonly content: Buffer;
  /** the end mark was seen */
  readonly ended: boolean;
  /** bytes after the end mark */
  readonly rest: Buffer;
}

/** Collects slices of one chunk and joins them at the end; one slice is handed on without copying. */
class Slices {
  private readonly list: Buffer[] = [];
  add(piece: Buffer): void {
    if (piece.length > 0) this.list.push(piece);
  }
  join(): Buffer {
    return this.list.length === 1 ? (this.list[0] ?? NOTHING) : Buffer.concat(this.list);
  }
}

/** State of one message between chunks. */
export class DataReader {
  /** a bare CR or bare LF was seen (and became CRLF) */
  bareNewline = false;
  private lineStart: LineStart = 'crlf';
  /** at most two bytes that cannot be judged before the next ones are there */
  private tail: Buffer = NOTHING;

  /** Takes the next chunk. Not to be called after the end mark. */
  push(chunk: Buffer): DataPiece {
    const bytes = this.tail.length === 0 ? chunk : Buffer.concat([this.tail, chunk]);
    this.tail = NOTHING;
    const slices = new Slices();
    const length = bytes.length;
    let kept = 0; // start of the bytes not yet handed on
    let at = 0; // where to look next
    let cr = bytes.indexOf(CR);
    let lf = bytes.indexOf(LF);

    const wait = (from: number): DataPiece => {
      slices.add(bytes.subarray(kept, from));
      this.tail = Buffer.from(bytes.subarray(from));
      return { content: slices.join(), ended: false, rest: NOTHING };
    };

    while (at < length) {
      if (this.lineStart !== null && bytes[at] === DOT) {
        const judged = this.judgeDot(bytes, at);
        if (judged === 'wait') return wait(at);
        if (judged === 'end') {
          slices.add(bytes.subarray(kept, at));
          return { content: slices.join(), ended: true, rest: bytes.subarray(at + 3) };
        }
        if (judged === 'drop') {
          slices.add(bytes.subarray(kept, at));
          kept = at + 1;
        }
        at++;
      }
      this.lineStart = null;

      if (cr !== -1 && cr < at) cr = bytes.indexOf(CR, at);
      if (lf !== -1 && lf < at) lf = bytes.indexOf(LF, at);
      if (cr !== -1 && (lf === -1 || cr < lf)) {
        if (cr === length - 1) return wait(cr); // CR and LF may be in two chunks
        if (lf === cr + 1) {
          at = cr + 2;
          this.lineStart = 'crlf';
          continue;
        }
        this.bareNewline = true;
        slices.add(bytes.subarray(kept, cr));
        slices.add(CRLF);
        kept = at = cr + 1;
        this.lineStart = 'cr';
        continue;
      }
      if (lf === -1) break;
      this.bareNewline = true;
      slices.add(bytes.subarray(kept, lf));
      slices.add(CRLF);
      kept = at = lf + 1;
      this.lineStart = 'lf';
    }
    slices.add(bytes.subarray(kept));
    return { content: slices.join(), ended: false, rest: NOTHING };
  }

  /**
   * What the dot at the start of a line means. After CRLF it is the end mark or a stuffed dot. After a bare LF a doubled dot
   * is taken for the work of a sender that thinks in LF lines; everything else is content, whatever follows.
   */
  private judgeDot(bytes: Buffer, at: number): 'end' | 'drop' | 'keep' | 'wait' {
    const next = bytes[at + 1];
    if (next === undefined) return 'wait';
    if (this.lineStart === 'cr') return 'keep';
    if (this.lineStart === 'lf') return next === DOT ? 'drop' : 'keep';
    if (next === LF) return 'keep';
    if (next !== CR) return 'drop';
    const afterNext = bytes[at + 2];
    if (afterNext === undefined) return 'wait';
    return afterNext === LF ? 'end' : 'keep';
  }
}
