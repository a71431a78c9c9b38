/** How the runs of a Word, PowerPoint or drawing part are written: hidden, coloured, marked, in a font that draws letters as digits. */
import { inSymbols, type SymbolFont } from '../symbol-fonts.ts';

/** Properties of a run, as far as they decide what is seen of it. */
export interface Run {
  hidden: boolean;
  colour: string;
  highlight: string;
  shading: string;
  /** how it is written: all its properties */
  look: string;
  /** that draws letters as digits */
  font: SymbolFont | null;
}

const MOST_OF_A_PROPERTY = 200;

/** The runs that are open; properties belong to the innermost. */
export class StoryRuns {
  /** inside the properties of a run */
  inProperties = false;
  private readonly open: Run[] = [];

  begin(): void {
    this.open.push({ hidden: false, colour: '', highlight: '', shading: '', look: '', font: null });
  }

  end(): void {
    this.open.pop();
  }

  /** Sets a property of the innermost run, if there is one. */
  set(change: (run: Run) => void): void {
    const run = this.innermost;
    if (run !== undefined) change(run);
  }

  /** Remembers an element among a run's properties as part of how it is written. */
  remember(name: string, raw: string): void {
    this.set((run) => (run.look += `${name} ${raw.slice(0, MOST_OF_A_PROPERTY)};`));
  }

  get isHidden(): boolean {
    return this.innermost?.hidden === true;
  }

  get look(): string {
    return this.innermost?.look ?? '';
  }

  /** White on the page: between the digits of a number it is there for programs only; white words may stand on a dark cell. */
  get isWhite(): boolean {
    const run = this.innermost;
    return run !== undefined && /^f{6}$/iu.test(run.colour) && run.highlight + run.shading === '';
  }

  /** A passage marked black on black is legible to whoever selects it: a redaction that is none. */
  get isBlackened(): boolean {
    const run = this.innermost;
    if (run === undefined) return false;
    const highlighted = run.highlight === 'black' && /^(?:|auto|0{6})$/u.test(run.colour);
    return highlighted || (/^0{6}$/u.test(run.shading) && /^0{6}$/u.test(run.colour));
  }

  /** Text as its font draws it. */
  inFont(value: string): string {
    const font = this.innermost?.font ?? null;
    return font === null ? value : inSymbols(value, font);
  }

  private get innermost(): Run | undefined {
    return this.open[this.open.length - 1];
  }
}
