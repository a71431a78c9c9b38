/** Words for persons' numbers that stand further off than a label: the question that a number answers, what a file says of its columns. */
import { labelWords } from './label-search.ts';
import type { Numbered } from './labels.ts';

const HEAD = 2_000;
const hasStrongLabel = (piece: string): boolean => labelWords(piece).some(({ polarity }) => polarity === 'strong');

/** Whether a text speaks of persons' numbers in its first part. */
export const namesPersonNumbers = (text: string): boolean => hasStrongLabel(text.slice(0, HEAD));

/** Whether it speaks of numbers of another kind there. */
export const namesOtherNumbers = (text: string): boolean =>
  labelWords(text.slice(0, HEAD)).some(({ polarity }) => polarity === 'negative');

/** "Det er 780805 2398", "her kommer det: 780805 2398", or nothing before it. */
const ANSWERS =
  /(?:^|[.,:!\n>-])[ \t]{0,3}(?:(?:det|den|her|här|it|this|that|se|tässä)\s(?:er|är|e|is|kommer|on)(?:\s(?:det|den|it))?[ :]{1,3})?$/i;
const ASKED = 400;
/** "Send aldri fødselsnummer i e-post", "personnummer har jag redan" */
const NOT_WANTED =
  /(?:^|[^\p{L}])(?:inte|ej|aldrig|ikke|ikkje|aldri|never|not|utan|uten|uden|älä|ei|redan|allerede|already)(?![\p{L}])/iu;
/** A line that asks, or one of an earlier mail that wants something. A disclaimer mentions the number without. */
const ASKS =
  /\?|^[ \t]{0,3}>.*(?:glöm|glem|gløym|forg[eo]t|sakna|mangl|missing|send(?:e|er)?(?![\p{L}])|skick(?:a|ar)?(?![\p{L}])|behöv|trenger|treng|brug for|need|vad|hva|hvad|what|mikä|kan|can|fick|fikk|fik)/iu;

/** Whether a line asks for something, or one of an earlier mail wants it. @param isIt what of its clauses is about */
export const wants = (line: string, isIt: (clause: string) => boolean): boolean =>
  ASKS.test(line) && line.split(/[.,;!?]/).some((clause) => isIt(clause) && !NOT_WANTED.test(clause));

/** A question for a person's number and nothing else. */
function asksForPersonNumber(line: string): boolean {
  if (!ASKS.test(line) || NOT_WANTED.test(line)) return false;
  const words = labelWords(line);
  return words.some(({ polarity }) => polarity === 'strong') && words.every(({ polarity }) => polarity !== 'negative');
}

/** Whether a number is given as an answer, with the question for a person's number near by: "> du glemte cpr på vikaren". */
export function isAnswer(text: string, { start, end }: Numbered): boolean {
  if (!ANSWERS.test(text.slice(Math.max(0, start - 24), start))) return false;
  if (!/[?>]/.test(text.slice(Math.max(0, start - ASKED), end + ASKED))) return false;
  // whole lines other than its own, whose words have been asked as labels
  const before = text
    .slice(Math.max(0, start - ASKED), start)
    .split('\n')
    .slice(0, -1);
  const after = text
    .slice(end, end + ASKED)
    .split('\n')
    .slice(1);
  return [...before, ...after].some(asksForPersonNumber);
}

/** "Vedr. 0707031298", "Sv: gäller 780805 2398": a subject or line that begins with whom it is about. */
const BEGINS_ABOUT =
  /(?:^|\n)[ \t>]{0,4}(?:(?:re|sv|vs|fw|fwd|vb|vl)\s?:\s{0,2}){0,3}(?:vedr|vedrørende|vedk|vedkommende|vedrørande|ang|angående|gäller|gjelder|gjeld|avser|rör|rörande|angår|about|regarding)\.?:?[ \t]{1,2}$/iu;

/** Whether a number stands where a line says at its beginning whom it is about. */
export const isWhomItIsAbout = (text: string, { start }: Numbered): boolean =>
  BEGINS_ABOUT.test(text.slice(Math.max(0, start - 48), start));
