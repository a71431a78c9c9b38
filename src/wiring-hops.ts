/** The hops of the settings as `deliver` takes them. */
import type { Hop as HopSettings, Settings } from './config/config.ts';
import { systemClock } from './core/clock.ts';
import type { Log } from './core/log.ts';
import { makeHop, type Hop } from './deliver/deliver.ts';

/** All hops by the names that plans use. Connects to nothing yet. */
export function hopsOf(settings: Settings, log: Log): Map<string, Hop> {
  const named: [string, HopSettings][] = [
    ['nextHop', settings.nextHop],
    ['noticeHop', settings.noticeHop ?? settings.nextHop],
    ...settings.secureChannels.map((channel): [string, HopSettings] => [channel.name, channel.hop]),
  ];
  return new Map(named.map(([name, hop]) => [name, makeHop(name, hop, { log, clock: systemClock })]));
}
