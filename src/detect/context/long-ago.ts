/**
 * Whether a sentence tells of people who are long dead: what happened to them is dated, before anybody's time. The law protects living people
 * (GDPR recital 27). A house of 1880 and somebody's year of birth date nobody's deeds.
 */
import type { Span } from '../../core/text.ts';

const REACH = 300;
const YEAR = /(?<!\d)(?:1[0-8]\d\d|19\d\d)(?!\d)/u;
/** 'i 1812', 'år 1743', 'anno 1650', 'in 1830', 'dømt 1846', '(1799–1871)', '1700-talet': when something happened. */
const DATED =
  '(?<!\\p{L})(?:i|år|året|anno|in|since|of|of the year|ca\\.?|omkring|omkr\\.?|kring|vuonna|og|och|and|siden|sedan|fra|från|frå|til|till|by|d\\.|\\p{L}{2,14}(?:des|dtes|ades|edes|tes|ddes|dde|de|te|ble|lev|art|dømt|dömd|dømd|rettet|rettes|ed))\\s';
const NOT_AN_AMOUNT = '(?!\\d|[:.,]\\d|\\s?(?:kr|sek|nok|dkk|:-|,-|€|m2|kvm|stk|st\\b|mm|cm|kg|tkr))';
/** Nobody who did or suffered something then is alive. */
const CENTURIES_AGO = new RegExp(
  `${DATED}1[0-8]\\d\\d${NOT_AN_AMOUNT}|(?<!\\d)1[4-8]\\d\\d-?(?:tal|årene|luvulla)|(?<![\\d.,])1[5-8]\\d\\d\\s?[–-]\\s?1[5-9]\\d\\d(?!\\d)`,
  'iu',
);
/** 'min släkt har bott här sedan 1880-talet' */
const EVER_SINCE = /(?<!\p{L})(?:sedan|siden|sidan|since|alkaen)(?:\s\p{Ll}{1,12}){0,3}\s1[0-8]\d\d/iu;
/** What stands in the sentence of things that are as old as that. */
const OF_THINGS =
  /(?<!\p{L})(?:bygg\p{L}{0,6}|bygd|byg[dt]e?|opfør\p{L}{1,3}|oppfør\p{L}{1,3}|uppför\p{L}{1,3}|huset?|hus|bygning\p{L}{0,4}|gård\p{L}{0,4}|fastighet\p{L}{0,4}|eiendom\p{L}{0,4}|ejendom\p{L}{0,4}|lägenhet\p{L}{0,4}|leilighet\p{L}{0,4}|bor|bur|lives?|asuu|grundlagt|grunnlagt|grundad\p{L}{0,2}|lov\p{L}{0,3}|lag\p{L}{0,3}|forordning\p{L}{0,4}|established|founded|built)(?!\p{L})/iu;
/** '… og døde i 1967', 'dog 1954', 'avled i 1971': dead for a generation and more. */
const DIED =
  /(?<!\p{L})(?:dog|avled|omkom|døde|døydde|avgikk ved døden|døden|død|död|daud|died|passed away|kuoli|stupade|falt|faldt|henrettet|henrettes|avrättades|avrettet|executed|skutt|skudt)(?:,?\s\p{L}{1,12}){0,5}?\s(?:19[0-8]\d)(?!\d)/iu;
/** 'blev dømt i 1946', 'medlem af partiet fra 1935', 'satt på Grini i 1943': grown up eighty years ago. */
const IN_THE_WAR = new RegExp(`${DATED}(?:19[0-3]\\d|194[0-6])${NOT_AN_AMOUNT}`, 'iu');
const BIRTH = /(?<!\p{L})(?:född|föddes|fødd|født|fødde|born|f\.|syntynyt|s\.)(?!\p{L})/iu;
/** The sentence speaks of now, too. */
const NOW =
  /(?<!\p{L})(?:är|er|har|nu|nå|no|i ?dag|idag|fortfarande|fortsatt|fremdeles|stadig|is|has|now|still|on|nyt)(?!\p{L})/iu;

/** The sentences that a place reaches into. */
function sentencesAround(text: string, { start, end }: Span): string {
  const before = text.slice(Math.max(0, start - REACH), start);
  const from = Math.max(
    before.lastIndexOf('. '),
    before.lastIndexOf('\n'),
    before.lastIndexOf('! '),
    before.lastIndexOf('? '),
  );
  const behind = text.slice(end, end + REACH);
  const to = /[.!?](?:\s|$)|\n/u.exec(behind)?.index ?? behind.length;
  return before.slice(from + 1) + text.slice(start, end) + behind.slice(0, to);
}

/** Has a text any such year at all? Most have none. */
export const hasYears = (text: string): boolean => YEAR.test(text);

/** Does the sentence of a place date what it tells to a time that nobody of it has lived to tell? */
export function isLongAgo(text: string, span: Span): boolean {
  const sentence = sentencesAround(text, span);
  if (DIED.test(sentence)) return true;
  if (CENTURIES_AGO.test(sentence)) return !OF_THINGS.test(sentence) && !EVER_SINCE.test(sentence);
  return IN_THE_WAR.test(sentence) && !OF_THINGS.test(sentence) && !BIRTH.test(sentence) && !NOW.test(sentence);
}
