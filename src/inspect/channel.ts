/**
 * The two pipes between parent and inspector, and the mark that says what is being read. Not Node's own process channel: whoever took over an inspector could write
 * bytes to it that make the parent's decoder throw outside every handler, or allocate without bound. Downwards, from the
 * trusted side, go serialised frames; upwards come lines of JSON, bounded in length and checked before use.
 */
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { deserialize, serialize } from 'node:v8';
import type { PartPath } from '../core/brand.ts';
import type { FromInspector, ToInspector } from './protocol.ts';

/** Descriptor in the inspector that its lines go to. */
export const UPWARDS = 3;
/** Descriptor of the mark: a nameless file that both have open. */
export const MARK = 4;
const MARK_BYTES = 64 * 1024;
/** Longest line the parent takes; tens of thousands of findings fit. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;

/** One message for an inspector: length (32 bit, little-endian) and V8 serialisation. */
export function frameOf(message: ToInspector): Buffer {
  const body = serialize(message);
  const head = Buffer.alloc(4);
  head.writeUInt32LE(body.length);
  return Buffer.concat([head, body]);
}

/** Takes the parent's frames apart, however the pipe cuts them. @param hear told each message in order */
export function readFrames(stream: Readable, hear: (message: ToInspector) => void): void {
  let chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    for (;;) {
      if (size < 4) return;
      const head = chunks[0];
      if (head === undefined || head.length < 4) chunks = [Buffer.concat(chunks)];
      const length = 4 + (chunks[0]?.readUInt32LE(0) ?? 0);
      if (size < length) return;
      const all = Buffer.concat(chunks);
      hear(deserialize(all.subarray(4, length)) as ToInspector); // written by frameOf in our own parent
      chunks = [all.subarray(length)];
      size = all.length - length;
    }
  });
}

/** Writes one line to the parent and returns when it is in the pipe: what follows may be the last thing this process does. */
export function writeLine(message: FromInspector): void {
  const bytes = Buffer.from(`${JSON.stringify(message)}\n`);
  for (let at = 0; at < bytes.length;) at += writeSync(UPWARDS, bytes, at);
}

/**
 * Notes which document is begun, for the parent to look up should this process not live to tell. Not a message: nearly every
 * document ends well, and the parent would be woken for each of them.
 * @param number of the mail
 */
export function markDocument(number: number, part: PartPath): void {
  const bytes = Buffer.from(`${JSON.stringify({ number, part })}\n`);
  try {
    writeSync(MARK, bytes, 0, bytes.length, 0);
  } catch {
    // a full disk: only who is to blame stays unknown
  }
}

/** What an inspector marked last, as it stands there; '' when nothing or no whole line does. @param mark of openMark() */
export function readMark(mark: number): string {
  const bytes = Buffer.alloc(MARK_BYTES);
  const line = bytes.subarray(0, readSync(mark, bytes, 0, bytes.length, 0));
  return line.toString('utf8', 0, Math.max(0, line.indexOf(0x0a)));
}

/** In memory where the system has such a folder: a mark tells the name of a document. */
const MARK_FOLDERS = ['/dev/shm', tmpdir()];

/** Makes the file of a mark, without a name. @returns its descriptor; null when no folder takes a file */
export function openMark(folders: readonly string[] = MARK_FOLDERS): number | null {
  for (const folder of folders) {
    const path = join(folder, `brevvakt-${process.pid}-${randomUUID()}`);
    try {
      const mark = openSync(path, 'wx+', 0o600);
      rmSync(path);
      return mark;
    } catch {
      continue; // who is to blame for a death stays unknown when none does
    }
  }
  return null;
}

export const closeMark = (mark: number | null): void => {
  if (mark !== null) closeSync(mark);
};

/**
 * Cuts an inspector's output into lines.
 * @param hear told each line without its end
 * @param overflow called when a line is longer than any honest one; nothing is heard after that
 */
export function readLines(
  stream: Readable,
  hear: (line: string) => void,
  overflow: () => void,
  maxBytes = MAX_LINE_BYTES,
): void {
  let chunks: Buffer[] = [];
  let size = 0;
  let over = false;
  stream.on('data', (chunk: Buffer) => {
    let rest = chunk;
    for (let end = rest.indexOf(0x0a); end >= 0 && !over; end = rest.indexOf(0x0a)) {
      hear(Buffer.concat([...chunks, rest.subarray(0, end)]).toString('utf8'));
      chunks = [];
      size = 0;
      rest = rest.subarray(end + 1);
    }
    if (over) return;
    chunks.push(rest);
    size += rest.length;
    if (size <= maxBytes) return;
    over = true;
    chunks = [];
    overflow();
  });
}
