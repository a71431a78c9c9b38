import type { Language } from '../../core/category.ts';
import type { Span } from '../../core/text.ts';
import { within, type Blocks } from '../context/blocks.ts';
import { compatibleLanguages, guessLanguage, languagesOfLine } from '../context/language.ts';
import type { Sighting, Sightings } from '../sightings.ts';
import { canonicalForm } from './alphabet.ts';
import type { TermHit, TermMeaning } from './evidence.ts';
import type { Meaning } from './vocabulary.ts';

type Friend = Sighting<Extract<Meaning, { readonly kind: 'friend' }>>;

/** Terms that are none of the false friends, in a language the text may be in, not in boilerplate. */
export function wantedTerms(text: string, sightings: Sightings, blocks: Blocks): readonly TermHit[] {
  const terms = sightings.of('term');
  if (terms.length === 0) return [];
  const friends = sightings.of('friend');
  const language = guessLanguage(text);
  const compatible = compatibleLanguages(language);
  const lines = new Lines(text, language);
  const out: TermHit[] = [];
  let friendFrom = 0;
  for (const hit of terms) {
    while (friendFrom < friends.length && (friends[friendFrom]?.end ?? 0) < hit.start - LONGEST_FRIEND) friendFrom++;
    if (isFalseFriend(hit, hit.meaning, friends, friendFrom)) continue;
    if (!speaksLanguage(hit.meaning, compatible) && !lines.speak(hit)) continue;
    if (hit.meaning.capital && !hit.meaning.strong && opensSentence(text, hit.start)) continue;
    if (!hit.meaning.strong && (within(blocks.signatures, hit.start) || within(blocks.disclaimers, hit.start)))
      continue;
    if (within(blocks.disclaimers, hit.start) && hit.meaning.category === 'secrecy-marking') continue;
    out.push({ start: hit.start, end: hit.end, term: inCompound(text, hit, hit.meaning) });
  }
  return out;
}

// Houses, teams, offices, days and figures of a field: 'demensboendet', 'rusteamet', 'sygefraværsprocent'.
const OF_THE_FIELD =
  /(?:boende|avdeling|avdelning|afdeling|afsnit|vård|omsorg|hus|team|sköterska|sykepleier|enhet|enhed|mottagning|mottak|utbildning|opplæring|kurs|samordnar|koordinator|konsulent|konsult|rådgiv|sekreter|terapeut|klinik|klinikk|center|centr|senter|sentr|förening|forening|förbund|forbund|dag|vecka|uke|fråg|spørsmål|arbete|arbeid|arbejde|plan|statistik|statistikk|tal|prosent|procent|forskning|forsking|politik|politikk|strategi|program|samtal|gruppe|nätverk|nettverk|netværk|projekt|prosjekt|område|feltet|fältet|lag|lov|rätt|rett|mässa|messe|linje|bidrag|avtal|avtale|aftale|rutin|rutine|policy|blankett|skjema|skema|mall|mal)(?:en|et|n|t|a|an|ar|arna|are|aren|er|erna|erne|ene|ne|s|ens|ets|na|or|orna)?$/iu;

/** A compound that names a house or office of the field says less of a person than the word itself. */
function inCompound(text: string, hit: Span, term: TermMeaning): TermMeaning {
  if (!term.strong || hit.end - hit.start < term.term.length + SHORTEST_TAIL) return term;
  const tail = text.slice(hit.start + term.term.length, hit.end);
  return OF_THE_FIELD.test(tail) ? { ...term, strong: false } : term;
}

const SHORTEST_TAIL = 3;
const LONGEST_FRIEND = 200;

function isFalseFriend(hit: Span, term: TermMeaning, friends: readonly Friend[], from: number): boolean {
  for (let i = from; i < friends.length; i++) {
    const friend = friends[i];
    if (friend === undefined || friend.start > hit.start) return false;
    if (friend.end < hit.end) continue;
    if (
      friend.meaning.term === '*' ||
      friend.meaning.term === canonicalForm(term.term) ||
      term.key.endsWith(`:${friend.meaning.term}`)
    )
      return true;
  }
  return false;
}

/** Short and weak words collide between the languages ('vald', 'straf', 'hot', 'fine'); long strong ones do not. */
function speaksLanguage(term: TermMeaning, compatible: number): boolean {
  if ((term.langs & compatible) !== 0) return true;
  return term.strong && term.term.length >= 7;
}

/** So much of a line on either side tells its language. */
const LINE_REACH = 200;

/** Lines of a text in another language, each asked once. */
class Lines {
  private start = -1;
  private end = -1;
  private languages = { bits: 0, weak: 0 };
  private readonly text: string;
  private readonly language: Language | null;
  constructor(text: string, language: Language | null) {
    this.text = text;
    this.language = language;
  }

  /** Is the line in a language of the term, or may it be where the term is strong? */
  speak({ start, end, meaning }: Span & { readonly meaning: TermMeaning }): boolean {
    if (this.language === null) return false;
    if (start < this.start || end > this.end) this.read(start, end, this.language);
    const { bits, weak } = this.languages;
    return (meaning.langs & (meaning.strong ? bits : weak)) !== 0;
  }

  private read(start: number, end: number, language: Language): void {
    const reach = Math.max(0, start - LINE_REACH);
    const stop = this.text.slice(end, end + LINE_REACH).indexOf('\n');
    this.start = reach + this.text.slice(reach, start).lastIndexOf('\n') + 1;
    this.end = stop < 0 ? Math.min(this.text.length, end + LINE_REACH) : end + stop;
    this.languages = languagesOfLine(this.text.slice(this.start, this.end), language);
  }
}

function opensSentence(text: string, start: number): boolean {
  for (let i = start - 1; i >= 0 && i > start - 12; i--) {
    const c = text.charAt(i);
    if (c === ' ' || c === '"' || c === '”' || c === '(' || c === '-') continue;
    return /[.!?:\n\r•*]/.test(c);
  }
  return start < 12;
}
