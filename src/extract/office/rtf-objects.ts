/** Pictures and objects of RTF: files inside, or swept for their text. */
import { metafileType } from '../image/metafile.ts';
import { embedNative, readOle, rootStream } from './ole.ts';
import type { Destination } from './rtf-words.ts';
import type { Sink } from './sink.ts';
import { sweepText } from './sweep.ts';

/** Takes the bytes of a group. */
export function embedRtfBytes(destination: Destination, bytes: Buffer, sink: Sink): void {
  if (bytes.length === 0) return;
  if (destination.kind === 'bytes' && destination.what === 'object') embedObject(bytes, sink);
  else if (destination.kind === 'bytes' && destination.what === 'store') {
    for (const text of sweepText(bytes, sink.budget)) sink.line(text, 'metadata', 'data store');
  } else embedPicture(bytes, sink);
}

/** Pictures that are bits of a device (dib) have no reader; their text is swept. */
function embedPicture(bytes: Buffer, sink: Sink): void {
  const magic = bytes.toString('latin1', 0, 4);
  if (magic.startsWith('\x89PNG') || magic.startsWith('\xff\xd8') || metafileType(bytes) !== null)
    sink.embed(null, bytes, true);
  else for (const text of sweepText(bytes, sink.budget)) sink.line(text, 'hidden', 'picture');
}

/** ObjectHeader ([MS-OLEDS] 2.2.4): version, format, class name, topic, item, size, then the native data. */
function embedObject(bytes: Buffer, sink: Sink): void {
  let at = 8;
  for (let i = 0; i < 3 && at + 4 <= bytes.length; i++) at += 4 + bytes.readUInt32LE(at);
  const native = at + 4 <= bytes.length ? bytes.subarray(at + 4, at + 4 + bytes.readUInt32LE(at)) : bytes;
  if (native.length === 0) return;
  const isCompound = native.readUInt8(0) === 0xd0 && native.length > 8 && native.readUInt8(1) === 0xcf;
  const inner = isCompound ? readOle(native) : null;
  const packed = inner === null ? null : (rootStream(inner.streams, 'Package') ?? null);
  if (packed !== null) sink.embed(null, packed);
  else if (isCompound) sink.embed(null, native);
  else embedNative(Buffer.concat([Buffer.alloc(4), native]), sink);
}
