/** Elements of ASN.1 in its basic encoding (X.690). Total; a length that claims too much ends where the bytes do. */

/** One BER element. */
export interface Element {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
  /** first byte after the element, end-of-contents included */
  readonly next: number;
}

/** Deeper than any CMS; a limit for hostile input. */
const MAX_OPEN = 200;

/** Reads tag and length at an offset; length -1 means indefinite (X.690 §8.1.3.6). */
function headerAt(bytes: Buffer, at: number): { tag: number; start: number; length: number } | null {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) return null;
  if (first < 0x80) return { tag, start: at + 2, length: first };
  if (first === 0x80) return { tag, start: at + 2, length: -1 };
  const count = first & 0x7f;
  if (count > 5 || at + 2 + count > bytes.length) return null;
  let length = 0;
  for (let i = 0; i < count; i++) length = length * 256 + (bytes[at + 2 + i] ?? 0);
  return { tag, start: at + 2 + count, length };
}

/** The element at an offset, null when there is none. */
export function elementAt(bytes: Buffer, at: number): Element | null {
  const header = headerAt(bytes, at);
  if (header === null) return null;
  const { tag, start, length } = header;
  if (length >= 0) {
    const end = Math.min(start + length, bytes.length);
    return { tag, start, end, next: end };
  }
  // indefinite: walk the contents until the matching end-of-contents
  let open = 1;
  let position = start;
  while (position < bytes.length && open <= MAX_OPEN) {
    const inner = headerAt(bytes, position);
    if (inner === null) return null;
    if (inner.tag === 0 && inner.length === 0) {
      if (--open === 0) return { tag, start, end: position, next: inner.start };
      position = inner.start;
    } else if (inner.length < 0) {
      open++;
      position = inner.start;
    } else position = inner.start + inner.length;
  }
  return null;
}

/** The elements inside a constructed one. */
export function childrenOf(bytes: Buffer, parent: Element): readonly Element[] {
  const children: Element[] = [];
  let at = parent.start;
  while (at < parent.end && children.length < 10_000) {
    const child = elementAt(bytes, at);
    if (child === null || child.next <= at) break;
    children.push(child);
    at = child.next;
  }
  return children;
}
