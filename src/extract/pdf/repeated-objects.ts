/** Objects that a broken PDF leaves open and repeats: what makes PDF.js read the rest of the file once for each of them. */

/** The beginning of an object, or the mention of a trailer's root. */
const MARK =
  /\b(\d{1,10})[ \t\r\n]{1,4}(\d{1,5})[ \t\r\n]{1,4}obj\b|\/Root[ \t\r\n]{0,4}(\d{1,10})[ \t\r\n]{1,4}(\d{1,5})[ \t\r\n]{1,4}R\b/gu;
/** Bytes that PDF.js may read for them; it reads some 20 MB a second. */
const MOST_BYTES = 40_000_000;
/** A mark is no shorter: smaller files cannot cost that much (two readings a mark). */
const SHORTEST_MARK = 7;
/** Dictionaries longer than this count as not closed. */
const LONG = 65_536;

const count = (text: string, what: string): number => text.split(what).length;

/** Whether an object's dictionaries and strings are all closed before it ends, or its stream or the next object begins. */
function isClosed(text: string, from: number, next: number): boolean {
  const [body = ''] = text.slice(from, Math.min(next, from + LONG)).split(/\b(?:endobj|stream)\b/u, 1);
  const plain = body.replace(/\\[^]/gu, '');
  return count(plain, '<<') <= count(plain, '>>') && count(plain, '(') <= count(plain, ')');
}

/**
 * Whether rebuilding the index of a file would take PDF.js out of all proportion: it parses every further definition of an object and,
 * twice, the root that each trailer names; one that is not closed to the end of the file.
 */
export function isRedefinedEndlessly(bytes: Buffer): boolean {
  if ((bytes.length * bytes.length * 2) / SHORTEST_MARK < MOST_BYTES) return false;
  const text = bytes.toString('latin1');
  const seen = new Set<string>();
  /** where PDF.js keeps looking for an object that is not closed */
  const open = new Map<string, number>();
  const roots = new Map<string, number>();
  let cost = 0;
  const close = (id: string, from: number, next: number): void => {
    const again = seen.has(id);
    seen.add(id);
    if (isClosed(text, from, next)) open.delete(id);
    else if (again) cost += text.length - from;
    else open.set(id, from);
  };
  let last: { readonly id: string; readonly from: number } | null = null;
  for (const match of text.matchAll(MARK)) {
    const [, number, generation, root, rootGeneration] = match;
    if (root !== undefined) {
      const id = `${root} ${rootGeneration ?? ''}`;
      roots.set(id, (roots.get(id) ?? 0) + 1);
      continue;
    }
    if (last !== null) close(last.id, last.from, match.index);
    if (cost > MOST_BYTES) return true;
    last = { id: `${number ?? ''} ${generation ?? ''}`, from: match.index + match[0].length };
  }
  if (last !== null) close(last.id, last.from, text.length);
  for (const [id, times] of roots) cost += 2 * times * (text.length - (open.get(id) ?? text.length));
  return cost > MOST_BYTES;
}
