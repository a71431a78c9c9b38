/** The walk through a message: every leaf, every file inside a file, under one budget. */
import { partPath, type PartPath } from '../core/brand.ts';
import type { Uninspected, UninspectedReason } from '../core/finding.ts';
import type { MimeMessage, Oddity } from '../core/message.ts';
import { inZone, TextBuilder, type ExtractedText } from '../core/text.ts';
import { Budget, BudgetSpent } from './budget.ts';
import { openMessage, type Leaf, type MessagePlace } from './mail/eml.ts';
import { unreadableCharset } from './charset.ts';
import { digestOf } from './digest.ts';
import type { ExtractOptions, MessageReading } from './extract.ts';
import type { Document, DocumentSignal, EmbeddedFile, Extraction, Format, FormatContext } from './format.ts';
import { FORMATS } from './formats.ts';
import { fileBehindText, hiddenInside, mismatch } from './disguise.ts';
import { added, heldBack, openPart, withoutOpened, type FirstReading } from './locked.ts';
import { halvesInFiles } from './readings/halves-in-files.ts';
import { ReadTwice } from './read-twice.ts';
import { otherReadings } from './readings/other-readings.ts';
import { secondOpinion } from './mail/second-opinion.ts';
import { kindOf, sniff } from './sniff.ts';
import { writtenFiles } from './written-files.ts';

/** A document waiting to be read. */
interface Waiting {
  readonly document: Document;
  /** containers it is inside of */
  readonly depth: number;
  /** from another reading of the structure: what makes no sense there is not counted */
  readonly alternative: boolean;
}

/** A file that no password opened yet. */
interface Lock {
  readonly waiting: Waiting;
  readonly format: Format;
  readonly first: FirstReading;
}

/** Rounds in which what one file held opens another. */
const MOST_ROUNDS = 3;
/** Why a document is not opened again that ended an inspector before. */
const notOpenedAgain = (reason: UninspectedReason): string =>
  reason === 'limit'
    ? 'takes more memory than an inspector has; not opened again'
    : reason === 'timeout'
      ? 'takes longer than an inspection may; not opened again'
      : 'the inspector ended at it; not opened again';

class Walk {
  readonly texts: ExtractedText[] = [];
  readonly uninspected: Uninspected[] = [];
  readonly signals: DocumentSignal[] = [];
  readonly oddities: Oddity[] = [];
  private readonly options: ExtractOptions;
  private readonly budget: Budget;
  private readonly context: FormatContext;
  /** set once the shared budget is gone: everything that follows is listed, not read */
  private spent: BudgetSpent | null = null;
  /** the last text that has no other reading */
  private plainest = '';
  /** part paths given out, so that two entries of one name stay apart */
  private readonly paths = new Map<string, number>();
  private readonly twice = new ReadTwice();
  private locks: Lock[] = [];
  /** passwords that the reader at work was given; null when it did not ask */
  private asked: readonly string[] | null = null;
  /** passwords that it need not be given again */
  private tried: ReadonlySet<string> = new Set();

  constructor(options: ExtractOptions) {
    this.options = options;
    this.budget = new Budget(options.limits, () => options.now());
    let words: readonly string[] = [];
    let known = -1;
    this.context = {
      budget: this.budget,
      passwords: () => {
        if (known !== this.texts.length) words = options.passwords(this.texts);
        known = this.texts.length;
        this.asked = words.filter((word) => !this.tried.has(word));
        return this.asked;
      },
      ocr: options.ocr,
    };
  }

  async read(bytes: Buffer): Promise<MimeMessage> {
    const { message, waiting } = await this.openMessage(bytes, { part: partPath(''), path: [] }, 0, false);
    await this.drain(waiting);
    await this.openLocks();
    return message;
  }

  /** Tries once more what stayed closed, with the words that came to light meanwhile. */
  private async openLocks(): Promise<void> {
    for (let round = 0; this.locks.length > 0; round++) {
      const locks = this.locks;
      this.locks = [];
      let tries = false;
      for (const { waiting, format, first } of locks) {
        const fresh = round < MOST_ROUNDS && this.spent === null
          && this.options.passwords(this.texts).some((word) => !first.tried.has(word)); // prettier-ignore
        if (!fresh) {
          this.uninspected.push(...first.closed);
          continue;
        }
        tries = true;
        this.tried = first.tried;
        await this.drain(await this.guarded(waiting, () => this.openLock({ waiting, format, first }), first));
        this.tried = new Set();
      }
      if (!tries) return;
    }
  }

