import { recognisesLoop, loopMark, type KeyedHash } from '../act/act.ts';
import type { MessageId } from '../core/brand.ts';
import type { Clock } from '../core/clock.ts';
import type { Envelope } from '../core/envelope.ts';
import type { InspectionReport } from '../core/inspection.ts';
import type { ClaimedDelivery, RuledMail, SpooledBytes } from '../core/journal.ts';
import type { Log } from '../core/log.ts';
import { outcomeOf, type OutcomeKey } from '../core/outcomes.ts';
import { moreSevere, type Action } from '../core/ruling.ts';
import type { Inspectors } from '../inspect/inspect.ts';
import type { Spool, ToInspect } from '../spool/spool.ts';
import { decide, type Decided, type DecideSettings, type Rules } from './decide.ts';
import { withSeparatePassword } from './separate-password.ts';
import { unreadableReport } from './unreadable.ts';

/** Received fields above this many are a loop (RFC 5321 §6.3 asks for at least 100 in theory; real paths have under 20). */
const MAX_HOPS = 50;

/** Everything the walk is made of. */
export interface PipelineOptions {
  readonly spool: Spool;
  readonly inspectors: Inspectors;
  /** the rules of the moment */
  readonly rules: () => Rules;
  readonly settings: DecideSettings & { readonly failure: 'tempfail' | 'hold'; readonly replyAfterMs: number };
  /** keyed hash of the loop guard */
  readonly hash: KeyedHash;
  readonly departures: Departures;
  readonly clock: Clock;
  readonly log: Log;
  /** for metrics: one call per mail that was ruled on or failed */
  readonly onMail?: (event: MailEvent) => void;
}

/** Where mail leaves from; `deliver` is this by shape. */
export interface Departures {
  /** Keeps a place for a delivery that is about to be journaled; false: it has to wait in the queue. */
  reserve(hop: string): boolean;
  /** Nothing comes of a reserved place. */
  release(hop: string): void;
  /** The delivery was journaled, claimed for this process: it leaves over its reserved place. */
  depart(claim: ClaimedDelivery): void;
  /** Something was journaled that waits in the queue. */
  wake(): void;
}

/** What metrics learn of a mail. */
export interface MailEvent {
  readonly outcome: OutcomeKey;
  /** most severe action; null when it was not ruled on */
  readonly action: Action | null;
  readonly size: number;
  readonly inspectionMs: number;
  readonly categories: readonly string[];
  readonly uninspected: readonly string[];
}

/** The running walk. */
export interface Pipeline {
  /**
   * Takes a whole mail. Owns its bytes from here on.
   * @returns outcome and text for the SMTP reply
   * @throws GatewayError: the 4xx of its outcome, and nothing is kept
   */
  accept(envelope: Envelope, bytes: SpooledBytes): Promise<{ outcome: OutcomeKey; text?: string }>;
  /**
   * Takes up mails that were accepted and not ruled on: at the start those of an earlier run, later on those whose ruling could
   * not be written. Resolves when nothing is under way.
   */
  resume(): Promise<void>;
  /** Resolves when no mail is between its reply and its ruling. */
  idle(): Promise<void>;
}

type Inspected = {
  readonly report: InspectionReport;
  /** the rules that belong to the detectors it was inspected with: a reload may come in between */
  readonly rules: Rules;
  readonly failed: false | 'inspection' | 'loop';
  readonly ms: number;
};

class Walk implements Pipeline {
  private readonly options: PipelineOptions;
  private readonly late = new Set<Promise<void>>();
  /** accepted, being ruled on */
  private readonly inHand = new Set<MessageId>();
  /** no longer in hand since resume() began to look; null while it does not */
  private doneMeanwhile: Set<MessageId> | null = null;

  constructor(options: PipelineOptions) {
    this.options = options;
  }

  async accept(envelope: Envelope, bytes: SpooledBytes): Promise<{ outcome: OutcomeKey; text?: string }> {
    try {
      const inspection = this.inspect(envelope, bytes, this.mayFail);
      const inspected = await this.inTime(inspection);
      if (inspected === null) return await this.acceptEarly(envelope, bytes, inspection);
      const loop = this.loopReason(envelope, inspected.report);
      if (loop !== null) return await this.refuseLoop(envelope, bytes, inspected, loop);
      return await this.journal(envelope, bytes, inspected, true);
    } catch (error) {
      const outcome = outcomeOf(error);
      this.options.onMail?.({
        outcome,
        action: null,
        size: bytes.size,
        inspectionMs: 0,
        categories: [],
        uninspected: [],
      });
      await this.options.spool.discard(envelope.id, bytes);
      throw error;
    }
  }

