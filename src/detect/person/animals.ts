/**
 * Names that are an animal's: 'terapihunden Ture', 'Lise (marsvinet)', 'katten heter Findus', 'Aino-kissa'. What they suffer from is no
 * matter of a person's (GDPR Art. 4(1) speaks of natural persons).
 */
import type { Span } from '../../core/text.ts';
import type { PersonKind, PersonSign } from './person.ts';

/** Animals that are given names of people, with the endings that make them known; '*hund' and '*katt' end many longer words. */
const SPECIES = [
  // sv, nb, nn, da
  '\\p{L}{0,20}(?:hund|katt|kat|häst|hest)(?:en|ene|ar|er|an|e|arna)?',
  '(?:skol|jakt|gård|gards|gårds|hus|dverg|dvärg|dværg|mini|gull|guld)?(?:val|hval)p(?:en|er|ar)?',
  '(?:tik|tispe|tæve)n?',
  '(?:kattunge|kattungen|kattunga|killing|killingen|hankatt|huskatt|innekatt|bondkatt|pus|pusen)',
  '(?:dverg|dvärg|dværg|hus)?kanin(?:en|er|ar)?',
  '(?:marsvin|marsvinet|hamster|hamsteren|hamstern|ilder|iller)',
  '(?:terapi|skol|skole|ridskole|rideskole)?(?:ponny|ponni|pony)(?:n|en|er|ar)?',
  '(?:sto|stoet|stod|hoppe|hoppa|hoppen|hingst|hingsten|valack|valacken|vallak|vallaken|føll|føllet|föl|fölet|føl|føllet)',
  '(?:ko|kon|koen|kua|kviga|kvigan|kvie|kvien|kalv|kalven|tjur|tjuren|tyr|tyren|okse|oksen)',
  '(?:get|geten|geita|geit|ged|geden|bock|bocken|bukken|lamm|lammet|sau|sauen|sauene|tacka|tackan|bagge|baggen|vær|væren|vædder|vædderen)',
  '(?:gris|grisen|minigris|minigrisen|sugga|suggan|purka|purke|so|soen|galt|galten)',
  '(?:höna|hönan|høna|høne|hønen|tupp|tuppen|hane|hanen|gås|gåsen|gåsa|anka|ankan|papegoja|papegojan|papegøye|papegøyen|papegøje|papegøjen|undulat|undulaten|kakadua|svan|svanen|svane|ugla|ugglan|uggla|ugle|uglen|kråka|kråkan|kråke|skata|skatan|måsen|måken|mågen)',
  '(?:sköldpadda|sköldpaddan|skilpadde|skilpadda|skilpadden|skildpadde|skildpadden|ödla|ödlan|øgle|øglen|orm|ormen|slange|slangen)',
  '(?:åsna|åsnan|esel|eselet|æsel|æslet|alpacka|alpackan|alpakka|alpakkaen|alpaka|alpakaen|lama|lamaen|lodjur|lodjuret|björnen|bjørnen|sälen|selen|sælen)',
  '(?:igelkott|igelkotten|pinnsvin|pinnsvinet|pindsvin|pindsvinet|ekorre|ekorren|ekorn|ekornet|egern|egernet)',
  // fi
  '\\p{L}{0,16}(?:koira|kissa|kani|hevonen|poni|lehmä|papukaija|kilpikonna)',
  '(?:pentu|marsu|tamma|ori|vasikka|vuohi|lammas|possu|kana|kukko|aasi|alpakka|siili)',
  // en
  '(?:(?:guide|therapy|school|rescue|police|sniffer) )?(?:dog|puppy|cat|kitten|rabbit|bunny|guinea pig|horse|pony|mare|foal|gelding|cow|calf|goat|sheep|ram|pig|hen|cockerel|goose|parrot|budgie|tortoise|donkey|swan|owl|hedgehog|squirrel|alpaca)',
].join('|');
const OWNER = '(?:min|mi|vår|vores|våran|vårt|din|jeres|deras|deres|our|my|their|meidän|minun)';
/** Directly before the name: 'skolhunden Bella', 'vår lille hund, Bella', 'katten vår, Misse', 'en kanin som heter Pelle', 'the dog called Rex'. */
const BEFORE = new RegExp(
  `(?<![\\p{L}-])(?:${SPECIES})(?:\\s${OWNER})?,?\\s(?:(?:som\\s|der\\s|vi\\s|called\\s|named\\s|nimeltä\\s|nimeltään\\s)?(?:heter\\s|heiter\\s|hedder\\s|kallar\\s|kaller\\s|kalder\\s|kallas\\s|kalles\\s|kaldes\\s|named\\s|called\\s)?)$`,
  'iu',
);
/** Directly behind: 'Lise (marsvinet)', 'Ture, vår terapihund', 'Molly är en ponny', 'Aino-kissa', 'Rex, the guide dog'. */
const BEHIND = new RegExp(
  `^(?:\\s?\\(\\s?|,\\s|-|\\s(?:är|er|is|on)\\s)(?:${OWNER}\\s|(?:en|ei|et|ett|a|the|denne|denna)\\s)?(?:\\p{Ll}{2,12}\\s){0,2}(?:${SPECIES})(?![\\p{L}-])`,
  'iu',
);
const REACH = 60;
const NAMES: ReadonlySet<PersonKind> = new Set<PersonKind>(['name', 'official-name', 'greeted-name']);
/** Signs that somebody else than an animal is spoken of. */
const SOMEBODY: ReadonlySet<PersonKind> = new Set<PersonKind>([
  'name',
  'id',
  'initials',
  'role',
  'kin',
  'caseref',
  'class',
]);
/** 'Ponnyn Molly' at the head of a sentence looks like a full name. */
const SPECIES_AND_NAME = new RegExp(`^(?:${SPECIES})\\s(\\p{Lu}[\\p{Ll}é]{1,20})$`, 'iu');
const ONE_NAME = /^\p{Lu}[\p{Ll}é]{1,20}$/u;
const bare = (name: string): string => name.replace(/(?:'s|’s|:s|s)$/u, '');

/** Is the name at a place introduced as an animal's? */
function isIntroduced(text: string, { start, end }: Span): boolean {
  return BEHIND.test(text.slice(end, end + REACH)) || BEFORE.test(text.slice(Math.max(0, start - REACH), start));
}

/** What remains when the animals' names are taken out. */
export interface WithoutAnimals {
  readonly signs: readonly PersonSign[];
  /** an animal is named, and nobody else is spoken of */
  readonly onlyAnimals: boolean;
}

/** Takes the names of animals out of the signs of persons, and the pronouns where no person is left that they could stand for. @param signs ascending */
export function withoutAnimals(text: string, signs: readonly PersonSign[]): WithoutAnimals {
  const animals = new Set<string>();
  for (const sign of signs) {
    if (!NAMES.has(sign.kind)) continue;
    const name = text.slice(sign.start, sign.end);
    const titled = SPECIES_AND_NAME.exec(name)?.[1];
    if (titled !== undefined) animals.add(bare(titled)).add(bare(name));
    else if (ONE_NAME.test(name) && isIntroduced(text, sign)) animals.add(bare(name));
  }
  if (animals.size === 0) return { signs, onlyAnimals: false };
  const left = signs.filter((sign) => !NAMES.has(sign.kind) || !animals.has(bare(text.slice(sign.start, sign.end))));
  const onlyAnimals = !left.some(({ kind }) => SOMEBODY.has(kind));
  return { signs: onlyAnimals ? left.filter(({ kind }) => kind !== 'pronoun' && kind !== 'age') : left, onlyAnimals };
}
