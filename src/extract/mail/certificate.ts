/**
 * X.509 certificates (RFC 5280): the names in them. Those of persons often hold the holder's identity number. Out: every string, one a
 * line. Refused: certificates inside signatures, which go with every signed mail.
 */
import { TextBuilder } from '../../core/text.ts';
import { childrenOf, elementAt, type Element } from './ber.ts';
import type { Format } from '../format.ts';

/** Sniffed type of a certificate. */
export const CERTIFICATE = 'application/pkix-cert';

const MOST_ELEMENTS = 5_000;
const MOST_DEPTH = 20;

/** SEQUENCE, SEQUENCE, and the version or the serial number of what is to be signed (RFC 5280 §4.1). */
export function isCertificate(bytes: Buffer): boolean {
  if (bytes[0] !== 0x30) return false;
  const head = bytes.toString('latin1', 0, 16);
  return /^0(?:\x82..|\x83...|\x81.)0(?:\x82..|\x83...|\x81.)\xa0\x03\x02\x01[\x00-\x02]/su.test(head);
}

function stringOf(bytes: Buffer, { tag, start, end }: Element): string | null {
  const content = bytes.subarray(start, Math.min(end, start + 1000));
  // UTF8String, PrintableString, T61String, IA5String and their context-specific forms in a list of names
  if ([0x0c, 0x81, 0x82, 0x86].includes(tag)) return content.toString('utf8');
  if ([0x12, 0x13, 0x14, 0x16, 0x1a].includes(tag)) return content.toString('latin1');
  if (tag === 0x1e)
    return Buffer.from(content.subarray(0, content.length & ~1))
      .swap16()
      .toString('utf16le');
  return null;
}

/** All strings of a structure, without recursion. */
function stringsOf(bytes: Buffer, tick: () => void): readonly string[] {
  const strings: string[] = [];
  const root = elementAt(bytes, 0);
  const stack = root === null ? [] : [{ element: root, depth: 0 }];
  for (let n = 0; n < MOST_ELEMENTS; n++) {
    const next = stack.pop();
    if (next === undefined) break;
    tick();
    const { element, depth } = next;
    const text = stringOf(bytes, element);
    if (text !== null) strings.push(text);
    // an extension is an OCTET STRING that holds a structure
    const holds = (element.tag & 0x20) !== 0 || (element.tag === 0x04 && bytes[element.start] === 0x30);
    if (holds && depth < MOST_DEPTH)
      for (const child of [...childrenOf(bytes, element)].reverse()) stack.push({ element: child, depth: depth + 1 });
  }
  return strings.filter((text) => /^[^\p{Cc}\ufffd]+$/u.test(text));
}

export const certificateFormat: Format = {
  id: 'certificate',
  recognises: (sniff) => sniff.type === CERTIFICATE,
  extract: ({ bytes, part, where, path }, { budget }) => {
    const strings = stringsOf(bytes, () => budget.checkTime());
    const text = new TextBuilder().add(`${strings.join('\n')}\n`, { zone: 'metadata' });
    return { texts: [text.build(part, where, path)], embedded: [], uninspected: [], signals: [] };
  },
};
