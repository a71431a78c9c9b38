/** Formulas in running text: fields of Word and RTF, expressions of ODF, cells of tables in text form. Pure. */
import { calculate, NO_CELLS } from '../office/formula.ts';
import { UNKNOWN } from '../office/formula-values.ts';
import { symbolOf } from '../symbol-fonts.ts';

/** A line or cell that is a formula which brings its digits itself. */
export const FORMULA = /=(?<=(?:^|[\t\n])[ \t]{0,4}(?:\w{1,6}:)?=) {0,4}["(\dA-Z]/u;
const LEAST_DIGITS = 10;
/** A sign by its number, decimal or not (ECMA-376 part 1, 17.16.5.61). */
const SYMBOL = /^\s*SYMBOL\s+(0x[\da-f]{1,5}|\d{1,6})\b(?:[^"]{0,40}\\f\s{0,9}"([^"]{0,60})")?/iu;

/**
 * What a field of Word shows that has no result yet: an expression, or one of two texts.
 * @param code of the field, nested fields already replaced
 * @returns '' when it is another field or cannot be calculated
 */
export function fieldValue(code: string): string {
  const quote = /^\s*QUOTE\s+"([^"]{1,200})"\s*(?:\\\*.{0,40})?$/iu.exec(code);
  if (quote !== null) return quote[1] ?? '';
  const choice =
    /^\s*IF\s+("[^"]{0,80}"|[^\s"]{1,80})\s*(<>|<=|>=|=|<|>)\s*("[^"]{0,80}"|[^\s"]{1,80})\s+"([^"]{0,200})"(?:\s+"([^"]{0,200})")?/iu.exec(
      code,
    );
  if (choice !== null) {
    const [, left = '', operator = '', right = '', then = '', otherwise = ''] = choice;
    return calculate(`${left}${operator}${right}`, NO_CELLS) === 'TRUE' ? then : otherwise;
  }
  const [, sign = '', font = ''] = SYMBOL.exec(code) ?? [];
  if (sign !== '') return symbolOf(Number(sign).toString(16), font);
  // signs that are laid out side by side or over each other
  if (/^\s*EQ\s/iu.test(code))
    return code
      .slice(0, 500)
      .replace(/^\s*EQ|\\[a-z]{1,3}\d{0,4}/giu, '')
      .replace(/[(),;\s]/gu, '');
  const expression = /^\s*=([^]{1,500})$/u.exec(code)?.[1]?.replace(/\\[#*@][^]*$/u, '');
  const value = expression === undefined ? '' : calculate(expression, NO_CELLS);
  return value.includes(UNKNOWN) ? '' : value;
}

/** A line with the formulas in it calculated; the line itself when none gives a long number. */
export const withResults = (line: string): string =>
  line
    .split('\t')
    .map((cell) => {
      if (cell.length > 2_000 || !/^\s{0,4}(?:\w{1,6}:)?=/u.test(cell)) return cell;
      const value = fieldValue(cell.replace(/^\s*\w{1,6}:/u, ''));
      return value.replace(/\D/gu, '').length >= LEAST_DIGITS ? value : cell;
    })
    .join('\t');
