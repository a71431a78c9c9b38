/** Forms and letter templates that nobody has filled in: they speak to everybody who may get one. */
import type { PersonSign } from '../person/person.ts';

/** Where something is to be filled in: lines, names of fields in brackets, patterns of dates and names, boxes to tick. */
const FILL_IN =
  /_{5,}|\.{8,}|…{4,}|\{\{?[\p{L}_ ]{2,40}\}|\[[\p{L}_ ,/-]{2,60}\]|\[ ?\]|«[\p{L}_ ]{2,40}»|<[\p{L}_ ]{2,40}>|(?<!\p{L})X{2,6}(?!\p{L})|ÅÅMMDD|DDMMÅÅ|[☐□]/gu;
const LEAST = 3;
/** A long text with a few of them is something else. */
const PER_CHARACTERS = 800;
const LONGEST = 30_000;

/** Signs of somebody in particular. */
const FILLED_IN: ReadonlySet<PersonSign['kind']> = new Set<PersonSign['kind']>([
  'id',
  'name',
  'greeted-name',
  'initials',
]);

/** Has a text places to fill in, and nobody's name or number in them? @param signs of persons in it */
export function isBlankForm(text: string, signs: readonly PersonSign[]): boolean {
  if (text.length > LONGEST || signs.some(({ kind }) => FILLED_IN.has(kind))) return false;
  const places = text.match(FILL_IN)?.length ?? 0;
  return places >= LEAST && places * PER_CHARACTERS >= text.length;
}