  private async openLock({ waiting, format, first }: Lock): Promise<readonly Waiting[]> {
    this.options.onDocument(waiting.document.part);
    const extraction = withoutOpened(first, await this.run(format, waiting.document));
    const more = added(first, extraction);
    const still = heldBack(extraction, [...first.tried, ...(this.asked ?? [])]);
    if (still === null) return this.take(more, waiting);
    this.locks.push({ waiting, format, first: { ...still, seen: new Set([...first.seen, ...still.seen]) } });
    return this.take(openPart(more), waiting);
  }

  private async run(format: Format, document: Document): Promise<Extraction> {
    this.asked = null;
    return format.extract(document, this.context);
  }

  /** Reads depth first without recursion: a document's embedded files come next, before its neighbours. */
  private async drain(first: readonly Waiting[]): Promise<void> {
    const stack = [...first].reverse();
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const found = await this.readOne(next);
      for (let at = found.length - 1; at >= 0; at--) {
        const one = found[at];
        if (one !== undefined) stack.push(one);
      }
    }
  }

  private async openMessage(
    bytes: Buffer,
    place: MessagePlace,
    depth: number,
    alternative: boolean,
  ): Promise<{ message: MimeMessage; waiting: readonly Waiting[] }> {
    const opened = openMessage(bytes, place);
    for (const text of opened.texts) this.addText(text);
    this.uninspected.push(...opened.uninspected);
    this.oddities.push(...opened.oddities);
    const waitFor = (leaf: Leaf): readonly Waiting[] => [
      { document: leaf.document, depth, alternative: alternative || leaf.alternative },
      ...leaf.others.map((bytes) => ({ document: { ...leaf.document, bytes }, depth, alternative: true })),
    ];
    const waiting = [...opened.bodies, ...opened.attachments].flatMap(waitFor);
    if (opened.odd) waiting.push(...(await this.otherOpinion(bytes, place, depth, waiting)));
    return { message: opened.message, waiting };
  }

  /** What another reader of mail sees in a message whose structure is odd. */
  private async otherOpinion(
    bytes: Buffer,
    place: MessagePlace,
    depth: number,
    known: readonly Waiting[],
  ): Promise<readonly Waiting[]> {
    const documents = known.map((one) => one.document);
    const leaves = await secondOpinion(bytes, documents);
    return leaves.map((leaf, at) => {
      const name = leaf.name ?? `part-${at + 1}`;
      const document: Document = {
        part: place.part,
        path: leaf.body ? place.path : [...place.path, name],
        where: place.path.length > 0 || !leaf.body ? 'attachment' : 'body',
        name: leaf.body ? null : name,
        declaredType: leaf.declaredType,
        parameters: { charset: 'utf-8' },
        bytes: leaf.bytes,
      };
      return { document, depth, alternative: true };
    });
  }

  /** Reads one document. @returns what was found inside it */
  private async readOne(waiting: Waiting): Promise<readonly Waiting[]> {
    const { document } = waiting;
    const skipped = this.options.skip.get(document.part);
    if (skipped !== undefined) {
      this.leaveOut(waiting, skipped, notOpenedAgain(skipped), null);
      return [];
    }
    if (this.spent !== null) {
      this.leaveOut(waiting, this.spent.reason, this.spent.limit, null);
      return [];
    }
    if (this.twice.isKnown(document.part) || document.bytes.length === 0) return [];
    this.options.onDocument(document.part);
    return this.guarded(waiting, () => this.readContent(waiting), null);
  }

  /** Turns what a reader throws into what is not read. @param before what an earlier reading left closed */
  private async guarded(
    waiting: Waiting,
    read: () => Promise<readonly Waiting[]>,
    before: FirstReading | null,
  ): Promise<readonly Waiting[]> {
    try {
      this.budget.checkTime();
      return await read();
    } catch (error) {
      if (before !== null) {
        // listed as closed, which is all there is to say of it
        this.uninspected.push(...before.closed);
        if (error instanceof BudgetSpent) this.spent = error;
      } else if (error instanceof BudgetSpent) {
        this.spent = error;
        this.leaveOut(waiting, error.reason, error.limit, null);
      } else {
        const tooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
        // a reader's own mistake or a file it cannot cope with: the class name says enough, the message may quote content
        this.leaveOut(
          waiting,
          tooLarge ? 'limit' : 'damaged',
          error instanceof Error ? error.name : 'unreadable',
          null,
        );
      }
      return [];
    }
  }

  private async readContent(waiting: Waiting): Promise<readonly Waiting[]> {
    const { document } = waiting;
    this.twice.note(document);
    const kind = await sniff(document);
    const behind = fileBehindText(kind, document);
    if (kind.type === 'message/rfc822') {
      const place = { part: document.part, path: document.path.length > 0 ? document.path : ['message.eml'] };
      if (waiting.depth >= this.options.limits.depth) {
        this.leaveOut(waiting, 'limit', `containers nested deeper than ${this.options.limits.depth}`, 'message');
        return [];
      }
      const opened = await this.openMessage(document.bytes, place, waiting.depth + 1, waiting.alternative);
      return [...opened.waiting, ...behind.flatMap((file, at) => this.embed(file, at, waiting))];
    }
    const lie = waiting.alternative ? null : mismatch(kind, document);
    if (lie !== null) this.signals.push(lie);
    // what stands behind a text is looked into for itself
    const inside = behind.length > 0 ? behind : hiddenInside(kind, document);
    const hidden = inside.flatMap((file, at) => this.embed(file, at, waiting));
    if (behind.length > 0 && kind.type === null) return hidden;
    const charset = unreadableCharset(document.bytes, document.parameters['charset'] ?? null);
    if (charset !== null) this.leaveOut(waiting, 'ambiguous', `charset ${charset}`, null);
    const format = FORMATS.find((candidate) => candidate.recognises(kind, document));
    if (format === undefined) {
      this.leaveOut(waiting, 'unsupported', kind.type ?? 'unknown content', kindOf(kind.type));
      return hidden;
    }
    const extraction = await this.run(format, document);
    const held = this.asked === null ? null : heldBack(extraction, this.asked);
    if (held !== null) this.locks.push({ waiting, format, first: held });
    if (hidden.length === 0 && isSilent(extraction) && !mayBeSilent(kind.type, document))
      this.leaveOut(waiting, 'damaged', 'nothing found in it', kindOf(kind.type));
    return [...this.take(held === null ? extraction : openPart(extraction), waiting), ...hidden];
  }

  /** Keeps what a reader found. @returns the files inside, to be read next */
  private take(extraction: Extraction, waiting: Waiting): readonly Waiting[] {
    const { zone } = waiting.document;
    for (const text of extraction.texts) this.addText(zone === undefined ? text : inZone(text, zone));
    this.uninspected.push(...extraction.uninspected);
    this.signals.push(...extraction.signals);
    const files = [...extraction.embedded, ...this.written(extraction, waiting)];
    return files.flatMap((file, at) => this.embed(file, at, waiting, extraction.texts));
  }

  /** Files written as letters in what was read, other than those that its reader found. A limit takes nothing from what was found before. */
  private written({ texts, embedded }: Extraction, waiting: Waiting): readonly EmbeddedFile[] {
    const found: EmbeddedFile[] = [];
    let known: Set<string> | null = null;
    try {
      for (const { text } of texts) {
        const { files, spent } = writtenFiles(text, this.budget);
        for (const file of files) {
          known ??= new Set(embedded.map(({ bytes }) => digestOf(bytes)));
          const digest = digestOf(file.bytes);
          if (known.has(digest)) continue;
          known.add(digest);
          this.budget.spendEntry(0);
          found.push(file);
        }
        if (spent !== null) throw spent;
      }
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error;
      this.leaveOut(waiting, error.reason, error.limit, null);
    }
    return found;
  }

  /** @param texts of the document that the file is inside of */
  private embed(
    file: EmbeddedFile,
    at: number,
    parent: Waiting,
    texts: readonly ExtractedText[] = [],
  ): readonly Waiting[] {
    const name = file.name ?? `part-${at + 1}`;
    const hidden = file.internal === true;
    const path = hidden ? parent.document.path : [...parent.document.path, name];
    const document: Document = {
      part: this.entryPath(parent.document.part, name),
      path,
      where: hidden ? parent.document.where : 'attachment',
      name: file.name,
      declaredType: file.declaredType,
      parameters: {},
      bytes: file.bytes,
      ...(file.preview === true ? { previewOf: texts } : {}),
      ...(file.zone === undefined ? {} : { zone: file.zone }),
    };
    this.twice.expect(parent.document.part, document.part, file);
    const depth = parent.depth + 1;
    // Its name can be read even where the file lies too deep.
    if (!hidden && file.name !== null)
      this.addText(
        new TextBuilder().add(`${file.name}\n`, { zone: 'filename' }).build(document.part, 'filename', path),
      );
    if (depth > this.options.limits.depth) {
      const detail = `containers nested deeper than ${this.options.limits.depth}`;
      this.leaveOut({ document, depth, alternative: false }, 'limit', detail, 'archive');
      return [];
    }
    return [{ document, depth, alternative: parent.alternative }];
  }

  private entryPath(parent: PartPath, name: string): PartPath {
    const wanted = `${parent}!${name}`;
    const used = this.paths.get(wanted) ?? 0;
    this.paths.set(wanted, used + 1);
    return partPath(used === 0 ? wanted : `${wanted}#${used + 1}`);
  }

  private addText(text: ExtractedText): void {
    if (text.text === '') return;
    try {
      this.budget.spendText(text.text.length);
      this.texts.push(text);
      // the same words in HTML as in plain text, one signature under several mails
      if (text.text === this.plainest) return;
      const other = otherReadings(text);
      if (other === null) {
        this.plainest = text.text;
        return;
      }
      this.budget.spendText(other.text.length);
      this.texts.push(other);
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error;
      this.spent ??= error;
      this.uninspected.push({
        part: text.part,
        path: text.path,
        reason: error.reason,
        detail: error.limit,
        kind: 'document',
      });
    }
  }

  private leaveOut(
    waiting: Waiting,
    reason: Uninspected['reason'],
    detail: string,
    kind: Uninspected['kind'] | null,
  ): void {
    const { document } = waiting;
    if (
      waiting.alternative &&
      (reason === 'unsupported' || reason === 'damaged') &&
      (kind === null || kind === 'unknown')
    )
      return;
    this.uninspected.push({
      part: document.part,
      path: document.path,
      reason,
      detail,
      kind: kind ?? declaredKind(document),
    });
  }
}

