import type { PartPath } from '../core/brand.ts';
import type { Envelope, Recipient } from '../core/envelope.ts';
import type { InspectionReport, MessageOutline, RemovablePart, SecureWord } from '../core/inspection.ts';
import type { Edit, PlannedDelivery, Ruling } from '../core/ruling.ts';
import { insertHeader, prefixSubject, replacePartWithNote, replaceSubject } from '../mime/mime.ts';

/** How a secure channel wants its mail. */
export interface ChannelSettings {
  readonly addHeaders: readonly { readonly name: string; readonly value: string }[];
  /** replaces the subject; null: it stays unless it holds a finding */
  readonly subject: string | null;
  readonly subjectTag: string | null;
  readonly removeSecureWord: boolean;
}

export interface ActSettings {
  readonly hostname: string;
  readonly channels: ReadonlyMap<string, ChannelSettings>;
}

/** All that planning needs. */
export interface ActInput {
  readonly envelope: Envelope;
  /** null: the mail could not be inspected, and everybody's copy is held */
  readonly report: InspectionReport | null;
  readonly rulings: readonly Ruling[];
  readonly settings: ActSettings;
  /** text that stands in the place of a part that was cut */
  readonly stripNote: (maskedName: string) => string;
  /** subject for the secure channel when the mail's own holds a finding */
  readonly neutralSubject: string;
  /** value of the loop guard for these recipients */
  readonly loopMark: (recipients: readonly string[]) => string;
}

/** What leaves and what stays. */
export interface DeliveryPlan {
  readonly deliveries: readonly PlannedDelivery[];
  readonly held: readonly Recipient[];
  /** something was cut: the encrypted original stays for its retention */
  readonly keepOriginal: boolean;
}

const NEXT_HOP = 'nextHop';

/** The `with` of Received: RFC 3848, RFC 6531 §4.3; there is no word for HELO after STARTTLS. */
function withProtocol({ client, smtputf8 }: Envelope): string {
  if (client.plainSmtp === true) return 'SMTP';
  return (smtputf8 ? 'UTF8SMTP' : 'ESMTP') + (client.tls === undefined ? '' : 'S');
}

/** RFC 5321 §4.4; without `for`, which would show a Bcc recipient to others. */
function receivedField(envelope: Envelope, hostname: string): string {
  const { client, id, receivedAt } = envelope;
  const protocol = withProtocol(envelope);
  const helo = client.helo.replace(/[^\x21-\x7e]/gu, '?').slice(0, 255) || 'unknown';
  const address = client.address.includes(':') ? `IPv6:${client.address}` : client.address;
  const date = new Date(receivedAt).toUTCString().replace('GMT', '+0000');
  return `Received: from ${helo} ([${address}])\r\n\tby ${hostname} (Brevvakt) with ${protocol} id ${id};\r\n\t${date}\r\n`;
}

const field = (name: string, value: string): string => `${name}: ${value.replace(/[^\x20-\x7e]/gu, '?')}\r\n`;

function traceFields(input: ActInput, recipients: readonly Recipient[]): string {
  return (
    receivedField(input.envelope, input.settings.hostname) +
    field('X-Brevvakt-Loop', input.loopMark(recipients.map((recipient) => recipient.address)))
  );
}

function cutParts(input: ActInput, paths: readonly PartPath[]): Edit[] {
  const removable = input.report?.outline.removable ?? [];
  const parts = paths
    .map((path) => removable.find((part) => part.path === path))
    .filter((part): part is RemovablePart => part !== undefined);
  return [...new Set(parts)].map((part) =>
    replacePartWithNote({ removable: part.range }, input.stripNote(part.maskedName), `${part.maskedName}.txt`),
  );
}

/** Changes below the trace fields, and further fields on top, for one ruling. */
function changesFor(ruling: Ruling, input: ActInput): { top: string; edits: Edit[] } {
  const outline = input.report?.outline ?? null;
  const facts = input.report?.facts ?? null;
  const untouchable = outline === null || outline.signed !== null;
  const verdict = (): string =>
    field('X-Brevvakt-Verdict', `${ruling.action}; rule=${ruling.rule}; reference=${input.envelope.id}`);
  switch (ruling.action) {
    case 'tag': {
      const tag = ruling.tag ?? '';
      // An answer to a mail that we marked keeps the one mark it has.
      const isThere = outline?.subject?.tags?.includes(tag) === true;
      const edits = tag === '' || isThere || untouchable ? [] : [prefixSubject(outline.subject, tag)];
      return { top: verdict(), edits };
    }
    case 'strip':
      return { top: verdict(), edits: untouchable ? [] : cutParts(input, ruling.strip ?? []) };
    case 'reroute': {
      const channel = input.settings.channels.get(ruling.channel ?? '');
      const top = verdict() + (channel?.addHeaders ?? []).map(({ name, value }) => field(name, value)).join('');
      // A subject change breaks DKIM, which ends at the channel anyway; S/MIME and PGP do not cover the subject.
      const edits = outline === null ? [] : subjectForChannel(channel, outline, facts?.secureWord ?? null, input);
      return { top, edits };
    }
    case 'allow':
    case 'hold':
    case 'block':
      return { top: '', edits: [] };
  }
}

