import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadMessages, PACKAGE_RULES } from '../config/config.ts';
import { ruleId } from '../core/brand.ts';
import type { Envelope } from '../core/envelope.ts';
import type { InspectionReport } from '../core/inspection.ts';
import type { SpooledBytes } from '../core/journal.ts';
import { silentLog } from '../core/log.ts';
import { GatewayError } from '../core/outcomes.ts';
import type { PolicyRule } from '../core/rules.ts';
import type { Inspectors } from '../inspect/inspect.ts';
import type { Spool } from '../spool/spool.ts';
import { aFinding, aReport, anEnvelope } from '../testing/reports.ts';
import { handClock, openTestSpool, temporaryFolder } from '../testing/spooled-mail.ts';
import { loopMark } from '../act/act.ts';
import { startPipeline, type Departures, type Pipeline, type PipelineOptions } from './pipeline.ts';

const CONTENT = Buffer.from('Subject: Hej\r\n\r\nHemlig text om Elin\r\n');
const hash = (text: string): string =>
  Buffer.from(text).toString('base64url').padEnd(30, 'x').split('').reverse().join('');

const { catalogues } = loadMessages([PACKAGE_RULES]);

/** One enforced rule: any finding of medium or more is treated with this action. */
function ruleWith(action: 'reroute' | 'hold' | 'block' | 'tag'): PolicyRule {
  const then = {
    action,
    fallback: [],
    explain: true,
    keepOriginal: false,
    ...(action === 'reroute' ? { channel: 'sefos' } : {}),
  };
  return {
    id: ruleId(`test-${action}`),
    name: 'test',
    why: 'test',
    source: { file: 'test.yaml', line: 1, column: 1 },
    when: { kind: 'finding', test: { confidence: 'medium', count: 1 } },
    then,
    mode: 'enforce',
    insteadOf: [],
    exceptions: [],
    examples: { hit: [], miss: [], near: [] },
  } as unknown as PolicyRule;
}

/** No place for anybody: everything is queued. */
const nowhere: Departures = {
  reserve: () => false,
  release: () => undefined,
  depart: () => undefined,
  wake: () => undefined,
};

/** Keeps places on one hop and writes down what happens. */
function placesOn(hop: string): Departures & { readonly events: string[] } {
  const events: string[] = [];
  return {
    events,
    reserve: (name) => {
      events.push(`reserve ${name}`);
      return name === hop;
    },
    release: (name) => events.push(`release ${name}`),
    depart: (claim) => events.push(`depart ${claim.hop}`),
    wake: () => events.push('wake'),
  };
}

