/** Finds and reads what `scan` was pointed at: mails, mbox files, documents, directories, standard input. */
import { createReadStream, type Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { asAttachment, SNIFFED_BYTES } from './document-files.ts';
import { firstBytes, kindFound, kindNamed, type FileKind } from './mail-names.ts';

/** One message and where it came from. */
export interface FoundMail {
  /** as given or found; '-' for standard input */
  readonly file: string;
  /** number within an mbox, from 0 */
  readonly index?: number;
  /** CRLF line ends, as the gateway would have it; for a document a mail that carries nothing else */
  readonly bytes: Buffer;
}

/** Hears of what could not be read: path and reason. */
export type OnUnreadable = (path: string, reason: string) => void;

/** What there is to read below the paths given. */
export interface FileCount {
  /** those of the paths that are there */
  readonly there: readonly string[];
  readonly files: number;
  /** in directories: neither mail nor document, passed over */
  readonly others: number;
}

const LF = 0x0a;
const CR = 0x0d;

/** Every line end as CRLF, the way the gateway settles them on receipt. Returns the same buffer when nothing is to do. */
export function withCrlf(bytes: Buffer): Buffer {
  let bare = 0;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1))
    if (at === 0 || bytes[at - 1] !== CR) bare++;
  let lone = 0;
  for (let at = bytes.indexOf(CR); at >= 0; at = bytes.indexOf(CR, at + 1)) if (bytes[at + 1] !== LF) lone++;
  const ended = bytes.length === 0 || bytes[bytes.length - 1] === LF || bytes[bytes.length - 1] === CR;
  if (bare + lone === 0 && ended) return bytes;
  const out = Buffer.allocUnsafe(bytes.length + bare + lone + 2);
  let size = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === LF && (at === 0 || bytes[at - 1] !== CR)) out[size++] = CR;
    out[size++] = byte;
    if (byte === CR && bytes[at + 1] !== LF) out[size++] = LF;
  }
  if (!ended) {
    out[size++] = CR;
    out[size++] = LF;
  }
  return out.subarray(0, size);
}

const MBOX_START = Buffer.from('From ');

/** As far into a file its first message is looked for. */
const LEADING_BYTES = 4096;

/** Editors of Windows put a byte order mark before the first field, which would hide it. */
const MARK = Buffer.from('\uFEFF');
const withoutMark = (bytes: Buffer): Buffer =>
  bytes.subarray(0, MARK.length).equals(MARK) ? bytes.subarray(MARK.length) : bytes;

/** Whether a mailbox begins here; blank lines before the first message are left over from what was cut out. */
function isMboxStart(bytes: Buffer): boolean {
  let at = bytes.length - withoutMark(bytes).length;
  while (at < Math.min(bytes.length, LEADING_BYTES) && (bytes[at] === LF || bytes[at] === CR)) at++;
  return bytes.subarray(at, at + MBOX_START.length).equals(MBOX_START);
}

/** Splits an mbox while reading it; '>From ' of the mboxrd form becomes 'From ' again. */
async function* mboxMails(chunks: AsyncIterable<Buffer>, file: string): AsyncGenerator<FoundMail> {
  let lines: Buffer[] = [];
  let index = 0;
  let begun = false;
  let blank = true;
  const mail = (): FoundMail => ({ file, index: index++, bytes: withCrlf(Buffer.concat(lines)) });
  let first = true;
  for await (const read of linesOf(chunks)) {
    const line = first ? withoutMark(read) : read;
    first = false;
    if (blank && line.subarray(0, 5).equals(MBOX_START)) {
      if (begun) yield mail();
      lines = [];
      begun = true;
    } else {
      lines.push(/^>+From /u.test(line.toString('latin1', 0, 32)) ? line.subarray(1) : line);
    }
    blank = line.length <= 2 && (line[0] === LF || line[0] === CR);
  }
  if (begun) yield mail();
}

/** Lines with their line ends. */
async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const chunk of chunks) {
    let start = 0;
    for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, start)) {
      rest.push(chunk.subarray(start, at + 1));
      yield rest.length === 1 ? (rest[0] ?? chunk) : Buffer.concat(rest);
      rest = [];
      start = at + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }
  if (rest.length > 0) yield Buffer.concat(rest);
}

/** Why the system did not let us. @throws what is no error of the system's */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error && 'code' in error)) throw error;
  const code = String(error.code);
  const known: Readonly<Record<string, string>> = {
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    ENOENT: 'no such file or directory',
    EISDIR: 'it is a directory',
    ERR_FS_FILE_TOO_LARGE: 'larger than 2 GB',
  };
  return known[code] ?? `cannot be read (${code})`;
}

/** A link counts as what it points to, but links to directories are not followed: they may go in circles. */
async function isFile(entry: Dirent, path: string, onUnreadable: OnUnreadable): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isFile();
  const target = await stat(path).catch((error: unknown) => {
    onUnreadable(path, reasonOf(error));
    return null;
  });
  return target?.isFile() === true;
}

