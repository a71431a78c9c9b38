/**
 * What a format reader is given and what it gives back. A new file format is one file with a `Format` in it, its test,
 * and one line in formats.ts. Readers never throw for content: what they cannot read they return as uninspected.
 */
import type { PartPath } from '../core/brand.ts';
import type { Where, Zone } from '../core/category.ts';
import type { Uninspected } from '../core/finding.ts';
import type { ExtractedText } from '../core/text.ts';
import type { Budget } from './budget.ts';

/** One file to be read: a MIME leaf after transfer decoding, or an entry of a container. */
export interface Document {
  readonly part: PartPath;
  /** file names from the outermost attachment inwards, this one included; empty for a body */
  readonly path: readonly string[];
  readonly where: Where;
  readonly name: string | null;
  /** declared media type, lower case; null inside containers that have none */
  readonly declaredType: string | null;
  /** Content-Type parameters where there are any (charset, format, …) */
  readonly parameters: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  /** texts of the document whose preview this is: what they say need not be said again */
  readonly previewOf?: readonly ExtractedText[];
  /** where its text stands in the document that it belongs to, when it is not just text of it */
  readonly zone?: Zone;
}

/** What the bytes say they are. */
export interface Sniff {
  /** media type by content; 'text/plain' for anything that reads as text; null when unknown */
  readonly type: string | null;
  /** lower-case extension of the name without the dot, '' when none: only a hint among texts */
  readonly extension: string;
  /** stream names of an OLE compound file, when it is one */
  readonly oleStreams: readonly string[] | null;
}

/** A file found inside another; read next, under the same budget. */
export interface EmbeddedFile {
  readonly name: string | null;
  readonly declaredType: string | null;
  readonly bytes: Buffer;
  /** a file that belongs to the document's own machinery (an image of a DOCX): its name is not shown as a file of its own */
  readonly internal?: boolean;
  /** a picture of the document's beginning that its program keeps for the lists of files */
  readonly preview?: boolean;
  /** of a file of the document's own machinery: the zone of its text in the document */
  readonly zone?: Zone;
  /** what such a file ends with, of one that was only seen in the bytes: not read again when the document's own reader gives it */
  readonly endMark?: string;
}

/** Something about a file that is a finding in itself. */
export interface DocumentSignal {
  readonly kind: 'hidden-data' | 'weak-encryption' | 'password-in-clear' | 'opened-with-password' | 'type-mismatch';
  readonly part: PartPath;
  readonly path: readonly string[];
  readonly zone: Zone;
  readonly locator: string;
  /** for people, no content: 'text under a black box', 'ZipCrypto' */
  readonly detail: string;
}

/** What came out of one document. */
export interface Extraction {
  readonly texts: readonly ExtractedText[];
  readonly embedded: readonly EmbeddedFile[];
  readonly uninspected: readonly Uninspected[];
  readonly signals: readonly DocumentSignal[];
}

export const NOTHING: Extraction = { texts: [], embedded: [], uninspected: [], signals: [] };

/** Optical character recognition as settings ask for it. */
export interface OcrOptions {
  /** milliseconds for all images and pages of one message; 0: OCR is off */
  readonly budgetMs: number;
  readonly pages: number;
  /** to be called before the first image of a message is read: the parent process then allows the time it takes */
  readonly starting?: () => void;
}

/** What a reader may use besides the bytes. */
export interface FormatContext {
  readonly budget: Budget;
  /** words of the same mail that may be passwords; asked for only when something is encrypted */
  passwords(): readonly string[];
  readonly ocr: OcrOptions;
}

/** A reader of one family of files. */
export interface Format {
  readonly id: string;
  /** true when this reader is the one for such content */
  recognises(sniff: Sniff, document: Document): boolean;
  extract(document: Document, context: FormatContext): Promise<Extraction> | Extraction;
}
