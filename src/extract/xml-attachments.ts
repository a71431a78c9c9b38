/**
 * Files that XML carries as letters in an element which says so: documents beside an invoice (UBL's EmbeddedDocumentBinaryObject, with the
 * file's name and type as attributes). Under its own name such a file can be told to people. What says nothing of a file is read with
 * the text (written-files.ts).
 */
import { beginsFile } from './beginnings.ts';
import { BudgetSpent, type Budget } from './budget.ts';
import { digestOf } from './digest.ts';
import type { EmbeddedFile } from './format.ts';

const NAME = /^(?:[\w-]{1,40}:)?file-?name$/i;
const TYPE = /^(?:[\w-]{1,40}:)?(?:mime-?(?:code|type)|content-?type|media-?type)$/i;
const NO_LETTER = /[^\s\w+/=-]/;
/** Letters of the shortest file that is told by its beginning. */
const LEAST = 24;
const MOST_NAMES = 1000;

/** Base64 and nothing else (RFC 4648 §4 and §5). */
function isEncoded(piece: string): boolean {
  if (piece.length < LEAST || NO_LETTER.test(piece)) return false;
  const end = piece.indexOf('=');
  return end < 0 || piece.slice(end).trimEnd().length <= 2;
}

/** Collects the files of one document. */
export class XmlAttachments {
  readonly files: EmbeddedFile[] = [];
  private readonly budget: Budget;
  private readonly known = new Set<string>();
  /** what attributes of a name tell; a document has few names and many attributes */
  private readonly kinds = new Map<string, 'name' | 'type' | null>();
  private open: { readonly name: string | null; readonly declaredType: string | null } | null = null;

  constructor(budget: Budget) {
    this.budget = budget;
  }

  /** An element begins. */
  opened(values: ReadonlyMap<string, string>): void {
    let name: string | null = null;
    let type: string | null = null;
    for (const [key, value] of values) {
      const kind = this.kindOf(key);
      if (kind === null || value.trim() === '') continue;
      if (kind === 'name') name ??= value.trim();
      else type ??= value.trim();
    }
    this.open = name === null && type === null ? null : { name, declaredType: type?.toLowerCase() ?? null };
  }

  private kindOf(key: string): 'name' | 'type' | null {
    const known = this.kinds.get(key);
    if (known !== undefined) return known;
    const kind = NAME.test(key) ? 'name' : TYPE.test(key) ? 'type' : null;
    if (this.kinds.size < MOST_NAMES) this.kinds.set(key, kind);
    return kind;
  }

  /** An element ends. */
  closed(): void {
    this.open = null;
  }

  /** A piece of text. @returns whether it is a file, and no text */
  took(piece: string): boolean {
    if (this.open === null || !isEncoded(piece)) return false;
    if (!beginsFile(Buffer.from(piece.slice(0, 256), 'base64'))) return false;
    const bytes = Buffer.from(piece, 'base64');
    const digest = digestOf(bytes);
    // other charsets give the same letters once more
    if (this.known.has(digest)) return true;
    try {
      this.budget.spendEntry(0);
      this.budget.spendBytes(bytes.length);
    } catch (error) {
      // whoever reads the text meets the limit again, and says so
      if (!(error instanceof BudgetSpent)) throw error;
      return false;
    }
    this.known.add(digest);
    this.files.push({ ...this.open, bytes });
    return true;
  }
}
