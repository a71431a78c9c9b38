/** How held mail leaves when a person releases it: as it would have, had it not been held. */
import { loopMark, planRelease, type ActSettings, type KeyedHash } from '../act/act.ts';
import type { Language } from '../core/category.ts';
import type { Clock } from '../core/clock.ts';
import { fill } from '../core/messages.ts';
import { chooseCatalogue, type Catalogues } from '../notify/notify.ts';
import type { Way } from '../quarantine/quarantine.ts';

/** What the changes depend on besides the mail. */
export interface ReleaseSettings {
  readonly act: ActSettings;
  readonly languages: readonly Language[];
  readonly catalogues: Catalogues;
  /** of the loop guard */
  readonly hash: KeyedHash;
  readonly clock: Clock;
}

/**
 * The fields on top, and on a channel what it asks for.
 * @param channel a secure channel; null: as ordinary mail
 */
export function releaseEdits(settings: ReleaseSettings, channel: string | null): Way['edits'] {
  return ({ details: { envelope, report, rulings } }, recipients) => {
    const catalogue = chooseCatalogue(settings.catalogues, settings.languages, report.facts.language);
    const input = {
      envelope,
      report,
      rulings: rulings.filter(({ recipient }) => recipients.some(({ address }) => address === recipient.address)),
      settings: settings.act,
      stripNote: (name: string) => fill(catalogue.stripNote, { name, reference: envelope.id }),
      neutralSubject: catalogue.neutralSubject,
      loopMark: (addresses: readonly string[]) => loopMark(settings.hash, settings.clock.now(), addresses),
    };
    return planRelease(input, channel).edits;
  };
}