const isSilent = ({ texts, embedded, uninspected }: Extraction): boolean =>
  texts.every((text) => text.text === '') && embedded.length === 0 && uninspected.length === 0;

/** An archive without files: its end record alone (APPNOTE 4.3.16). */
const EMPTY_ZIP = Buffer.from('PK\x05\x06'.padEnd(22, '\0'), 'latin1');

/**
 * Whether it is no wonder that a reader found nothing. Markup can be empty and pictures too small to hold writing; any other
 * format carries at least properties of its document, and a reader that lost its way must not make it look clean (P4).
 */
function mayBeSilent(type: string | null, document: Document): boolean {
  if (type === null || /^(?:text|image)\/|[/+]xml$|json$|applefile$|ds-store$/.test(type)) return true;
  if (isEmptyControl(document)) return true;
  return document.bytes.equals(EMPTY_ZIP) || document.bytes.every((byte) => byte === 0);
}

/** State of a control in a form ([MS-OFORMS]) that bears no caption and no value: numbers alone. */
const isEmptyControl = ({ name, bytes }: Document): boolean =>
  bytes.length <= 16_384 && /^activex\d{1,6}\.bin$/iu.test(name ?? '');

function declaredKind(document: Document): Uninspected['kind'] {
  const type = document.declaredType;
  if (type === null) return 'unknown';
  return type.startsWith('text/') ? 'document' : type.startsWith('message/') ? 'message' : kindOf(type);
}

/**
 * Reads a whole message.
 * @param bytes as spooled
 * @param options limits, and what the caller wants to be told
 */
export async function extractMessage(bytes: Buffer, options: ExtractOptions): Promise<MessageReading> {
  const walk = new Walk(options);
  const message = await walk.read(bytes);
  const { texts, uninspected, signals, oddities } = walk;
  return { message, texts: [...texts, ...halvesInFiles(texts)], uninspected, signals, oddities };
}
