/**
 * Starts, reloads and stops the service; the only place where everything is known. Refuses to start on anything it does not
 * understand, with one clear message.
 */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { startAdmin, type Admin } from './admin/admin.ts';
import { begin, type Beginning } from './begin.ts';
import { readRules, type ListenerSettings, type LoadedRules, type Settings } from './config/config.ts';
import { systemClock } from './core/clock.ts';
import type { Log, LogFields } from './core/log.ts';
import type { Envelope } from './core/envelope.ts';
import { GatewayError, outcomeOf, UsageError, type OutcomeKey } from './core/outcomes.ts';
import { startDelivery, type Delivery, type Hop } from './deliver/deliver.ts';
import type { Inspectors } from './inspect/inspect.ts';
import { makeLog, makeMetrics, type Metrics } from './observe/observe.ts';
import { afterwards, startPipeline, type Afterwards, type Pipeline } from './pipeline/pipeline.ts';
import { openQuarantine } from './quarantine/quarantine.ts';
import { startListener, type Listener } from './smtp-in/smtp-in.ts';
import { openSpool, type Spool } from './spool/spool.ts';
import { hopsOf } from './wiring-hops.ts';
import { actSettings, afterwardsSettings, loopHash, notifierOf } from './wiring.ts';

/** Housekeeping at the latest; sooner where something is kept for less than two minutes, as in a trial. */
const HOUSEKEEPING_MS = 60_000;
const BREAK_OFF_MS = 1_000;
/** So long a client whose mail has just been decided about may read its answer, when everybody else is cut off. */
const ANSWER_MS = 500;
const BAD_PEM = 'cannot offer TLS: keyFile, certFile or caFile is no PEM file that can be used';

/** A running gateway. */
export interface Service {
  /** 'host:port' of every SMTP listener */
  readonly smtp: readonly { readonly host: string; readonly port: number }[];
  readonly admin: { readonly host: string; readonly port: number } | null;
  /** Reads the rule files again; keeps the old ones, and says so, when the new ones are not in order. */
  reload(): Promise<boolean>;
  /** Takes no more mail, finishes what is in hand within shutdownGrace, closes. */
  stop(): Promise<void>;
  /** A stop under way waits for nobody any longer: who is still sending is told to come again, what waits stays on disk. */
  hurry(): void;
}

class Gateway implements Service {
  private readonly settings: Settings;
  private readonly log: Log;
  private loaded: LoadedRules;
  private readonly spool: Spool;
  private readonly inspectors: Inspectors;
  private readonly hops: Map<string, Hop>;
  private readonly metrics: Metrics;
  private readonly pipeline: Pipeline;
  private readonly delivery: Delivery;
  private readonly after: Afterwards;
  private readonly listeners: Listener[] = [];
  private adminSide: Admin | null = null;
  private housekeeping: NodeJS.Timeout | null = null;
  private stopping = false;
  private readonly haste = new AbortController();
  private readonly hurried = once(this.haste.signal, 'abort');
  private reloading: Promise<boolean> = Promise.resolve(true);
  /** why the rule files as they are now are not those in use; null when they are */
  private notReloaded: string | null = null;

  constructor(settings: Settings, log: Log, loaded: LoadedRules, spool: Spool, inspectors: Inspectors) {
    this.settings = settings;
    this.log = log;
    this.loaded = loaded;
    this.spool = spool;
    this.inspectors = inspectors;
    this.hops = hopsOf(settings, log);
    this.metrics = makeMetrics(() => this.state(), settings.mode === 'observe');
    this.after = afterwards({
      spool,
      catalogues: () => this.loaded.catalogues,
      ...afterwardsSettings(settings),
      clock: systemClock,
    });
    this.delivery = startDelivery({
      spool,
      hops: this.hops,
      delivery: settings.delivery,
      clock: systemClock,
      log,
      onGaveUp: (claim, failed) => this.after.onGaveUp(claim, failed),
      onRelayedWithoutDsn: (claim, relayed) => this.after.onRelayedWithoutDsn(claim, relayed),
      meter: this.metrics,
    });
    this.pipeline = startPipeline({
      spool,
      inspectors,
      rules: () => this.loaded,
      settings: {
        mode: settings.mode,
        channels: settings.secureChannels.map((channel) => channel.name),
        internalDomains: settings.internalDomains,
        languages: settings.languages,
        act: actSettings(settings),
        notifier: notifierOf(settings),
        failure: settings.failure,
        replyAfterMs: settings.inspection.replyAfterMs,
      },
      hash: loopHash(spool),
      departures: this.delivery,
      clock: systemClock,
      log,
      onMail: (event) => this.metrics.mail(event),
    });
  }

  private async state() {
    const stats = await this.spool.stats();
    return {
      queue: stats.queue,
      toInspect: stats.toInspect,
      held: stats.held,
      inspectors: this.inspectors.stats(),
      connections: this.listeners.reduce((sum, listener) => sum + listener.connections(), 0),
      oldRules: this.notReloaded !== null,
    };
  }

