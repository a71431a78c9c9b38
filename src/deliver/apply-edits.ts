import { Transform, type TransformCallback } from 'node:stream';
import type { Edit } from '../core/ruling.ts';

/** Checks that edits are sorted, do not overlap and are whole numbers; a plan that breaks this is a mistake of ours. */
function checked(edits: readonly Edit[]): readonly Edit[] {
  let last = 0;
  for (const { start, end } of edits) {
    if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < last || end < start) {
      throw new RangeError(`edit ${start}-${end} is out of order`);
    }
    last = end;
  }
  return edits;
}

/** Bytes of a message after its edits. @param size bytes before */
export function sizeAfterEdits(size: number, edits: readonly Edit[]): number {
  return edits.reduce((sum, edit) => sum + edit.insert.length - (edit.end - edit.start), size);
}

/**
 * Applies edits to bytes in memory.
 * @param edits as for applyEdits()
 * @throws RangeError when they are not sorted, overlap or lie behind the end
 */
export function editedBytes(bytes: Buffer, edits: readonly Edit[]): Buffer {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const { start, end, insert } of checked(edits)) {
    if (end > bytes.length) throw new RangeError('an edit lies behind the message');
    pieces.push(bytes.subarray(at, start), Buffer.from(insert, 'latin1'));
    at = end;
  }
  pieces.push(bytes.subarray(at));
  return Buffer.concat(pieces);
}

/** Changes a stream at the places edits name; everything between them passes as the very same bytes. */
class EditStream extends Transform {
  private readonly edits: readonly Edit[];
  private nextEdit = 0;
  /** offset in the original of the next byte to come */
  private offset = 0;
  /** offset in the original up to which bytes are dropped */
  private dropUntil = 0;

  constructor(edits: readonly Edit[]) {
    super();
    this.edits = checked(edits);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const chunkEnd = this.offset + chunk.length;
    let at = this.offset;
    for (;;) {
      at = Math.min(Math.max(at, this.dropUntil), chunkEnd);
      const edit = this.edits[this.nextEdit];
      // An edit at the very end of a chunk waits for the next one or for the end: both know that its place was reached.
      if (edit === undefined || edit.start >= chunkEnd) break;
      this.pushPart(chunk, at, edit.start);
      this.insert(edit);
      at = edit.start;
    }
    this.pushPart(chunk, at, chunkEnd);
    this.offset = chunkEnd;
    done();
  }

  override _flush(done: TransformCallback): void {
    for (let edit = this.edits[this.nextEdit]; edit !== undefined; edit = this.edits[this.nextEdit]) {
      if (edit.start > this.offset) {
        done(new RangeError(`edit at ${edit.start} lies behind the message`));
        return;
      }
      this.insert(edit);
    }
    if (this.dropUntil > this.offset) {
      done(new RangeError('an edit ends behind the message'));
      return;
    }
    done();
  }

  private insert(edit: Edit): void {
    if (edit.insert.length > 0) this.push(Buffer.from(edit.insert, 'latin1'));
    this.dropUntil = edit.end;
    this.nextEdit++;
  }

  private pushPart(chunk: Buffer, from: number, to: number): void {
    if (to > from) this.push(chunk.subarray(from - this.offset, to - this.offset));
  }
}

/**
 * A stream that applies edits to the bytes piped through it.
 * @param edits sorted, not overlapping, offsets in the original bytes, ASCII inserts; the stream fails when one lies behind
 *   the end, because bytes that should have been cut might have been sent otherwise
 * @throws RangeError when they are not sorted or overlap
 */
export function applyEdits(edits: readonly Edit[]): Transform {
  return new EditStream(edits);
}
