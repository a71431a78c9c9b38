/** Which files of a directory are mail: by name where the name says so, else by how they begin. */
import { open } from 'node:fs/promises';
import { extname } from 'node:path';

const MAIL = ['.eml', '.mbox', '.mbx', '.msg822', '.emlx'];
/** What lies beside mail and may begin like one: notes, expectations, extracted text. */
const NOTES = ['.txt', '.json', '.jsonl', '.md', '.csv', '.tsv', '.yaml', '.yml', '.xml', '.html', '.htm', '.log'];
/** Enough for the first fields, past a long Received or DKIM-Signature. */
const SNIFFED_BYTES = 8192;

const beginsLikeMail = (text: string): boolean =>
  /^(?:From |[!-9;-~]+[ \t]*:)/u.test(text) &&
  /^(?:from|to|subject|date|message-id|received|return-path|delivered-to|mime-version)[ \t]*:/imu.test(text);

async function firstText(path: string): Promise<string> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(SNIFFED_BYTES), 0, SNIFFED_BYTES, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/**
 * Whether a regular file inside a directory is to be read as mail. Collections name mails in many ways (`1.`, `00001.7c53…`,
 * `1700000000.M1P1.host:2,S`), so an unknown ending is settled by how the file begins.
 * @param name the last part of `path`
 * @returns true also for a file that cannot be opened and has such a name: whoever reads it then tells why not
 */
export async function isMailFile(path: string, name: string): Promise<boolean> {
  if (name.startsWith('.')) return false;
  const extension = extname(name).toLowerCase();
  if (extension === '' || MAIL.includes(extension)) return true;
  if (NOTES.includes(extension)) return false;
  try {
    return beginsLikeMail(await firstText(path));
  } catch {
    return !/^\.[a-z]{1,4}$/u.test(extension);
  }
}