/** A file of a directory. */
interface FoundFile {
  readonly path: string;
  readonly kind: FileKind;
}

async function* filesOf(directory: string, onUnreadable: OnUnreadable): AsyncGenerator<FoundFile> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: unknown) => {
    onUnreadable(directory, reasonOf(error));
    return [];
  });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  // A Maildir keeps mail in `cur` and `new`; what is in `tmp` is not whole yet, and files beside them are a server's notes.
  const isMaildir = ['cur', 'new'].every((name) => entries.some((entry) => entry.name === name && entry.isDirectory()));
  const holdsMail = ['cur', 'new'].includes(basename(directory));
  for (const entry of entries) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      if (!isMaildir || entry.name !== 'tmp') yield* filesOf(path, onUnreadable);
    } else if (!isMaildir && (await isFile(entry, path, onUnreadable)))
      yield { path, kind: holdsMail ? 'mail' : await kindFound(path, entry.name) };
  }
}

/** A pipe or a device can be read once, from its start to its end. */
async function* mailsOfStream(chunks: AsyncIterable<Buffer>, file: string): AsyncGenerator<FoundMail> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  const bytes = Buffer.concat(parts);
  if (!isMboxStart(bytes)) yield { file, bytes: asMail(file, bytes) };
  else {
    // eslint-disable-next-line @typescript-eslint/require-await -- the splitter takes chunks as they come
    const whole = async function* (): AsyncGenerator<Buffer> {
      yield bytes;
    };
    yield* mboxMails(whole(), file);
  }
}

/** Apple Mail: a line with the mail's length, the mail, a property list. Anything else is taken as it is. */
function mailOfEmlx(bytes: Buffer): Buffer {
  const head = /^(\d{1,12})[ \t]*\r?\n/u.exec(bytes.toString('latin1', 0, 20));
  if (head === null) return bytes;
  const end = head[0].length + Number(head[1]);
  return end > bytes.length ? bytes : bytes.subarray(head[0].length, end);
}

/**
 * One file as a mail: as it stands, or attached to an empty one when it is a document.
 * @param file its path, '-' for standard input
 * @param kind when it is known already
 */
export function asMail(file: string, bytes: Buffer, kind?: 'mail' | 'document'): Buffer {
  const name = file === '-' ? '' : basename(file);
  const is = kind ?? kindNamed(name, bytes.toString('latin1', 0, SNIFFED_BYTES));
  if (is === 'document') return asAttachment(name === '' ? 'standard input' : name, bytes);
  return withCrlf(extname(name).toLowerCase() === '.emlx' ? mailOfEmlx(bytes) : withoutMark(bytes));
}

async function* mailsOfFile(
  file: string,
  onUnreadable: OnUnreadable,
  kind?: 'mail' | 'document',
): AsyncGenerator<FoundMail> {
  try {
    if (!(await stat(file)).isFile()) yield* mailsOfStream(createReadStream(file) as AsyncIterable<Buffer>, file);
    else if (isMboxStart(await firstBytes(file)))
      yield* mboxMails(createReadStream(file) as AsyncIterable<Buffer>, file);
    else {
      const bytes = await readFile(file);
      if (bytes.length === 0 && ['.mbox', '.mbx'].includes(extname(file).toLowerCase())) return; // a mailbox without a message
      yield { file, bytes: asMail(file, bytes, kind) };
    }
  } catch (error) {
    onUnreadable(file, reasonOf(error));
  }
}

/**
 * Looks at all paths first, so that a typing error is told before an hour of work.
 * @param onMissing hears of paths that are not there; the others are read all the same
 * @returns the number of files, for a progress bar and for what is passed over
 */
export async function countFiles(paths: readonly string[], onMissing: OnUnreadable): Promise<FileCount> {
  const there: string[] = [];
  let files = 0;
  let others = 0;
  for (const path of paths) {
    const found =
      path === '-'
        ? null
        : await stat(path).catch((error: unknown) => {
            onMissing(path, reasonOf(error));
            return undefined;
          });
    if (found === undefined) continue;
    there.push(path);
    if (found?.isDirectory() !== true) files++;
    else
      for await (const { kind } of filesOf(path, () => undefined))
        if (kind === 'other') others++;
        else files++;
  }
  return { there, files, others };
}

/** All messages and documents in the order of the paths; directories recursively, in the order of names. Goes on where one cannot be read. */
export async function* findMails(paths: readonly string[], onUnreadable: OnUnreadable): AsyncGenerator<FoundMail> {
  for (const path of paths) {
    if (path === '-') yield* mailsOfStream(process.stdin as AsyncIterable<Buffer>, path);
    else if ((await stat(path).catch(() => null))?.isDirectory() !== true) yield* mailsOfFile(path, onUnreadable);
    else
      for await (const { path: file, kind } of filesOf(path, onUnreadable))
        if (kind !== 'other') yield* mailsOfFile(file, onUnreadable, kind);
  }
}
