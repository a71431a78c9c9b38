import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { droppedLogLines } from './standard-output.ts';

/** What /metrics is read from. */
export interface State {
  readonly queue: readonly { readonly hop: string; readonly recipients: number; readonly oldestAgeMs: number }[];
  readonly toInspect: number;
  readonly held: number;
  readonly inspectors: { readonly waiting: number; readonly busy: number; readonly replaced: number };
  readonly connections: number;
  /** the rule files as they are now could not be taken over */
  readonly oldRules: boolean;
}

/** One mail, as metrics count it. Labels are keys of our own tables and rule files, never text of mail. */
export interface CountedMail {
  readonly outcome: string;
  readonly action: string | null;
  readonly size: number;
  readonly inspectionMs: number;
  readonly categories: readonly string[];
  readonly uninspected: readonly string[];
}

/** The gateway's metrics. */
export interface Metrics {
  mail(event: CountedMail): void;
  attempt(hop: string, outcome: string, recipients: number, durationMs: number): void;
  paused(hop: string, paused: boolean): void;
  /** Prometheus text format 0.0.4. */
  render(): Promise<string>;
  readonly contentType: string;
}

/** @param state asked at each scrape */
export function makeMetrics(state: () => Promise<State>, observing: boolean): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'brevvakt_' });
  const registers = [registry];
  const mails = new Counter({
    name: 'brevvakt_mails_total',
    help: 'Mails by reply outcome and most severe action',
    labelNames: ['outcome', 'action'],
    registers,
  });
  const bytes = new Counter({
    name: 'brevvakt_mail_bytes_total',
    help: 'Bytes of mails that were ruled on',
    registers,
  });
  const findings = new Counter({
    name: 'brevvakt_mails_with_finding_total',
    help: 'Mails with a medium or high finding, by category',
    labelNames: ['category'],
    registers,
  });
  const unread = new Counter({
    name: 'brevvakt_mails_uninspected_total',
    help: 'Mails with a part that could not be read, by reason',
    labelNames: ['reason'],
    registers,
  });
  const inspection = new Histogram({
    name: 'brevvakt_inspection_seconds',
    help: 'Time to inspect a mail, waiting included',
    buckets: [0.002, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 20, 60],
    registers,
  });
  const attempts = new Counter({
    name: 'brevvakt_delivery_recipients_total',
    help: 'Recipients of delivery attempts by hop and outcome',
    labelNames: ['hop', 'outcome'],
    registers,
  });
  const delivery = new Histogram({
    name: 'brevvakt_delivery_seconds',
    help: 'Time of a delivery attempt',
    labelNames: ['hop'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers,
  });
  const paused = new Gauge({
    name: 'brevvakt_route_paused',
    help: '1 while a route rests after repeated failures',
    labelNames: ['hop'],
    registers,
  });
  const observe = new Gauge({
    name: 'brevvakt_observe_mode',
    help: '1 when mode is observe: nothing is stopped',
    registers,
  });
  observe.set(observing ? 1 : 0);
  const gauge = (name: string, help: string, labelNames: string[] = []): Gauge =>
    new Gauge({ name, help, labelNames, registers });
  const queue = gauge('brevvakt_queue_recipients', 'Recipients waiting, by hop', ['hop']);
  const age = gauge('brevvakt_queue_oldest_seconds', 'Age of the oldest waiting delivery, by hop', ['hop']);
  const toInspect = gauge('brevvakt_to_inspect', 'Mails accepted and not yet ruled on');
  const held = gauge('brevvakt_held_recipients', 'Copies held');
  const waiting = gauge('brevvakt_inspection_waiting', 'Mails waiting for an inspector');
  const busy = gauge('brevvakt_inspectors_busy', 'Inspectors at work');
  const replaced = gauge('brevvakt_inspectors_replaced', 'Inspectors replaced since start');
  const connections = gauge('brevvakt_connections', 'SMTP connections open');
  new Counter({
    name: 'brevvakt_log_lines_dropped_total',
    help: 'Log lines left out because nobody read them or the disk was full',
    registers,
    collect() {
      this.reset();
      this.inc(droppedLogLines());
    },
  });
  const oldRules = gauge('brevvakt_rules_outdated', '1 when the last reload failed: the rules before it are in use');
  return {
    contentType: registry.contentType,
    mail: (event) => {
      mails.inc({ outcome: event.outcome, action: event.action ?? 'none' });
      if (event.action === null) return;
      bytes.inc(event.size);
      inspection.observe(event.inspectionMs / 1000);
      for (const category of event.categories) findings.inc({ category });
      for (const reason of event.uninspected) unread.inc({ reason });
    },
    attempt: (hop, outcome, recipients, durationMs) => {
      attempts.inc({ hop, outcome }, recipients);
      delivery.observe({ hop }, durationMs / 1000);
    },
    paused: (hop, isPaused) => paused.set({ hop }, isPaused ? 1 : 0),
    render: async () => {
      const now = await state();
      queue.reset();
      age.reset();
      for (const entry of now.queue) {
        queue.set({ hop: entry.hop }, entry.recipients);
        age.set({ hop: entry.hop }, entry.oldestAgeMs / 1000);
      }
      toInspect.set(now.toInspect);
      held.set(now.held);
      waiting.set(now.inspectors.waiting);
      busy.set(now.inspectors.busy);
      replaced.set(now.inspectors.replaced);
      connections.set(now.connections);
      oldRules.set(now.oldRules ? 1 : 0);
      return registry.metrics();
    },
  };
}
