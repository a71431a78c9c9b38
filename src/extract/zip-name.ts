/** Names inside zips: UTF-8 when they are valid UTF-8, else the old code page 437 (APPNOTE appendix D). */
import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';

/**
 * Decodes an entry's name.
 * @param raw bytes of the name
 * @param flags general purpose flags; bit 11 declares UTF-8
 * @returns forward slashes, no leading slash; damaged UTF-8 gives replacement characters
 */
export function decodeZipName(raw: Buffer, flags: number): string {
  const utf8 = (flags & 0x800) !== 0 || isUtf8(raw);
  const name = utf8 ? raw.toString('utf8') : iconv.decode(raw, 'cp437');
  return name.replaceAll('\\', '/').replace(/^\/+/u, '');
}
