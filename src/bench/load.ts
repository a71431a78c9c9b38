/**
 * Load client and next hop in one process of their own: bare sockets, connections reused, nothing parsed that need not be.
 * Started by `startLoad`; told what to do over the process channel.
 */
import { readFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Connections that send the same mail over and over. */
export interface Stream {
  /** file with the mail */
  readonly file: string;
  readonly connections: number;
  /** mails in all; default: until the time is up */
  readonly mails?: number;
  /** wait between reply and next mail */
  readonly pauseMs?: number;
}
/** One measurement. */
export interface LoadOrder {
  readonly port: number;
  readonly streams: readonly Stream[];
  readonly ms: number;
}
/** What came of it, stream by stream. */
export interface LoadResult {
  readonly streams: readonly {
    /** milliseconds from the end of data to its answer */
    readonly answers: readonly number[];
    readonly refused: number;
  }[];
  /** mails that the next hop got */
  readonly delivered: number;
  /** from the first byte to the last delivery */
  readonly seconds: number;
}

const END = Buffer.from('\r\n.\r\n');
const DELIVERY_LIMIT_MS = 60_000;

const sink = { delivered: 0, at: 0, watch: (): void => undefined };

/** The next hop: takes everything. */
function serve(socket: Socket): void {
  let input: Buffer = Buffer.alloc(0);
  let inData = false;
  let searched = 0;
  socket.setNoDelay(true).on('error', () => undefined);
  socket.write('220 sink.example ESMTP\r\n');
  socket.on('data', (chunk) => {
    input = input.length === 0 ? chunk : Buffer.concat([input, chunk]);
    let reply = '';
    for (;;) {
      if (inData) {
        const end = input.indexOf(END, Math.max(0, searched - END.length));
        if (end < 0) {
          // only what may hold the beginning of the mark is kept: a sink that hoards would be measured too
          input = input.subarray(Math.max(0, input.length - END.length));
          searched = 0;
          break;
        }
        input = input.subarray(end + END.length);
        inData = false;
        sink.delivered++;
        sink.at = performance.now();
        sink.watch();
        reply += '250 2.0.0 Ok\r\n';
        continue;
      }
      const end = input.indexOf('\r\n');
      if (end < 0) break;
      const verb = input.toString('latin1', 0, 4).toUpperCase();
      input = input.subarray(end + 2);
      if (verb === 'EHLO') reply += '250-sink.example\r\n250-PIPELINING\r\n250-SIZE 104857600\r\n250 8BITMIME\r\n';
      else if (verb === 'QUIT') {
        socket.end('221 2.0.0 Bye\r\n');
        return;
      } else if (verb === 'DATA') {
        inData = true;
        searched = 0;
        reply += '354 Go on\r\n';
      } else reply += '250 2.0.0 Ok\r\n';
    }
    if (reply !== '') socket.write(reply);
  });
}

/** A client connection: waits for replies by their number. */
class Client {
  private readonly socket: Socket;
  private text = '';
  private wanted = 0;
  private got: string[] = [];
  private resolve: (codes: string[]) => void = () => undefined;
  private reject: (error: Error) => void = () => undefined;

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1').setNoDelay(true);
    this.socket.on('data', (chunk) => this.take(chunk.toString('latin1')));
    this.socket.on('error', (error) => this.reject(error));
    this.socket.on('close', () => this.reject(new Error('connection closed by the gateway')));
  }

  private take(chunk: string): void {
    this.text += chunk;
    for (let end = this.text.indexOf('\r\n'); end >= 0; end = this.text.indexOf('\r\n')) {
      const line = this.text.slice(0, end);
      this.text = this.text.slice(end + 2);
      if (line[3] !== '-') this.got.push(line.slice(0, 3));
    }
    if (this.wanted > 0 && this.got.length >= this.wanted) {
      this.wanted = 0;
      this.resolve(this.got.splice(0));
    }
  }

  /** Sends and waits for so many replies. */
  say(bytes: string | Buffer | null, replies = 1): Promise<string[]> {
    return new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
      this.wanted = replies;
      if (bytes !== null) this.socket.write(bytes);
      this.take('');
    });
  }

  close(): void {
    this.reject = () => undefined;
    this.socket.end('QUIT\r\n');
  }
}

/** Dots stuffed and end mark added once, not for every mail. */
function wireForm(file: string): Buffer {
  const bytes = readFileSync(file);
  const stuffed = Buffer.from(bytes.toString('latin1').replace(/(^|\r\n)\./gu, '$1..'), 'latin1');
  return Buffer.concat([stuffed, END.subarray(stuffed.subarray(-2).toString('latin1') === '\r\n' ? 2 : 0)]);
}

const BEGIN = 'MAIL FROM:<berit.holm@kommun.example> BODY=8BITMIME\r\nRCPT TO:<ola.lund@example.org>\r\nDATA\r\n';

async function runStream(port: number, stream: Stream, until: number): Promise<LoadResult['streams'][number]> {
  const wire = wireForm(stream.file);
  const answers: number[] = [];
  let refused = 0;
  let left = stream.mails ?? Number.POSITIVE_INFINITY;
  const connection = async (): Promise<void> => {
    const client = new Client(port);
    await client.say(null);
    await client.say('EHLO load.example\r\n');
    while (left-- > 0 && performance.now() < until) {
      const [, , go] = await client.say(BEGIN, 3);
      if (go !== '354') {
        refused++;
        continue;
      }
      const start = performance.now();
      const [code] = await client.say(wire);
      answers.push(performance.now() - start);
      if (code !== '250') refused++;
      if (stream.pauseMs !== undefined) await new Promise((done) => setTimeout(done, stream.pauseMs));
    }
    client.close();
  };
  await Promise.all(Array.from({ length: stream.connections }, connection));
  return { answers, refused };
}

async function run(order: LoadOrder): Promise<LoadResult> {
  sink.delivered = 0;
  const start = performance.now();
  const streams = await Promise.all(order.streams.map((stream) => runStream(order.port, stream, start + order.ms)));
  const accepted = streams.reduce((sum, stream) => sum + stream.answers.length - stream.refused, 0);
  await new Promise<void>((done) => {
    const limit = setTimeout(done, DELIVERY_LIMIT_MS);
    sink.watch = () => {
      if (sink.delivered < accepted) return;
      clearTimeout(limit);
      done();
    };
    sink.watch();
  });
  return { streams, delivered: sink.delivered, seconds: (sink.at - start) / 1000 };
}

const server = createServer(serve);
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('message', (order: LoadOrder) => {
  run(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ failed: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
