import { systemClock, type Clock } from '../../core/clock.ts';
import { silentLog, type Log } from '../../core/log.ts';
import type { Hop } from './hop.ts';
import { HttpHop } from './http.ts';
import { MaildirHop } from './maildir.ts';
import type { HopSettings } from './settings.ts';
import { SmtpHop } from './smtp.ts';

/**
 * Makes the hop that the settings describe. Connects to nothing yet.
 * @throws UsageError when the settings cannot work
 */
export function makeHop(
  name: string,
  settings: HopSettings,
  given: { readonly log?: Log; readonly clock?: Clock } = {},
): Hop {
  const log = given.log ?? silentLog;
  switch (settings.type) {
    case 'smtp':
      return new SmtpHop(name, settings, log);
    case 'maildir':
      return new MaildirHop(name, settings, log);
    case 'http':
      return new HttpHop(name, settings, { log, clock: given.clock ?? systemClock });
  }
}
