/**
 * A number whose halves stand beside each other with something else than a hyphen between: "811218 (9876)", "811218 och sedan 9876", "(811218) [9876]",
 * a line or a cell of words. Pure. Any two numbers may stand so: given as a day and a slash, which the detectors count only where few stand in a
 * text and the day is none of the last years.
 */
import { monthNamed } from '../../core/months.ts';
import { LABEL } from './odd-characters.ts';
import type { Joined } from './split-numbers.ts';

/** More numbers than this are a table, or a list of days and times. */
const MOST_BARE = 2;
const LABEL_BEFORE = 60;

/** 'och', 'så kommer', 'and then': words that put a second number beside the first and say nothing else. */
const JOINING =
  '[Oo]ch|[Oo]g|[Aa]nd|ja|sedan|sen|så|därefter|derefter|deretter|efterföljt av|etterfulgt av|efterfulgt af|följt av|fulgt av|med|samt|plus|pluss|then|and then|followed by|och sedan|och sen|og så|og derefter|sitten|ja sitten|(?:och )?(?:sedan|så) kommer|minus|(?:binde|tanke)?streck|bindestrek|dash|hyphen|slutsiffror(?:na)?|(?:och )?slutet|sista';
/** Marks of any kind but those of paragraphs and numbering; a blank, a hyphen or a sign of decimals, times and cells alone is read as it stands. */
const MARKS = String.raw`(?! {0,2}[-+]? {0,2}\d|[.,:;/|]\d)[^\p{L}\p{N}\n\t§#]{1,6}`;
/** "811218 Anna Berg 9876", "811218 (Anna) 9876" */
const NAMED = String.raw`[ ,]{1,2}\p{Lu}\p{Ll}+(?:[ -]\p{Lu}\p{Ll}+){1,2}[ ,]{1,2}|,? \(\p{Lu}\p{Ll}+(?:[ -]\p{Lu}\p{Ll}+){0,2}\) `;
const BETWEEN = String.raw`${MARKS}|[.,]?[ (\[]{0,2}(?:${JOINING})[)\]]?[ :]{0,2}|${NAMED}`;
const OWN_LINE = String.raw`[ \t|]*\n[ \t>|]*\p{Lu}[^\d\n:]{1,60}\n[ \t>|]*`;
const OWN_CELL = String.raw` ?\t ?\p{L}[^\d\n\t]{1,60}\t ?`;
/** The search begins at six digits, few of which are followed by four. */
const HALVES = new RegExp(
  String.raw`\d(?<![\d\p{L}.,/:+=-]\d|\d[ ,;]\d|[.,/:-] \d)(\d{5}(?:\d\d)?)(?:(?:${BETWEEN})|(${OWN_LINE}|${OWN_CELL}))[-+]?(\d{4,5})(?![\d\p{L}]|[.,/:+-]\d|[ ,;]{1,2}\d| ?[%€$£])`,
  'gu',
);
/** "18.12.1981-9876", and with words for a birth before it "18 december 1981 (9876)". */
const WRITTEN_OUT =
  /\d(?<![\p{L}\d.,/:+-]\d)\d?(?:[./-]|\.? ?(?=\p{L}))(\d{1,2}|\p{L}{3,9}\.?)(?:[./ -]| (?=\d))((?:19|20)\d\d)(?: ?- ?| ?\(|, )(\d{4,5})(?![\d\p{L}]|[.,/:+-]\d|[ ,;]{1,2}\d| ?[%€$£])/gu;
const TIGHT = /^\d\d[./-]\d\d[./-]\d{4}-\d{4,5}$/u;
const BORN = /(?:född?a?|fødd?t?|födelsedatum|födelsedag|fødselsdato|fødselsdag|born|f\.)(?: den)?[ :]{1,3}$/iu;

const DAY = /^(?:(?:1[89]|20)?\d\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/u;
const DAY_FIRST = /^(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2]|[89]\d)\d\d$/u;
/** A year, or a time of day. */
const ANOTHER = /^(?:(?:19|20)\d\d|(?:[01]\d|2[0-3])[0-5]\d)$/u;
/** What may stand behind a number that nothing else tells of: the end, a mark, or that it is the end of something; a word is what is counted. */
const ENDS =
  /^[)\]}"'\u201d]{0,2}(?:[.!?;,:]?[ \t]*(?:\r?\n|$)|[.!?;,] {1,2}\p{L}| (?:på slutet|i slutet|til slutt?|till slut|bakerst))/u;
