/**
 * Connections of one route: opened when needed, used again while they are fresh, closed when idle. TLS policy of a route:
 * - none: clear text, STARTTLS is not used even when offered;
 * - opportunistic: encrypts when the hop offers it, whatever certificate it shows; when the handshake fails a second connection
 *   is tried in clear text, as Postfix does (`may`): whoever can break the handshake could as well hide the offer;
 * - required: encrypts or does not send, whatever certificate;
 * - verified: encrypts with a certificate that an authority vouches for and that bears the right name, or does not send.
 */
import type { Log } from '../../core/log.ts';
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { SmtpHopSettings } from './settings.ts';
import { HopConnection, type SmtpError } from './smtp-connection.ts';
import { setupFate, type Fate } from './smtp-results.ts';

/** A connection could not be had. */
export class SetupError extends Error {
  readonly fate: Fate;
  constructor(fate: Fate, cause: Error) {
    super(cause.message, { cause });
    this.name = 'SetupError';
    this.fate = fate;
  }
}

interface Waiting {
  readonly resolve: (connection: HopConnection) => void;
  readonly reject: (error: unknown) => void;
}

const DEFAULT_IDLE_MS = 5_000;
const FAREWELL_MS = 2_000;

function connectionOptions(settings: SmtpHopSettings, clearText: boolean): SMTPConnectionOptions {
  const tls = settings.tls ?? 'opportunistic';
  const implicit = settings.implicitTls === true;
  return {
    host: settings.host,
    port: settings.port,
    name: settings.hostname,
    secure: implicit,
    ignoreTLS: tls === 'none' || clearText,
    requireTLS: !implicit && (tls === 'required' || tls === 'verified'),
    opportunisticTLS: tls === 'opportunistic',
    ...(settings.servername === undefined ? {} : { servername: settings.servername }),
    tls: {
      rejectUnauthorized: tls === 'verified',
      minVersion: 'TLSv1.2',
      ...(settings.ca === undefined ? {} : { ca: settings.ca }),
    },
    connectionTimeout: settings.connectTimeoutMs ?? 10_000,
    greetingTimeout: settings.greetingTimeoutMs ?? 30_000,
    socketTimeout: settings.socketTimeoutMs ?? 10 * 60_000,
    allowInternalNetworkInterfaces: true,
    logger: false,
  };
}

/** Opens one connection up to the point where mail can be sent. */
async function open(settings: SmtpHopSettings, clearText: boolean): Promise<HopConnection> {
  const connection = new HopConnection(connectionOptions(settings, clearText));
  await new Promise<void>((resolve, reject) => {
    const fail = (error: SmtpError): void => {
      const duringTls = connection.upgrading === true;
      connection.abandon();
      reject(new SetupError(setupFate(error, duringTls), error));
    };
    connection.once('error', fail);
    connection.connect((error) => {
      if (error !== undefined) {
        fail(error);
        return;
      }
      connection.off('error', fail);
      resolve();
    });
  });
  if (settings.auth !== undefined) await logIn(connection, settings, settings.auth);
  return connection;
}

async function logIn(
  connection: HopConnection,
  settings: SmtpHopSettings,
  auth: { readonly user: string; readonly password: string },
): Promise<void> {
  if (!connection.secure && settings.tls !== 'none') {
    connection.abandon();
    throw new SetupError(
      { state: 'deferred', outcome: 'hop-tls-failed', reply: '' },
      new Error('Credentials are not sent in clear text'),
    );
  }
  await new Promise<void>((resolve, reject) => {
    connection.login({ user: auth.user, pass: auth.password }, (error) => {
      if (error === null) {
        resolve();
        return;
      }
      connection.abandon();
      // A wrong password is our mistake, not the mail's: it waits.
      reject(new SetupError({ ...setupFate(error, false), outcome: 'hop-refused-later' }, error));
    });
  });
}

/** The connections of one hop. */
export class SmtpPool {
  private readonly settings: SmtpHopSettings;
  private readonly log: Log;
  private readonly name: string;
  private readonly idle: HopConnection[] = [];
  private readonly inUse = new Set<HopConnection>();
  private readonly timers = new Map<HopConnection, NodeJS.Timeout>();
  private readonly queue: Waiting[] = [];
  private count = 0;
  private closed = false;

