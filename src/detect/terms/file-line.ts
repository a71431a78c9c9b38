/**
 * Lines that say whose file something is: "Orosanmälan Wilma Skog – skyddsbedömning" in a subject, "Insats: familjehem" below "Namn: Elin Storm",
 * "Nils E 7A: självskada, mamma inf." in a note. Nobody tells anything in them, so that how they are put says nothing; what they name says all.
 */
import type { Span } from '../../core/text.ts';
import type { PersonSign } from '../person/person.ts';
import { overlapping, type Evidence, type TermHit } from './evidence.ts';

const LONGEST = 100;
const LETTERS = /[\p{L}-]/u;

/** Papers and meetings that there are only about somebody; as words of their own or as ends of longer ones. */
const MATTER =
  /(?:anm(?:ä|ae?)lan|bed(?:ö|oe?)mning|utredning|f(?:ö|oe?)rhandling|intyg|yttrande|(?:å|aa?)tg(?:ä|ae?)rdsprogram|placering|omh(?:ä|ae?)ndertagande|epikris|journal|remiss|insats|bist(?:å|aa?)nd|m(?:ö|oe?)te|samtal|bes(?:ö|oe?)k|lvu|lvm|lss|hvb|melding|meldelse|vedtak|attest|erkl(?:æ|ae?)ring|m(?:ø|oe?)te|unders(?:ø|oe?)kelse|unders(?:ø|oe?)king|henvisning|sak|sag|plassering|underretning|afg(?:ø|oe?)relse|m(?:ø|oe?)de|unders(?:ø|oe?)gelse|anbringelse|vurdering|handleplan|ilmoitus|selvitys|todistus|p(?:ää|aa)t(?:ö|oe?)s|report|referral|assessment)(?:en|et|n|t|er|ar|a)?$/iu;
/** There are those about anything ('demensmöte'); only where the word is listed with them, they are about somebody ('SIP-möte'). */
const MEETING = /(?:m(?:ö|ø|oe?)te|samtal|bes(?:ö|oe?)k|m(?:ø|oe?)de)\p{L}{0,2}$/iu;
/** A row of a list: what stands beside it may be whoever speaks about it, or whose duty it is. */
const ROW = /[;|\t].*[;|\t]/;
/** What stands between the matter and whose it is; its day may as well. */
const WHOSE =
  /^[\s,:;–—-]{0,4}(?:(?:(?:19|20)\d{6}|\d{6}|\d{4}-\d\d-\d\d)[\s,:;–—-]{1,4})?(?:(?:avseende|gällande|gäller|angående|ang\.?|om|för|for|på|vedr\.?|vedrørende|vedrørande|gjelder|gjeld|ang|re)[\s:]{1,2})?$/iu;
const BEHIND_NAME = /^[\s,:;–—/-]{1,4}(?:(?:(?:19|20)\d{6}|\d{6}|\d{4}-\d\d-\d\d)[\s,:;–—-]{1,4})?$/u;
/** Training, forms and posts are named in the same way. */
const OF_NOBODY =
  /utbildning|opplæring|uddannelse|kurs|föreläs|foredrag|seminar|webb?inar|konferen|konferan[sc]|f[oö]rebygg|workshop|studie|forsk|rutin|policy|riktlinj|retningslinj|mall(?:en)?(?!\p{L})|skabelon|\bmal\b|blankett|skjema|skema|formulär|exempel|eksempel|sköterska|sykepleier|sygeplejerske|läkare|lege(?!erkl|attest)|handläggare|saksbehand|sagsbehand|koordinator|sekreterare|konsulent|kontaktperson|ansvarig|chef|leder|leiar|team|enhet|bok|roman|film|pjäs|författare|forfatter|@|[.?!]$|(?<!\p{L})(?:intervju|interview|debatt|krönika|kronikk|\p{L}{0,12}artikk?el|presentation|presentasjon|offert|motion|interpellation|skrivelse|advokat|forsvarer|forsvarar|jurist|ombud|rådman|kurator|rektor|logoped|psykolog|journalist|dramaturg|semester|ferie|vikari\p{L}+|föredrar|presenterar?|informerar?|orienter(?:ar|er)|deltar|deltager|deltek|kallar|kalder|indkalder|innkaller|håller|holder|bokar|booker|bestiller|bjuder|inviterer|tar (?:protokoll|referat)|hr|it|brand\p{L}*)(?!\p{L})/iu;
/** Whoever orders, answers for or writes about something is named above what it is as well. */
const OF_STAFF =
  /(?<!\p{L})(?:beställare|bestiller|kontakt|referens|ref|ansvarig|ansvarlig|projektledare|prosjektleder|projektleder|leverantör|leverandør|handläggare|resenär|föreläsare|foredragsholder|oplægsholder|författare|forfatter|medverkande|kursledare|kursholder|lärare|lærer|chef|sjef|leder|referent|rapport|statistik|statistikk)(?:\p{L}{0,8})(?!\p{L})/iu;
