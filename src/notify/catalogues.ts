import type { Language } from '../core/category.ts';
import type { MessageCatalogue } from '../core/messages.ts';

/** All catalogues that were loaded, by language. */
export type Catalogues = ReadonlyMap<Language, MessageCatalogue>;

/**
 * The catalogue to write to a sender in: the language of the mail when the organisation uses it, else its first language.
 * @param languages setting `languages`, first is the default; must not be empty
 * @throws RangeError when not even the default language has a catalogue
 */
export function chooseCatalogue(
  catalogues: Catalogues,
  languages: readonly Language[],
  mail: Language | null,
): MessageCatalogue {
  const wanted = mail !== null && languages.includes(mail) ? mail : languages[0];
  const catalogue = (wanted === undefined ? undefined : catalogues.get(wanted)) ?? catalogues.get('en');
  if (catalogue === undefined) throw new RangeError(`no message catalogue for ${wanted ?? 'any language'}`);
  return catalogue;
}
