/**
 * X.509 certificates (RFC 5280): the names in them. Those of persons often hold the holder's identity number. Out: every string, one a
 * line; of a signature those of the certificates that go with it.
 */
import type { Uninspected } from '../../core/finding.ts';
import { TextBuilder } from '../../core/text.ts';
import { childrenOf, elementAt, type Element } from './ber.ts';
import type { Format } from '../format.ts';

/** Sniffed type of a certificate. */
export const CERTIFICATE = 'application/pkix-cert';

const MOST_ELEMENTS = 5_000;
const MOST_DEPTH = 20;
const LONGEST_STRING = 10_000;

/** SEQUENCE, SEQUENCE, and the version of what is to be signed (RFC 5280 §4.1), also of a request for it (RFC 2986 §4.1). */
export function isCertificate(bytes: Buffer): boolean {
  if (bytes[0] !== 0x30) return false;
  const head = bytes.toString('latin1', 0, 16);
  return /^0(?:\x82..|\x83...|\x81.)0(?:\x82..|\x83...|\x81.)(?:\xa0\x03\x02\x01[\x00-\x02]|\x02\x01\x000)/su.test(
    head,
  );
}

/** DER of a CMS ContentInfo: SEQUENCE, OBJECT IDENTIFIER 1.2.840.113549.1.7.x or 1.9.16.1.x (RFC 5652 §3) */
export function isCms(bytes: Buffer): boolean {
  if (bytes[0] !== 0x30) return false;
  const oid = bytes.subarray(0, 40).indexOf(Buffer.from([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01]));
  return oid > 0 && oid < 20;
}

function stringOf(bytes: Buffer, { tag, start, end }: Element): string | null {
  const content = bytes.subarray(start, Math.min(end, start + LONGEST_STRING));
  // UTF8String, PrintableString, T61String, IA5String and their context-specific forms in a list of names
  if ([0x0c, 0x81, 0x82, 0x86].includes(tag)) return content.toString('utf8');
  if ([0x12, 0x13, 0x14, 0x16, 0x1a].includes(tag)) return content.toString('latin1');
  if (tag === 0x1e)
    return Buffer.from(content.subarray(0, content.length & ~1))
      .swap16()
      .toString('utf16le');
  return null;
}

/** An extension is an OCTET STRING that holds a structure. */
const isStructure = (bytes: Buffer, { tag, start }: Element): boolean =>
  (tag & 0x20) !== 0 || (tag === 0x04 && bytes[start] === 0x30);

/**
 * All strings of a structure, without recursion; `whole` is false when something of it was not looked at.
 * @param root where to begin; by default the structure that the bytes are
 * @param tick called for every element
 */
export function stringsOf(
  bytes: Buffer,
  tick: () => void,
  root = elementAt(bytes, 0),
): { readonly strings: readonly string[]; readonly whole: boolean } {
  const strings: string[] = [];
  let whole = true;
  const stack = root === null ? [] : [{ element: root, depth: 0 }];
  for (let next = stack.pop(), n = 0; next !== undefined; next = stack.pop(), n++) {
    tick();
    if (n >= MOST_ELEMENTS) {
      whole = false;
      break;
    }
    const { element, depth } = next;
    const text = stringOf(bytes, element);
    if (text !== null) strings.push(text);
    if (text !== null && element.end - element.start > LONGEST_STRING) whole = false;
    if (!isStructure(bytes, element)) continue;
    const children = [...childrenOf(bytes, element)].reverse();
    if (depth < MOST_DEPTH) for (const child of children) stack.push({ element: child, depth: depth + 1 });
    else if (children.length > 0) whole = false;
  }
  return { strings: strings.filter((text) => /^[^\p{Cc}\ufffd]+$/u.test(text)), whole };
}

export const certificateFormat: Format = {
  id: 'certificate',
  recognises: (sniff) => sniff.type === CERTIFICATE,
  extract: ({ bytes, part, where, path }, { budget }) => {
    const { strings, whole } = stringsOf(bytes, () => budget.checkTime());
    const text = new TextBuilder().add(`${strings.join('\n')}\n`, { zone: 'metadata' });
    const cut: Uninspected = {
      part,
      path,
      reason: 'limit',
      detail: 'more elements than any certificate has',
      kind: 'document',
    };
    return { texts: [text.build(part, where, path)], embedded: [], uninspected: whole ? [] : [cut], signals: [] };
  },
};