/** Fields of a form or an invoice that say what somebody is given, or why. */
const LABEL = String.raw`[\s>*•|-]{0,6}(?:insats(?:er)?|innsats|tjänst|tjeneste|ydelse|indsats|foranstaltning|boende(?:form)?|vårdform|tiltak|diagnos(?:e|er)?|funktions(?:nedsättning|hinder|nedsættelse)(?:ar)?|funksjons(?:nedsettelse|hemming)|handicap|handikapp|sjukdom(?:ar)?|sykdom(?:mer)?|sygdom(?:me)?|medi[cs]in(?:er)?|läkemedel|behandling|vanske(?:r|ligheter)|svårigheter|vanskeligheder|hälsotillstånd|helsetilstand|helbred(?:stilstand)?|(?:frånvaro|fraværs)?(?:orsak|årsak|årsag)|anledning|avser)`;
const FIELD = new RegExp(String.raw`^${LABEL}\s{0,2}[:;|\t]`, 'iu');
/** The same as a line above what is answered. */
const FIELD_ABOVE = new RegExp(String.raw`(?:^|\n)${LABEL}\s{0,2}:?[ \t\r]{0,4}\n$`, 'iu');
const LONGEST_LABEL = 40;
/** Unless it is a form of somebody's own, which names them as well. */
const OF_CLIENT =
  /(?<!\p{L})(?:namn|navn|nimi|name|brukare|bruker|klient|elev|barn|patient|pasient|borger|beboer|person(?:nummer|nr)|född|født|fødd)(?:s|en|et|n)?\s{0,2}[:;|\t\n]/iu;
const NAME_AHEAD = 160;
/** Forms are explained by examples. */
const EXAMPLE =
  /exempel|eksempel|(?<!\p{L})(?:example|esimerkki|test\p{L}*|så här fyller|slik fyller|sådan udfylder|how to fill)(?!\p{L})/iu;
const EXAMPLE_AHEAD = 300;

/** 'Anna B, 8C: adhd-utr pågår, BUP kont.': what was noted of somebody, in half words. Whom it was told to, and what is done, tells that it is a case. */
const NOTE_OPENS = /^[\s>*•–-]{0,6}(?:(?:rum|rom|room|stue|lgh|leil)\.? \d{1,4}:? )?$/iu;
const NOTED = /^[^\n:–—]{0,24}(?::|\s[–—-])\s/u;
const OF_A_CASE =
  /(?<!\p{L})(?:utr|udr|utredn|udredn|utredning|udredning|remiss|remitterad|henvist|innl|indl|inl|innlagt|indlagt|inlagd|misst|misstanke|mistanke|dg|diagn|sjukskr|sykm|sygem|vh|mor|far|mamma|pappa|foreldre|forældre|föräldrar|foresatte|datter|dotter|sønn|søn|son|maka?|ektefelle|kone|varslet|givet|gitt|seponert|insatt|mg|anfall|anfald)(?!\p{L})/iu;
/** Whoever teaches, plans or orders is noted in the same way. */
const OF_A_TASK =
  /(?<!\p{L})(?:utb|underv|undervis\p{L}*|utbild\p{L}*|fbi|förel|forel|oplæg|innlegg|inlägg|anm|best|beställ\p{L}*|bestill\p{L}*|boka\p{L}*|book\p{L}*|lokal|sal|affisch\p{L}*|plakat\p{L}*|skriv\p{L}*|plan|vikar\p{L}*|schema|budget|budsjett)(?!\p{L})/iu;

const isFullName = (text: string, { kind, start, end }: PersonSign): boolean =>
  kind === 'name' && /\p{L}\s\p{Lu}/u.test(text.slice(start, end));

/** A field of a record that somebody has filled in, or a line that names a matter and whose it is. */
export type FileLine = 'field' | 'line';

/** Does the line of a strong term name a file, and whose it is? */
export function namesFile({ layout, signs }: Evidence, anchor: TermHit): FileLine | null {
  const { text } = layout;
  const reach = Math.max(0, anchor.start - LONGEST - 1);
  const start = reach + text.slice(reach, anchor.start).lastIndexOf('\n') + 1;
  const stop = text.slice(anchor.end, start + LONGEST + 1).indexOf('\n');
  const end = stop < 0 ? text.length : anchor.end + stop;
  if (end - start > LONGEST) return null;
  const line = text.slice(start, end).trim();
  if (OF_NOBODY.test(line)) return null;
  const isNamed = (sign: PersonSign): boolean => isFullName(text, sign);
  if (FIELD.test(line) || FIELD_ABOVE.test(text.slice(Math.max(0, start - LONGEST_LABEL), start))) {
    const from = Math.max(0, start - NAME_AHEAD);
    const ahead = text.slice(from, end);
    if (!OF_CLIENT.test(ahead) && OF_STAFF.test(ahead)) return null;
    if (EXAMPLE.test(text.slice(Math.max(0, start - EXAMPLE_AHEAD), start))) return null;
    return overlapping(signs, { start: from, end }).some(isNamed) ? 'field' : null;
  }
  if (ROW.test(line)) return null;
  if (isNote(text, { start, end }, anchor, overlapping(signs, { start, end }))) return 'line';
  let [from, to] = [anchor.start, anchor.end];
  while (from > start && LETTERS.test(text.charAt(from - 1))) from--;
  while (to < end && LETTERS.test(text.charAt(to))) to++;
  const matter = text.slice(from, to);
  if (!MATTER.test(matter) || (MEETING.test(matter) && !MEETING.test(anchor.term.term))) return null;
  const names = overlapping(signs, { start, end }).filter(isNamed);
  const [name, ...others] = names;
  if (name === undefined || others.length > 0) return null;
  const isWhose =
    name.start >= to ? WHOSE.test(text.slice(to, name.start)) : BEHIND_NAME.test(text.slice(name.end, from));
  return isWhose ? 'line' : null;
}

/** Does a line open with somebody of whom the rest is a note about a case? */
function isNote(text: string, line: Span, anchor: Span, signs: readonly PersonSign[]): boolean {
  const name = signs.find(({ kind }) => kind === 'name' || kind === 'initials');
  if (name === undefined || name.end > anchor.start || name.by === true) return false;
  const behind = text.slice(name.end, line.end);
  if (!NOTE_OPENS.test(text.slice(line.start, name.start)) || !NOTED.test(behind)) return false;
  return OF_A_CASE.test(behind) && !OF_A_TASK.test(behind);
}
