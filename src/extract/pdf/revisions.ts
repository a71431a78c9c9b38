/**
 * Earlier versions of a PDF. An incremental update (ISO 32000-1 §7.5.6) is written behind the old file, which stays whole:
 * what was deleted or redacted in an editor that saves this way is still there.
 */

const END = Buffer.from('%%EOF');
/** Versions looked at: the first and the one before the last. */
const MAX_REVISIONS = 2;

/**
 * @param bytes the whole file
 * @returns earlier versions of it, each a file of its own; none for a file that was written at once
 */
export function earlierRevisions(bytes: Buffer): readonly Buffer[] {
  const ends: number[] = [];
  for (let at = bytes.indexOf(END); at >= 0 && ends.length < 1000; at = bytes.indexOf(END, at + END.length)) {
    ends.push(at + END.length);
  }
  // a linearised file has an end mark of its own behind its first page
  const first = bytes.subarray(0, 1024).includes('/Linearized') ? 1 : 0;
  const earlier = ends.slice(first, -1);
  const chosen = earlier.length > MAX_REVISIONS ? [earlier[0] ?? 0, earlier[earlier.length - 1] ?? 0] : earlier;
  return chosen.map((end) => bytes.subarray(0, end));
}