  /** A mail that cannot be inspected is taken all the same: to be held, or under `mode: observe` to be delivered. */
  private get mayFail(): boolean {
    const { failure, mode } = this.options.settings;
    return failure === 'hold' || mode === 'observe';
  }

  /** null when the time for the reply is up first. */
  private async inTime(inspection: Promise<Inspected>): Promise<Inspected | null> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), this.options.settings.replyAfterMs);
    });
    try {
      return await Promise.race([inspection, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Has the mail read. @param mayFail a failure becomes a report that holds everything, else it is thrown */
  private async inspect(envelope: Envelope, bytes: SpooledBytes, mayFail: boolean): Promise<Inspected> {
    const start = performance.now();
    let rules = this.options.rules();
    const taken = (): void => {
      rules = this.options.rules();
    };
    const common = {
      size: bytes.size,
      sender: envelope.sender,
      recipients: envelope.recipients.map((recipient) => recipient.address),
      receivedAt: envelope.receivedAt,
      reveal: false,
    };
    try {
      const report = await this.options.inspectors.inspect(
        bytes.kind === 'inline' ? { ...common, bytes: bytes.bytes } : { ...common, path: bytes.path },
        taken,
      );
      const whole = await withSeparatePassword(this.options.spool.passwords, common.recipients, report);
      return { report: whole, rules, failed: false, ms: performance.now() - start };
    } catch (error) {
      if (!mayFail || outcomeOf(error) !== 'cannot-inspect') throw error;
      return { report: unreadableReport(bytes.size), rules, failed: 'inspection', ms: performance.now() - start };
    }
  }

  /** Why the mail goes round in circles; null when it does not. */
  private loopReason(envelope: Envelope, report: InspectionReport): string | null {
    const { hash, clock } = this.options;
    const recipients = envelope.recipients.map((recipient) => recipient.address);
    if (report.facts.hopCount > MAX_HOPS) return `more than ${MAX_HOPS} Received fields`;
    const known = recognisesLoop(hash, clock.now(), report.facts.loopMarks, recipients);
    return known ? 'the mail has been here before for the same recipients' : null;
  }

  /** A decision like a rejection, hence no error: whoever answers the client takes errors for something to try again. */
  private async refuseLoop(envelope: Envelope, bytes: SpooledBytes, { ms }: Inspected, reason: string) {
    await this.options.spool.discard(envelope.id, bytes);
    await this.options.spool.recordRefusal(envelope, 'mail-loop');
    this.options.log.error(
      { id: envelope.id, outcome: 'mail-loop', cause: reason },
      'mail goes round in circles, refused',
    );
    this.options.onMail?.({
      outcome: 'mail-loop',
      action: null,
      size: bytes.size,
      inspectionMs: ms,
      categories: [],
      uninspected: [],
    });
    return { outcome: 'mail-loop' } as const;
  }

  /** Says yes before the ruling: from here on a failure can only mean hold. */
  private async acceptEarly(envelope: Envelope, bytes: SpooledBytes, inspection: Promise<Inspected>) {
    this.inHand.add(envelope.id);
    try {
      await this.options.spool.commitToInspect(envelope, bytes);
    } catch (error) {
      this.letGo(envelope.id);
      throw error;
    }
    this.options.log.info({ id: envelope.id, size: bytes.size }, 'accepted before its inspection ended');
    this.finishLate(envelope, bytes, inspection);
    return { outcome: 'accepted', text: 'Ok: queued as' } as const;
  }

  private letGo(id: MessageId): void {
    this.inHand.delete(id);
    this.doneMeanwhile?.add(id);
  }

  private finishLate(envelope: Envelope, bytes: SpooledBytes, inspection: Promise<Inspected>): void {
    this.inHand.add(envelope.id);
    const work = inspection
      .catch((error: unknown): Inspected | null => {
        // Closing: the to-inspect entry stays and the next start takes it up.
        if (outcomeOf(error) === 'shutting-down') return null;
        this.options.log.error({ id: envelope.id, outcome: outcomeOf(error) }, 'late inspection failed');
        return { report: unreadableReport(bytes.size), rules: this.options.rules(), failed: 'inspection', ms: 0 };
      })
      .then(async (inspected) => {
        if (inspected === null) return;
        const { report } = inspected;
        const loops = this.loopReason(envelope, report) !== null;
        await this.journal(envelope, bytes, loops ? { ...inspected, failed: 'loop' } : inspected, false);
      })
      .catch((error: unknown) => {
        this.options.log.error(
          { id: envelope.id, outcome: outcomeOf(error) },
          'ruling not journaled, taken up again later',
        );
      })
      .finally(() => {
        this.letGo(envelope.id);
        this.late.delete(work);
      });
    this.late.add(work);
  }

  /** Rules, and makes mail, rulings and everything that follows durable in one step; only then may anything happen. */
  private async journal(envelope: Envelope, bytes: SpooledBytes, inspected: Inspected, mayReject: boolean) {
    const { spool, clock, settings, hash } = this.options;
    const decided = await decide({
      settings,
      rules: inspected.rules,
      envelope,
      report: inspected.report,
      mayReject,
      failed: inspected.failed,
      newId: () => spool.newId(),
      now: new Date(clock.now()).toISOString(),
      loopMark: (recipients) => loopMark(hash, clock.now(), recipients),
    });
    const mail: RuledMail = {
      envelope,
      bytes,
      report: inspected.report,
      plan: decided.plan,
      rejected: decided.rejected,
    };
    await this.commit(mail);
    this.report(envelope.id, bytes.size, inspected, decided);
    if (decided.rejected) {
      return { outcome: 'rejected-by-policy', text: rejectionText(envelope.id, decided) } as const;
    }
    return { outcome: 'accepted', text: 'Ok: queued as' } as const;
  }

  /** Deliveries for which there is a place leave as soon as they are durable; the others, and notices, are queued. */
  private async commit(mail: RuledMail): Promise<void> {
    const { spool, departures } = this.options;
    const deliveries = mail.rejected ? [] : mail.plan.deliveries;
    const placed = new Set(deliveries.filter(({ hop }) => departures.reserve(hop)));
    let claims: readonly ClaimedDelivery[];
    try {
      claims = await spool.commitRuled(mail, placed);
    } catch (error) {
      for (const { hop } of placed) departures.release(hop);
      throw error;
    }
    for (const claim of claims) departures.depart(claim);
    if (placed.size < deliveries.length || mail.plan.notices.length > 0) departures.wake();
  }

  private report(id: MessageId, size: number, inspected: Inspected, decided: Decided): void {
    const { report } = inspected;
    const action = decided.ruled.reduce<Action>((severest, ruling) => moreSevere(severest, ruling.action), 'allow');
    const categories = [...new Set(report.findings.filter((f) => f.confidence !== 'low').map((f) => f.category))];
    const uninspected = [...new Set(report.uninspected.map((entry) => entry.reason))];
    const { mode, failure } = this.options.settings;
    const observing = mode === 'observe' && action !== 'allow' && inspected.failed !== 'loop';
    if (observing && inspected.failed === 'inspection') {
      const wouldHave = failure === 'hold' ? 'held' : 'put off, or held after an early reply';
      this.options.log.error(
        { id, outcome: 'cannot-inspect', observed: true, wouldHave },
        'mail could not be inspected; delivered because of mode observe',
      );
    }
    this.options.log.info(
      {
        id,
        size,
        action,
        rules: [...new Set(decided.ruled.map((ruling) => ruling.rule))],
        categories,
        uninspected,
        recipients: decided.ruled.length,
        rejected: decided.rejected,
        inspectionMs: Math.round(inspected.ms * 10) / 10,
        ...(observing ? { observed: true } : {}),
      },
      observing ? 'observed only, delivered as it was' : 'ruled',
    );
    this.options.onMail?.({
      outcome: decided.rejected ? 'rejected-by-policy' : 'accepted',
      action,
      size,
      inspectionMs: inspected.ms,
      categories,
      uninspected,
    });
  }

  async resume(): Promise<void> {
    for (const { envelope, bytes } of await this.leftBehind())
      this.finishLate(envelope, bytes, this.inspect(envelope, bytes, true));
    await this.idle();
  }

  /** What nobody is at. A mail that is ruled on while the list is read must not be taken up: it would leave twice. */
  private async leftBehind(): Promise<readonly ToInspect[]> {
    if (this.doneMeanwhile !== null) return [];
    const done = (this.doneMeanwhile = new Set());
    try {
      const listed = await this.options.spool.listToInspect();
      const waiting = listed.filter(({ envelope: { id } }) => !this.inHand.has(id) && !done.has(id));
      if (waiting.length > 0)
        this.options.log.warn({ mails: waiting.length }, 'taking up mails that were not ruled on');
      return waiting;
    } finally {
      this.doneMeanwhile = null;
    }
  }

  async idle(): Promise<void> {
    while (this.late.size > 0) await Promise.all(this.late);
  }
}

/** One ASCII line: what kind of thing, which rule, which reference; no personal data. */
function rejectionText(id: MessageId, decided: Decided): string {
  const [ruling] = decided.ruled;
  const explained = decided.plan.notices.length > 0 ? '; the sender gets an explanation by mail' : '';
  return `Rejected by policy, rule ${ruling?.rule ?? 'unknown'}, reference ${id}${explained}`;
}

/** Makes the walk. */
export function startPipeline(options: PipelineOptions): Pipeline {
  return new Walk(options);
}
