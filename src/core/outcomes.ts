/**
 * What can become of a transaction or a delivery, in one table: SMTP reply code (RFC 5321 §4.2.3), enhanced code
 * (RFC 3463), whether the same thing is worth trying again, log level. Whatever is not here is `unexpected`.
 */
export interface Outcome {
  readonly code: number;
  readonly enhanced: string;
  readonly retry: boolean;
  readonly level: 'info' | 'warn' | 'error';
  /** one general ASCII sentence for the other side */
  readonly text: string;
}

export const OUTCOMES = {
  accepted: { code: 250, enhanced: '2.0.0', retry: false, level: 'info', text: 'Message accepted' },
  'rejected-by-policy': {
    code: 550,
    enhanced: '5.7.1',
    retry: false,
    level: 'info',
    text: 'Message rejected by policy',
  },
  'client-not-allowed': {
    code: 550,
    enhanced: '5.7.1',
    retry: false,
    level: 'warn',
    text: 'Client not allowed to relay',
  },
  'message-too-large': {
    code: 552,
    enhanced: '5.3.4',
    retry: false,
    level: 'info',
    text: 'Message exceeds the size limit',
  },
  'too-many-recipients': { code: 452, enhanced: '4.5.3', retry: true, level: 'info', text: 'Too many recipients' },
  'bad-address': { code: 553, enhanced: '5.1.3', retry: false, level: 'info', text: 'Address syntax not understood' },
  'smtputf8-required': { code: 553, enhanced: '5.6.7', retry: false, level: 'info', text: 'Address needs SMTPUTF8' },
  'bare-newline': { code: 554, enhanced: '5.5.2', retry: false, level: 'warn', text: 'Bare CR or LF not accepted' },
  'mail-loop': { code: 554, enhanced: '5.4.6', retry: false, level: 'error', text: 'Mail loop detected' },
  'tls-required': {
    code: 530,
    enhanced: '5.7.0',
    retry: false,
    level: 'info',
    text: 'Must issue a STARTTLS command first',
  },
  'cannot-store': {
    code: 451,
    enhanced: '4.3.0',
    retry: true,
    level: 'error',
    text: 'Cannot store the message now, try again later',
  },
  'cannot-inspect': {
    code: 451,
    enhanced: '4.3.0',
    retry: true,
    level: 'error',
    text: 'Cannot inspect the message now, try again later',
  },
  'disk-full': { code: 452, enhanced: '4.3.1', retry: true, level: 'error', text: 'Insufficient system storage' },
  'shutting-down': {
    code: 421,
    enhanced: '4.3.2',
    retry: true,
    level: 'info',
    text: 'Service closing, try again later',
  },
  busy: { code: 421, enhanced: '4.3.2', retry: true, level: 'warn', text: 'Too busy, try again later' },
  'hop-unreachable': { code: 451, enhanced: '4.4.1', retry: true, level: 'warn', text: 'Next hop cannot be reached' },
  'hop-connection-lost': {
    code: 451,
    enhanced: '4.4.2',
    retry: true,
    level: 'warn',
    text: 'Connection to the next hop was lost',
  },
  'hop-timeout': { code: 451, enhanced: '4.4.2', retry: true, level: 'warn', text: 'Next hop did not answer in time' },
  'hop-tls-failed': {
    code: 454,
    enhanced: '4.7.5',
    retry: true,
    level: 'error',
    text: 'Next hop does not meet the TLS demand',
  },
  'hop-lacks-smtputf8': {
    code: 553,
    enhanced: '5.6.7',
    retry: false,
    level: 'warn',
    text: 'Next hop does not support SMTPUTF8',
  },
  'hop-refused-later': {
    code: 451,
    enhanced: '4.0.0',
    retry: true,
    level: 'info',
    text: 'Next hop asked to try again later',
  },
  'hop-refused': { code: 550, enhanced: '5.0.0', retry: false, level: 'warn', text: 'Next hop refused the message' },
  expired: { code: 554, enhanced: '5.4.7', retry: false, level: 'warn', text: 'Delivery time expired' },
  unexpected: { code: 451, enhanced: '4.3.0', retry: true, level: 'error', text: 'Local error, try again later' },
} as const satisfies Record<string, Outcome>;
export type OutcomeKey = keyof typeof OUTCOMES;

/** Expected trouble outside, with its row of the table. */
export class GatewayError extends Error {
  readonly outcome: OutcomeKey;
  /**
   * @param outcome row of OUTCOMES
   * @param message for the log: which thing, which limit; no content of mail
   */
  constructor(outcome: OutcomeKey, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'GatewayError';
    this.outcome = outcome;
  }
}

/** The outcome of anything caught at an edge; unknown errors are `unexpected`, a full disk is recognised by its code. */
export function outcomeOf(error: unknown): OutcomeKey {
  if (error instanceof GatewayError) return error.outcome;
  if (typeof error === 'object' && error !== null && 'code' in error) {
    if (error.code === 'ENOSPC' || error.code === 'EDQUOT' || error.code === 'SQLITE_FULL') return 'disk-full';
  }
  return 'unexpected';
}

/** A mistake in configuration, rule file or arguments: one clear message, exit code 2, no stack trace. */
export class UsageError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UsageError';
  }
}
