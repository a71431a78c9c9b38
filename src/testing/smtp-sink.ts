/**
 * A scriptable SMTP server for tests: stores what it is given byte for byte and answers as it is told. Written on bare
 * sockets, so that it can misbehave in ways a real server library would not.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { TLSSocket, type SecureContextOptions } from 'node:tls';

/** One message as the sink got it. */
export interface SunkMessage {
  /** text after 'MAIL FROM:' with its parameters */
  readonly mail: string;
  /** texts after 'RCPT TO:' of the accepted recipients, with their parameters */
  readonly rcpt: readonly string[];
  /** mail data, stuffed dots taken out, end mark excluded */
  readonly data: Buffer;
  readonly tls: boolean;
  /** number of the connection, from 1 */
  readonly connection: number;
}

/** What the sink does at a point of the dialogue: a reply line; 'HANGUP' and 'STALL' (never answers again) are nasty. */
export type SinkAnswer = string | { readonly delayMs: number; readonly reply: string };

/** The script. Every function may return undefined for the usual answer. */
export interface SinkScript {
  /** EHLO keywords; default PIPELINING, 8BITMIME, SMTPUTF8, DSN, ENHANCEDSTATUSCODES, SIZE */
  readonly extensions?: readonly string[];
  /** STARTTLS is offered when given */
  readonly tls?: SecureContextOptions;
  /** STARTTLS is offered but fails this way */
  readonly starttls?: () => SinkAnswer | undefined;
  readonly greeting?: () => SinkAnswer | undefined;
  readonly mail?: (argument: string) => SinkAnswer | undefined;
  readonly rcpt?: (argument: string) => SinkAnswer | undefined;
  readonly data?: () => SinkAnswer | undefined;
  /** hang up after so many bytes of mail data */
  readonly hangUpInData?: (connection: number) => number | undefined;
  /** the answer to the end mark; the message counts as stored only when it is a 2xx */
  readonly endOfData?: (message: SunkMessage) => SinkAnswer | undefined;
}

/** A running sink. */
export interface SmtpSink {
  readonly host: string;
  readonly port: number;
  readonly messages: readonly SunkMessage[];
  /** command lines of all connections, in order */
  readonly commands: readonly string[];
  /** connections taken so far */
  readonly connections: number;
  /** connections open now */
  readonly open: () => number;
  /** Changes the script for what comes next. */
  readonly script: (script: SinkScript) => void;
  /** Resolves when so many messages are stored. */
  readonly received: (count: number) => Promise<readonly SunkMessage[]>;
  /** Resolves when the condition holds; looked at after every event of the sink. */
  readonly until: (condition: () => boolean) => Promise<void>;
  readonly close: () => Promise<void>;
}

const END = Buffer.from('\r\n.\r\n');
const DEFAULT_EXTENSIONS = ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'DSN', 'ENHANCEDSTATUSCODES', 'SIZE 104857600'];

/** Takes stuffed dots out. */
function unstuff(data: Buffer): Buffer {
  const pieces: Buffer[] = [];
  let start = data[0] === 0x2e ? 1 : 0;
  for (let at = data.indexOf('\r\n.', start); at !== -1; at = data.indexOf('\r\n.', start)) {
    pieces.push(data.subarray(start, at + 2));
    start = at + 3;
  }
  pieces.push(data.subarray(start));
  return Buffer.concat(pieces);
}

class Sink {
  readonly messages: SunkMessage[] = [];
  readonly commands: string[] = [];
  readonly sockets = new Set<Socket>();
  connections = 0;
  script: SinkScript;
  private readonly waiting = new Set<() => void>();

  constructor(script: SinkScript) {
    this.script = script;
  }

  changed(): void {
    for (const check of [...this.waiting]) check();
  }

  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!condition()) return;
        this.waiting.delete(check);
        resolve();
      };
      this.waiting.add(check);
      check();
    });
  }
}

/** One connection to the sink. */
class SinkSession {
  private readonly sink: Sink;
  private readonly number: number;
  private socket: Socket;
  private input: Buffer = Buffer.alloc(0);
  private inData = false;
  private searched = 0;
  private mail = '';
  private rcpt: string[] = [];
  private tls = false;
  private stopped = false;
  private busy = false;

  constructor(sink: Sink, socket: Socket) {
    this.sink = sink;
    this.socket = socket;
    this.number = ++sink.connections;
    this.listen(socket);
    void this.answer(sink.script.greeting?.(), '220 sink.test.example ESMTP');
  }

