/** Which files are mail and which are documents: by name where the name says so, else by how they begin. */
import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { beginsLikeDocument, isBinary, SNIFFED_BYTES } from './document-files.ts';

/** 'document': read as if it were attached to a mail; 'other': nothing that is looked into. */
export type FileKind = 'mail' | 'document' | 'other';

const MAIL = ['.eml', '.mbox', '.mbx', '.msg822', '.emlx'];
/** What lies beside mail and may begin like one: notes, expectations, extracted text. */
const NOTES = ['.txt', '.json', '.jsonl', '.md', '.csv', '.tsv', '.yaml', '.yml', '.xml', '.html', '.htm', '.log'];
/** Documents and archives that do not show by their first bytes, or not for certain. */
const DOCUMENTS = '.ics .vcf .fodt .fods .fodp .dbf .bmp .iso .lzma .z .cpio .arj .lzh .lha'.split(' ');

/** XML, HTML and drawings, whatever they are called. */
const MARKUP = /^(?:\u00ef\u00bb\u00bf)?\s{0,100}<(?:[?!]|html|svg|[\w-]{1,40}:[\w-]{1,40}[\s>])/iu;

// Behind what a byte order mark is in latin1.
const beginsLikeMail = (text: string): boolean =>
  /^(?:\u00ef\u00bb\u00bf)?(?:From |[!-9;-~]+[ \t]*:)/u.test(text) &&
  /^(?:\u00ef\u00bb\u00bf)?(?:from|to|subject|date|message-id|received|return-path|delivered-to|mime-version)[ \t]*:/imu.test(
    text,
  );

/** The first SNIFFED_BYTES of a file. */
export async function firstBytes(path: string): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(SNIFFED_BYTES), 0, SNIFFED_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/**
 * What a file is that somebody named. Its name decides where it says mail; a text of unknown name is taken for a mail, as a
 * mail may lack every field.
 * @param name the last part of its path; '' where there is none
 * @param start its first SNIFFED_BYTES as latin1
 */
export function kindNamed(name: string, start: string): 'mail' | 'document' {
  const extension = extname(name).toLowerCase();
  if (MAIL.includes(extension) || beginsLikeMail(start)) return 'mail';
  const named = NOTES.includes(extension) || DOCUMENTS.includes(extension);
  return start !== '' && (named || MARKUP.test(start) || beginsLikeDocument(start) || isBinary(start))
    ? 'document'
    : 'mail';
}

/**
 * What a regular file is that lies in a directory. Collections name mails in many ways (`1.`, `00001.7c53…`,
 * `1700000000.M1P1.host:2,S`), so an unknown ending is settled by how the file begins. Text files are notes beside the mail,
 * and a binary file that is no document is some program's own.
 * @param name the last part of `path`
 * @returns 'document' also for a file that cannot be opened: whoever reads it then tells why not
 */
export async function kindFound(path: string, name: string): Promise<FileKind> {
  const extension = extname(name).toLowerCase();
  if (name.startsWith('.')) return 'other';
  if (MAIL.includes(extension)) return 'mail';
  if (NOTES.includes(extension)) return 'other';
  try {
    const start = (await firstBytes(path)).toString('latin1');
    if (beginsLikeMail(start)) return 'mail';
    if (DOCUMENTS.includes(extension) || beginsLikeDocument(start)) return 'document';
    // Without an ending nothing says that a program left it there.
    if (extension === '') return isBinary(start) ? 'document' : 'mail';
    return 'other';
  } catch {
    return 'document';
  }
}
