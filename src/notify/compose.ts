/** Letters to RFC 5322 messages: multipart/alternative, or multipart/report (RFC 6522) with a delivery status (RFC 3464). */
import { encodeWords } from 'nodemailer/lib/mime-funcs';
import MimeNode from 'nodemailer/lib/mime-node';
import type { Envelope, Recipient } from '../core/envelope.ts';
import type { MessageFacts } from '../core/inspection.ts';
import { renderHtml, renderText, type Letter } from './letter.ts';
import { decodeXtext } from './xtext.ts';

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
  if (frame.inReplyTo !== null && /^<[\x21-\x3b\x3d\x3f-\x7e]{1,900}>$/u.test(frame.inReplyTo)) {
    node.setHeader({ 'In-Reply-To': frame.inReplyTo, References: frame.inReplyTo });
  }
  return node;
}

/** nodemailer sends line ends as they are given, and a bare LF has no place in mail (RFC 5321 §2.3.8). */
const withCrlf = (text: string): string => text.replace(/\r?\n/gu, '\r\n');

function addAlternatives(parent: MimeNode, letter: Letter): void {
  parent.createChild('text/plain; charset=utf-8').setContent(withCrlf(renderText(letter)));
  parent.createChild('text/html; charset=utf-8').setContent(withCrlf(renderHtml(letter)));
}

/** An ordinary message with text and HTML. */
export async function composeExplanation(letter: Letter, frame: Frame): Promise<Buffer> {
  const message = root('multipart/alternative', letter, frame, 'auto-generated');
  addAlternatives(message, letter);
  return message.build();
}

/** Header text from outside must stay one line of printable ASCII. */
const plain = (text: string): string => text.replace(/[^\x20-\x7e]+/gu, ' ').slice(0, 400);

const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/u.test(text);

/** As `plain`, for a report that may hold UTF-8 (RFC 6533 §3). */
const plainUtf8 = (text: string): string => text.replace(/\p{Cc}+/gu, ' ').slice(0, 400);

/** 'rfc822; a@b' or, for an address beyond ASCII, 'utf-8; …' (RFC 6533 §3). */
const typedAddress = (address: string): string =>
  isAscii(address) ? `rfc822; ${plain(address)}` : `utf-8; ${plainUtf8(address)}`;

/** The value of ORCPT with its codes taken out; RFC 6533 §3 has other codes for addresses beyond ASCII. */
function originalRecipient(orcpt: string): string {
  const [, type = '', address = ''] = /^([^;]*);\s*(.*)$/u.exec(orcpt) ?? [];
  return `${type}; ${type.toLowerCase() === 'utf-8' ? address : decodeXtext(address)}`;
}

const isInternational = ({ recipients }: Report): boolean =>
  recipients.some(({ recipient }) => !isAscii(recipient.address) || !isAscii(recipient.orcpt ?? ''));

function statusText(report: Report, frame: Frame): string {
  const { envelope } = report;
  const text = isInternational(report) ? plainUtf8 : plain;
  const perMessage = [
    `Reporting-MTA: dns; ${frame.hostname}`,
    ...(envelope.dsn.envid === undefined ? [] : [`Original-Envelope-Id: ${plain(decodeXtext(envelope.dsn.envid))}`]),
    `Arrival-Date: ${new Date(envelope.receivedAt).toUTCString().replace('GMT', '+0000')}`,
    `X-Brevvakt-Reference: ${envelope.id}`,
  ];
  const groups = report.recipients.map((group) => [
    ...(group.recipient.orcpt === undefined
      ? []
      : [`Original-Recipient: ${text(originalRecipient(group.recipient.orcpt))}`]),
    `Final-Recipient: ${typedAddress(group.recipient.address)}`,
    `Action: ${group.action}`,
    `Status: ${group.status}`,
    ...(group.remoteMta === undefined ? [] : [`Remote-MTA: dns; ${plain(group.remoteMta)}`]),
    ...(group.diagnostic === '' ? [] : [`Diagnostic-Code: ${text(group.diagnostic)}`]),
  ]);
  return [perMessage, ...groups].map((lines) => lines.join('\r\n') + '\r\n').join('\r\n');
}

/** Address lists may be long: they are folded, and what goes beyond this is left out. */
const MAX_RETURNED = 200;

const addressList = (addresses: readonly string[]): string =>
  addresses
    .slice(0, MAX_RETURNED)
    .map((address) => plainUtf8(address))
    .join(',\r\n ');

/** The returned header fields: who and when, never the subject, Bcc or body. */
function returnedHeaders(report: Report): string {
  const facts = report.facts;
  const subject = encodeWords(report.removedSubject, 'Q', 52, true);
  if (facts === null) return `Subject: ${subject}\r\n`;
  const fields: [string, string][] = [
    ['From', addressList(facts.from)],
    ['To', addressList(facts.to)],
    ['Date', plain(facts.date ?? '')],
    ['Message-ID', plain(facts.messageId ?? '')],
    ['Subject', subject],
  ];
  return fields
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
}

/** A delivery status notification with the letter as its human-readable part (RFC 3464, RFC 6522). */
export async function composeReport(letter: Letter, frame: Frame, report: Report): Promise<Buffer> {
  const message = root('multipart/report; report-type=delivery-status', letter, frame, 'auto-replied');
  addAlternatives(message.createChild('multipart/alternative'), letter);
  addRaw(
    message,
    isInternational(report) ? 'message/global-delivery-status' : 'message/delivery-status',
    statusText(report, frame),
  );
  const headers = returnedHeaders(report);
  addRaw(message, isAscii(headers) ? 'text/rfc822-headers' : 'message/global-headers', headers); // RFC 6533 §4
  return message.build();
}

/** A part whose bytes stay exactly as given: ASCII, or UTF-8 where the type is one for it. */
function addRaw(parent: MimeNode, type: string, content: string): void {
  const encoding = isAscii(content) ? '7bit' : '8bit';
  parent.createChild(type).setRaw(`Content-Type: ${type}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${content}`);
}
