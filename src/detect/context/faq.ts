/**
 * Questions and answers for everybody: 'Mitt barn är sjukt, hur anmäler jag det? I appen före åtta.' They are asked in the first
 * person, by nobody.
 */
import type { Span } from '../../core/text.ts';

/** A line that opens with a question of moderate length and goes on, or is followed, by an answer. */
const QUESTION =
  /^[>\t *•\d.)-]{0,8}(\p{Lu}[^?\n]{6,160}\?)[ \t]*(?:\r?\n[ \t>]{0,8})?(?=\p{Lu}[^?\n]{3,400}(?:[.!]|\r?\n|$))/gmu;
/** 'jag', 'mitt barn', 'my partner': whoever reads it. */
const ANYBODY =
  /(?<!\p{L})(?:jag|min|mitt|mina|vi|våra?|vårt|jeg|eg|mi|mit|mitt|mine|vor|vores|vår|i|my|we|our|\p{L}{3,}(?:ni|mme))(?!\p{L})/iu;
/** Fewer may be a letter that asks, and is asked. */
const LEAST = 3;
/** The last answer. */
const ANSWER = 400;
/** Where such a list is looked for. */
const LONGEST = 200_000;

/** From the first to the last question of a list of three or more, asked by anybody; null when a text has none. */
export function faqOf(whole: string): Span | null {
  const text = whole.slice(0, LONGEST);
  let marks = 0;
  for (let at = text.indexOf('?'); at >= 0 && marks < LEAST; at = text.indexOf('?', at + 1)) marks++;
  if (marks < LEAST) return null;
  const questions = [...text.matchAll(QUESTION)].filter(([, question = '']) => ANYBODY.test(question));
  const first = questions[0];
  const end = questions[questions.length - 1];
  if (questions.length < LEAST || first === undefined || end === undefined) return null;
  return { start: first.index, end: Math.min(text.length, end.index + end[0].length + ANSWER) };
}
