/** Which of our languages a text is written in, to answer its sender in it. Decides nothing else. */
import { LANGUAGES, type Language } from '../core/category.ts';

/** Everyday words; one may stand for several languages and then says the less. Short words of other meaning elsewhere are left out. */
const WORDS: Readonly<Record<Language, string>> = {
  sv: `i och att är inte jag som för på med från eller också mycket tack hälsningar hälsning vänliga vänlig hej den det du ska skall
    när där blir efter av till har om ett vi kan ni er oss mig dig hon han hans hennes detta denna dessa måste bara nu bli blev var
    vara före vecka bilaga bifogad bifogar bifogat ärende ärendet gäller möte mötet barnet eleven måndag tisdag onsdag torsdag fredag
    lördag söndag någon något några alla så sedan vid utan än även samt enligt finns får fått kommer gör göra vill vet mvh skickar
    behöver in ut upp här hur vad vem varför idag igen klockan nästa se men min de dem har hade skulle kunde`,
  nb: `i og at er ikke jeg som for på med fra eller også mye takk hilsen vennlig hei den det du skal når der blir etter av til har om et
    vi kan dere oss meg deg hun han hans hennes dette denne disse må bare nå bli ble var være før uke vedlegg vedlagt sak saken gjelder
    møte møtet barnet eleven mandag tirsdag onsdag torsdag fredag lørdag søndag noen noe alle så siden ved uten enn samt ifølge finnes
    får fått kommer gjør gjøre vil vet mvh sender trenger inn ut opp her hvordan hva hvem hvorfor igjen klokka klokken neste blitt vært
    ønsker se men min de dem hadde skulle kunne`,
  nn: `i og at er ikkje eg som for på med frå eller òg også mykje takk helsing venleg hei den det du skal når der blir vert etter av til
    har om eit vi kan de dykk oss meg deg ho han hans hennar dette denne desse må berre no bli vart vere før veke vedlegg vedlagt sak
    saka gjeld møte møtet barnet eleven måndag tysdag onsdag torsdag fredag laurdag sundag søndag nokon noko nokre alle så sidan ved
    utan enn samt finst får fått kjem gjer gjere vil veit sender treng inn ut opp her korleis kva kven kvifor klokka neste ein ei dei
    vore ønskjer ynskjer kvar sjå men min hadde skulle kunne`,
  da: `i og at er ikke jeg som for på med fra eller også meget tak hilsen hilsner venlig hej kære den det du skal når der bliver efter
    af til har om et vi kan jer os mig dig hun han hans hendes dette denne disse må kun bare nu blive blev var være før uge bilag
    vedhæftet vedhæftede vedlagt sag sagen gælder møde mødet barnet eleven mandag tirsdag onsdag torsdag fredag lørdag søndag nogen
    noget nogle alle så siden ved uden end samt ifølge findes får fået kommer gør gøre vil mvh sender ind ud op her hvordan hvad hvem
    hvorfor igen klokken næste blevet været ønsker se men min de dem havde skulle kunne`,
  fi: `ja on ei että hän minä olen ovat mutta kun joka tai myös sekä terveisin hei kiitos ole voi tämä liitteenä liite koskee
    ystävällisin kanssa jos niin kuin mitä vain nyt ollut olla pitää maanantai tiistai keskiviikko torstai perjantai maanantaina
    tiistaina keskiviikkona torstaina perjantaina hyvää päivää eli sitten vielä kaikki meidän teidän hänen tulee saa olisi sitä siitä
    tässä nämä ennen jälkeen mukaan viikko viikolla klo`,
  en: `the and is not that it with have if we can from also much thank thanks regards hello you shall will when there be after of to
    this these are was were has your our please attached attachment dear best would could should which who what where why how about
    any but or they he she his her their been today tomorrow for on`,
};

const LANGUAGES_OF = ((): ReadonlyMap<string, readonly Language[]> => {
  const map = new Map<string, Language[]>();
  for (const language of LANGUAGES) {
    for (const word of new Set(WORDS[language].split(/\s+/u))) map.set(word, [...(map.get(word) ?? []), language]);
  }
  return map;
})();

/** Letters that only some of the languages write. */
const LETTERS: readonly [RegExp, readonly Language[]][] = [
  [/[äö]/u, ['sv', 'fi']],
  [/[æø]/u, ['nb', 'nn', 'da']],
  [/å/u, ['sv', 'nb', 'nn', 'da']],
];
const NORDIC = /[äöæøå]/u;
const LETTER_POINTS = 0.1;
/** Letters of Latin-1: the words of the lists have no others. */
const WORD = /[a-z\u00e0-\u00ff]+/g;
/** Who gets a text that two languages share to the letter: the one with more speakers among our users. */
const BY_USERS: readonly Language[] = ['sv', 'nb', 'da', 'nn', 'fi', 'en'];
const ENOUGH = 0.3;

/**
 * Guesses the language. A word counts once, and the more the fewer languages share it.
 * @param text some lines of the mail; more than a few thousand characters change nothing
 * @returns null when nothing speaks for one
 */
export function guessLanguage(text: string): Language | null {
  const points = new Map<Language, number>(BY_USERS.map((language) => [language, 0]));
  const give = (languages: readonly Language[], share: number): void => {
    for (const language of languages) points.set(language, (points.get(language) ?? 0) + share);
  };
  for (const word of new Set(text.normalize('NFC').toLowerCase().match(WORD))) {
    const languages = LANGUAGES_OF.get(word);
    if (languages !== undefined) give(languages, 1 / languages.length ** 2);
    if (!NORDIC.test(word)) continue;
    for (const [letters, writers] of LETTERS) if (letters.test(word)) give(writers, LETTER_POINTS / writers.length);
  }
  const [best] = [...points].sort((a, b) => b[1] - a[1]); // stable: equal points stay in the order of BY_USERS
  return best !== undefined && best[1] >= ENOUGH ? best[0] : null;
}
