/** Tracked changes of an OpenDocument text (ISO/IEC 26300 §5.5): deletions stand apart, by id, and are put back where they were. */
import type { RunKind } from './paragraphs.ts';

interface Change {
  readonly deletion: boolean;
  text: string;
  shown: boolean;
}

/** Changes within each other that are followed. */
const MOST_OPEN = 100;

export class OdfChanges {
  /** elements that say who changed what and why: no part of the change */
  infos = 0;
  private readonly changes = new Map<string, Change>();
  /** the region that is being read */
  private region = '';
  private deletions = 0;
  /** changes whose text is being read, by id: true for deletions (flat files keep deleted text in its place) */
  private readonly open = new Map<string, boolean>();

  /** @param id '' at the end of it */
  inRegion(id: string): void {
    this.region = id;
  }

  insertion(): void {
    this.changes.set(this.region, { deletion: false, text: '', shown: false });
  }

  openDeletion(): void {
    this.deletions++;
    this.changes.set(this.region, { deletion: true, text: '', shown: false });
  }

  closeDeletion(): void {
    this.deletions--;
  }

  /** Whether what is read was deleted, and stands apart from where it was. */
  get inDeletion(): boolean {
    return this.deletions > 0;
  }

  /** Text within a deletion. @returns false when nothing tells whose it is */
  take(text: string): boolean {
    const change = this.changes.get(this.region);
    if (change !== undefined) change.text += text.trim() === '' ? '' : text;
    return change !== undefined;
  }

  endParagraph(): void {
    const change = this.inDeletion && this.infos === 0 ? this.changes.get(this.region) : undefined;
    if (change !== undefined) change.text += '\n';
  }

  start(id: string): void {
    const change = this.changes.get(id);
    if (change === undefined) return;
    change.shown = true;
    if (this.open.size < MOST_OPEN) this.open.set(id, change.deletion);
  }

  end(id: string): void {
    this.open.delete(id);
  }

  /** What was deleted where its mark stands; '' for another change. @param inParagraph nothing can be put back elsewhere */
  deletedAt(id: string, inParagraph: boolean): string {
    const change = this.changes.get(id);
    if (change?.deletion !== true) return '';
    change.shown = inParagraph;
    return inParagraph ? change.text : '';
  }

  /** What text that is read now is. */
  kind(): RunKind {
    if (this.open.size === 0) return 'kept';
    for (const deletion of this.open.values()) if (deletion) return 'deleted';
    return 'inserted';
  }

  /** Deletions that no mark has put back. */
  *left(): Generator<string> {
    for (const { deletion, shown, text } of this.changes.values()) if (deletion && !shown) yield text;
  }
}
