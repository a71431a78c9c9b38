/**
 * Numbers whose digits stand between others that some style does not show. There are more ways of hiding text than anybody lists
 * (clipping, scaling, colours nearly those behind, boxes and letters without width), so the style is not asked: what is written alike is put
 * together, and whether that is an identifier, the detectors say.
 */

/** A short piece of text between two lines ends. */
interface Piece {
  readonly text: string;
  /** equal for elements written alike */
  readonly kind: string;
}

/** Pieces of one run beyond this many are no number with something in between. */
const MOST_PIECES = 64;
const LEAST_PIECES = 3;
/** Ways of writing beyond these are of no number with something in between. */
const MOST_KINDS = 8;
/** What may stand between digits without ending the run: a decoy is no word. */
const LONGEST_DECOY = 3;
const LONGEST_DIGITS = 13;
const LABEL_LENGTH = 40;
const DIGITS = /^[\d+\u2010-\u2015\u2212-]+$/u;

/** Has a text as many digits as identifiers have? */
export const isIdentifierLength = (text: string): boolean => {
  const digits = text.replace(/\D/g, '').length;
  return digits >= 10 && digits <= 12;
};

/** Collects runs of short texts over the elements of HTML or the runs of a document. */
export class Decoys {
  private readonly found = new Set<string>();
  private run: Piece[] = [];
  private label = '';

  /** Numbers that were put together, each with the words before it. */
  get lines(): Iterable<string> {
    return this.found;
  }

  /** Text that is shown. @param kind asked for short texts only: equal for what is written alike */
  text(text: string, kind: () => string): void {
    const trimmed = text.trim();
    if (trimmed === '') return;
    const isDigits = trimmed.length <= LONGEST_DIGITS && DIGITS.test(trimmed);
    if (isDigits || (trimmed.length <= LONGEST_DECOY && this.run.length > 0)) {
      this.push(trimmed, kind());
      return;
    }
    // 'nr 8' and '6, född': the first and the last digits stand in the text around
    const first = /^[\d+-]{1,6}(?=[\s.,;:)])/.exec(trimmed)?.[0];
    if (first !== undefined && this.run.length > 0) this.push(first, kind());
    this.finish();
    const last = /(?<=[\s(:])[\d+-]{1,8}$/.exec(trimmed)?.[0] ?? '';
    this.label = trimmed
      .slice(0, trimmed.length - last.length)
      .trimEnd()
      .slice(-LABEL_LENGTH);
    if (last !== '') this.push(last, kind());
  }

  /** Ends the run: what it may show is added to the lines. */
  finish(): void {
    const { run } = this;
    this.run = [];
    if (run.length < LEAST_PIECES || run.length > MOST_PIECES) return;
    const kinds = new Map<string, Piece[]>();
    for (const piece of run) kinds.set(piece.kind, [...(kinds.get(piece.kind) ?? []), piece]);
    if (kinds.size === 1) {
      // a rule may hide every second of them
      for (const odd of [0, 1]) this.add(run.filter((_piece, at) => at % 2 === odd));
      return;
    }
    for (const pieces of kinds.values()) this.add(pieces);
    if (kinds.size < 3 || kinds.size > MOST_KINDS) return;
    // the digits may be written in several ways themselves
    for (const unseen of kinds.keys()) this.add(run.filter(({ kind }) => kind !== unseen));
  }

  private push(text: string, kind: string): void {
    if (this.run.length <= MOST_PIECES) this.run.push({ text, kind });
  }

  private add(pieces: readonly Piece[]): void {
    const number = pieces.map(({ text }) => text).join('');
    if (pieces.length < 2 || !DIGITS.test(number) || !isIdentifierLength(number)) return;
    this.found.add(this.label === '' ? number : `${this.label} ${number}`);
  }
}
