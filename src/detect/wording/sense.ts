/**
 * What the word lists say of a passage, as features of the model: terms by category and strength, signs of persons, the kind of text. So
 * the model knows what the lists know, and learns from its examples how much each of them says.
 */
import type { Span } from '../../core/text.ts';
import type { Genre } from '../context/genre.ts';
import type { PersonSign } from '../person/person.ts';
import { overlapping, type Cue, type TermHit } from '../terms/evidence.ts';
import { WORD_OF_THE_FIELD } from '../terms/vocabulary.ts';
import { kindFeature } from './features.ts';

/** What was seen around a passage. */
export interface Sense {
  readonly terms: readonly TermHit[];
  readonly signs: readonly PersonSign[];
  readonly cues: readonly Cue[];
  readonly genre: Genre;
  /** signs from other texts of the message that speak about this one too */
  readonly ambient: readonly PersonSign[];
}

/** The slots of 'term:' + a name + ':strong' and its like, hashed once: kinds and categories are few, passages are many. */
function slotsOf(before: string, behind = ''): (name: string) => number {
  const known = new Map<string, number>();
  return (name) => {
    let slot = known.get(name);
    if (slot === undefined) known.set(name, (slot = kindFeature(`${before}${name}${behind}`)));
    return slot;
  };
}

const personSlot = slotsOf('person:');
const personsSlot = slotsOf('persons:');
const cueSlot = slotsOf('cue:');
const termsSlot = slotsOf('terms:');
const manySlot = slotsOf('many:');
const NO_TERMS = termsSlot('0');
const ambientSlot = slotsOf('ambient:');
const genreSlot = slotsOf('genre:');

const strengthSlots = (strength: string) => ({
  alone: kindFeature(`term:${strength}`),
  withCue: slotsOf(`term:${strength}:cue:`),
  of: slotsOf('term:', `:${strength}`),
  somebody: { alone: kindFeature(`term:${strength}:somebody`), of: slotsOf('term:', `:${strength}:somebody`) },
  nobody: { alone: kindFeature(`term:${strength}:nobody`), of: slotsOf('term:', `:${strength}:nobody`) },
});
const FIELD = strengthSlots('field');
const STRONG = strengthSlots('strong');
const WEAK = strengthSlots('weak');
const STRENGTHS = [FIELD, STRONG, WEAK];

const strengthOf = ({ term }: TermHit): (typeof STRENGTHS)[number] =>
  term.group === WORD_OF_THE_FIELD ? FIELD : term.strong ? STRONG : WEAK;

/** Kinds of a passage. @returns slots of the model; kinds that are no accident of the hash each at most once */
export function senseFeatures(sense: Sense, span: Span): readonly number[] {
  const out: number[] = [];
  const persons = new Set<string>();
  for (const sign of overlapping(sense.signs, span)) {
    persons.add(sign.kind === 'name' && sign.said === true ? 'subject' : sign.kind);
  }
  for (const kind of persons) out.push(personSlot(kind));
  out.push(personsSlot(String(Math.min(3, persons.size))));
  // a word for a play or an animal is no proof that nobody is spoken of; what else such a passage says is in its words
  const cues = new Set(overlapping(sense.cues, span).map((cue) => cue.kind));
  cues.delete('story');
  // 'kod' and its like are looked at by the search for passwords alone
  cues.delete('password');
  for (const kind of cues) out.push(cueSlot(kind));
  addTerms(out, overlapping(sense.terms, span), persons.size > 0, cues);
  for (const slot of slotsOfText(sense)) out.push(slot);
  return out;
}

// a letter to all parents that tells of one of their children is the worst of all; one word of a topic says nothing of the rest
const NO_FEATURE: ReadonlySet<string> = new Set(['mass', 'touchesTopic']);

/** What holds for all passages of a text: it is worked out once for each. */
const known = new WeakMap<Sense, readonly number[]>();

function slotsOfText(sense: Sense): readonly number[] {
  let slots = known.get(sense);
  if (slots === undefined) {
    const ambient = [...new Set(sense.ambient.map((sign) => sign.kind))].map(ambientSlot);
    const genre = Object.entries(sense.genre).flatMap(([kind, is]) =>
      is === true && !NO_FEATURE.has(kind) ? [genreSlot(kind)] : [],
    );
    known.set(sense, (slots = [...ambient, ...genre]));
  }
  return slots;
}

function addTerms(out: number[], terms: readonly TermHit[], somebody: boolean, cues: ReadonlySet<string>): void {
  if (terms.length === 0) {
    out.push(NO_TERMS);
    return;
  }
  const categories = new Map<string, number>();
  for (const { term } of terms) categories.set(term.category, (categories.get(term.category) ?? 0) + 1);
  for (const strength of STRENGTHS) {
    const names = new Set<string>();
    for (const hit of terms) if (strengthOf(hit) === strength) names.add(hit.term.category);
    if (names.size === 0) continue;
    const about = somebody ? strength.somebody : strength.nobody;
    out.push(strength.alone, about.alone);
    for (const name of names) out.push(strength.of(name), about.of(name));
    for (const kind of cues) out.push(strength.withCue(kind));
  }
  out.push(termsSlot(String(Math.min(3, categories.size))));
  for (const [category, count] of categories) if (count > 1) out.push(manySlot(category));
}
