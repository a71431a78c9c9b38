/**
 * A web service as secure channel.
 *
 * POST to the configured URL, `Content-Type: message/rfc822`, the message as body, and
 *   X-Brevvakt-Timestamp: seconds since the epoch
 *   X-Brevvakt-Envelope: base64url of the JSON {"id","sender","recipients":["address"…],"smtputf8","requireTls"}
 *   X-Brevvakt-Signature: v1=<hex>, HMAC-SHA-256 with the shared secret over
 *     "<timestamp>.<envelope header>.<hex SHA-256 of the body>"
 *   Idempotency-Key: our id of the mail and a digest of its recipients: a repeated POST after a lost answer can be told
 * The receiver recomputes the signature and refuses timestamps more than five minutes off. 2xx: taken for all recipients.
 * 408, 425, 429, 401, 403, 404, 3xx and 5xx: tried again (a wrong secret or path is our mistake, not the mail's). Other 4xx:
 * refused for good.
 */
import { createHash, createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../../core/clock.ts';
import type { RecipientResult } from '../../core/journal.ts';
import type { Log } from '../../core/log.ts';
import { UsageError } from '../../core/outcomes.ts';
import { contentStream, type Hop, type HopCheck, type OutgoingMail } from './hop.ts';
import type { HttpHopSettings } from './settings.ts';
import { allShare, type Fate } from './smtp-results.ts';

const OUR_MISTAKE = new Set([401, 403, 404, 408, 425, 429]);
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * The value of X-Brevvakt-Signature.
 * @param bodyDigest SHA-256 of the body, lower-case hexadecimal
 */
export function signRequest(secret: string, timestamp: string, envelope: string, bodyDigest: string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${envelope}.${bodyDigest}`).digest('hex')}`;
}

const tlsTrouble = (error: Error): boolean =>
  'code' in error && typeof error.code === 'string' && /CERT|TLS|SSL|SELF_SIGNED|EPROTO/.test(error.code);

function fateOfStatus(status: number): Fate {
  const reply = `HTTP ${status}`;
  if (status >= 200 && status < 300) return { state: 'delivered', outcome: 'accepted', reply };
  const forGood = status >= 400 && status < 500 && !OUR_MISTAKE.has(status);
  return forGood
    ? { state: 'failed', outcome: 'hop-refused', reply }
    : { state: 'deferred', outcome: 'hop-refused-later', reply };
}

function fateOfError(error: unknown): Fate {
  const deferred = (outcome: Fate['outcome']): Fate => ({ state: 'deferred', outcome, reply: '' });
  if (!(error instanceof Error)) return deferred('unexpected');
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return deferred('hop-timeout');
  if (tlsTrouble(error)) return deferred('hop-tls-failed');
  return deferred('hop-unreachable');
}

/** Hands mail to a web service. */
export class HttpHop implements Hop {
  readonly name: string;
  private readonly settings: HttpHopSettings;
  private readonly url: URL;
  private readonly log: Log;
  private readonly clock: Clock;

  /** @throws UsageError when the URL is none, or not https and not on loopback */
  constructor(name: string, settings: HttpHopSettings, given: { readonly log: Log; readonly clock: Clock }) {
    this.name = name;
    this.settings = settings;
    this.log = given.log;
    this.clock = given.clock;
    if (!URL.canParse(settings.url)) throw new UsageError(`Channel ${name}: ${JSON.stringify(settings.url)} is no URL`);
    this.url = new URL(settings.url);
    const plain = this.url.protocol === 'http:' && LOOPBACK.has(this.url.hostname);
    if (this.url.protocol !== 'https:' && !plain) {
      throw new UsageError(`Channel ${name}: the URL must begin with https:// (http:// only on loopback)`);
    }
    if (settings.secret === '') throw new UsageError(`Channel ${name}: the secret of the signature is missing`);
  }

  async send(mail: OutgoingMail): Promise<readonly RecipientResult[]> {
    try {
      const status = await this.post(mail, await this.digest(mail));
      return allShare(mail, fateOfStatus(status));
    } catch (error) {
      const fate = fateOfError(error);
      const cause = error instanceof Error ? error.message : 'unknown error';
      this.log.warn({ hop: this.name, id: mail.id, outcome: fate.outcome, cause }, 'Web service cannot be used');
      return allShare(mail, fate);
    }
  }

  /** The signature stands before the body, so the body is read twice: once to be digested, once to be sent. */
  private async digest(mail: OutgoingMail): Promise<string> {
    const hash = createHash('sha256');
    await pipeline(await contentStream(mail), hash);
    return hash.digest('hex');
  }

  private async post(mail: OutgoingMail, bodyDigest: string): Promise<number> {
    const recipients = mail.recipients.map((recipient) => recipient.address);
    const { id, sender, smtputf8, requireTls } = mail;
    const envelope = Buffer.from(JSON.stringify({ id, sender, recipients, smtputf8, requireTls })).toString(
      'base64url',
    );
    const timestamp = String(Math.floor(this.clock.now() / 1000));
    const content = await contentStream(mail);
    const request = (this.url.protocol === 'https:' ? httpsRequest : httpRequest)(this.url, {
      method: 'POST',
      headers: {
        'Content-Type': 'message/rfc822',
        'Content-Length': mail.size,
        'X-Brevvakt-Timestamp': timestamp,
        'X-Brevvakt-Envelope': envelope,
        'X-Brevvakt-Signature': signRequest(this.settings.secret, timestamp, envelope, bodyDigest),
        'Idempotency-Key': `${id}-${createHash('sha256').update(recipients.join('\n')).digest('hex').slice(0, 16)}`,
      },
      signal: AbortSignal.timeout(this.settings.timeoutMs ?? 60_000),
    });
    const answered = new Promise<number>((resolve, reject) => {
      // Not once: an error behind the answer would have no listener left and end the process.
      request.on('error', reject);
      request.once('response', (response) => {
        response.on('error', reject);
        response.once('end', () => resolve(response.statusCode ?? 0));
        response.resume();
      });
    });
    // An answer may come before the body is all sent; then the answer counts.
    const sent = pipeline(content, request);
    const status = await Promise.race([answered, sent.then(() => answered)]);
    sent.catch(() => undefined);
    return status;
  }

  check(): Promise<HopCheck> {
    const { hostname, port, protocol } = this.url;
    const where = Number(port === '' ? (protocol === 'https:' ? 443 : 80) : port);
    return new Promise((resolve) => {
      const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: where, timeout: 10_000 });
      const done = (ok: boolean, detail: string): void => {
        socket.destroy();
        resolve({ ok, detail: `${this.url.origin} ${detail}`, tls: null, extensions: [] });
      };
      socket.once('connect', () => done(true, 'takes connections'));
      socket.once('timeout', () => done(false, 'does not answer'));
      socket.once('error', (error) => done(false, error.message));
    });
  }

  async close(): Promise<void> {
    return Promise.resolve();
  }
}
