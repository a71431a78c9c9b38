/** A raw SMTP client for tests: sends exactly the bytes it is given and reads replies one by one. */
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';

/** One connection. */
export class SmtpClient {
  private socket: Socket;
  private input = '';
  private closed = false;
  private readonly waiting = new Set<() => void>();

  private constructor(socket: Socket) {
    this.socket = socket;
    this.listen(socket);
  }

  /** Connects without reading the greeting. */
  static async connect(port: number, host = '127.0.0.1'): Promise<SmtpClient> {
    const socket = connect({ port, host });
    const client = new SmtpClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    socket.setNoDelay(true);
    return client;
  }

  /** Connects, reads the greeting and says EHLO. */
  static async greeted(port: number, host = '127.0.0.1'): Promise<SmtpClient> {
    const client = await SmtpClient.connect(port, host);
    await client.reply();
    await client.command('EHLO client.test.example');
    return client;
  }

  private listen(socket: Socket): void {
    socket.on('data', (chunk: Buffer) => {
      this.input += chunk.toString('utf8');
      this.changed();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.closed = true;
      this.changed();
    });
  }

  private changed(): void {
    for (const check of [...this.waiting]) check();
  }

  private until(condition: () => boolean): Promise<void> {
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

  /** Sends bytes as they are; resolves when the system took them. */
  send(bytes: string | Buffer): Promise<void> {
    return new Promise((resolve) => {
      if (this.socket.destroyed) resolve();
      else this.socket.write(bytes, () => resolve());
    });
  }

  /** The next complete reply, lines joined by '\n'; 'CLOSED' when the server hung up instead. */
  async reply(): Promise<string> {
    const complete = /^(?:\d{3}-[^\r\n]*\r\n)*\d{3}(?: [^\r\n]*)?\r\n/;
    await this.until(() => this.closed || complete.test(this.input));
    const match = complete.exec(this.input);
    if (match === null) return 'CLOSED';
    this.input = this.input.slice(match[0].length);
    return match[0].trimEnd().replaceAll('\r\n', '\n');
  }

  /** Sends a line and reads its reply. */
  async command(line: string): Promise<string> {
    await this.send(`${line}\r\n`);
    return this.reply();
  }

  /** MAIL, RCPT and DATA one by one; leaves the session ready for mail data. */
  async envelope(from = 'a@kommun.example', to: readonly string[] = ['b@example.org']): Promise<string> {
    await this.command(`MAIL FROM:<${from}>`);
    for (const address of to) await this.command(`RCPT TO:<${address}>`);
    return this.command('DATA');
  }

  /** Sends one whole message; data must be dot-stuffed already. */
  async message(data: string | Buffer, from?: string, to?: readonly string[]): Promise<string> {
    await this.envelope(from, to);
    await this.send(data);
    await this.send('\r\n.\r\n');
    return this.reply();
  }

  /** Says STARTTLS and does the handshake. */
  async startTls(options: ConnectionOptions): Promise<void> {
    await this.command('STARTTLS');
    const raw = this.socket;
    raw.removeAllListeners('data');
    raw.removeAllListeners('close');
    const secure = connectTls({ socket: raw, ...options });
    this.socket = secure;
    this.listen(secure);
    await new Promise<void>((resolve, reject) => {
      secure.once('secureConnect', resolve);
      secure.once('error', reject);
    });
  }

  /** Resolves when the server has closed the connection. */
  ended(): Promise<void> {
    return this.until(() => this.closed);
  }

  /** Sends no more, and still reads. */
  halfClose(): void {
    this.socket.end();
  }

  /** Goes away with a TCP reset. */
  reset(): void {
    this.socket.resetAndDestroy();
  }

  close(): void {
    this.socket.destroy();
  }
}
