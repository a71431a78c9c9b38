/**
 * Numbers that touch other text where elements meet: `<span>Personnummer:</span><span>811218-9876</span><span>Namn</span>`. The source has no blank there, and style
 * may show the elements as blocks, cells or badges. Where letters and digits meet at the edge of an element, the passage is given
 * with a blank there too.
 */

const WORD_BEFORE = /[\p{L}\d]$/u;
const WORD_BEHIND = /^[\p{L}\d]/u;
const DIGIT_BEFORE = /\d$/;
const DIGIT_BEHIND = /^\d/;
/** A whole number, so that the digit beside it is of another: "811218-9876<sup>1</sup>" */
const WHOLE = String.raw`(?:(?:\d\d)?\d{6}[-+ ]?\d{4}|\d{6} ?\d{5}|\d{6}[-+A-FU-Y]\d{3}[A-Y])`;
const WHOLE_BEFORE = new RegExp(String.raw`(?<!\d)${WHOLE}$`);
const WHOLE_BEHIND = new RegExp(String.raw`^${WHOLE}(?!\d)`);
const LONGEST_WHOLE = 14;
const AROUND = 60;
/** A document that is one line of very many elements is looked at in pieces. */
const MOST_NODES = 5_000;

/** Collects the texts of one line after the other. */
export class Edges {
  private readonly found = new Set<string>();
  private nodes: string[] = [];
  private last = '';
  private meets = false;

  /** Passages in which a number is set apart. */
  get lines(): Iterable<string> {
    return this.found;
  }

  /** Text between two tags that is shown. */
  text(text: string): void {
    if (text === '') return;
    if (WORD_BEFORE.test(this.last) && WORD_BEHIND.test(text))
      this.meets ||= DIGIT_BEFORE.test(this.last) || DIGIT_BEHIND.test(text);
    this.nodes.push(text);
    this.last = text;
    if (this.nodes.length > MOST_NODES) this.line();
  }

  /** Ends the line. */
  line(): void {
    const { nodes, meets } = this;
    this.nodes = [];
    this.last = '';
    this.meets = false;
    if (!meets) return;
    let shown = '';
    let before = '';
    const edges: number[] = [];
    for (const node of nodes) {
      if (isEdge(before, node)) {
        shown += ' ';
        edges.push(shown.length);
      }
      shown += node;
      before = node;
    }
    this.add(shown, edges);
  }

  /** The passages around edges; those that meet are one. */
  private add(shown: string, edges: readonly number[]): void {
    for (let i = 0; i < edges.length;) {
      const from = Math.max(0, (edges[i] ?? 0) - AROUND);
      let to = (edges[i] ?? 0) + AROUND;
      for (i++; i < edges.length && (edges[i] ?? 0) - AROUND <= to; i++) to = (edges[i] ?? 0) + AROUND;
      const passage = shown.slice(from, to).replace(/\s+/g, ' ').trim();
      if (/\d{6}/.test(passage)) this.found.add(passage);
    }
  }
}

/** Whether letters and digits, or a whole number and other digits, meet between two texts. */
function isEdge(before: string, behind: string): boolean {
  if (!WORD_BEFORE.test(before) || !WORD_BEHIND.test(behind)) return false;
  const isBefore = DIGIT_BEFORE.test(before);
  const isBehind = DIGIT_BEHIND.test(behind);
  return isBefore && isBehind
    ? WHOLE_BEFORE.test(before.slice(-LONGEST_WHOLE)) || WHOLE_BEHIND.test(behind.slice(0, LONGEST_WHOLE))
    : isBefore || isBehind;
}