  private listen(socket: Socket): void {
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      this.input = this.input.length === 0 ? chunk : Buffer.concat([this.input, chunk]);
      void this.run();
    });
  }

  private async run(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    while (!this.stopped && (this.inData ? await this.takeData() : await this.takeLine()));
    this.busy = false;
  }

  private async takeLine(): Promise<boolean> {
    const end = this.input.indexOf('\r\n');
    if (end === -1) return false;
    const line = this.input.toString('utf8', 0, end);
    this.input = this.input.subarray(end + 2);
    this.sink.commands.push(line);
    await this.command(line);
    this.sink.changed();
    return true;
  }

  private async command(line: string): Promise<void> {
    const { script } = this.sink;
    const verb = line.slice(0, 4).toUpperCase();
    const argument = line.slice(line.indexOf(':') + 1).trim();
    switch (verb) {
      case 'EHLO': {
        this.ehlo();
        return;
      }
      case 'STAR':
        return this.startTls();
      case 'MAIL':
        this.mail = argument;
        this.rcpt = [];
        return this.answer(script.mail?.(argument), '250 2.1.0 Ok');
      case 'RCPT': {
        const answer = script.rcpt?.(argument);
        if (answer === undefined || (typeof answer === 'string' && answer.startsWith('2'))) this.rcpt.push(argument);
        return this.answer(answer, '250 2.1.5 Ok');
      }
      case 'DATA': {
        if (this.rcpt.length === 0) return this.answer('554 5.5.1 No valid recipients', '');
        const answer = script.data?.();
        if (answer === undefined || (typeof answer === 'string' && answer.startsWith('3'))) {
          this.inData = true;
          this.searched = 0;
        }
        return this.answer(answer, '354 Go on');
      }
      case 'RSET':
      case 'NOOP':
        return this.answer('250 2.0.0 Ok', '');
      case 'QUIT':
        this.write('221 2.0.0 Bye');
        this.stop(false);
        return;
      default:
        return this.answer('500 5.5.2 What', '');
    }
  }

  private ehlo(): void {
    const { script } = this.sink;
    const offered = [...(script.extensions ?? DEFAULT_EXTENSIONS)];
    if (!this.tls && (script.tls !== undefined || script.starttls !== undefined)) offered.push('STARTTLS');
    const lines = ['sink.test.example', ...offered];
    this.socket.write(lines.map((l, i) => `250${i === lines.length - 1 ? ' ' : '-'}${l}\r\n`).join(''));
  }

  private async startTls(): Promise<void> {
    const { script } = this.sink;
    const bad = script.starttls?.();
    if (bad !== undefined || script.tls === undefined) return this.answer(bad, '454 4.7.0 No TLS');
    this.write('220 2.0.0 Go');
    const raw = this.socket;
    raw.removeAllListeners('data');
    const secure = new TLSSocket(raw, { isServer: true, ...script.tls });
    this.socket = secure;
    this.tls = true;
    this.input = Buffer.alloc(0);
    this.listen(secure);
  }

  private async takeData(): Promise<boolean> {
    const limit = this.sink.script.hangUpInData?.(this.number);
    if (limit !== undefined && this.input.length >= limit) {
      this.stop(true);
      return false;
    }
    const empty = this.input.subarray(0, 3).equals(END.subarray(2));
    const end = empty ? -2 : this.input.indexOf(END, Math.max(0, this.searched - 4));
    if (!empty && end === -1) {
      this.searched = this.input.length;
      return false;
    }
    const message: SunkMessage = {
      mail: this.mail,
      rcpt: this.rcpt,
      data: empty ? Buffer.alloc(0) : unstuff(Buffer.from(this.input.subarray(0, end + 2))),
      tls: this.tls,
      connection: this.number,
    };
    this.input = this.input.subarray(end + 5);
    this.inData = false;
    const answer = this.sink.script.endOfData?.(message);
    const line = typeof answer === 'object' ? answer.reply : answer;
    if (line === undefined || line.startsWith('2')) this.sink.messages.push(message);
    await this.answer(answer, `250 2.0.0 Ok: stored as ${this.sink.messages.length}`);
    this.sink.changed();
    return true;
  }

  private write(line: string): void {
    if (!this.socket.destroyed) this.socket.write(`${line}\r\n`);
  }

  private async answer(answer: SinkAnswer | undefined, usual: string): Promise<void> {
    if (answer === 'HANGUP') {
      this.stop(true);
      return;
    }
    if (answer === 'STALL') {
      this.stopped = true;
      return;
    }
    if (typeof answer === 'object') {
      await new Promise((resolve) => setTimeout(resolve, answer.delayMs));
      this.write(answer.reply);
      return;
    }
    this.write(answer ?? usual);
  }

  private stop(hard: boolean): void {
    this.stopped = true;
    if (hard) this.socket.destroy();
    else this.socket.end();
    this.sink.changed();
  }
}

/** Starts a sink on a free port of 127.0.0.1. */
export async function startSmtpSink(script: SinkScript = {}): Promise<SmtpSink> {
  const sink = new Sink(script);
  const server: Server = createServer((socket) => {
    sink.sockets.add(socket);
    socket.on('close', () => {
      sink.sockets.delete(socket);
      sink.changed();
    });
    new SinkSession(sink, socket);
    sink.changed();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return {
    host: '127.0.0.1',
    port: address.port,
    messages: sink.messages,
    commands: sink.commands,
    get connections() {
      return sink.connections;
    },
    open: () => sink.sockets.size,
    script: (next) => {
      sink.script = next;
    },
    received: async (count) => {
      await sink.until(() => sink.messages.length >= count);
      return sink.messages;
    },
    until: (condition) => sink.until(condition),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sink.sockets) socket.destroy();
      }),
  };
}
