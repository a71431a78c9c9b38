/** Numbers whose digits are values of the form fields of one page, one after the other: typed, chosen or ticked. Pure. */
import { isIdentifierLength } from '../decoys.ts';
import { LABEL } from '../readings/odd-characters.ts';
import { ShownNumbers } from '../shown-numbers.ts';
import type { Box } from './geometry.ts';

/** A field as the page shows it. */
export interface ShownField {
  /** what it is called, or said to a reader */
  readonly name: string;
  readonly value: string;
  readonly box: Box | null;
}

/** Boxes whose lower edges are as near as this, in points, stand on one line. */
const LINE = 6;
/** A form has fewer fields on a page. */
const MOST_FIELDS = 2_000;

/**
 * @param page text of the page, which may say what the fields are for
 * @returns numbers as the fields show them in the order of the file and from top to bottom; none for nearly every page
 */
export function formNumbers(fields: readonly ShownField[], page: string): readonly string[] {
  if (fields.length < 2 || fields.length > MOST_FIELDS) return [];
  const byPlace = fields
    .filter(({ box }) => box !== null)
    .sort((a, b) => lineOf(b) - lineOf(a) || (a.box?.x0 ?? 0) - (b.box?.x0 ?? 0));
  return [...new Set([...numbersIn(fields), ...numbersIn(byPlace), ...combs(byPlace, page)])];
}

const lineOf = ({ box }: ShownField): number => Math.round((box?.y0 ?? 0) / LINE);

function numbersIn(fields: readonly ShownField[]): readonly string[] {
  const shown = new ShownNumbers();
  for (const { name, value } of fields) {
    shown.text(name);
    shown.number(value);
  }
  shown.finish();
  return [...shown.lines];
}

/** Lines of boxes with one digit each, on a page that asks for such a number. @param fields line by line */
function combs(fields: readonly ShownField[], page: string): readonly string[] {
  const label = LABEL.exec(page)?.[0];
  if (label === undefined) return [];
  const lines = new Map<number, string>();
  for (const field of fields) {
    const digit = /^[\d-]$/u.test(field.value) ? field.value : ' ';
    lines.set(lineOf(field), (lines.get(lineOf(field)) ?? '') + digit);
  }
  return [...lines.values()]
    .map((line) => line.trim())
    .filter((line) => !line.includes(' ') && isIdentifierLength(line))
    .map((line) => `${label} ${line}`);
}
