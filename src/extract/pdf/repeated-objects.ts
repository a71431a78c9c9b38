/** Objects that a broken PDF defines over and over: what makes PDF.js read the rest of the file once for each of them. */

const DEFINITION = /\b(\d{1,10})[ \t\r\n]{1,4}(\d{1,5})[ \t\r\n]{1,4}obj\b/gu;
/** Fewer than this are the ordinary saves of a document. */
const FEW = 100;
/** Bytes that PDF.js may read for them; it reads some 20 MB a second. */
const MOST_BYTES = 40_000_000;

/** Dictionaries longer than this count as not closed. */
const LONG = 65_536;

/** Whether an object's dictionaries are all closed before it ends. */
function isClosed(text: string, from: number): boolean {
  const end = text.indexOf('endobj', from);
  const body = text.slice(from, Math.min(end < 0 ? text.length : end, from + LONG));
  return body.split('<<').length <= body.split('>>').length;
}

/**
 * Whether rebuilding the index of a file would take PDF.js out of all proportion: it parses every further definition of an object, and
 * one whose dictionary is not closed to the end of the file.
 */
export function isRedefinedEndlessly(bytes: Buffer): boolean {
  if (bytes.length * FEW < MOST_BYTES) return false;
  const text = bytes.toString('latin1');
  const seen = new Set<string>();
  let again = 0;
  let cost = 0;
  for (const match of text.matchAll(DEFINITION)) {
    const id = `${match[1] ?? ''} ${match[2] ?? ''}`;
    const from = match.index + match[0].length;
    if (!seen.has(id)) seen.add(id);
    else if (!isClosed(text, from)) {
      again++;
      cost += text.length - from;
      if (again > FEW && cost > MOST_BYTES) return true;
    }
  }
  return false;
}
