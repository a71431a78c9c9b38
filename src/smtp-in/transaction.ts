import type { Envelope } from '../core/envelope.ts';
import { GatewayError, OUTCOMES, outcomeOf, type OutcomeKey } from '../core/outcomes.ts';
import { HeaderWatch } from './header-watch.ts';
import type { ListenerOptions, MessageWriter, SmtpReply } from './listener-options.ts';

/** Limits and demands one message is measured against. */
export type TransactionLimits = Pick<
  ListenerOptions,
  'maxMessageBytes' | 'bareNewline' | 'demands' | 'accept' | 'log'
> & {
  readonly maxReceived: number;
};

/** Trouble in a hook is temporary whatever it says: only a decision may refuse for good. */
export function hookOutcome(error: unknown): OutcomeKey {
  const outcome = outcomeOf(error);
  return OUTCOMES[outcome].retry ? outcome : 'unexpected';
}

/** One message between DATA and its reply. Its methods never throw; trouble becomes the reply. */
export class Transaction {
  /** message bytes so far, as spooled */
  size = 0;
  readonly envelope: Envelope;
  private readonly writer: MessageWriter;
  private readonly limits: TransactionLimits;
  private readonly header: HeaderWatch;
  private refused: OutcomeKey | null = null;
  private aborted = false;
  private finished = false;

  constructor(envelope: Envelope, writer: MessageWriter, limits: TransactionLimits) {
    this.envelope = envelope;
    this.writer = writer;
    this.limits = limits;
    this.header = new HeaderWatch(limits.demands?.tenantHeader?.name ?? null);
  }

  /** Why it was refused for good before anybody decided about it; null otherwise. */
  get refusedFor(): OutcomeKey | null {
    return this.refused !== null && !OUTCOMES[this.refused].retry ? this.refused : null;
  }

  /** Takes message bytes; after a refusal they are dropped, so that the client can send to the end and read its answer. */
  write(content: Buffer, bareNewline: boolean): void | Promise<void> {
    this.size += content.length;
    if (this.refused !== null) return;
    if (bareNewline && this.limits.bareNewline === 'reject') return this.refuse('bare-newline');
    if (this.size > this.limits.maxMessageBytes) return this.refuse('message-too-large');
    this.header.push(content);
    try {
      const written = this.writer.write(content);
      if (written instanceof Promise) return written.catch((error: unknown) => this.fail(error));
    } catch (error) {
      return this.fail(error);
    }
  }

  /**
   * The message is whole.
   * @param cleanEnd false: something that is no command followed the end mark in one go with it
   */
  async end(cleanEnd: boolean): Promise<SmtpReply> {
    if (!cleanEnd) {
      await this.refuse('bare-newline');
      return { outcome: 'bare-newline', text: 'Data after the end of the message not accepted' };
    }
    if (this.header.received > this.limits.maxReceived) await this.refuse('mail-loop');
    else if (!this.tenantIsRight()) await this.refuse('client-not-allowed');
    if (this.refused !== null) return { outcome: this.refused };
    try {
      const bytes = await this.writer.finish();
      this.finished = true;
      return await this.limits.accept(this.envelope, bytes);
    } catch (error) {
      await this.fail(error);
      return { outcome: hookOutcome(error) };
    }
  }

  /** The client went away or was cut off: nothing of the message stays. */
  async abort(): Promise<void> {
    if (this.aborted || this.finished) return;
    this.aborted = true;
    try {
      await this.writer.abort();
    } catch (error) {
      this.logTrouble(error, 'Cannot remove an unfinished message');
    }
  }

  private async refuse(outcome: OutcomeKey): Promise<void> {
    this.refused ??= outcome;
    await this.abort();
  }

  private async fail(error: unknown): Promise<void> {
    this.logTrouble(error, 'Message could not be taken');
    await this.refuse(hookOutcome(error));
  }

  private logTrouble(error: unknown, message: string): void {
    const cause = error instanceof GatewayError || error instanceof Error ? error.message : 'unknown error';
    this.limits.log.error({ id: this.envelope.id, outcome: hookOutcome(error), cause }, message);
  }

  private tenantIsRight(): boolean {
    const wanted = this.limits.demands?.tenantHeader;
    if (wanted === undefined || wanted.values.length === 0) return true;
    const allowed = wanted.values.map((value) => value.toLowerCase());
    // Exactly one field: with two, the sender could have brought the right one along.
    const [only, ...more] = this.header.values;
    return only !== undefined && more.length === 0 && allowed.includes(only.toLowerCase());
  }
}
