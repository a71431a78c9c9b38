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

const strengthOf = ({ term }: TermHit): string =>
  term.group === WORD_OF_THE_FIELD ? 'field' : term.strong ? 'strong' : 'weak';

/** Kinds of a passage. @returns slots of the model */
export function senseFeatures(sense: Sense, span: Span): readonly number[] {
  const names = new Set<string>();
  const persons = new Set<string>();
  for (const sign of overlapping(sense.signs, span)) {
    persons.add(sign.kind === 'name' && sign.said === true ? 'subject' : sign.kind);
  }
  const someone = persons.size === 0 ? 'nobody' : 'somebody';
  for (const kind of persons) names.add(`person:${kind}`);
  names.add(`persons:${Math.min(3, persons.size)}`);
  const cues = new Set(overlapping(sense.cues, span).map((cue) => cue.kind));
  for (const kind of cues) names.add(`cue:${kind}`);
  const categories = new Map<string, number>();
  for (const hit of overlapping(sense.terms, span)) {
    const strength = strengthOf(hit);
    names.add(`term:${strength}`);
    names.add(`term:${strength}:${someone}`);
    names.add(`term:${hit.term.category}:${strength}`);
    names.add(`term:${hit.term.category}:${strength}:${someone}`);
    for (const kind of cues) names.add(`term:${strength}:cue:${kind}`);
    categories.set(hit.term.category, (categories.get(hit.term.category) ?? 0) + 1);
  }
  names.add(`terms:${Math.min(3, categories.size)}`);
  for (const [category, count] of categories) if (count > 1) names.add(`many:${category}`);
  for (const sign of sense.ambient) names.add(`ambient:${sign.kind}`);
  for (const [kind, is] of Object.entries(sense.genre)) if (is === true) names.add(`genre:${kind}`);
  return Array.from(names, kindFeature);
}
