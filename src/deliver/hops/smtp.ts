import type { Log } from '../../core/log.ts';
import type { RecipientResult } from '../../core/journal.ts';
import type { Hop, HopCheck, OutgoingMail } from './hop.ts';
import type { SmtpHopSettings } from './settings.ts';
import type { HopConnection, TransactionReplies } from './smtp-connection.ts';
import { SetupError, SmtpPool } from './smtp-pool.ts';
import { allShare, resultsOf } from './smtp-results.ts';
import { needsSmtputf8 } from './smtputf8.ts';

/** The hop hung up or said 421 before it answered anything of this mail: on a used connection that only means it was stale. */
const wasStale = (replies: TransactionReplies, lastReply: string | false, connection: HopConnection): boolean => {
  if (replies.error === null) return false;
  if (replies.error.responseCode === 421 && replies.error.command === 'MAIL FROM') return true;
  return replies.error.response === undefined && connection.lastServerResponse === lastReply && connection.destroyed;
};

/** The hop takes only so many recipients in one transaction (RFC 5321 §4.5.3.1.10). */
const isOneTooMany = (result: RecipientResult): boolean =>
  result.state === 'deferred' && /^(?:452 4\.5\.3|552 5\.5\.3|[45]52 (?!\d\.\d))/.test(result.reply);

/**
 * A mail server. Bytes leave exactly as given, dots stuffed. A hop without 8BITMIME gets 8-bit mail as it is: converting would
 * break signatures and every server in use passes it (RFC 6152 §3 would have it converted or returned). A hop without SMTPUTF8
 * cannot be given mail that needs it. A hang-up after the end mark leaves open whether the mail was taken: it is sent again
 * (RFC 5321 §4.5.4.1; a duplicate is better than a loss).
 */
export class SmtpHop implements Hop {
  readonly name: string;
  private readonly settings: SmtpHopSettings;
  private readonly pool: SmtpPool;
  private readonly log: Log;

  constructor(name: string, settings: SmtpHopSettings, log: Log) {
    this.name = name;
    this.settings = settings;
    this.log = log;
    this.pool = new SmtpPool(name, settings, log);
  }

  async send(mail: OutgoingMail): Promise<readonly RecipientResult[]> {
    const results = await this.sendOnce(mail);
    const delivered = results.some((result) => result.state === 'delivered');
    const left = new Set(results.filter(isOneTooMany).map((result) => result.address));
    if (!delivered || left.size === 0) return results;
    const rest = await this.send({ ...mail, recipients: mail.recipients.filter((one) => left.has(one.address)) });
    const later = new Map(rest.map((result) => [result.address, result]));
    return results.map((result) => later.get(result.address) ?? result);
  }

  private async sendOnce(mail: OutgoingMail): Promise<readonly RecipientResult[]> {
    try {
      return await this.attempt(mail);
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      const { fate } = error;
      this.log.warn(
        { hop: this.name, id: mail.id, outcome: fate.outcome, cause: error.message },
        'Next hop cannot be used',
      );
      return allShare(mail, fate);
    }
  }

  private async attempt(mail: OutgoingMail): Promise<readonly RecipientResult[]> {
    const outcome = await this.transact(mail, false);
    if (outcome !== 'stale') return outcome;
    const again = await this.transact(mail, true);
    return again === 'stale' ? allShare(mail, { state: 'deferred', outcome: 'hop-connection-lost', reply: '' }) : again;
  }

  /** One transaction. @param fresh only over a new connection */
  private async transact(mail: OutgoingMail, fresh: boolean): Promise<readonly RecipientResult[] | 'stale'> {
    const connection = await this.pool.acquire(fresh);
    let reusable = false;
    try {
      if (mail.smtputf8 && !connection.offers('SMTPUTF8') && (await needsSmtputf8(mail))) {
        reusable = true;
        return allShare(mail, { state: 'failed', outcome: 'hop-lacks-smtputf8', reply: '' });
      }
      const used = connection.transactions > 0;
      const lastReply = connection.lastServerResponse;
      const replies = await connection.transact(mail, await mail.content());
      if (used && wasStale(replies, lastReply, connection)) return 'stale';
      reusable = replies.error === null || (connection.usable && (await connection.clear()));
      return resultsOf(mail, replies, connection.offers('DSN'));
    } finally {
      this.pool.release(connection, reusable);
    }
  }

  async check(): Promise<HopCheck> {
    const where = `${this.settings.host}:${this.settings.port}`;
    try {
      const connection = await this.pool.acquire();
      const tls = connection.tlsVersion;
      const extensions = [...connection._supportedExtensions];
      this.pool.release(connection, true);
      return {
        ok: true,
        detail: `${where} answers${tls === null ? ' in clear text' : ` over ${tls}`}`,
        tls,
        extensions,
      };
    } catch (error) {
      const cause = error instanceof Error ? error.message : 'unknown error';
      return { ok: false, detail: `${where}: ${cause}`, tls: null, extensions: [] };
    }
  }

  async close(): Promise<void> {
    this.pool.close();
    return Promise.resolve();
  }
}
