/** Reports, envelopes and rulings for tests of what comes after the inspection. */
import { messageId, partPath, ruleId } from '../core/brand.ts';
import type { Envelope } from '../core/envelope.ts';
import type { Finding, Uninspected } from '../core/finding.ts';
import type { InspectionReport } from '../core/inspection.ts';
import type { Action, Ruling } from '../core/ruling.ts';

/** A finding of high confidence: one personnummer in the body. */
export function aFinding(changes: Partial<Finding> = {}): Finding {
  return {
    detector: 'se-personnummer',
    category: 'national-id',
    score: 90,
    confidence: 'high',
    where: 'body',
    part: partPath('1'),
    path: [],
    zone: 'body',
    locator: '',
    quoted: false,
    count: 1,
    masked: '19121212-****',
    maskedStrictly: '19******-****',
    reasons: [{ reason: 'checksum', points: 90 }],
    ...changes,
  };
}

/** A report of a clean mail of 1,000 bytes with an unsigned body and nothing to remove. */
export function aReport(
  changes: {
    readonly findings?: readonly Finding[];
    readonly uninspected?: readonly Uninspected[];
    readonly outline?: Partial<InspectionReport['outline']>;
    readonly facts?: Partial<InspectionReport['facts']>;
  } = {},
): InspectionReport {
  return {
    findings: changes.findings ?? [],
    uninspected: changes.uninspected ?? [],
    oddities: [],
    outline: {
      size: 1000,
      bodyStart: 100,
      subject: { start: 40, end: 60, valueStart: 48 },
      otherSubjects: [],
      removable: [],
      signed: null,
      ...changes.outline,
    },
    facts: {
      from: ['anna@kommun.example'],
      to: ['b@example.org'],
      cc: [],
      bcc: [],
      messageId: '<1@kommun.example>',
      date: 'Mon, 23 Nov 2026 10:00:00 +0100',
      hopCount: 1,
      autoSubmitted: false,
      bulk: false,
      loopMarks: [],
      language: 'sv',
      secureWord: null,
      labels: [],
      attachmentCount: 0,
      quotedOnly: false,
      ...changes.facts,
    },
  };
}

/** An envelope from an internal sender. */
export function anEnvelope(changes: Partial<Envelope> = {}): Envelope {
  return {
    id: messageId('7KQ2M9XD4TAB'),
    sender: 'anna@kommun.example',
    recipients: [{ address: 'b@example.org' }],
    receivedAt: '2026-11-23T09:14:00.000Z',
    body: '8BITMIME',
    smtputf8: false,
    requireTls: false,
    dsn: {},
    client: { address: '127.0.0.1', helo: 'mail.kommun.example' },
    listener: '127.0.0.1:2525',
    ...changes,
  };
}

/** A ruling that an enforced rule made for the first finding and the first unread part. */
export function aRuling(action: Action, address = 'b@example.org', changes: Partial<Ruling> = {}): Ruling {
  const rule = ruleId(action === 'allow' ? 'default' : `rule-${action}`);
  return {
    recipient: { address },
    internal: address.endsWith('@kommun.example'),
    action,
    rule,
    explain: action !== 'allow',
    matches: action === 'allow' ? [] : [{ rule, action, mode: 'enforce', findings: [0], uninspected: [0] }],
    ...changes,
  };
}