const ENDS_REACH = 16;

/** @returns numbers whose halves something stands between; none for nearly every text */
export function halvesApart(text: string): readonly Joined[] {
  // nearly all texts: no day in six digits, and no year behind a day
  return [...(SIX_DIGITS.test(text) ? halves(text) : []), ...(YEAR.test(text) ? writtenOut(text) : [])];
}
const SIX_DIGITS = /\d{6}/;
const YEAR = /[ ./-](?:19|20)\d\d[ ,-]/;

function halves(text: string): readonly Joined[] {
  const labelled: Joined[] = [];
  const bare: Joined[] = [];
  let pairs = 0;
  for (const match of text.matchAll(HALVES)) {
    const [whole, , , tail = ''] = match;
    const date = /^\d+/u.exec(whole)?.[0] ?? '';
    const end = match.index + whole.length;
    if (ANOTHER.test(tail)) continue;
    const isDay = DAY.test(date) || (date.length === 6 && DAY_FIRST.test(date));
    if (!isDay || (tail.length === 5 && date.length !== 6)) continue;
    // with the words before it: the detectors know what they make of a number
    const before = text.slice(Math.max(0, match.index - LABEL_BEFORE), match.index);
    const isLabelled = LABEL.test(before);
    const line = (isLabelled ? before : before.slice(before.search(/[^\n\t]*$/u))).replace(/\s+/gu, ' ');
    if (isLabelled)
      labelled.push({ line: `${line.trimStart()}${date}${tail.length === 5 ? ' ' : '-'}${tail}`, at: match.index });
    else if (++pairs <= MOST_BARE && ENDS.test(text.slice(end, end + ENDS_REACH))) {
      // behind a word it is the number of a paper or a picture, unless somebody stands beside, which the detectors ask of a blank
      const mark = tail.length === 5 || (WORD.test(line) && !SAID.test(line)) ? ' ' : '/';
      bare.push({ line: `${line.trimStart()}${mark === ' ' ? date.slice(-6) : date}${mark}${tail}`, at: match.index });
    }
  }
  return pairs > MOST_BARE ? labelled : [...labelled, ...bare];
}
const WORD = /\p{L} $/u;
/** "hon är 811218 (9876)" */
const SAID = /(?:^|\s)(?:är|er|is|har|have|har fått|född?a?|født|fødd|born|numret|nummeret|med|alltså|altså) $/iu;

function writtenOut(text: string): readonly Joined[] {
  const found: Joined[] = [];
  for (const match of text.matchAll(WRITTEN_OUT)) {
    const [whole, month = '', year = '', tail = ''] = match;
    const day = /^\d+/u.exec(whole)?.[0].padStart(2, '0') ?? '';
    const end = match.index + whole.length;
    const number = /^\d/u.test(month) ? Number(month) : monthNamed(month);
    if (number === 0 || ANOTHER.test(tail) || !ENDS.test(text.slice(end, end + ENDS_REACH))) continue;
    const before = text.slice(Math.max(0, match.index - LABEL_BEFORE), match.index).replace(/^[^]*[\n\t]/u, '');
    if (!TIGHT.test(whole) && !BORN.test(before) && !LABEL.test(before)) continue;
    const written = String(number).padStart(2, '0');
    const date = tail.length === 5 ? `${day}${written}${year.slice(2)} ` : `${year}${written}${day}/`;
    found.push({ line: `${before}${date}${tail}`, at: match.index });
    if (found.length > MOST_BARE) return [];
  }
  return found;
}
