/** Which of our languages a text is written in, to answer its sender in it. Decides nothing else. */
import type { Language } from '../core/category.ts';

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

/** Who gets a text that two languages share to the letter: the one with more speakers among our users. */
const BY_USERS: readonly Language[] = ['sv', 'nb', 'da', 'nn', 'fi', 'en'];

/** A listed word, the languages that have it as places in BY_USERS, and what it says for each. */
interface Listed {
  readonly word: string;
  readonly languages: readonly number[];
  readonly share: number;
}

const LISTED: readonly Listed[] = ((): readonly Listed[] => {
  const map = new Map<string, number[]>();
  for (const [place, language] of BY_USERS.entries()) {
    for (const word of new Set(WORDS[language].split(/\s+/u))) map.set(word, [...(map.get(word) ?? []), place]);
  }
  return [...map].map(([word, languages]) => ({ word, languages, share: 1 / languages.length ** 2 }));
})();

/** Letters of Latin-1, of which the listed words are made; a word with another one is none of them. */
const LETTER = 0x80;
/** Letters that only some of the languages write: a bit of each kind, and who writes it as places in BY_USERS. */
const KINDS: readonly (readonly [RegExp, readonly number[]])[] = [
  [/[äö]/, [0, 4]],
  [/[æø]/, [1, 2, 3]],
  [/å/, [0, 1, 2, 3]],
];
const CHARACTERS = new Uint8Array(256);
/** Small letters of Latin-1 for their capitals. */
const SMALL = new Uint8Array(256);
for (let code = 0; code < 256; code++) {
  const character = String.fromCharCode(code).toLowerCase();
  SMALL[code] = character.charCodeAt(0);
  const kinds = KINDS.reduce((bits, [letters], kind) => bits | (Number(letters.test(character)) << kind), 0);
  CHARACTERS[code] = (/[a-z\u00e0-\u00ff]/.test(character) ? LETTER : 0) | kinds;
}
const COMBINING = /[\u0300-\u036f]/;
const LETTER_POINTS = 0.1;
const ENOUGH = 0.3;

/** Words as numbers: no two listed words share one, and a rare word that shares it with one gives a little too much. */
const addTo = (hash: number, code: number): number => (Math.imul(hash, 31) + code) | 0;
const hashOf = (word: string): number => {
  let hash = 0;
  for (let i = 0; i < word.length; i++) hash = addTo(hash, word.charCodeAt(i));
  return hash;
};
/** The listed words by their numbers, in a table that is mostly empty: the next free place after the one of their last bits. */
const PLACES = 8192;
const PLACE_OF_WORD = new Int16Array(PLACES).fill(-1);
const HASHES = Int32Array.from(LISTED, ({ word }) => hashOf(word));
if (new Set(HASHES).size < LISTED.length) throw new TypeError('two listed words have one number');
const nextPlace = (place: number): number => (place + 1) & (PLACES - 1);
for (const [index, hash] of HASHES.entries()) {
  let place = hash & (PLACES - 1);
  while ((PLACE_OF_WORD[place] ?? -1) >= 0) place = nextPlace(place);
  PLACE_OF_WORD[place] = index;
}

/** Place in LISTED of a word by its number; -1 for others. */
function listedAt(hash: number): number {
  let place = hash & (PLACES - 1);
  for (let index = PLACE_OF_WORD[place] ?? -1; index >= 0; index = PLACE_OF_WORD[place] ?? -1) {
    if (HASHES[index] === hash) return index;
    place = nextPlace(place);
  }
  return -1;
}

/** For each of BY_USERS. */
type Points = Float64Array;

function give(points: Points, languages: readonly number[], share: number): void {
  for (const language of languages) points[language] = (points[language] ?? 0) + share;
}

/** Gives points for the words of a text and their letters, each word once. */
function countWords(text: string, points: Points): void {
  const seen = new Uint8Array(LISTED.length);
  const lettered = new Set<number>();
  for (let at = 0; at < text.length; at++) {
    const start = at;
    let hash = 0;
    let kinds = 0;
    for (let code = text.charCodeAt(at); code < 256; code = text.charCodeAt(++at)) {
      const character = CHARACTERS[code] ?? 0;
      if (character === 0) break;
      hash = addTo(hash, SMALL[code] ?? 0);
      kinds |= character;
    }
    if (at === start) continue;
    const index = listedAt(hash);
    const listed = LISTED[index];
    if (listed !== undefined && seen[index] === 0) {
      seen[index] = 1;
      give(points, listed.languages, listed.share);
    }
    if (kinds !== LETTER && !lettered.has(hash)) {
      lettered.add(hash);
      giveForLetters(points, kinds);
    }
  }
}

function giveForLetters(points: Points, kinds: number): void {
  for (const [kind, [, writers]] of KINDS.entries()) {
    if ((kinds & (1 << kind)) !== 0) give(points, writers, LETTER_POINTS / writers.length);
  }
}

/**
 * Guesses the language. A word counts once, and the more the fewer languages share it.
 * @param text some lines of the mail; more than a few thousand characters change nothing
 * @returns null when nothing speaks for one
 */
export function guessLanguage(text: string): Language | null {
  const points: Points = new Float64Array(BY_USERS.length);
  countWords(COMBINING.test(text) ? text.normalize('NFC') : text, points);
  const best = points.indexOf(Math.max(...points)); // the first of equal ones
  return (points[best] ?? 0) >= ENOUGH ? (BY_USERS[best] ?? null) : null;
}
