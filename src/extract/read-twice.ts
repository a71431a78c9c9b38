/**
 * Files that are seen in the bytes of another and that its reader gives as well: an archive in a .msg, in winmail.dat, in a tape
 * archive. Read from the bytes once more, such a file has the container's own structure behind it, which is nothing known, and all that
 * is found in it is found twice. What its reader does not give is still read from the bytes.
 */
import type { PartPath } from '../core/brand.ts';
import type { Document, EmbeddedFile } from './format.ts';

interface Awaited {
  /** how the part paths of all that is inside the container begin */
  readonly inside: string;
  /** from the beginning of the file to the end of the container */
  readonly bytes: Buffer;
  readonly endMark: string;
  met: boolean;
}

/** Whether a document is the whole of a file that was seen: the same bytes, and no other end of such a file behind them. */
const isWhole = ({ bytes, endMark }: Awaited, document: Buffer): boolean =>
  document.length <= bytes.length &&
  bytes.compare(document, 0, document.length, 0, document.length) === 0 &&
  !bytes.includes(endMark, document.length, 'latin1');

/** Remembers what was seen until its turn comes. Containers are read from the outside in, so that few wait at a time. */
export class ReadTwice {
  private readonly waiting = new Map<PartPath, Awaited>();

  /** A file was seen in the bytes of a container and waits behind what its reader gives. */
  expect(container: PartPath, seen: PartPath, { bytes, endMark }: EmbeddedFile): void {
    if (endMark !== undefined) this.waiting.set(seen, { inside: `${container}!`, bytes, endMark, met: false });
  }

  /** A document is being read. */
  note({ part, bytes }: Document): void {
    for (const one of this.waiting.values())
      if (!one.met && part.startsWith(one.inside) && isWhole(one, bytes)) one.met = true;
  }

  /** Whether what was seen has been read meanwhile; asked once, when its turn has come. */
  isKnown(seen: PartPath): boolean {
    const known = this.waiting.get(seen)?.met === true;
    this.waiting.delete(seen);
    return known;
  }
}
