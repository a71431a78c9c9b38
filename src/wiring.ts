/** Slices of the settings as the stages take them. Light to load. */
import { createHmac } from 'node:crypto';
import type { Settings } from './config/config.ts';
import type { ActSettings, KeyedHash } from './act/act.ts';
// Not by the door: what is started here need not load the parsers.
import { DEFAULT_LIMITS } from './extract/budget.ts';
import type { PoolSettings } from './inspect/inspect.ts';
import type { Notifier } from './notify/notify.ts';
import type { AfterwardsOptions } from './pipeline/pipeline.ts';
import type { Spool } from './spool/spool.ts';

/** What `act` needs. */
export function actSettings(settings: Settings): ActSettings {
  return {
    hostname: settings.organisation.hostname,
    channels: new Map(settings.secureChannels.map((channel) => [channel.name, channel])),
  };
}

/** The keyed hash of the loop guard, the same for every process of the installation. */
export function loopHash(spool: Pick<Spool, 'deriveKey'>): KeyedHash {
  const key = spool.deriveKey('loop-guard');
  return (text) => createHmac('sha256', key).update(text).digest('base64url');
}

/** Who writes our notices. */
export function notifierOf(settings: Settings): Notifier {
  return {
    organisation: settings.organisation.name,
    hostname: settings.organisation.hostname,
    postmaster: settings.postmaster,
    holdMs: settings.retention.holdMs,
    guide: settings.organisation.guide,
    timeZone: settings.organisation.timeZone,
    channels: Object.fromEntries(
      settings.secureChannels.map(({ name, title, link }) => [name, { title, link: link ?? '' }]),
    ),
  };
}

/** What letters after the walk depend on. */
export function afterwardsSettings(
  settings: Settings,
): Pick<AfterwardsOptions, 'languages' | 'notifier' | 'internalDomains' | 'officer' | 'expireAfterMs'> {
  return {
    languages: settings.languages,
    notifier: notifierOf(settings),
    internalDomains: settings.internalDomains,
    officer: settings.organisation.dataProtectionOfficer ?? settings.postmaster,
    expireAfterMs: settings.delivery.expireAfterMs,
  };
}

/** The pool's limits. */
export function poolSettings(settings: Settings, readable: readonly string[]): PoolSettings {
  const { inspection } = settings;
  return {
    inspectors: inspection.inspectors,
    others: 'at-once',
    timeoutMs: inspection.timeoutMs,
    memoryBytes: inspection.memoryBytes,
    ocr: { budgetMs: inspection.ocr.enabled ? inspection.ocr.budgetMs : 0, pages: inspection.ocr.pages },
    limits: { ...DEFAULT_LIMITS, ...inspection.limits, timeMs: inspection.timeoutMs },
    readable,
  };
}
