import { Writable } from 'node:stream';
import type { Socket } from 'node:net';

const DOT = 0x2e;
const LF = 0x0a;
const CR = 0x0d;
const STUFFED = Buffer.from('.');
const LINE_DOT = Buffer.from('\r\n.');
/** Bytes gathered before they are written: a small mail and its end mark leave in one packet. */
const GATHER_BYTES = 64 * 1024;

/**
 * Writes mail data to a socket: a dot goes before every line that begins with one (RFC 5321 §4.5.2), the end mark after the
 * last line, and no other byte changes. The data must have CRLF line ends; that is what the spool holds.
 */
export class DotStuffing extends Writable {
  /** bytes given in */
  taken = 0;
  /** the end mark was handed to the socket */
  complete = false;
  private readonly socket: Socket;
  private gathered: Buffer[] = [];
  private gatheredBytes = 0;
  /** last three bytes seen; a message begins like a line */
  private last: Buffer = Buffer.from('\0\r\n');

  constructor(socket: Socket) {
    super({ highWaterMark: GATHER_BYTES });
    this.socket = socket;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.taken += chunk.length;
    this.stuff(chunk);
    this.last = Buffer.concat([this.last, chunk.subarray(-3)]).subarray(-3);
    if (this.gatheredBytes < GATHER_BYTES) done();
    else this.flush(done);
  }

  override _final(done: (error?: Error | null) => void): void {
    const ended = this.last[1] === CR && this.last[2] === LF;
    this.gather(Buffer.from(ended ? '.\r\n' : '\r\n.\r\n'));
    this.complete = true;
    this.flush(done);
  }

  private gather(piece: Buffer): void {
    if (piece.length === 0) return;
    this.gathered.push(piece);
    this.gatheredBytes += piece.length;
  }

  /** Dots are looked for as CRLF-dot; the places where that straddles two chunks are looked at by hand. */
  private stuff(chunk: Buffer): void {
    let kept = 0;
    const dotAt = (at: number): void => {
      this.gather(chunk.subarray(kept, at));
      this.gather(STUFFED);
      kept = at;
    };
    if (chunk[0] === DOT && this.last[1] === CR && this.last[2] === LF) dotAt(0);
    else if (chunk[0] === LF && chunk[1] === DOT && this.last[2] === CR) dotAt(1);
    for (let at = chunk.indexOf(LINE_DOT); at !== -1; at = chunk.indexOf(LINE_DOT, at + 3)) dotAt(at + 2);
    this.gather(chunk.subarray(kept));
  }

  private flush(done: (error?: Error | null) => void): void {
    const { socket, gathered } = this;
    this.gathered = [];
    this.gatheredBytes = 0;
    if (socket.destroyed || !socket.writable) {
      done(new Error('Connection is closed'));
      return;
    }
    socket.cork();
    let more = true;
    for (const piece of gathered) more = socket.write(piece);
    socket.uncork();
    if (more) {
      done();
      return;
    }
    const go = (): void => {
      socket.off('drain', go);
      socket.off('close', go);
      done(socket.destroyed ? new Error('Connection is closed') : null);
    };
    socket.once('drain', go);
    socket.once('close', go);
  }
}