  private async readiness(): Promise<{ ready: boolean; problems: string[]; mode: string }> {
    const problems: string[] = [];
    if (this.stopping) problems.push('shutting down');
    else if (this.listeners.length < this.settings.listen.length) problems.push('starting');
    try {
      await this.spool.check();
    } catch (error) {
      problems.push(error instanceof GatewayError ? `store: ${error.outcome}` : 'store: unexpected error');
    }
    for (const hop of this.delivery.pausedHops()) problems.push(`route ${hop} is paused after repeated failures`);
    // Neither a route that rests nor old rules keep mail from being taken.
    const ready = problems.every((problem) => problem.startsWith('route '));
    if (this.notReloaded !== null) problems.push(this.notReloaded);
    return { ready, problems, mode: this.settings.mode };
  }

  async open(): Promise<void> {
    const { settings } = this;
    if (settings.admin !== null) {
      this.adminSide = await startAdmin({
        ...settings.admin,
        ready: () => this.readiness(),
        metrics: async () => ({ contentType: this.metrics.contentType, text: await this.metrics.render() }),
      });
    }
    for (const listen of settings.listen) {
      this.listeners.push(await this.listen(listen));
    }
    const { holdMs, originalsMs, auditMs } = settings.retention;
    const everyMs = Math.min(HOUSEKEEPING_MS, Math.max(1000, Math.min(holdMs, originalsMs, auditMs) / 2));
    this.housekeeping = setInterval(() => void this.keepHouse(), everyMs);
    this.housekeeping.unref();
    void this.keepHouse();
    this.takeUpAgain();
    this.delivery.wake();
  }

  private takeUpAgain(): void {
    this.pipeline.resume().catch(() => this.log.error({}, 'mails accepted before could not be taken up'));
  }

  private async listen(listen: ListenerSettings): Promise<Listener> {
    const { settings, spool } = this;
    try {
      return await startListener({
        host: listen.host,
        port: listen.port,
        name: listen.name,
        hostname: settings.organisation.hostname,
        allowedClients: settings.allowedClients,
        maxMessageBytes: settings.maxMessageBytes,
        maxRecipients: settings.maxRecipients,
        bareNewline: settings.bareNewline,
        ...(listen.tls === null ? {} : { tls: listen.tls, requireTls: listen.tls.required }),
        demands: listen.demands,
        xforward: listen.xforward,
        newId: () => spool.newId(),
        openWriter: (id) => spool.writer(id),
        accept: (envelope, bytes) => this.pipeline.accept(envelope, bytes),
        refused: (envelope, outcome) => this.recordRefusal(envelope, outcome),
        log: this.log,
        clock: systemClock,
      });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
      const what: Readonly<Record<string, string>> = {
        EADDRINUSE: 'is already in use by another program',
        EACCES: 'may not be opened by this user (ports below 1024 need CAP_NET_BIND_SERVICE)',
        EADDRNOTAVAIL: 'is not an address of this machine',
        ENOTFOUND: 'has a name that cannot be resolved',
        EAI_AGAIN: 'has a name that cannot be resolved now',
        ERR_OSSL_X509_KEY_VALUES_MISMATCH: 'cannot offer TLS: keyFile and certFile do not belong together',
      };
      const why = what[code] ?? (code.startsWith('ERR_OSSL') ? BAD_PEM : `cannot be opened (${code})`);
      throw new UsageError(`listen: ${listen.host}:${listen.port} ${why}`, {
        cause: error,
      });
    }
  }

  /** For trace; the client has its answer whether or not it can be recorded. */
  private recordRefusal(envelope: Envelope, outcome: OutcomeKey): void {
    this.spool.recordRefusal(envelope, outcome).catch((error: unknown) => {
      this.log.error({ id: envelope.id, outcome: outcomeOf(error) }, 'a refusal could not be recorded for trace');
    });
  }

  /** What is over goes: held mail with a word to sender and officer, kept originals, audit lines. */
  private async keepHouse(): Promise<void> {
    try {
      const now = systemClock.now();
      const ended = await openQuarantine(this.spool).expire(now, (held) => this.after.onHoldExpired(held));
      // A disk that was full for a moment must not keep a mail until the next start.
      if (!this.stopping && (await this.spool.stats()).toInspect > 0) this.takeUpAgain();
      const { originals, audit } = await this.spool.expire(now);
      if (ended.length + originals + audit > 0) {
        this.log.info({ held: ended.length, originals, audit }, 'removed what was kept long enough');
        this.delivery.wake();
      }
    } catch (error) {
      this.log.error(
        { error: error instanceof Error ? error.name : 'unknown' },
        'housekeeping failed, tried again in a minute',
      );
    }
  }

  get smtp(): { host: string; port: number }[] {
    return this.listeners.map(({ host, port }) => ({ host, port }));
  }

