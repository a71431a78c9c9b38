/** The explanation a sender gets: what was found, where, why it matters, what happened to whom, what to do now. */
import { maskDigits, shownName } from '../core/mask.ts';
import type { Envelope } from '../core/envelope.ts';
import type { Finding, Uninspected } from '../core/finding.ts';
import type { InspectionReport } from '../core/inspection.ts';
import { fill, spanWords, type ExplanationKind, type MessageCatalogue, type RecipientFate } from '../core/messages.ts';
import type { Ruling } from '../core/ruling.ts';
import { composeExplanation, composeReport } from './compose.ts';
import type { Letter, LetterSection } from './letter.ts';

/** Who writes: settings of the organisation. */
export interface Notifier {
  readonly organisation: string;
  readonly hostname: string;
  readonly postmaster: string;
  readonly holdMs: number;
  /** page where staff read more; null when there is none */
  readonly guide: string | null;
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

const shownPath = (path: readonly string[]): string => path.map((name) => maskDigits(shownName(name))).join(' › ');

function nameOf(finding: Finding, catalogue: MessageCatalogue): string {
  const category = catalogue.categories[finding.category] ?? catalogue.unknownCategory;
  const name = catalogue.identifiers[finding.detector] ?? category.name;
  const isIdentifier = finding.category === 'national-id' && finding.maskedStrictly !== '';
  return isIdentifier ? `${name} (${finding.maskedStrictly})` : name;
}

/** A locator in the reader's language; cell addresses and sheet names stay. */
const locatorOf = (locator: string, catalogue: MessageCatalogue): string =>
  maskDigits(locator).replace(/\b[a-z]+\b/gu, (word) => catalogue.locators[word] ?? word);

function placeOf(finding: Finding, catalogue: MessageCatalogue): string {
  const place = fill(catalogue.places[finding.where], { path: shownPath(finding.path) });
  const isPlain =
    finding.where === 'subject' || finding.where === 'filename' || finding.locator.startsWith(finding.zone);
  const zone = isPlain ? '' : (catalogue.zones[finding.zone] ?? '');
  return [place, zone, locatorOf(finding.locator, catalogue), finding.quoted ? catalogue.quoted : '']
    .filter((word) => word !== '')
    .join(', ');
}

/** More lines than this nobody reads; the reference leads to the rest. */
const SHOWN_LINES = 20;

const shortened = (lines: readonly string[], catalogue: MessageCatalogue): readonly string[] =>
  lines.length <= SHOWN_LINES + 1
    ? lines
    : [...lines.slice(0, SHOWN_LINES), fill(catalogue.andMore, { count: lines.length - SHOWN_LINES })];

/** One line per finding; equal lines (several terms of one category in one place) are one. */
function foundLines(
  findings: readonly Finding[],
  uninspected: readonly Uninspected[],
  catalogue: MessageCatalogue,
): string[] {
  const lines = new Map<string, number>();
  for (const finding of findings) {
    const line =
      finding.category === 'protected-identity'
        ? nameOf(finding, catalogue) // never where, never what
        : `${nameOf(finding, catalogue)} – ${placeOf(finding, catalogue)}`;
    lines.set(line, (lines.get(line) ?? 0) + finding.count);
  }
  const found = [...lines].map(([line, count]) => (count > 1 ? `${line} (${fill(catalogue.times, { count })})` : line));
  const unread = uninspected.map((entry) =>
    fill(catalogue.uninspected[entry.reason] ?? entry.reason, {
      path: shownPath(entry.path) || '–',
      detail: entry.encryption?.algorithm ?? entry.detail,
    }),
  );
  return [...shortened(found, catalogue), ...shortened([...new Set(unread)], catalogue)];
}

function whyLines(
  findings: readonly Finding[],
  uninspected: readonly Uninspected[],
  catalogue: MessageCatalogue,
): string[] {
  const lines = findings.map((finding) => (catalogue.categories[finding.category] ?? catalogue.unknownCategory).why);
  if (uninspected.length > 0) lines.push(catalogue.uninspectedWhy);
  return [...new Set(lines)];
}

function fateLines({ rulings, catalogue, notifier }: ExplanationInput): string[] {
  return rulings.map((ruling) => {
    const channel = ruling.channel ?? '';
    return fill(catalogue.fates[fateOf(ruling)], {
      address: ruling.recipient.address,
      channel: notifier.channels[channel]?.title ?? channel,
    });
  });
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
  if (uninspected.some((entry) => entry.reason === 'encrypted')) lines.push(catalogue.encryptedRemedy);
  if (uninspected.some((entry) => entry.reason !== 'encrypted')) lines.push(catalogue.uninspectedRemedy);
  return lines;
}

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
    lines.push(fill(catalogue.advice[fate], values));
  }
  if (findings.some((finding) => finding.quoted)) lines.push(catalogue.advice.quoted);
  if (findings.length > 0 && findings.every((f) => f.where === 'attachment' || f.where === 'filename')) {
    if (fates.has('stopped')) lines.push(catalogue.advice.attachment);
  }
  if (fates.has('stopped') && !isSecret) lines.push(catalogue.advice.resend);
  if (notifier.guide !== null) lines.push(fill(catalogue.readMore, { guide: notifier.guide }));
  return [...new Set(lines)];
}

const SHOWN_RECIPIENTS = 5;

function sentLine(input: ExplanationInput): string {
  const addresses = input.envelope.recipients.map((recipient) => recipient.address);
  const shown = addresses.slice(0, SHOWN_RECIPIENTS).join(', ');
  const more =
    addresses.length > SHOWN_RECIPIENTS
      ? ` ${fill(input.catalogue.andMore, { count: addresses.length - SHOWN_RECIPIENTS })}`
      : '';
  const time = input.envelope.receivedAt.slice(0, 16).replace('T', ' ') + ' UTC';
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
    opening: [catalogue.openings[kind], sentLine(input), fill(catalogue.referenceLine, { reference: envelope.id })],
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
  const blocked = input.rejected ? [] : input.rulings.filter((ruling) => ruling.action === 'block');
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
