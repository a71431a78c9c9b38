/** Letters to RFC 5322 messages: multipart/alternative, or multipart/report (RFC 6522) with a delivery status (RFC 3464). */
import { encodeWords } from 'nodemailer/lib/mime-funcs';
import MimeNode from 'nodemailer/lib/mime-node';
import type { Envelope, Recipient } from '../core/envelope.ts';
import type { MessageFacts } from '../core/inspection.ts';
import { renderHtml, renderText, type Letter } from './letter.ts';

/** The frame of a message of ours. */
export interface Frame {
  /** our id of the notice */
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly organisation: string;
  readonly hostname: string;
  /** ISO 8601 */
  readonly now: string;
  /** Message-ID of the mail it is about */
  readonly inReplyTo: string | null;
}

/** One recipient's group of a delivery status, RFC 3464 §2.3. */
export interface StatusGroup {
  readonly recipient: Recipient;
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
  /** enhanced status code */
  readonly status: string;
  /** 'smtp; 550 5.1.1 …', '' when there is none */
  readonly diagnostic: string;
  readonly remoteMta?: string;
}

/** What a report says besides the letter. */
export interface Report {
  readonly envelope: Envelope;
  readonly facts: MessageFacts | null;
  readonly removedSubject: string;
  readonly recipients: readonly StatusGroup[];
}

function root(contentType: string, letter: Letter, frame: Frame, autoSubmitted: string): MimeNode {
  const node = new MimeNode(contentType, { hostname: frame.hostname, baseBoundary: frame.id });
  node.setHeader({
    From: { name: `Brevvakt, ${frame.organisation}`, address: frame.from },
    To: frame.to,
    Subject: letter.subject,
    Date: new Date(frame.now).toUTCString().replace('GMT', '+0000'),
    'Message-ID': `<${frame.id}@${frame.hostname}>`,
    'Auto-Submitted': autoSubmitted, // RFC 3834 §5
    'X-Auto-Response-Suppress': 'All',
    'Content-Language': letter.language,
  });
  if (frame.inReplyTo !== null && /^<[^<>\s]+>$/u.test(frame.inReplyTo)) {
    node.setHeader({ 'In-Reply-To': frame.inReplyTo, References: frame.inReplyTo });
  }
  return node;
}

function addAlternatives(parent: MimeNode, letter: Letter): void {
  parent.createChild('text/plain; charset=utf-8').setContent(renderText(letter));
  parent.createChild('text/html; charset=utf-8').setContent(renderHtml(letter));
}

/** An ordinary message with text and HTML. */
export async function composeExplanation(letter: Letter, frame: Frame): Promise<Buffer> {
  const message = root('multipart/alternative', letter, frame, 'auto-generated');
  addAlternatives(message, letter);
  return message.build();
}

/** Header text from outside must stay one line of printable ASCII. */
const plain = (text: string): string => text.replace(/[^\x20-\x7e]+/gu, ' ').slice(0, 400);

/** 'rfc822; a@b' or, for an address beyond ASCII, 'utf-8; …' (RFC 6533 §3). */
function typedAddress(address: string): string {
  return /^[\x00-\x7f]*$/u.test(address) ? `rfc822; ${plain(address)}` : `utf-8; ${address.replace(/[\r\n]/gu, '')}`;
}

function statusText(report: Report, frame: Frame): string {
  const { envelope } = report;
  const perMessage = [
    `Reporting-MTA: dns; ${frame.hostname}`,
    ...(envelope.dsn.envid === undefined ? [] : [`Original-Envelope-Id: ${plain(envelope.dsn.envid)}`]),
    `Arrival-Date: ${new Date(envelope.receivedAt).toUTCString().replace('GMT', '+0000')}`,
    `X-Brevvakt-Reference: ${envelope.id}`,
  ];
  const groups = report.recipients.map((group) => [
    ...(group.recipient.orcpt === undefined
      ? []
      : [`Original-Recipient: ${plain(group.recipient.orcpt.replace(/;\s*/u, '; '))}`]),
    `Final-Recipient: ${typedAddress(group.recipient.address)}`,
    `Action: ${group.action}`,
    `Status: ${group.status}`,
    ...(group.remoteMta === undefined ? [] : [`Remote-MTA: dns; ${plain(group.remoteMta)}`]),
    ...(group.diagnostic === '' ? [] : [`Diagnostic-Code: ${plain(group.diagnostic)}`]),
  ]);
  return [perMessage, ...groups].map((lines) => lines.join('\r\n') + '\r\n').join('\r\n');
}

/** The returned header fields: who and when, never the subject, Bcc or body. */
function returnedHeaders(report: Report): string {
  const facts = report.facts;
  const subject = encodeWords(report.removedSubject, 'Q', 52, true);
  if (facts === null) return `Subject: ${subject}\r\n`;
  const fields: [string, string | null][] = [
    ['From', facts.from.join(', ')],
    ['To', facts.to.join(', ')],
    ['Date', facts.date],
    ['Message-ID', facts.messageId],
    ['Subject', subject],
  ];
  return fields
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}: ${(value ?? '').replace(/[\r\n]+/gu, ' ').slice(0, 900)}\r\n`)
    .join('');
}

/** A delivery status notification with the letter as its human-readable part (RFC 3464, RFC 6522). */
export async function composeReport(letter: Letter, frame: Frame, report: Report): Promise<Buffer> {
  const message = root('multipart/report; report-type=delivery-status', letter, frame, 'auto-replied');
  addAlternatives(message.createChild('multipart/alternative'), letter);
  const international = report.recipients.some((group) => typedAddress(group.recipient.address).startsWith('utf-8'));
  const status = message.createChild(international ? 'message/global-delivery-status' : 'message/delivery-status');
  status.setHeader('Content-Transfer-Encoding', international ? '8bit' : '7bit');
  status.setRaw(
    rawPart(
      international ? 'message/global-delivery-status' : 'message/delivery-status',
      international,
      statusText(report, frame),
    ),
  );
  const headers = message.createChild('text/rfc822-headers');
  headers.setRaw(rawPart('text/rfc822-headers', true, returnedHeaders(report)));
  return message.build();
}

/** A part whose bytes stay exactly as given. */
function rawPart(type: string, eightBit: boolean, content: string): string {
  return `Content-Type: ${type}${eightBit ? '; charset=utf-8' : ''}\r\nContent-Transfer-Encoding: ${eightBit ? '8bit' : '7bit'}\r\n\r\n${content}`;
}
