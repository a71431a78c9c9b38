/** Documents among the files `scan` is pointed at: told by how they begin, and read as if they were attached to a mail. */

/** Enough of a file to tell what it is: the first fields of a mail, past a long Received or DKIM-Signature. */
export const SNIFFED_BYTES = 8192;

/** What begins so is a document, an archive or a picture of a kind that may hold text. */
const BEGINNINGS: readonly (readonly [at: number, bytes: string])[] = [
  [0, '{\\rtf'],
  [0, 'PK\x03\x04'], // zip: docx, xlsx, pptx, odt …
  [0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'], // compound file: doc, xls, ppt, msg
  [0, '7z\xbc\xaf\x27\x1c'],
  [0, 'Rar!\x1a\x07'],
  [0, '\x1f\x8b'], // gzip
  [0, 'BZh'],
  [0, '\xfd7zXZ\x00'],
  [0, '\x28\xb5\x2f\xfd'], // zstd
  [0, 'LZIP'],
  [0, 'MSCF'],
  [257, 'ustar'],
  [0, '\x78\x9f\x3e\x22'], // winmail.dat, MS-OXTNEF §2.1.3.1
  [0, '\x89PNG'],
  [0, '\xff\xd8\xff'],
  [0, 'GIF8'],
  [0, 'II*\x00'],
  [0, 'MM\x00*'],
  [8, 'WEBP'],
  [4, 'ftyphei'],
  [4, 'ftypmif1'],
];

/** As far into a file PDF readers look for its mark. */
const PDF_WITHIN = 1024;

/**
 * Whether a file is a document, an archive or a picture by its first bytes.
 * @param start its first SNIFFED_BYTES as latin1
 */
export const beginsLikeDocument = (start: string): boolean =>
  start.slice(0, PDF_WITHIN).includes('%PDF-') || BEGINNINGS.some(([at, bytes]) => start.startsWith(bytes, at));

/** Whether a file is no text in any charset that mail is written in: a sign that has no place in lines of text. */
export const isBinary = (start: string): boolean => /[\x00-\x08\x0e-\x1a\x1c-\x1f]/u.test(start);

/** RFC 2045 §6.8: at most 76 letters a line, which are 57 bytes; so many lines are written at once. */
const BYTES_PER_BLOCK = 57 * 4096;

function base64Lines(bytes: Buffer): Buffer[] {
  const blocks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += BYTES_PER_BLOCK) {
    const letters = bytes.toString('base64', at, at + BYTES_PER_BLOCK);
    blocks.push(Buffer.from(letters.replace(/.{1,76}/gu, '$&\r\n'), 'latin1'));
  }
  return blocks;
}

/**
 * The mail that carries nothing but this file.
 * @param name the file's own name, its place in what is found
 * @returns a message with CRLF line ends and without From, To or text
 */
export function asAttachment(name: string, bytes: Buffer): Buffer {
  // A name of the disk may hold anything but a slash; half a surrogate pair has no code.
  const coded = encodeURIComponent(Buffer.from(name).toString()).replace(
    /['()*]/gu,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  const fields = [
    'MIME-Version: 1.0',
    'Content-Type: application/octet-stream',
    `Content-Disposition: attachment; filename*=UTF-8''${coded}`, // RFC 5987, RFC 2231 §4
    'Content-Transfer-Encoding: base64',
  ];
  return Buffer.concat([Buffer.from(`${fields.join('\r\n')}\r\n\r\n`, 'latin1'), ...base64Lines(bytes)]);
}
