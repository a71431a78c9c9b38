/**
 * Numbers in links and mailto addresses: the value of a parameter, a step of a path that names a person, the name of a file. By contract they
 * count when they are labelled or hyphenated; rows of digits and tokens do not. Pure, and linear: only a piece of the link is looked at.
 */
import { gluedLabel, type Label } from '../words/labels.ts';
import { isThing } from '../words/other-numbers.ts';

const URL_LOOK_BACK = 256;
const URL_MARK = /:\/\/|www\.|mailto:|cid:|tel:/i;
/** From the last break to the end. */
const URL_TOKEN = /[^\s<>"'`()[\]{}|\\^]*$/;
/** From the beginning to where a step of a path, a value or the link ends. */
const REST_OF_STEP = /^[^\s<>"'`()[\]{}|\\^/?#&;]{0,200}/;

const PARAMETER = /[?&;#](?:pnr|personnummer|personnr|fnr|fodselsnummer|cpr|kt|kennitala|hetu|ssn)=$/i;
/** ".../person?id=", ".../pasienter/" */
const PERSONS =
  /\/(?:persons?|people|patients?|pasient(?:er)?|elev(?:er)?|students?|citizens?|borgere?|innbyggere?|invånare|klient(?:er)?|brukare|brukere?|barn)(?:\/|\?(?:id|nr|number|ref)=)$/i;
/** What an office calls its files, pictures of pages that a program makes left out. */
const DOCUMENT = /\.(?:pdf|docx?|docm|dotx?|xlsx?|xlsm|pptx?|od[tsp]|rtf|txt|csv|msg|eml|zip)$/i;

/** Whether a number in a URL stands where an interface names one person. */
export const isPersonsPath = (text: string, start: number): boolean =>
  PERSONS.test(text.slice(Math.max(0, start - 40), start));

/** How a number stands in a link: as the value of a telling parameter, in the name of a file, otherwise, or in no link at all. */
export type LinkRole = 'parameter' | 'name' | 'other' | 'none';

/** The role of what begins at `start`. */
export function linkRole(text: string, start: number): LinkRole {
  const before = text.slice(Math.max(0, start - URL_LOOK_BACK), start);
  if (!URL_MARK.test(before)) return 'none';
  const token = URL_TOKEN.exec(before)?.[0] ?? '';
  if (!/:\/\/|^www\.|^mailto:|^cid:|^tel:/i.test(token)) return 'none';
  if (PARAMETER.test(token)) return 'parameter';
  return DOCUMENT.test(REST_OF_STEP.exec(text.slice(start, start + 200))?.[0] ?? '') ? 'name' : 'other';
}

/** The step of a path or the value that a number stands in, as a part of the text. */
export function stepAround(text: string, start: number): { readonly from: number; readonly to: number } {
  const before = text.slice(Math.max(0, start - URL_LOOK_BACK), start);
  const name = /[^\s/\\=?&#;:]*$/.exec(before)?.[0] ?? '';
  return {
    from: start - name.length,
    to: start + (REST_OF_STEP.exec(text.slice(start, start + 200))?.[0].length ?? 0),
  };
}

/** ".../personnummer-7808052398", ".../pnr/7808052398": the label that stands right before a number. */
export const labelInPath = (text: string, start: number): Label => gluedLabel(text, start - 1);

const LAST_WORD = /(?:^|[/_=+.-])(\p{L}{3,40})-$/u;
/** Ids that programs draw are written in these. */
const HEXADECIMAL = /^[a-f]+$/i;

/** ".../Intyg-19780805-2398": the word before the hyphen says what the paper is, and is no word for a thing with numbers of its own. */
export function followsWordOfPath(text: string, start: number): boolean {
  const word = LAST_WORD.exec(text.slice(Math.max(0, start - 48), start))?.[1];
  return word !== undefined && !HEXADECIMAL.test(word) && !isThing(word);
}
