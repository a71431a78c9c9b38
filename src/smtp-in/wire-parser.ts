/**
 * Splits what a client sends into command lines and mail data. Takes the place of smtp-server's own parser, which accepts
 * command lines ended by a bare LF, says nothing about bytes behind the end mark and works byte by byte.
 */
import type { Socket } from 'node:net';
import { SMTPStream } from 'smtp-server/lib/smtp-stream';
import { isCommandGroup } from './command-group.ts';
import { DataReader } from './data-reader.ts';

const LF = 0x0a;
const CR = 0x0d;
const NOTHING = Buffer.alloc(0);
/** RFC 5321 §4.5.3.1.4 says 512 octets, plus 500 for ORCPT, 100 for ENVID and long UTF-8 addresses. */
const MAX_COMMAND_LENGTH = 4096;
/** Commands run in one go before other connections get a turn. */
const COMMANDS_PER_TURN = 100;

/** Where the data of one message goes. */
export interface DataSink {
  /**
   * @param content message bytes with CRLF line ends
   * @param bareNewline a bare CR or LF was seen so far
   */
  write(content: Buffer, bareNewline: boolean): void | Promise<void>;
  /**
   * The end mark was seen.
   * @param cleanEnd false when bytes follow that are no legitimate commands
   * @returns when the reply is written; false: nothing more is read from this client
   */
  end(cleanEnd: boolean): Promise<boolean>;
}

/** What the parser needs of the session it works for. */
export interface ParserHost {
  /** the socket replies go to now */
  socket(): Socket;
  command(line: Buffer, done: () => void): void;
  /** a line that is not ended by CRLF or holds CR in the middle */
  malformedLine(done: () => void): void;
  /** the client sends no more, and all it sent was dealt with and answered */
  clientEnded(): void;
}

/** Parser of one connection; a new one is made after STARTTLS. */
export class WireParser extends SMTPStream {
  private readonly host: ParserHost;
  private input: Buffer = NOTHING;
  private chunkLength = 0;
  private next: ((error?: Error | null) => void) | null = null;
  private reader = new DataReader();
  private sink: DataSink | null = null;
  private commandsInTurn = 0;

  constructor(host: ParserHost) {
    super();
    this.host = host;
  }

  /** Takes everything up to the end mark as mail data. */
  startData(sink: DataSink): void {
    this.reader = new DataReader();
    this.sink = sink;
    this._dataMode = true;
  }

  /** Bytes that the client sent already and that were not looked at yet. */
  pendingBytes(): number {
    return this.input.length + this.writableLength - this.chunkLength;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding | 'buffer', next: (error?: Error | null) => void): void {
    if (this.isClosed) {
      next();
      return;
    }
    this.input = this.input.length === 0 ? chunk : Buffer.concat([this.input, chunk]);
    this.chunkLength = chunk.length;
    this.next = next;
    this.run();
  }

  /** The last line of a client that hung up was not complete: it is not run. */
  override _flushData(): void {
    this.input = NOTHING;
    this.host.clientEnded();
  }

  /** Works through the input until it is used up or something must be waited for. */
  private run(): void {
    if (this.isClosed) {
      this.release();
      return;
    }
    // Replies to pipelined commands leave in one packet.
    const socket = this.host.socket();
    socket.cork();
    try {
      while (this.takeStep());
    } finally {
      socket.uncork();
    }
  }

  /** @returns false when run() will be called again by whoever is waited for, or by the next chunk */
  private takeStep(): boolean {
    if (this.isClosed || this.input.length === 0) {
      this.release();
      return false;
    }
    return this.sink === null ? this.takeCommand() : this.takeData(this.sink);
  }

  private release(error?: Error): void {
    const next = this.next;
    this.next = null;
    this.commandsInTurn = 0;
    next?.(error);
  }

  private takeCommand(): boolean {
    const end = this.input.indexOf(LF);
    if (end > MAX_COMMAND_LENGTH || (end === -1 && this.input.length > MAX_COMMAND_LENGTH)) {
      this.input = NOTHING;
      this.release(new Error('Command line too long'));
      return false;
    }
    if (end === -1) {
      this.release();
      return false;
    }
    const line = this.input.subarray(0, Math.max(0, end - 1));
    const wellFormed = end > 0 && this.input[end - 1] === CR && !line.includes(CR);
    this.input = this.input.subarray(end + 1);

    if (++this.commandsInTurn > COMMANDS_PER_TURN) {
      this.commandsInTurn = 0;
      setImmediate(() => {
        this.runCommand(line, wellFormed, () => this.run());
      });
      return false;
    }
    let synchronous = true;
    let finished = false;
    this.runCommand(line, wellFormed, () => {
      finished = true;
      if (!synchronous) this.run();
    });
    synchronous = false;
    return finished;
  }

  private runCommand(line: Buffer, wellFormed: boolean, done: () => void): void {
    let called = false;
    const once = (): void => {
      if (called) return;
      called = true;
      done();
    };
    if (wellFormed) this.host.command(line, once);
    else this.host.malformedLine(once);
  }

  private takeData(sink: DataSink): boolean {
    const piece = this.reader.push(this.input);
    this.input = piece.rest;
    const written = piece.content.length > 0 ? sink.write(piece.content, this.reader.bareNewline) : undefined;
    if (!piece.ended) {
      if (written === undefined) return true;
      void written.then(() => this.run());
      return false;
    }
    this._dataMode = false;
    void this.finishData(sink, written);
    return false;
  }

  private async finishData(sink: DataSink, written: void | Promise<void>): Promise<void> {
    await written;
    const goOn = await sink.end(isCommandGroup(this.input));
    this.sink = null;
    if (!goOn) {
      this.isClosed = true;
      this.input = NOTHING;
    }
    this.run();
  }
}
