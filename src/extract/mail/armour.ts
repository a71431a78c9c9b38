/** Closed or packed blocks that stand in a text, of whatever kind: OpenPGP, CMS and BinHex in the letters of mail. */
import type { Uninspected } from '../../core/finding.ts';
import { pgpEncryption, pgpLabel, unarmoured } from './pgp-packets.ts';
import type { Document, EmbeddedFile } from '../format.ts';

const PGP = '-----BEGIN PGP MESSAGE-----';
/** RFC 1741: the line that tells of it, and data behind a colon. */
const BINHEX = /\(This file must be converted with BinHex[^\n]{0,40}\)[>\s]{0,40}:[!-r]{16}/iu;
/** RFC 7468 §8 and §9, marks of a reply before the lines allowed. */
const CMS_BEGIN = /-----BEGIN (PKCS7|CMS)-----/gu;
const MOST_BLOCKS = 50;

/** What stands in a text and is not read: messages of OpenPGP (what is only clear-signed stands there as text) and BinHex. */
export function closedBlocks(text: string, { part, path }: Document): readonly Uninspected[] {
  const found: Uninspected[] = [];
  const begin = text.indexOf(PGP);
  if (begin >= 0) {
    const encryption = pgpEncryption(unarmoured(Buffer.from(text.slice(begin), 'latin1')));
    found.push({ part, path, reason: 'encrypted', detail: pgpLabel(encryption), kind: 'message', encryption });
  }
  if (BINHEX.test(text)) found.push({ part, path, reason: 'unsupported', detail: 'BinHex', kind: 'archive' });
  return found;
}

/** CMS structures that stand in a text, as files: they may be signed only. */
export function cmsBlocks(text: string): readonly EmbeddedFile[] {
  const files: EmbeddedFile[] = [];
  for (const { index, 0: begin, 1: kind = '' } of text.matchAll(CMS_BEGIN)) {
    const end = text.indexOf(`-----END ${kind}-----`, index);
    if (end < 0 || files.length >= MOST_BLOCKS) break;
    const letters = text.slice(index + begin.length, end).replace(/[^A-Za-z\d+/=]/gu, '');
    files.push({ name: null, declaredType: 'application/pkcs7-mime', bytes: Buffer.from(letters, 'base64'), internal: true }); // prettier-ignore
  }
  return files;
}
