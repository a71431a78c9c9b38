/** Closed or packed blocks that stand in a text, of whatever kind: OpenPGP, CMS and BinHex in the letters of mail. */
import type { Uninspected } from '../../core/finding.ts';
import { pgpEncryption, pgpLabel, pgpWords, unarmoured } from './pgp-packets.ts';
import type { PgpWords } from './pgp-packets.ts';
import type { Document, EmbeddedFile } from '../format.ts';

const PGP = '-----BEGIN PGP MESSAGE-----';
const PGP_NAMED = '-----BEGIN PGP ';
/** Letters of a key with signatures of many people. */
const MOST_ARMOUR = 1_500_000;
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

/** Keys and signatures of OpenPGP that stand in a text: what their letters hide, and pictures of holders. */
export function armouredWords(text: string): PgpWords {
  const lines: string[] = [];
  const pictures: Buffer[] = [];
  for (let at = text.indexOf(PGP_NAMED), n = 0; at >= 0 && n < MOST_BLOCKS; at = text.indexOf(PGP_NAMED, at + 1)) {
    if (!/^(?:SIGNATURE|PUBLIC KEY BLOCK)/u.test(text.slice(at + PGP_NAMED.length, at + 40))) continue;
    n++;
    const end = text.indexOf('-----END ', at);
    const block = text.slice(at, Math.min(end < 0 ? text.length : end + 9, at + MOST_ARMOUR)).replace(/^[> ]+/gmu, '');
    const words = pgpWords(unarmoured(Buffer.from(block, 'latin1')));
    lines.push(...words.lines);
    pictures.push(...words.pictures);
  }
  return { lines, pictures };
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
