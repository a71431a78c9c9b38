/** What the gateway would rule about a mail that lies somewhere: envelope from its fields or as given, inspection, policy. */
import type { LoadedRules, Settings } from '../config/config.ts';
import { messageId } from '../core/brand.ts';
import type { Envelope } from '../core/envelope.ts';
import type { InspectionReport } from '../core/inspection.ts';
import { outcomeOf, UsageError } from '../core/outcomes.ts';
import type { Ruling } from '../core/ruling.ts';
import type { Inspectors } from '../inspect/inspect.ts';
import { rule } from '../policy/policy.ts';

/** An envelope as somebody gave it on the command line; what is missing is taken from the fields of the mail. */
export interface GivenEnvelope {
  /** '' is the null sender */
  readonly from?: string;
  readonly to?: readonly string[];
}

/** What came of one mail. */
export interface Judged {
  readonly envelope: Envelope;
  readonly report: InspectionReport;
  readonly rulings: readonly Ruling[];
  /** milliseconds from when an inspector took it */
  readonly ms: number;
}

/** What judging takes. */
export interface Bench {
  readonly settings: Settings;
  readonly loaded: LoadedRules;
  readonly inspectors: Inspectors;
}

/** The recipient that is assumed where a message names none: unknown, hence external. */
const UNKNOWN_RECIPIENT = 'unknown@recipient.invalid'; // RFC 2606

function envelopeOf(given: GivenEnvelope, report: InspectionReport, receivedAt: string): Envelope {
  const { from, to, cc, bcc } = report.facts;
  const named = given.to ?? [...new Set([...to, ...cc, ...bcc])];
  const addresses = named.length > 0 ? named : [UNKNOWN_RECIPIENT];
  const sender = given.from ?? from[0] ?? null;
  return {
    id: messageId('SCAN'),
    sender: sender === '' ? null : sender,
    recipients: addresses.map((address) => ({ address })),
    receivedAt,
    body: '8BITMIME',
    smtputf8: true,
    requireTls: false,
    dsn: {},
    client: { address: '127.0.0.1', helo: 'scan' },
    listener: 'scan',
  };
}

/**
 * Inspects and rules. A failed inspection is a report that says so.
 * @param bytes the mail with CRLF line ends, as the gateway would have it
 */
export async function judge(bytes: Buffer, given: GivenEnvelope, bench: Bench, reveal: boolean): Promise<Judged> {
  const { settings, loaded, inspectors } = bench;
  const receivedAt = new Date().toISOString();
  let report: InspectionReport;
  // waiting for an inspector is none of the mail's own time
  let taken = performance.now();
  const job = {
    bytes,
    size: bytes.length,
    sender: given.from ?? null,
    recipients: given.to ?? [],
    receivedAt,
    reveal,
  };
  try {
    report = await inspectors.inspect(job, () => (taken = performance.now()));
  } catch (error) {
    if (outcomeOf(error) !== 'cannot-inspect') throw error;
    const { unreadableReport } = await import('../pipeline/pipeline.ts');
    report = unreadableReport(bytes.length);
  }
  const envelope = envelopeOf(given, report, receivedAt);
  const rulings = rule({
    envelope,
    report,
    rules: loaded.rules,
    lists: loaded.lists,
    channels: settings.secureChannels.map((channel) => channel.name),
    internalDomains: settings.internalDomains,
    today: receivedAt.slice(0, 10),
  });
  return { envelope, report, rulings, ms: performance.now() - taken };
}

/** An envelope address as people write it, with or without angle brackets. */
function addressGiven(option: string, value: string): string {
  const address = /^<?([^\s<>,;]+@[^\s<>,;]+)>?$/u.exec(value.trim())?.[1];
  if (address === undefined)
    throw new UsageError(`${option} ${value}: expected an address such as anna@kommun.example`);
  return address;
}

/** Reads --from; '' for the null sender. @throws UsageError */
export const senderGiven = (value: string): string =>
  value === '' || value === '<>' ? '' : addressGiven('--from', value);

/** Reads one more --to. @throws UsageError */
export const recipientsGiven = (value: string, before: readonly string[] = []): string[] => [
  ...before,
  addressGiven('--to', value),
];