describe('the walk of a mail', () => {
  const folder = { current: temporaryFolder() };
  const clock = handClock();
  let spool: Spool;

  beforeEach(async () => {
    folder.current = temporaryFolder();
    spool = await openTestSpool(folder.current.path, { clock });
  });
  afterEach(async () => {
    await spool.close();
    folder.current.remove();
  });

  function pipelineWith(
    inspect: Inspectors['inspect'],
    changes: Partial<PipelineOptions> & {
      rules?: () => { rules: PolicyRule[]; lists: object; catalogues: typeof catalogues };
    } = {},
    settings: object = {},
  ): Pipeline {
    const inspectors: Inspectors = {
      inspect,
      reload: () => Promise.resolve(),
      stats: () => ({ waiting: 0, busy: 0, replaced: 0 }),
      close: () => Promise.resolve(),
    };
    return startPipeline({
      spool,
      inspectors,
      rules: () => ({ rules: [], lists: {}, catalogues }),
      settings: {
        mode: 'enforce',
        channels: ['sefos'],
        internalDomains: ['kommun.example'],
        languages: ['sv'],
        act: { hostname: 'brevvakt.kommun.example', channels: new Map() },
        notifier: {
          organisation: 'Exempel kommun',
          hostname: 'brevvakt.kommun.example',
          postmaster: 'postmaster@kommun.example',
          holdMs: 14 * 86_400_000,
          timeZone: 'Europe/Stockholm',
          guide: null,
          channels: {},
        },
        failure: 'tempfail',
        replyAfterMs: 10_000,
        ...settings,
      },
      hash,
      departures: nowhere,
      clock,
      log: silentLog,
      ...changes,
    });
  }

  async function received(changes: Partial<Envelope> = {}): Promise<{ envelope: Envelope; bytes: SpooledBytes }> {
    const id = spool.newId();
    const writer = spool.writer(id);
    await writer.write(CONTENT);
    return {
      envelope: anEnvelope({ id, receivedAt: new Date(clock.now()).toISOString(), ...changes }),
      bytes: await writer.finish(),
    };
  }

  const queued = () => spool.queue.list();

  it('queues a clean mail for the next hop before it says yes', async () => {
    const { envelope, bytes } = await received();
    const reply = await pipelineWith(() => Promise.resolve(aReport())).accept(envelope, bytes);
    expect(reply.outcome).toBe('accepted');
    expect(await queued()).toMatchObject([{ messageId: envelope.id, hop: 'nextHop', recipients: ['b@example.org'] }]);
    expect(Buffer.from(await spool.readAll(envelope.id)).equals(CONTENT)).toBe(true);
  });

  it('refuses for now, and keeps nothing, when it cannot be inspected', async () => {
    const { envelope, bytes } = await received();
    const pipeline = pipelineWith(() => Promise.reject(new GatewayError('cannot-inspect', 'dead')));
    await expect(pipeline.accept(envelope, bytes)).rejects.toMatchObject({ outcome: 'cannot-inspect' });
    expect(await queued()).toEqual([]);
  });

  it('holds it instead where the settings say so', async () => {
    const { envelope, bytes } = await received();
    const pipeline = pipelineWith(
      () => Promise.reject(new GatewayError('cannot-inspect', 'dead')),
      {},
      { failure: 'hold' },
    );
    expect((await pipeline.accept(envelope, bytes)).outcome).toBe('accepted');
    expect(await spool.held.find(envelope.id)).toMatchObject({ recipients: [{ address: 'b@example.org' }] });
    expect((await queued()).every((entry) => entry.notice)).toBe(true);
  });

  it('turns an unexpected fault into a refusal for now, never into a delivery', async () => {
    const { envelope, bytes } = await received();
    await expect(pipelineWith(() => Promise.reject(new TypeError('bug'))).accept(envelope, bytes)).rejects.toThrow(
      TypeError,
    );
    const broken = await received();
    const rules = (): never => {
      throw new TypeError('broken rules');
    };
    await expect(
      pipelineWith(() => Promise.resolve(aReport()), { rules }).accept(broken.envelope, broken.bytes),
    ).rejects.toThrow(TypeError);
    expect(await queued()).toEqual([]);
  });

  it('rules by the rules of the moment when an inspector took the mail up, though others are loaded before it ends', async () => {
    const { envelope, bytes } = await received();
    let current: PolicyRule[] = [];
    const inspect: Inspectors['inspect'] = (_job, taken) => {
      current = [ruleWith('hold')]; // loaded while the mail waited
      taken?.();
      current = []; // and again while it was read
      return Promise.resolve(aReport({ findings: [aFinding()] }));
    };
    const pipeline = pipelineWith(inspect, { rules: () => ({ rules: current, lists: {}, catalogues }) });
    expect((await pipeline.accept(envelope, bytes)).outcome).toBe('accepted');
    expect(await spool.held.find(envelope.id)).not.toBeNull();
  });

  it('refuses for now when the journal cannot be written', async () => {
    const { envelope, bytes } = await received();
    const failing = new Proxy(spool, {
      get: (target, key) =>
        key === 'commitRuled'
          ? () => Promise.reject(new GatewayError('disk-full', 'no space'))
          : (Reflect.get(target, key) as unknown),
    });
    await expect(
      pipelineWith(() => Promise.resolve(aReport()), { spool: failing }).accept(envelope, bytes),
    ).rejects.toMatchObject({ outcome: 'disk-full' });
    expect(await queued()).toEqual([]);
  });

  it('lets a mail leave at once where a place was kept for it, and queues it elsewhere', async () => {
    for (const [hop, events, state] of [
      ['nextHop', ['reserve nextHop', 'depart nextHop'], 'active'],
      ['sefos', ['reserve nextHop', 'wake'], 'waiting'],
    ] as const) {
      const { envelope, bytes } = await received();
      const departures = placesOn(hop);
      await pipelineWith(() => Promise.resolve(aReport()), { departures }).accept(envelope, bytes);
      expect(departures.events).toEqual(events);
      expect((await spool.queue.show(envelope.id))?.deliveries).toMatchObject([{ hop: 'nextHop', state }]);
    }
  });

  it('gives the place back when the journal cannot be written', async () => {
    const { envelope, bytes } = await received();
    const departures = placesOn('nextHop');
    const failing = new Proxy(spool, {
      get: (target, key) =>
        key === 'commitRuled'
          ? () => Promise.reject(new GatewayError('disk-full', 'no space'))
          : (Reflect.get(target, key) as unknown),
    });
    await expect(
      pipelineWith(() => Promise.resolve(aReport()), { spool: failing, departures }).accept(envelope, bytes),
    ).rejects.toThrow(GatewayError);
    expect(departures.events).toEqual(['reserve nextHop', 'release nextHop']);
  });

  it('says yes after replyAfter with a durable to-inspect entry, and rules later', async () => {
    const { envelope, bytes } = await received();
    let finish: (report: InspectionReport) => void = () => undefined;
    const pipeline = pipelineWith(() => new Promise((resolve) => (finish = resolve)), {}, { replyAfterMs: 1 });
    expect((await pipeline.accept(envelope, bytes)).outcome).toBe('accepted');
    expect(await queued()).toMatchObject([{ messageId: envelope.id, state: 'to-inspect' }]);
    finish(aReport());
    await pipeline.idle();
    expect(await queued()).toMatchObject([{ messageId: envelope.id, state: 'waiting', hop: 'nextHop' }]);
  });

  it('after an early yes a failure can only mean hold, whatever the settings say', async () => {
    const { envelope, bytes } = await received();
    let fail: (error: Error) => void = () => undefined;
    const pipeline = pipelineWith(() => new Promise((_, reject) => (fail = reject)), {}, { replyAfterMs: 1 });
    await pipeline.accept(envelope, bytes);
    fail(new GatewayError('cannot-inspect', 'dead'));
    await pipeline.idle();
    expect(await spool.held.find(envelope.id)).not.toBeNull();
    expect((await queued()).filter((entry) => !entry.notice)).toEqual([]);
  });

  it('takes up at start what was accepted and not ruled on', async () => {
    const { envelope, bytes } = await received();
    await spool.commitToInspect(envelope, bytes);
    await pipelineWith(() => Promise.resolve(aReport())).resume();
    expect(await queued()).toMatchObject([{ messageId: envelope.id, hop: 'nextHop' }]);
  });

  it('takes up again what could not be written down, once, and nothing that somebody is at', async () => {
    const { envelope, bytes } = await received();
    let finish: (report: InspectionReport) => void = () => undefined;
    let inspections = 0;
    let full = true;
    const failing: Spool = {
      ...spool,
      commitRuled: (...given) =>
        full ? Promise.reject(new GatewayError('disk-full', 'full')) : spool.commitRuled(...given),
    };
    const inspect = (): Promise<InspectionReport> => {
      inspections++;
      return new Promise((resolve) => (finish = resolve));
    };
    const pipeline = pipelineWith(inspect, { spool: failing }, { replyAfterMs: 1 });
    await pipeline.accept(envelope, bytes);
    const looking = pipeline.resume();
    finish(aReport());
    await looking;
    expect(inspections).toBe(1);
    expect(await queued()).toMatchObject([{ messageId: envelope.id, state: 'to-inspect' }]);
    full = false;
    const again = pipeline.resume();
    await expect.poll(() => inspections).toBe(2);
    finish(aReport());
    await again;
    await pipeline.resume();
    expect(inspections).toBe(2);
    expect(await queued()).toMatchObject([{ messageId: envelope.id, state: 'waiting', hop: 'nextHop' }]);
  });

  it('does not take up what is ruled on while it looks', async () => {
    const { envelope, bytes } = await received();
    let finish: (report: InspectionReport) => void = () => undefined;
    let inspections = 0;
    const inspect = (): Promise<InspectionReport> => {
      inspections++;
      return new Promise((resolve) => (finish = resolve));
    };
    const slow: Spool = {
      ...spool,
      listToInspect: async () => {
        const listed = await spool.listToInspect();
        finish(aReport());
        await expect.poll(async () => (await queued()).map(({ state }) => state)).toEqual(['waiting']);
        await new Promise((resolve) => setTimeout(resolve, 20));
        return listed;
      },
    };
    const pipeline = pipelineWith(inspect, { spool: slow }, { replyAfterMs: 1 });
    await pipeline.accept(envelope, bytes);
    await pipeline.resume();
    expect(inspections).toBe(1);
  });

  it('refuses a mail that comes back for the same recipients, and lets a forward pass', async () => {
    const mark = loopMark(hash, clock.now(), ['b@example.org']);
    const pipeline = pipelineWith(() => Promise.resolve(aReport({ facts: { loopMarks: [mark] } })));
    const back = await received();
    expect((await pipeline.accept(back.envelope, back.bytes)).outcome).toBe('mail-loop');
    expect(await queued()).toEqual([]);
    const forward = await received({ recipients: [{ address: 'c@example.net' }] });
    expect((await pipeline.accept(forward.envelope, forward.bytes)).outcome).toBe('accepted');
  });

  it('holds a mail whose way round is seen after the early yes', async () => {
    const mark = loopMark(hash, clock.now(), ['b@example.org']);
    const { envelope, bytes } = await received();
    let tell: (report: InspectionReport) => void = () => undefined;
    const pipeline = pipelineWith(() => new Promise((resolve) => (tell = resolve)), {}, { replyAfterMs: 1 });
    expect((await pipeline.accept(envelope, bytes)).outcome).toBe('accepted');
    tell(aReport({ facts: { loopMarks: [mark] } }));
    await pipeline.idle();
    expect(await spool.held.find(envelope.id)).not.toBeNull();
    expect((await queued()).filter((entry) => !entry.notice)).toEqual([]);
  });

  it('refuses in the dialogue what is blocked for everybody: one notice, no copy, no bytes', async () => {
    const { envelope, bytes } = await received();
    const pipeline = pipelineWith(() => Promise.resolve(aReport({ findings: [aFinding()] })), {
      rules: () => ({ rules: [ruleWith('block')], lists: {}, catalogues }),
    });
    const reply = await pipeline.accept(envelope, bytes);
    expect(reply).toMatchObject({ outcome: 'rejected-by-policy' });
    expect(reply.text).toContain('rule test-block');
    expect(reply.text).toContain(envelope.id);
    expect(reply.text).toContain('the sender gets an explanation by mail');
    const entries = await queued();
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ notice: true, recipients: ['anna@kommun.example'] });
  });

  it('promises an explanation in the dialogue only to senders who get one', async () => {
    const rules = () => ({ rules: [ruleWith('block')], lists: {}, catalogues });
    for (const sender of ['x@elsewhere.example', null]) {
      const { envelope, bytes } = await received({ sender });
      const pipeline = pipelineWith(() => Promise.resolve(aReport({ findings: [aFinding()] })), { rules });
      const reply = await pipeline.accept(envelope, bytes);
      expect(reply.text).toBe(`Rejected by policy, rule test-block, reference ${envelope.id}`);
    }
    expect(await queued()).toEqual([]);
  });

  it('explains nothing to outsiders and answers no null sender', async () => {
    const rules = () => ({ rules: [ruleWith('hold')], lists: {}, catalogues });
    for (const sender of ['x@elsewhere.example', null]) {
      const { envelope, bytes } = await received({ sender });
      await pipelineWith(() => Promise.resolve(aReport({ findings: [aFinding()] })), { rules }).accept(envelope, bytes);
    }
    expect(await queued()).toEqual([]);
  });

  it('lets everything pass in observe mode and explains nothing', async () => {
    const { envelope, bytes } = await received();
    const pipeline = pipelineWith(
      () => Promise.resolve(aReport({ findings: [aFinding()] })),
      { rules: () => ({ rules: [ruleWith('block')], lists: {}, catalogues }) },
      { mode: 'observe' },
    );
    expect((await pipeline.accept(envelope, bytes)).outcome).toBe('accepted');
    expect(await queued()).toMatchObject([{ hop: 'nextHop', notice: false }]);
    const [line] = await spool.trace({ reference: envelope.id, actor: 'Anna', purpose: 'test' });
    expect(line).toMatchObject({ action: 'allow', rule: 'test-block' });
    expect(line?.history).toMatchObject([{ state: 'observed', code: 'block' }, { state: 'queued' }]);
  });

  it.each(['tempfail', 'hold'])(
    'delivers in observe mode what cannot be inspected, records the hold it would have been and says so loudly: failure %s',
    async (failure) => {
      const { envelope, bytes } = await received();
      const errors: object[] = [];
      const pipeline = pipelineWith(
        () => Promise.reject(new GatewayError('cannot-inspect', 'dead')),
        { log: { ...silentLog, error: (fields) => errors.push(fields) } },
        { mode: 'observe', failure },
      );
      expect((await pipeline.accept(envelope, bytes)).outcome).toBe('accepted');
      expect(await queued()).toMatchObject([{ hop: 'nextHop', notice: false }]);
      const [line] = await spool.trace({ reference: envelope.id, actor: 'Anna', purpose: 'test' });
      expect(line).toMatchObject({ action: 'allow', rule: 'inspection-failed' });
      expect(line?.history).toMatchObject([{ state: 'observed', code: 'hold' }, { state: 'queued' }]);
      expect(errors).toMatchObject([{ outcome: 'cannot-inspect', observed: true }]);
    },
  );

  it('delivers in observe mode what fails after an early yes', async () => {
    const { envelope, bytes } = await received();
    let fail: (error: Error) => void = () => undefined;
    const late = { replyAfterMs: 1, mode: 'observe' };
    const pipeline = pipelineWith(() => new Promise((_, reject) => (fail = reject)), {}, late);
    await pipeline.accept(envelope, bytes);
    fail(new TypeError('bug'));
    await pipeline.idle();
    expect(await spool.held.find(envelope.id)).toBeNull();
    expect(await queued()).toMatchObject([{ hop: 'nextHop', notice: false }]);
  });

  it('holds a loop found after an early yes in observe mode too: delivered, it would come back', async () => {
    const { envelope, bytes } = await received();
    let tell: (report: InspectionReport) => void = () => undefined;
    const late = { replyAfterMs: 1, mode: 'observe' };
    const pipeline = pipelineWith(() => new Promise((resolve) => (tell = resolve)), {}, late);
    await pipeline.accept(envelope, bytes);
    tell(aReport({ facts: { loopMarks: [loopMark(hash, clock.now(), ['b@example.org'])] } }));
    await pipeline.idle();
    expect(await spool.held.find(envelope.id)).not.toBeNull();
  });

  it('leaves a trace of a loop that was refused', async () => {
    const { envelope, bytes } = await received();
    const mark = loopMark(hash, clock.now(), ['b@example.org']);
    await pipelineWith(() => Promise.resolve(aReport({ facts: { loopMarks: [mark] } }))).accept(envelope, bytes);
    const [line] = await spool.trace({ to: 'b@example.org', actor: 'Anna', purpose: 'test' });
    expect(line).toMatchObject({ reference: envelope.id, action: 'refused', rule: 'mail-loop' });
    expect(line?.history).toMatchObject([{ state: 'rejected', code: '554 5.4.6' }]);
  });

  it('encrypts what it holds', async () => {
    const { envelope, bytes } = await received();
    await pipelineWith(() => Promise.resolve(aReport({ findings: [aFinding()] })), {
      rules: () => ({ rules: [ruleWith('hold')], lists: {}, catalogues }),
    }).accept(envelope, bytes);
    expect(Buffer.from(await spool.readAll(envelope.id)).equals(CONTENT)).toBe(true);
  });
});