  constructor(name: string, settings: SmtpHopSettings, log: Log) {
    this.name = name;
    this.settings = settings;
    this.log = log;
  }

  /** A connection of one's own until it is released. Throws SetupError. @param fresh not one that was used before */
  async acquire(fresh = false): Promise<HopConnection> {
    const connection = await this.take(fresh);
    this.inUse.add(connection);
    if (this.closed) connection.breakOff();
    return connection;
  }

  private async take(fresh: boolean): Promise<HopConnection> {
    if (this.closed) throw closedError();
    for (let one = this.idle.pop(); one !== undefined; one = this.idle.pop()) {
      this.forgetTimer(one);
      if (!fresh && one.usable) return one;
      this.discard(one);
    }
    if (this.count >= this.settings.connections) {
      return new Promise((resolve, reject) => {
        this.queue.push({ resolve, reject });
      });
    }
    this.count++;
    try {
      const connection = await this.connect();
      connection.once('end', () => this.retire(connection));
      return connection;
    } catch (error) {
      this.count--;
      this.serveNext();
      throw error;
    }
  }

  /** Gives a connection back. @param reusable the session is in a known state */
  release(connection: HopConnection, reusable: boolean): void {
    this.inUse.delete(connection);
    const spent = connection.transactions >= (this.settings.messagesPerConnection ?? 100);
    if (this.closed || !reusable || spent || !connection.usable) {
      this.discard(connection);
      return;
    }
    const waiting = this.queue.shift();
    if (waiting !== undefined) {
      waiting.resolve(connection);
      return;
    }
    this.idle.push(connection);
    const timer = setTimeout(() => this.retire(connection), this.settings.idleTimeoutMs ?? DEFAULT_IDLE_MS);
    timer.unref();
    this.timers.set(connection, timer);
  }

  /** Closes what is idle and breaks off what is in use: whoever wants transactions to end waits for them before. */
  close(): void {
    this.closed = true;
    for (const connection of this.inUse) connection.breakOff();
    for (const connection of [...this.idle]) this.retire(connection);
    for (const waiting of this.queue.splice(0)) waiting.reject(closedError());
  }

  private async connect(): Promise<HopConnection> {
    try {
      return await open(this.settings, false);
    } catch (error) {
      const opportunistic =
        (this.settings.tls ?? 'opportunistic') === 'opportunistic' && this.settings.implicitTls !== true;
      if (!(error instanceof SetupError) || error.fate.outcome !== 'hop-tls-failed' || !opportunistic) throw error;
      if (this.settings.auth !== undefined) throw error;
      this.log.warn(
        { hop: this.name, cause: error.message },
        'TLS handshake failed, going on in clear text (opportunistic)',
      );
      return open(this.settings, true);
    }
  }

  /** Takes an idle connection out of the pool. */
  private retire(connection: HopConnection): void {
    const at = this.idle.indexOf(connection);
    if (at === -1) return;
    this.idle.splice(at, 1);
    this.discard(connection);
  }

  private discard(connection: HopConnection): void {
    this.forgetTimer(connection);
    this.count--;
    if (connection.usable) farewell(connection);
    else connection.close();
    this.serveNext();
  }

  private forgetTimer(connection: HopConnection): void {
    clearTimeout(this.timers.get(connection));
    this.timers.delete(connection);
  }

  /** A place became free: whoever waits longest opens a connection of its own. */
  private serveNext(): void {
    const waiting = this.queue.shift();
    if (waiting !== undefined) this.take(false).then(waiting.resolve, waiting.reject);
  }
}

/** Says QUIT without waiting long for the answer. */
function farewell(connection: HopConnection): void {
  connection.quit();
  const timer = setTimeout(() => connection.abandon(), FAREWELL_MS);
  timer.unref();
  connection.once('end', () => clearTimeout(timer));
}

const closedError = (): SetupError =>
  new SetupError({ state: 'deferred', outcome: 'hop-unreachable', reply: '' }, new Error('Hop is closed'));
