/** Words for persons' numbers that stand further off than a label: the question that a number answers, what a file says of its columns. */
import { labelWords } from './label-search.ts';
import type { Numbered } from './labels.ts';

const HEAD = 2_000;
const MENTION = /person-?n|pers[. -]?nr|\bpnr\b|fødsels-?n|\bfnr\b|\bcpr|samordn|henkil|\bhetu\b|kennit/i;

/** Whether a text speaks of persons' numbers in its first part. */
export const namesPersonNumbers = (text: string): boolean => MENTION.test(text.slice(0, HEAD));

/** "Det er 780805 2398", "her kommer det: 780805 2398", or nothing before it. */
const ANSWERS =
  /(?:^|[.,:!\n>-])[ \t]{0,3}(?:(?:det|den|her|här|it|this|that|se|tässä)\s(?:er|är|e|is|kommer|on)(?:\s(?:det|den|it))?[ :]{1,3})?$/i;
const ASKED = 200;
/** "Send aldri fødselsnummer i e-post" */
const NOT_WANTED = /(?:^|[^\p{L}])(?:inte|aldrig|ikke|ikkje|aldri|never|not|utan|uten|uden|älä|ei)(?![\p{L}])/iu;

/** Whether a number is given as an answer, with the question for a person's number near by: "> du glemte cpr på vikaren". */
export function isAnswer(text: string, { start, end }: Numbered): boolean {
  if (!ANSWERS.test(text.slice(Math.max(0, start - 24), start))) return false;
  const before = text.slice(Math.max(0, start - ASKED), start);
  const after = text.slice(end, end + ASKED);
  // in other lines only: words beside it have been asked as labels
  const around = before.slice(0, before.lastIndexOf('\n') + 1) + after.slice(after.indexOf('\n') + 1 || ASKED);
  return labelWords(around).some(({ polarity }) => polarity === 'strong') && !NOT_WANTED.test(around);
}
