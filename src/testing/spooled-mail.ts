/** Mails as the spool takes them, and spools in folders of their own, for tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ruleId, type MessageId } from '../core/brand.ts';
import { systemClock, type Clock } from '../core/clock.ts';
import type { Envelope } from '../core/envelope.ts';
import type { Finding } from '../core/finding.ts';
import { partPath } from '../core/brand.ts';
import type { InspectionReport } from '../core/inspection.ts';
import type { RuledMail, SpooledBytes } from '../core/journal.ts';
import { silentLog } from '../core/log.ts';
import type { Action, Plan, Ruling } from '../core/ruling.ts';
import { aFinding, aReport } from './reports.ts';
import { openSpool, type Spool, type SpoolOptions } from '../spool/spool.ts';

const DAY_MS = 86_400_000;

/** A folder that goes when `remove` is called. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'brevvakt-'));
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** A clock that goes when told to. */
export function handClock(start = Date.UTC(2026, 10, 23, 10, 0)): Clock & { advance(ms: number): void } {
  let now = start;
  return {
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
  };
}

/** Opens a spool under a folder with the defaults of the contract. */
export const openTestSpool = (dataDir: string, more: Partial<SpoolOptions> = {}): Promise<Spool> =>
  openSpool({
    dataDir,
    store: 'sqlite',
    keyFile: join(dataDir, 'key'),
    retention: { holdMs: 14 * DAY_MS, originalsMs: 14 * DAY_MS, auditMs: 180 * DAY_MS },
    role: 'gateway',
    clock: systemClock,
    log: silentLog,
    ...more,
  });

/** A finding of this category, without any value. */
export const finding = (category: string, more: Partial<Finding> = {}): Finding =>
  aFinding({ detector: `test-${category}`, category, part: partPath(''), ...more });

/** The report on a mail in which nothing but these was found. */
export const reportOf = (findings: readonly Finding[] = []): InspectionReport => aReport({ findings });

/** The envelope of a mail to these addresses. */
export const envelopeOf = (
  id: MessageId,
  addresses: readonly string[] = ['bo@example.org'],
  more: Partial<Envelope> = {},
): Envelope => ({
  id,
  sender: 'anna@kommun.example',
  recipients: addresses.map((address) => ({ address })),
  receivedAt: '2026-11-23T10:00:00.000Z',
  body: '8BITMIME',
  smtputf8: false,
  requireTls: false,
  dsn: {},
  client: { address: '127.0.0.1', helo: 'client.example' },
  listener: '127.0.0.1:2525',
  ...more,
});

/** What shall become of one address. */
export type Fate = Extract<Action, 'allow' | 'reroute' | 'hold' | 'block'>;

/** A ruled mail in which every address meets its fate: allowed on 'nextHop', rerouted on 'sefos', held or blocked. */
export function ruledMail(
  id: MessageId,
  bytes: SpooledBytes,
  fates: Readonly<Record<string, Fate>> = { 'bo@example.org': 'allow' },
  more: Partial<Plan> & {
    readonly report?: InspectionReport;
    readonly rejected?: boolean;
    readonly receivedAt?: string;
  } = {},
): RuledMail {
  const { report = reportOf(), rejected = false, receivedAt, ...plan } = more;
  const envelope = envelopeOf(id, Object.keys(fates), receivedAt === undefined ? {} : { receivedAt });
  const of = (fate: Fate) => envelope.recipients.filter(({ address }) => fates[address] === fate);
  const rulings = envelope.recipients.map((recipient): Ruling => ({
    recipient,
    internal: false,
    action: fates[recipient.address] ?? 'hold',
    rule: ruleId('test-rule'),
    explain: false,
    matches: [],
  }));
  const deliveries = [
    { hop: 'nextHop', recipients: of('allow') },
    { hop: 'sefos', recipients: of('reroute') },
  ]
    .filter(({ recipients }) => recipients.length > 0)
    .map((delivery) => ({ ...delivery, sender: envelope.sender, edits: [] }));
  return {
    envelope,
    bytes,
    report,
    rejected,
    plan: { rulings, deliveries, held: of('hold'), keepOriginal: false, notices: [], ...plan },
  };
}

/** Bytes that tell which message they belong to and how many there should be. */
export const contentOf = (id: string, size: number): Buffer => Buffer.alloc(size, `${id} ${size} `);

/** Spools bytes as a listener would. */
export async function spoolBytes(spool: Spool, id: MessageId, content: Uint8Array): Promise<SpooledBytes> {
  const writer = spool.writer(id);
  for (let at = 0; at < content.length; at += 16_384) await writer.write(content.subarray(at, at + 16_384));
  return await writer.finish();
}
