/** Pictures in binary office files ([MS-ODRAW] 2.2.23): cut out by the record that holds them, for OCR. */

const BLIPS = new Set([0xf01d, 0xf01e, 0xf01f, 0xf029, 0xf02a]);
const MAGIC: readonly Buffer[] = [
  Buffer.from('89504e470d0a1a0a', 'hex'),
  Buffer.from('ffd8ff', 'hex'),
  Buffer.from('49492a00', 'hex'),
  Buffer.from('4d4d002a', 'hex'),
];

/** @returns the pictures of a stream, at most 1,000 */
export function cutPictures(stream: Buffer): readonly Buffer[] {
  const found: Buffer[] = [];
  for (const magic of MAGIC) {
    for (let at = stream.indexOf(magic); at >= 0 && found.length < 1000; at = stream.indexOf(magic, at + 1)) {
      // one or two identifiers of 16 bytes and a tag stand between the record's header and its picture
      for (const distance of [25, 41]) {
        const header = at - distance;
        if (header < 0 || !BLIPS.has(stream.readUInt16LE(header + 2))) continue;
        found.push(stream.subarray(at, header + 8 + stream.readUInt32LE(header + 4)));
        break;
      }
    }
  }
  return found;
}
