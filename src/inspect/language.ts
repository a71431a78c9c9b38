/** Which of our languages a text is written in, to answer its sender in it. Decides nothing else. */
import type { Language } from '../core/category.ts';

/** Everyday words that set the languages apart; a word may stand for several. */
const WORDS: Readonly<Record<Language, string>> = {
  sv: 'och att är inte jag det som för med på till har om ett vi kan från eller också mycket tack hälsningar vänliga vänlig hej den du ska när där blir efter',
  nb: 'og at er ikke jeg det som for med på til har om et vi kan fra eller også mye takk hilsen vennlig hei den du skal når der blir etter noe',
  nn: 'og at er ikkje eg det som for med på til har om eit vi kan frå eller òg mykje takk helsing venleg hei den du skal når der blir etter noko vart dykk',
  da: 'og at er ikke jeg det som for med på til har om et vi kan fra eller også meget tak hilsen venlig hej den du skal når der bliver efter noget af mig hvad',
  fi: 'ja on ei että se hän minä olen ovat mutta kun joka tai myös sekä terveisin hei kiitos ole voi tämä',
  en: 'and the is not i it that for with on to have if a we can from or also much thank regards hello you shall when there be after',
};

const LANGUAGES_OF = ((): ReadonlyMap<string, readonly Language[]> => {
  const map = new Map<string, Language[]>();
  for (const [language, words] of Object.entries(WORDS) as [Language, string][]) {
    for (const word of words.split(' ')) map.set(word, [...(map.get(word) ?? []), language]);
  }
  return map;
})();

const NO_LETTERS = /\P{L}+/u;

/**
 * Guesses the language. A word counts the more the fewer languages share it.
 * @param text some lines of the mail; more than a few thousand characters change nothing
 * @returns null when nothing speaks for one
 */
export function guessLanguage(text: string): Language | null {
  const points = new Map<Language, number>();
  for (const word of text.normalize('NFC').toLowerCase().split(NO_LETTERS)) {
    const languages = LANGUAGES_OF.get(word);
    if (languages === undefined) continue;
    for (const language of languages) points.set(language, (points.get(language) ?? 0) + 1 / languages.length ** 2);
  }
  const ranked = [...points].sort((a, b) => b[1] - a[1]);
  const [best, second] = ranked;
  if (best === undefined || best[1] < 0.5 || best[1] === second?.[1]) return null;
  return best[0];
}
