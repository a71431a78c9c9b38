/** Comments in zip directories, and directory records among stray bytes (APPNOTE.TXT §4.3.12, §4.3.16). */

const CENTRAL = Buffer.from('PK\x01\x02', 'latin1');
const END_SIGNATURE = 0x06054b50;
const MAX_COMMENTS = 10_000;

/** Comments that directories give to single entries, wherever a directory record stands in the bytes. */
export function entryComments(bytes: Buffer): readonly string[] {
  const comments = new Set<string>();
  for (let at = bytes.indexOf(CENTRAL); at >= 0 && comments.size < MAX_COMMENTS; at = bytes.indexOf(CENTRAL, at + 4)) {
    const record = centralRecord(bytes, at);
    if (record !== null && record.comment.length > 0) comments.add(decode(record.comment));
  }
  return [...comments];
}

/** What is left of stray bytes when the directory of another zip at their beginning is taken away. */
export function behindDirectory(stray: Buffer): Buffer {
  let at = 0;
  for (let record = centralRecord(stray, at); record !== null; record = centralRecord(stray, at)) at = record.end;
  if (at + 22 <= stray.length && stray.readUInt32LE(at) === END_SIGNATURE) at += 22;
  return stray.subarray(at);
}

function centralRecord(bytes: Buffer, at: number): { readonly comment: Buffer; readonly end: number } | null {
  if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) return null;
  const start = at + 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30);
  const end = start + bytes.readUInt16LE(at + 32);
  return end > bytes.length ? null : { comment: bytes.subarray(start, end), end };
}

/** UTF-8 where it is valid, ISO 8859-1 otherwise. */
export function decode(bytes: Buffer): string {
  const utf8 = bytes.toString('utf8');
  return utf8.includes('\ufffd') ? bytes.toString('latin1') : utf8;
}
