/** The explanation a sender gets: what was found, where, why it matters, what happened to whom, what to do now. */
import { wantsFailureReport, type Envelope } from '../core/envelope.ts';
import type { Finding, Uninspected } from '../core/finding.ts';
import type { InspectionReport } from '../core/inspection.ts';
import { fill, spanWords, type ExplanationKind, type MessageCatalogue, type RecipientFate } from '../core/messages.ts';
import type { Ruling } from '../core/ruling.ts';
import { wallClock } from '../core/wall-time.ts';
import { composeExplanation, composeReport } from './compose.ts';
import { foundLines, whyLines } from './found.ts';
import type { Letter, LetterSection } from './letter.ts';

/** Who writes: settings of the organisation. */
export interface Notifier {
  readonly organisation: string;
  readonly hostname: string;
  readonly postmaster: string;
  readonly holdMs: number;
  /** page where staff read more; null when there is none */
  readonly guide: string | null;
  /** IANA name: whose clock letters speak of */
  readonly timeZone: string;
  /** what people call a channel and where they find it ('' when nowhere), by channel name */
  readonly channels: Readonly<Record<string, { readonly title: string; readonly link: string }>>;
}

/** All an explanation is made from. */
export interface ExplanationInput {
  readonly notifier: Notifier;
  readonly catalogue: MessageCatalogue;
  readonly envelope: Envelope;
  readonly report: InspectionReport;
  readonly rulings: readonly Ruling[];
  /** refused in the SMTP dialogue: the client's own server reports the failure, so this is no delivery status */
  readonly rejected: boolean;
  /** id of the notice itself, for its Message-ID */
  readonly noticeId: string;
  /** ISO 8601 */
  readonly now: string;
}

/** What became of a recipient's copy. */
function fateOf(ruling: Ruling): RecipientFate {
  switch (ruling.action) {
    case 'allow':
      return 'delivered';
    case 'tag':
      return 'tagged';
    case 'strip':
      return 'stripped';
    case 'reroute':
      return 'rerouted';
    case 'hold':
      return 'held';
    case 'block':
      return 'stopped';
  }
}

function kindOf(rulings: readonly Ruling[]): ExplanationKind {
  const kinds = new Set(rulings.map(fateOf).filter((fate) => fate !== 'delivered'));
  const [only] = [...kinds];
  const touched = rulings.filter((ruling) => ruling.action !== 'allow').length;
  if (kinds.size !== 1 || only === undefined || touched !== rulings.length) return 'mixed';
  return only;
}

/** The findings that decided something the sender is told about; the rest of the report stays out of the letter. */
function decisive(input: ExplanationInput): { findings: Finding[]; uninspected: Uninspected[] } {
  const findings = new Set<number>();
  const uninspected = new Set<number>();
  for (const ruling of input.rulings) {
    if (!ruling.explain) continue;
    for (const match of ruling.matches) {
      if (match.mode === 'observe' || match.action === 'allow') continue;
      match.findings.forEach((index) => findings.add(index));
      match.uninspected.forEach((index) => uninspected.add(index));
    }
  }
  return {
    findings: input.report.findings.filter((_, index) => findings.has(index)),
    uninspected: input.report.uninspected.filter((_, index) => uninspected.has(index)),
  };
}

/** With more recipients than this those of one fate share a line: what to do must not stand a hundred lines below. */
const OWN_LINES = 10;

function fateLines({ rulings, catalogue, notifier }: ExplanationInput): string[] {
  const groups = new Map<string, string[]>();
  for (const [at, ruling] of rulings.entries()) {
    const channel = ruling.channel ?? '';
    const text = fill(catalogue.fates[fateOf(ruling)], { channel: notifier.channels[channel]?.title ?? channel });
    const key = rulings.length > OWN_LINES ? text : `${text}\n${at}`;
    groups.set(key, [...(groups.get(key) ?? []), ruling.recipient.address]);
  }
  return [...groups].map(([text, addresses]) => fill(text.split('\n')[0] ?? '', { address: addresses.join(', ') }));
}

/** Where the sender finds the channel: the one that was used, else the first that has a page. */
function channelLink({ rulings, notifier }: ExplanationInput): string {
  const used = rulings.flatMap(({ channel }) => (channel === undefined ? [] : [channel]));
  const names = used.length > 0 ? used : Object.keys(notifier.channels);
  const link = names.map((name) => notifier.channels[name]?.link ?? '').find((address) => address !== '');
  return link === undefined ? '' : ` (${link})`;
}

/** Remedies for a mail that is written again; of no use when the sender has nothing to write again. */
const FOR_THE_NEXT_TRY: readonly string[] = ['national-id'];

const isSecretMatter = ({ category }: Finding): boolean =>
  category === 'protected-identity' || category === 'state-security';

/** What to do about the findings themselves. Mail on its way by the channel or waiting for a person needs nothing. */
function remedyLines(
  fates: ReadonlySet<RecipientFate>,
  findings: readonly Finding[],
  uninspected: readonly Uninspected[],
  catalogue: MessageCatalogue,
): string[] {
  const isStopped = fates.has('stopped');
  const mayBeMended = isStopped || fates.has('stripped') || fates.has('tagged');
  const lines = findings
    .filter((f) => isSecretMatter(f) || (FOR_THE_NEXT_TRY.includes(f.category) ? isStopped : mayBeMended))
    .map((f) => (catalogue.categories[f.category] ?? catalogue.unknownCategory).remedy)
    .filter((remedy) => remedy !== '');
  if (!mayBeMended) return lines;
  const weak = new Set(findings.filter((f) => f.category === 'weak-encryption').map((f) => f.path.join('\n')));
  // A file that is locked too weakly has been given its remedy above.
  if (uninspected.some(({ reason, path }) => reason === 'encrypted' && !weak.has(path.join('\n'))))
    lines.push(catalogue.encryptedRemedy);
  if (uninspected.some((entry) => entry.reason !== 'encrypted')) lines.push(catalogue.uninspectedRemedy);
  return lines;
}

