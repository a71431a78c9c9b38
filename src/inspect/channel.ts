/**
 * The two pipes between parent and inspector. Not Node's own process channel: whoever took over an inspector could write
 * bytes to it that make the parent's decoder throw outside every handler, or allocate without bound. Downwards, from the
 * trusted side, go serialised frames; upwards come lines of JSON, bounded in length and checked before use.
 */
import { writeSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { deserialize, serialize } from 'node:v8';
import type { FromInspector, ToInspector } from './protocol.ts';

/** Descriptor in the inspector that its lines go to. */
export const UPWARDS = 3;
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
