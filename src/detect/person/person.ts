/**
 * Who is spoken of: signs that a text is about an identifiable person.
 *
 * None of them is a name recogniser. Published Nordic tools miss a third of the names, so role words, kin, case numbers and
 * identifiers must be able to carry a hit without a name, and a name without them must be enough.
 */

/** What a sign of a person is. */
export type PersonKind =
  | 'id'
  | 'name'
  | 'official-name'
  | 'greeted-name'
  | 'role'
  | 'kin'
  | 'firstperson'
  | 'addressee'
  | 'pronoun'
  | 'initials'
  | 'age'
  | 'class'
  | 'caseref'
  | 'unitname';

/** One sign at its place in the original text. */
export interface PersonSign {
  readonly kind: PersonKind;
  readonly start: number;
  readonly end: number;
  /** evidence points when it stands close by */
  readonly points: number;
  /** of names: something is said of the person, who is not just a speaker or contact */
  readonly said?: boolean;
  /** of names: behind 'med', 'av', 'från': a speaker or contact as often as not */
  readonly by?: boolean;
  /** of names: the text says by a label whom it is about ('Gäller: …') */
  readonly labelled?: boolean;
  /** of names: told by its capitals and what is said of it; no list has it */
  readonly unlisted?: boolean;
}

/** All signs together count at most this: a long address line must not outweigh the content. */
export const MOST_PERSON_POINTS = 6;

/** Kinds that single out a person, alone. The others only add to them. */
export const IDENTIFYING: ReadonlySet<PersonKind> = new Set<PersonKind>([
  'id',
  'name',
  'role',
  'kin',
  'firstperson',
  'addressee',
  'initials',
  'age',
  'caseref',
]);

/** Kinds that need to stand in the same sentence. */
export const SAME_SENTENCE: ReadonlySet<PersonKind> = new Set<PersonKind>([
  'pronoun',
  'firstperson',
  'addressee',
  'kin',
]);

/** Kinds that say which person, not just that there is one: generic texts do not have them. */
export const NAMING: ReadonlySet<PersonKind> = new Set<PersonKind>(['id', 'name', 'initials', 'age']);