/** Fates with which the recipient has the mail, or all but. */
const GOT_THROUGH: readonly RecipientFate[] = ['delivered', 'tagged', 'stripped', 'rerouted'];

/** The sender knew what the mail holds and wrote the word for the channel into the subject. */
const askedForChannel = ({ report }: ExplanationInput): boolean => report.facts.secureWord !== null;

function todoLines(
  input: ExplanationInput,
  findings: readonly Finding[],
  uninspected: readonly Uninspected[],
): string[] {
  const { catalogue, notifier, rulings } = input;
  const values = { link: channelLink(input), span: spanWords(catalogue, notifier.holdMs) };
  const fates = new Set(rulings.map(fateOf));
  const lines = remedyLines(fates, findings, uninspected, catalogue);
  const isSecret = findings.some(isSecretMatter);
  for (const fate of ['stopped', 'held', 'rerouted', 'stripped', 'tagged'] as const) {
    if (!fates.has(fate) || (isSecret && fate !== 'held')) continue;
    // What has its own remedy needs no detour by the secure channel.
    if (fate === 'stopped' && findings.length === 0) continue;
    const asked = fate === 'rerouted' && askedForChannel(input);
    lines.push(fill(catalogue.advice[asked ? 'asked' : fate], values));
  }
  if (findings.some((finding) => finding.quoted)) lines.push(catalogue.advice.quoted);
  if (findings.length > 0 && findings.every((f) => f.where === 'attachment' || f.where === 'filename')) {
    if (fates.has('stopped')) lines.push(catalogue.advice.attachment);
  }
  if (fates.has('stopped') && !isSecret) {
    if (GOT_THROUGH.some((fate) => fates.has(fate))) lines.push(catalogue.advice.onlyMissed);
    lines.push(catalogue.advice.resend);
  }
  if (notifier.guide !== null) lines.push(fill(catalogue.readMore, { guide: notifier.guide }));
  return [...new Set(lines)];
}

/** When a mail came, by the clock of the organisation. @param receivedAt ISO 8601 */
export const receivedTime = (notifier: Notifier, receivedAt: string): string =>
  wallClock(notifier.timeZone).letter(Date.parse(receivedAt));

const SHOWN_RECIPIENTS = 5;

function sentLine(input: ExplanationInput): string {
  const addresses = input.envelope.recipients.map((recipient) => recipient.address);
  const shown = addresses.slice(0, SHOWN_RECIPIENTS).join(', ');
  const more =
    addresses.length > SHOWN_RECIPIENTS
      ? ` ${fill(input.catalogue.andMore, { count: addresses.length - SHOWN_RECIPIENTS })}`
      : '';
  const time = receivedTime(input.notifier, input.envelope.receivedAt);
  return fill(input.catalogue.sentLine, { time, recipients: shown + more });
}

/** The content of the explanation, not yet laid out. */
export function explanationLetter(input: ExplanationInput): Letter {
  const { catalogue, envelope, notifier } = input;
  const { findings, uninspected } = decisive(input);
  const kind = kindOf(input.rulings);
  const heading = catalogue.headings;
  const sections: LetterSection[] = [
    { heading: heading.found, lines: foundLines(findings, uninspected, catalogue) },
    { heading: heading.why, lines: whyLines(findings, uninspected, catalogue) },
    { heading: heading.fates, lines: fateLines(input) },
    { heading: heading.todo, lines: todoLines(input, findings, uninspected) },
    {
      heading: heading.wrong,
      lines: [fill(catalogue.wrong, { postmaster: notifier.postmaster, reference: envelope.id })],
    },
  ];
  return {
    language: catalogue.language,
    subject: fill(catalogue.subjects[kind], { reference: envelope.id }),
    opening: [
      kind === 'rerouted' && askedForChannel(input) ? catalogue.askedOpening : catalogue.openings[kind],
      sentLine(input),
      fill(catalogue.referenceLine, { reference: envelope.id }),
    ],
    sections: sections.filter((section) => section.lines.length > 0),
    signOff: fill(catalogue.signOff, { organisation: notifier.organisation }),
  };
}

/**
 * Writes the one explanation of a mail to its sender. A bounce (something was blocked after all) is an RFC 3464 report with
 * the explanation as its first part; anything else an ordinary message.
 * @returns the complete message, CRLF line ends
 * @throws RangeError for a null sender: nobody to write to
 */
export async function explain(input: ExplanationInput): Promise<Buffer> {
  const { envelope, notifier, noticeId, now } = input;
  if (envelope.sender === null) throw new RangeError('a null sender gets no explanation');
  const letter = explanationLetter(input);
  const frame = {
    id: noticeId,
    to: envelope.sender,
    from: notifier.postmaster,
    organisation: notifier.organisation,
    hostname: notifier.hostname,
    now,
    inReplyTo: input.report.facts.messageId,
  };
  // Who wanted no report of failures still learns why, by an ordinary message.
  const blocked = input.rejected
    ? []
    : input.rulings.filter(({ action, recipient }) => action === 'block' && wantsFailureReport(recipient));
  if (blocked.length === 0) return composeExplanation(letter, frame);
  return composeReport(letter, frame, {
    envelope,
    facts: input.report.facts,
    removedSubject: input.catalogue.removedSubject,
    recipients: blocked.map((ruling) => ({
      recipient: ruling.recipient,
      action: 'failed' as const,
      status: '5.7.1',
      diagnostic: `smtp; 550 5.7.1 Message rejected by policy (rule ${ruling.rule})`,
    })),
  });
}
