/** Pages of XPS (ECMA-388): glyph runs with a place each; a word, or a number, may be drawn in several. */

/** Most runs of one line. */
const LONGEST_LINE = 2_000;

/** Puts glyph runs of one base line together. */
export class GlyphRuns {
  readonly lines: string[] = [];
  private base = '';
  private runs: { readonly x: number; readonly text: string }[] = [];

  /** @param values attributes of an element, keys in lower case */
  add(values: ReadonlyMap<string, string>): void {
    const text = values.get('unicodestring')?.replace(/^\{\}/u, '');
    if (text === undefined) return;
    const base = values.get('originy') ?? '';
    if (base !== this.base || this.runs.length >= LONGEST_LINE) this.finish();
    this.base = base;
    this.runs.push({ x: Number(values.get('originx') ?? '0') || 0, text });
  }

  /** Ends the line. What a single run says stands in its attribute. */
  finish(): void {
    const { runs } = this;
    this.runs = [];
    if (runs.length < 2 || !runs.some(({ text }) => /\d/u.test(text))) return;
    this.lines.push([...runs].sort((a, b) => a.x - b.x).map(({ text }) => text).join('')); // prettier-ignore
  }
}

const PIECE = /^(.+)\/\[(\d{1,6})\](?:\.last)?\.piece$/u;

/**
 * Parts of an Open Packaging archive that were written in pieces between others (ISO/IEC 29500-2 §9.1.4).
 * @returns each such part put together
 */
export function joinedPieces(
  files: readonly { readonly name: string | null; readonly bytes: Buffer }[],
): readonly { readonly name: string; readonly declaredType: null; readonly bytes: Buffer }[] {
  const parts = new Map<string, { readonly at: number; readonly bytes: Buffer }[]>();
  for (const { name, bytes } of files) {
    const [, base, number] = PIECE.exec(name ?? '') ?? [];
    if (base === undefined || number === undefined) continue;
    const pieces = parts.get(base) ?? [];
    pieces.push({ at: Number(number), bytes });
    parts.set(base, pieces);
  }
  return [...parts]
    .filter(([, pieces]) => pieces.length > 1)
    .map(([name, pieces]) => ({
      name: name.slice(name.lastIndexOf('/') + 1),
      declaredType: null,
      bytes: Buffer.concat(pieces.sort((a, b) => a.at - b.at).map(({ bytes }) => bytes)),
    }));
}
