import type { PartPath } from './brand.ts';

/** Byte offsets into the spooled message, end exclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A departure from RFC 5322/2045–2049 that other readers may understand differently. */
export interface Oddity {
  /** stable key in kebab case, e.g. 'duplicate-content-type', 'missing-final-boundary' */
  readonly key: string;
  readonly part: PartPath;
}

/** A leaf or multipart of the MIME tree, in document order. */
export interface Part {
  /** IMAP section number: '' root, '1', '2.1' … */
  readonly path: PartPath;
  /** declared media type, lower case, 'text/plain' when absent (RFC 2045 §5.2) */
  readonly declaredType: string;
  /** Content-Type parameters, names lower case, RFC 2231 decoded */
  readonly parameters: Readonly<Record<string, string>>;
  readonly fileName: string | null;
  /** 'inline', 'attachment', other token, or null when absent */
  readonly disposition: string | null;
  /** lower case; '7bit' when absent */
  readonly transferEncoding: string;
  /** header block and body, delimiter lines excluded */
  readonly raw: ByteRange;
  /** body only, transfer encoding still on */
  readonly body: ByteRange;
  /** what `strip` replaces: same as raw for a child of a multipart; null for the root */
  readonly removable: ByteRange | null;
  readonly multipart: boolean;
}

/** A header field with its place. Folding kept in `raw`, unfolded in `value`; latin1 code units for undeclared 8-bit. */
export interface HeaderField {
  readonly name: string;
  readonly value: string;
  /** whole field, final CRLF included */
  readonly range: ByteRange;
}

/** The message as its strict reading sees it. */
export interface MimeMessage {
  readonly headers: readonly HeaderField[];
  /** offset of the first body byte, after the empty line */
  readonly bodyStart: number;
  readonly size: number;
  readonly parts: readonly Part[];
  readonly oddities: readonly Oddity[];
}
