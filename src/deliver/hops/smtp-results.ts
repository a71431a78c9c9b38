/** What replies and connection trouble mean for each recipient. */
import type { RecipientResult } from '../../core/journal.ts';
import type { OutcomeKey } from '../../core/outcomes.ts';
import type { OutgoingMail } from './hop.ts';
import type { SmtpError, TransactionReplies } from './smtp-connection.ts';

/** A result but for whom it is. */
export type Fate = Pick<RecipientResult, 'state' | 'outcome' | 'reply'>;

const deferred = (outcome: OutcomeKey, reply = ''): Fate => ({ state: 'deferred', outcome, reply });
const failed = (outcome: OutcomeKey, reply = ''): Fate => ({ state: 'failed', outcome, reply });

const TLS_TROUBLE = /^(?:ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|EPROTO$)/;

/** The hop's reply as one line. */
const replyLine = (reply: string): string =>
  reply
    .split(/\r?\n/)
    .map((line, index) =>
      index === 0 ? line.replace(/^(\d{3})-/, '$1 ') : line.replace(/^\d{3}[ -](?:\d\.\d+\.\d+ )?/, ''),
    )
    .join(' ')
    .trim();

/** Trouble while the session was being set up: the mail has not been shown to the hop, so nothing of it can be refused for good. */
export function setupFate(error: SmtpError, duringTls: boolean): Fate {
  const reply = error.response === undefined ? '' : replyLine(error.response);
  if (duringTls || error.code === 'ETLS' || TLS_TROUBLE.test(error.originalCode ?? error.code ?? '')) {
    return deferred('hop-tls-failed', reply);
  }
  if (error.response !== undefined) return deferred('hop-refused-later', reply);
  return deferred('hop-unreachable');
}

/** A refusal by reply code. 503 speaks of a muddle in the session, not of the mail. */
function refusal(error: SmtpError, someAccepted: boolean): Fate {
  const code = error.responseCode ?? 0;
  const reply = replyLine(error.response ?? '');
  // RFC 5321 §4.5.3.1.10: 552 to one of many RCPT is an old server's "too many recipients", unless its own code says another thing
  const tooMany = code === 552 && error.command === 'RCPT TO' && someAccepted && !/^552 5\.(?!5\.3\b)\d/.test(reply);
  return code >= 500 && code !== 503 && !tooMany ? failed('hop-refused', reply) : deferred('hop-refused-later', reply);
}

/** What an error means for the recipients that were not refused by themselves. */
function errorFate(error: SmtpError): Fate {
  if (error.responseCode !== undefined && error.responseCode >= 400) return refusal(error, false);
  // A reply that means neither yes nor no: only a clear 5xx ends a mail.
  if (error.response !== undefined) return deferred('hop-refused-later', replyLine(error.response));
  switch (error.code) {
    case 'EREQUIRETLS':
      // RFC 8689 §4.2.1: not to be sent on, and the sender is told
      return failed('hop-refused', '550 5.7.30 The next hop does not support REQUIRETLS');
    case 'EENVELOPE':
      return failed('bad-address');
    case 'EMESSAGE':
      // the hop's SIZE is smaller than the mail (RFC 1870 §6.1)
      return failed('message-too-large');
    case 'ETIMEDOUT':
      return deferred('hop-timeout');
    case 'ESTREAM':
      return deferred('unexpected');
    default:
      return deferred('hop-connection-lost');
  }
}

/**
 * Turns the replies of one transaction into results.
 * @param dsn the hop offers DSN (RFC 3461)
 */
export function resultsOf(mail: OutgoingMail, replies: TransactionReplies, dsn: boolean): readonly RecipientResult[] {
  const refused = new Map(replies.rejected.map((error) => [error.recipient ?? '', error]));
  const rest: Fate =
    replies.error === null
      ? { state: 'delivered', outcome: 'accepted', reply: replyLine(replies.final ?? '') }
      : errorFate(replies.error);
  return mail.recipients.map(({ address, notify, orcpt }) => {
    const error = refused.get(address);
    const fate = error === undefined ? rest : refusal(error, replies.accepted.length > 0);
    const wanted =
      notify !== undefined || orcpt !== undefined || mail.dsn.ret !== undefined || mail.dsn.envid !== undefined;
    return { address, ...fate, ...(fate.state === 'delivered' && wanted && !dsn ? { relayedWithoutDsn: true } : {}) };
  });
}

/** The same fate for all. */
export const allShare = (mail: OutgoingMail, fate: Fate): readonly RecipientResult[] =>
  mail.recipients.map(({ address }) => ({ address, ...fate }));
