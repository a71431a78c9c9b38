/** Collects what one PDF gives, in the order it is read. */
import type { Uninspected } from '../../core/finding.ts';
import { TextBuilder } from '../../core/text.ts';
import { digestOf } from '../digest.ts';
import type { Document, DocumentSignal, EmbeddedFile, Extraction, FormatContext } from '../format.ts';
import type { PlacedText, SideTexts } from './document-texts.ts';
import type { PageReading } from './page-reading.ts';

export class Harvest {
  private readonly builder = new TextBuilder();
  private readonly embedded: EmbeddedFile[] = [];
  private readonly uninspected: Uninspected[] = [];
  private readonly signals: DocumentSignal[] = [];
  private readonly lines = new Set<string>();
  private readonly document: Document;
  private readonly context: FormatContext;
  constructor(document: Document, context: FormatContext) {
    this.document = document;
    this.context = context;
  }

  /** Adds a text as a paragraph of its own; throws BudgetSpent. */
  add(placed: PlacedText): void {
    this.context.budget.spendText(placed.text.length + 1);
    for (const line of `${placed.text}\n${placed.stored ?? ''}`.split('\n')) this.lines.add(line.trim());
    this.builder.add(placed.text, { zone: placed.zone, locator: placed.locator }).breakLine();
  }

  /** Files inside, to be read next. */
  embed(files: readonly EmbeddedFile[]): void {
    this.embedded.push(...files);
  }

  /** Files of which the same bytes were not given yet. */
  embedNew(files: readonly EmbeddedFile[]): void {
    if (files.length === 0) return;
    const known = new Set(this.embedded.map(({ bytes }) => digestOf(bytes)));
    for (const file of files) {
      const digest = digestOf(file.bytes);
      if (known.has(digest)) continue;
      known.add(digest);
      this.embedded.push(file);
    }
  }

  /** Adds those lines that were not added before. */
  addNewLines(text: string, place: Omit<PlacedText, 'text'>): void {
    const fresh = text.split('\n').filter((line) => line.trim() !== '' && !this.lines.has(line.trim()));
    if (fresh.length > 0) this.add({ text: fresh.join('\n'), ...place });
  }

  /** Tells whether a text, all its lines, was added before. */
  knows(): (text: string) => boolean {
    return (text) => text.split('\n').every((line) => this.lines.has(line.trim()));
  }

  /** Takes over what lies beside the pages, emptying the lists. */
  takeSide(side: SideTexts): void {
    for (const text of side.texts.splice(0)) this.add(text);
    this.embedded.push(...side.files.splice(0));
  }

  takePage(page: PageReading, number: number): void {
    const locator = `page ${number}`;
    const parts: readonly (readonly [string, PlacedText['zone']])[] = [
      [page.visible, 'body'],
      [page.otherwise, 'body'],
      [page.ocrLayer, 'ocr'],
      ...page.hidden.map((hidden) => [hidden.text, 'hidden'] as const),
    ];
    for (const [text, zone] of parts) if (text !== '') this.add({ text, zone, locator });
    for (const { failed } of page.hidden) if (failed !== null) this.signal('hidden-data', 'hidden', locator, failed);
    if (page.textUnderMarks) this.signal('hidden-data', 'body', locator, 'text marked for redaction but not removed');
  }

  /** Notes that something was not read; the same only once. */
  miss(reason: Uninspected['reason'], detail: string, kind: Uninspected['kind'] = 'document'): void {
    const { part, path } = this.document;
    if (this.uninspected.some((u) => u.reason === reason && u.detail === detail)) return;
    this.uninspected.push({ part, path, reason, detail, kind });
  }

  missEncrypted(encryption: NonNullable<Uninspected['encryption']>): void {
    const { part, path } = this.document;
    this.uninspected.push({
      part,
      path,
      reason: 'encrypted',
      detail: encryption.algorithm,
      kind: 'document',
      encryption,
    });
  }

  signal(kind: DocumentSignal['kind'], zone: DocumentSignal['zone'], locator: string, detail: string): void {
    const { part, path } = this.document;
    this.signals.push({ kind, part, path, zone, locator, detail });
  }

  build(): Extraction {
    const { part, where, path } = this.document;
    const text = this.builder.build(part, where, path);
    return {
      texts: text.text === '' ? [] : [text],
      embedded: this.embedded,
      uninspected: this.uninspected,
      signals: this.signals,
    };
  }
}
