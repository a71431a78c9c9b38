/**
 * The zip package below OOXML and ODF: parts by name, read one at a time, each once; what is odd about the container is
 * said. In: the bytes and the sink. Promised: every entry is handed out, listed or not, whatever the content types say.
 */
import { ZipSpending, readZipDirectory, readZipEntry } from '../zip-read.ts';
import type { ZipEntry, ZipOddity } from '../zip-read.ts';
import { sweptText } from '../leftovers.ts';
import { decodeXml } from './xml.ts';
import type { Sink } from './sink.ts';

/** Oddities after which two programs may show different documents. */
const AMBIGUOUS: ReadonlyMap<ZipOddity, string> = new Map([
  ['local-header-differs', 'the directory of the file contradicts its contents'],
  ['local-name-differs', 'the directory of the file contradicts its contents'],
  ['duplicate-name', 'two parts bear the same name'],
  ['unlisted-entry', 'parts that the directory of the file does not list'],
  ['overlapping-entries', 'parts of the file overlap'],
]);
const DAMAGED: ReadonlySet<ZipOddity> = new Set([
  'no-central-directory',
  'central-directory-damaged',
  'local-header-missing',
]);

/** The bytes of a part until its reader needs them no more: those of a large sheet would stay beside its text and its cells. */
export class PartBytes {
  readonly isRead: boolean;
  private held: Buffer | null;

  constructor(bytes: Buffer | null) {
    this.isRead = bytes !== null;
    this.held = bytes;
  }

  /** Empty once they were let go. */
  get bytes(): Buffer {
    return this.held ?? NO_BYTES;
  }

  letGo(): void {
    this.held = null;
  }
}
const NO_BYTES = Buffer.alloc(0);

/** An opened package. */
export class OfficePackage {
  private readonly bytes: Buffer;
  private readonly sink: Sink;
  private readonly spending: ZipSpending;
  private readonly entries: readonly ZipEntry[];
  private readonly read = new Set<ZipEntry>();
  private readonly byName = new Map<string, ZipEntry>();

  constructor(bytes: Buffer, sink: Sink) {
    this.bytes = bytes;
    this.sink = sink;
    this.spending = new ZipSpending(sink.budget, bytes.length);
    const directory = readZipDirectory(bytes, sink.budget);
    this.entries = directory.entries.filter((entry) => !entry.directory);
    for (const entry of this.entries) {
      const name = entry.name.toLowerCase();
      if (!this.byName.has(name)) this.byName.set(name, entry);
    }
    for (const oddity of directory.oddities) {
      const detail = AMBIGUOUS.get(oddity);
      if (detail !== undefined) sink.missed('ambiguous', detail);
      if (DAMAGED.has(oddity)) sink.missed('damaged', 'the file is not a whole zip');
    }
    for (const stray of directory.strays) sink.embed(null, stray);
    const { scraps } = directory;
    if (scraps.length > 1)
      sink.addAside(Buffer.concat(scraps).toString(), { zone: 'comment', locator: 'beside the parts' });
    const notes = directory.notes.map((note) => sweptText(note, sink.budget)).filter((text) => text !== '');
    if (notes.length > 0) sink.addAside(notes.join('\n'), { zone: 'comment', locator: 'extra field' });
    for (const name of this.entries.flatMap((entry) => entry.otherNames)) sink.addAside(name, { zone: 'filename' });
  }

  /** Names of all parts in directory order, duplicates once each. */
  get names(): readonly string[] {
    return this.entries.map((entry) => entry.name);
  }

  /** Text of an XML part that is needed before its turn; null when there is none. It will not be handed out again. */
  takeXml(name: string): string | null {
    const entry = this.byName.get(name.toLowerCase());
    const bytes = entry === undefined || this.read.has(entry) ? null : this.takeEntry(entry);
    return bytes === null ? null : decodeXml(bytes);
  }

  /** Text of an XML part that will be handed out again in its turn; null when there is none. */
  peekXml(name: string): string | null {
    const bytes = this.peekBytes(name);
    return bytes === null ? null : decodeXml(bytes);
  }

  /** Text of an XML part that was handed out before; null when there is none. */
  againXml(name: string): string | null {
    const entry = this.byName.get(name.toLowerCase());
    const bytes = entry === undefined ? null : this.takeEntry(entry);
    return bytes === null ? null : decodeXml(bytes);
  }

  /** Bytes of a part that will be handed out again in its turn; null when there is none. */
  peekBytes(name: string): Buffer | null {
    const entry = this.byName.get(name.toLowerCase());
    if (entry === undefined || this.read.has(entry)) return null;
    const bytes = this.takeEntry(entry);
    this.read.delete(entry);
    return bytes;
  }

  /** Hands out every part not taken yet. @param order smaller first; equal keeps directory order */
  forEachLeft(order: (name: string) => number, visit: (name: string, part: PartBytes) => void): void {
    const left = this.entries
      .filter((entry) => !this.read.has(entry))
      .map((entry, index) => ({ entry, index, rank: order(entry.name) }))
      .sort((a, b) => a.rank - b.rank || a.index - b.index);
    for (const { entry } of left) {
      if (this.read.has(entry)) continue;
      const part = new PartBytes(this.takeEntry(entry));
      if (part.isRead) visit(entry.name, part);
    }
  }

  private takeEntry(entry: ZipEntry): Buffer | null {
    this.read.add(entry);
    const content = readZipEntry(this.bytes, entry, this.spending);
    switch (content.state) {
      case 'read':
        if (content.damaged) this.sink.missed('damaged', 'a part of the file cannot be unpacked');
        return content.bytes;
      case 'encrypted':
        this.sink.missed(
          'encrypted',
          `a part of the file is encrypted with ${content.encryption.algorithm}`,
          content.encryption,
        );
        return null;
      case 'unsupported':
        this.sink.missed('unsupported', `a part of the file is compressed with method ${content.method}`);
        return null;
    }
  }
}
