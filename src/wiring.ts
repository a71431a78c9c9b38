/** Slices of the settings as the stages take them. */
import type { Hop as HopSettings, Settings } from './config/config.ts';
import { systemClock } from './core/clock.ts';
import type { Log } from './core/log.ts';
import { makeHop, type Hop } from './deliver/deliver.ts';
import type { ActSettings } from './act/act.ts';
import { DEFAULT_LIMITS } from './extract/extract.ts';
import type { PoolSettings } from './inspect/inspect.ts';
import type { Notifier } from './notify/notify.ts';

/** What `act` needs. */
export function actSettings(settings: Settings): ActSettings {
  return {
    hostname: settings.organisation.hostname,
    channels: new Map(settings.secureChannels.map((channel) => [channel.name, channel])),
  };
}

/** Who writes our notices. */
export function notifierOf(settings: Settings): Notifier {
  return {
    organisation: settings.organisation.name,
    hostname: settings.organisation.hostname,
    postmaster: settings.postmaster,
    holdMs: settings.retention.holdMs,
    guide: settings.organisation.guide,
    channels: Object.fromEntries(
      settings.secureChannels.map(({ name, title, link }) => [name, { title, link: link ?? '' }]),
    ),
  };
}

/** The pool's limits. */
export function poolSettings(settings: Settings, readable: readonly string[]): PoolSettings {
  const { inspection } = settings;
  return {
    inspectors: inspection.inspectors,
    timeoutMs: inspection.timeoutMs,
    memoryBytes: inspection.memoryBytes,
    ocr: { budgetMs: inspection.ocr.enabled ? inspection.ocr.budgetMs : 0, pages: inspection.ocr.pages },
    limits: { ...DEFAULT_LIMITS, ...inspection.limits, timeMs: inspection.timeoutMs },
    readable,
  };
}

/** All hops by the names that plans use. Connects to nothing yet. */
export function hopsOf(settings: Settings, log: Log): Map<string, Hop> {
  const named: [string, HopSettings][] = [
    ['nextHop', settings.nextHop],
    ['noticeHop', settings.noticeHop ?? settings.nextHop],
    ...settings.secureChannels.map((channel): [string, HopSettings] => [channel.name, channel.hop]),
  ];
  return new Map(named.map(([name, hop]) => [name, makeHop(name, hop, { log, clock: systemClock })]));
}
