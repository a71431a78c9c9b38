/** What an archive reader collects, with the places of entries inside it. */
import { partPath } from '../../core/brand.ts';
import type { Uninspected } from '../../core/finding.ts';
import { TextBuilder } from '../../core/text.ts';
import type { ExtractedText } from '../../core/text.ts';
import type { Document, DocumentSignal, EmbeddedFile, Extraction, FormatContext } from '../format.ts';
import { readLeftover } from '../leftovers.ts';

/** Entries listed one by one as not read; beyond that one line stands for the rest. */
const MAX_LISTED = 100;

export class ArchiveFindings {
  readonly embedded: EmbeddedFile[] = [];
  private readonly texts: ExtractedText[] = [];
  private readonly uninspected: Uninspected[] = [];
  private readonly signals: DocumentSignal[] = [];
  private readonly document: Document;
  constructor(document: Document) {
    this.document = document;
  }

  /** Notes that the archive, or an entry of it, was not read. @param entry name, null for the archive itself */
  miss(
    entry: string | null,
    reason: Uninspected['reason'],
    detail: string,
    encryption: Uninspected['encryption'] | null = null,
  ): void {
    if (entry !== null && this.uninspected.length >= MAX_LISTED) {
      this.miss(null, reason, detail, encryption);
      return;
    }
    const { part, path } = this.document;
    const where = entry === null ? { part, path } : { part: partPath(`${part}!${entry}`), path: [...path, entry] };
    if (this.uninspected.some((u) => u.part === where.part && u.reason === reason && u.detail === detail)) return;
    const base = { ...where, reason, detail, kind: 'archive' as const };
    this.uninspected.push(encryption === null ? base : { ...base, encryption });
  }

  /** An entry's name in clear, for entries that are not handed on (those that are get their name shown by the walk). */
  name(entry: string): void {
    const { part, path } = this.document;
    const builder = new TextBuilder().add(`${entry}\n`, { zone: 'filename' });
    this.texts.push(builder.build(partPath(`${part}!${entry}`), 'filename', [...path, entry]));
  }

  /** Text of the archive itself: comments, names of directories. */
  comment(text: string, locator: string): void {
    const { part, path, where } = this.document;
    this.texts.push(new TextBuilder().add(text, { zone: 'comment', locator }).breakLine().build(part, where, path));
  }

  signal(kind: DocumentSignal['kind'], detail: string): void {
    const { part, path } = this.document;
    if (this.signals.some((s) => s.kind === kind && s.detail === detail)) return;
    this.signals.push({ kind, part, path, zone: 'body', locator: '', detail });
  }

  build(): Extraction {
    return { texts: this.texts, embedded: this.embedded, uninspected: this.uninspected, signals: this.signals };
  }
}

/**
 * Reads bytes of an archive that belong to none of its files.
 * @param pieces each for itself
 * @param isListed whether a piece that is nothing known is to be listed as not read
 */
export async function addLeftover(
  pieces: readonly Buffer[],
  document: Document,
  { budget }: FormatContext,
  findings: ArchiveFindings,
  isListed: (piece: Buffer) => boolean = () => false,
): Promise<void> {
  for (const piece of pieces) {
    budget.checkTime();
    const { file, text, whole } = await readLeftover(piece, { document, budget });
    if (file !== null) {
      budget.spendEntry(0);
      findings.embedded.push(file);
    }
    if (text !== '') findings.comment(text, 'between the files');
    if (file === null && !whole && isListed(piece))
      findings.embedded.push({ name: null, declaredType: null, bytes: piece, internal: true });
  }
}