  get admin(): { host: string; port: number } | null {
    return this.adminSide === null ? null : { host: this.adminSide.host, port: this.adminSide.port };
  }

  reload(): Promise<boolean> {
    // one after the other: what is read last must be what stays
    this.reloading = this.reloading.then(() => this.reloadOnce());
    return this.reloading;
  }

  /** All or nothing: rules, texts and the inspectors' detectors change at one moment, or none of them does. */
  private async reloadOnce(): Promise<boolean> {
    try {
      const next = readRules(this.settings, systemClock, this.loaded);
      if (next.errors.length > 0) {
        this.keptOldRules('they have mistakes (brevvakt rules check)', { problems: next.errors.slice(0, 20) });
        return false;
      }
      await this.inspectors.reload(next.detectors, () => {
        this.loaded = next;
      });
      this.notReloaded = null;
      this.log.info({ rules: next.rules.length, fingerprint: next.fingerprint }, 'rules reloaded');
      return true;
    } catch (error) {
      if (this.stopping) return false;
      const why = error instanceof Error ? error.message : 'unknown';
      const isInspector = error instanceof GatewayError;
      this.keptOldRules(isInspector ? `no inspector starts with them: ${why}` : why, { error: why });
      return false;
    }
  }

  private keptOldRules(why: string, fields: LogFields): void {
    const at = new Date(systemClock.now()).toISOString();
    this.notReloaded = `rules: the files as they were at ${at} are not in use, the ones before are: ${why}`;
    this.log.error(
      { ...fields, fingerprint: this.loaded.fingerprint },
      `rules not reloaded, the old ones stay: ${why}`,
    );
  }

  hurry(): void {
    if (!this.stopping || this.haste.signal.aborted) return;
    this.log.warn({}, 'stopping at once: what is not finished waits for the next start');
    this.haste.abort();
  }

  /** Ends connections. First nothing more is decided: a mail whose client was told to come again must not be taken after that. */
  private async cutOff(): Promise<void> {
    await this.inspectors.close();
    await Promise.all(this.listeners.map((listener) => listener.close(ANSWER_MS)));
  }

  async stop(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    const { shutdownGraceMs } = this.settings;
    const end = systemClock.now() + shutdownGraceMs;
    const left = (): number => (this.haste.signal.aborted ? 0 : Math.max(0, end - systemClock.now()));
    this.log.info({ graceMs: shutdownGraceMs }, 'stopping: no new mail');
    if (this.housekeeping !== null) clearInterval(this.housekeeping);
    const over = (): Promise<boolean> =>
      Promise.race([pause(left(), false, { ref: false }), this.hurried.then(() => false)]);
    const closed = Promise.all(this.listeners.map((listener) => listener.close(left() + ANSWER_MS))).then(() => true);
    if (!(await Promise.race([closed, over()]))) await this.cutOff();
    // Mail that was answered before its ruling; what does not end in time is for the next start.
    await Promise.race([this.pipeline.idle(), over()]);
    const isDone = await Promise.race([
      this.delivery.drain(left()),
      this.hurried.then(() => this.delivery.drain(BREAK_OFF_MS)),
    ]);
    await Promise.all([...this.hops.values()].map((hop) => hop.close()));
    // What was broken off is recorded as waiting, or the next start would have to wait for its lease.
    if (!isDone) await this.delivery.drain(BREAK_OFF_MS);
    await this.inspectors.close();
    await this.pipeline.idle();
    await this.adminSide?.close();
    await this.spool.close();
    this.log.info({}, 'stopped');
  }
}

async function spoolToStartWith(settings: Settings, log: Log): Promise<Spool> {
  const spool = await openSpool({
    dataDir: settings.dataDir,
    store: settings.store.kind === 'sqlite' ? 'sqlite' : settings.store.url,
    keyFile: settings.encryption.keyFile,
    retention: settings.retention,
    role: 'gateway',
    clock: systemClock,
    log,
  });
  try {
    const recovery = await spool.recover();
    if (recovery.missing.length > 0)
      log.error({ missing: [...recovery.missing] }, 'spool files are missing; these mails cannot be delivered');
    return spool;
  } catch (error) {
    await spool.close();
    throw error;
  }
}

/**
 * Starts the gateway. The first inspector compiles its rules while spool and stages are made ready.
 * @param early what the caller has begun already
 * @throws UsageError for anything an operator must mend
 */
export async function startService(
  settings: Settings,
  log: Log = makeLog(settings.log.level),
  early: Promise<Beginning> = begin(settings, log),
): Promise<Service> {
  const beginning = await early;
  let spool: Spool | null = null;
  let gateway: Gateway | null = null;
  try {
    spool = await spoolToStartWith(settings, log);
    gateway = new Gateway(settings, log, beginning.loaded, spool, await beginning.inspectors);
    await gateway.open();
    return gateway;
  } catch (error) {
    if (gateway !== null) await gateway.stop();
    else {
      await beginning.giveUp();
      await spool?.close();
    }
    throw error;
  }
}
