import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Hop } from './hop.ts';
import type { HopSettings } from './settings.ts';

/** Makes the hop that the settings describe. Connects to nothing yet. */
export function makeHop(_name: string, _settings: HopSettings, _given: { log: Log; clock: Clock }): Hop {
  throw new Error('not yet');
}