function subjectForChannel(
  channel: ChannelSettings | undefined,
  { subject, otherSubjects }: MessageOutline,
  secureWord: SecureWord | null,
  input: ActInput,
): Edit[] {
  const subjectHasFinding = (input.report?.findings ?? []).some((f) => f.where === 'subject' && f.confidence !== 'low');
  const replacement = channel?.subject ?? (subjectHasFinding ? input.neutralSubject : null);
  if (replacement !== null) {
    return [
      ...otherSubjects.map(({ start, end }) => ({ start, end, insert: '' })),
      replaceSubject(subject, channel?.subjectTag == null ? replacement : `${channel.subjectTag} ${replacement}`),
    ];
  }
  const edits: Edit[] = [];
  if (channel?.subjectTag != null) edits.push(prefixSubject(subject, channel.subjectTag));
  if (secureWord !== null && channel?.removeSecureWord !== false) {
    edits.push({ start: secureWord.start, end: secureWord.end, insert: secureWord.insert ?? '' });
  }
  return edits;
}

/** Same fate, same bytes: recipients that share one delivery. */
function groupKey(ruling: Ruling): string {
  return [
    ruling.action,
    ruling.action === 'allow' ? '' : ruling.rule,
    ruling.channel,
    ruling.tag,
    ruling.strip?.join(),
  ].join('\u0000');
}

/** One delivery for rulings of the same fate. */
function deliveryOf(rulings: readonly Ruling[], input: ActInput): PlannedDelivery {
  const [ruling] = rulings;
  if (ruling === undefined) throw new RangeError('a group of rulings is never empty');
  const recipients = rulings.map(({ recipient }) => recipient);
  const { top, edits } = changesFor(ruling, input);
  const atTop = edits.filter((edit) => edit.start === 0 && edit.end === 0).map((edit) => edit.insert);
  const below = edits
    .filter((edit) => !(edit.start === 0 && edit.end === 0))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  return {
    hop: ruling.action === 'reroute' ? (ruling.channel ?? '') : NEXT_HOP,
    recipients,
    sender: input.envelope.sender,
    edits: [insertHeader(traceFields(input, recipients) + top + atTop.join('')), ...below],
  };
}

/**
 * What a held mail leaves with when a person releases it: the same fields, and on a channel the same changes, as if it had
 * never been held.
 * @param input with the rulings that held it
 * @param channel a secure channel; null: as ordinary mail
 */
export function planRelease(input: ActInput, channel: string | null): PlannedDelivery {
  const rulings = input.rulings.map((ruling): Ruling => ({
    ...ruling,
    ...(channel === null ? { action: 'allow' } : { action: 'reroute', channel }),
  }));
  // No header was read where the inspection failed as a whole: then the subject stays as it is.
  const report = input.report?.outline.bodyStart === 0 ? null : input.report;
  return deliveryOf(rulings, { ...input, report });
}

/**
 * Turns rulings into deliveries.
 * @returns deliveries in the order of their first recipient; blocked recipients appear nowhere
 */
export function planDeliveries(input: ActInput): DeliveryPlan {
  const groups = new Map<string, Ruling[]>();
  const held: Recipient[] = [];
  for (const ruling of input.rulings) {
    if (ruling.action === 'hold') held.push(ruling.recipient);
    if (ruling.action === 'hold' || ruling.action === 'block') continue;
    const key = groupKey(ruling);
    groups.set(key, [...(groups.get(key) ?? []), ruling]);
  }
  const deliveries = [...groups.values()].map((rulings) => deliveryOf(rulings, input));
  return {
    deliveries,
    held,
    keepOriginal: input.rulings.some((ruling) => ruling.action === 'strip' || ruling.keepOriginal === true),
  };
}
