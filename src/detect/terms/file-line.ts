/**
 * Lines that say whose file something is: "Orosanmälan Wilma Skog – skyddsbedömning" in a subject, "Insats: familjehem" below "Namn: Elin Storm".
 * Nobody tells anything in them, so that how they are put says nothing; what they name says all.
 */
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
  /utbildning|opplæring|uddannelse|kurs|föreläs|foredrag|seminar|webb?inar|konferen|workshop|studie|forsk|rutin|policy|riktlinj|retningslinj|mall(?:en)?(?!\p{L})|skabelon|\bmal\b|blankett|skjema|skema|formulär|exempel|eksempel|sköterska|sykepleier|sygeplejerske|läkare|lege(?!erkl|attest)|handläggare|saksbehand|sagsbehand|koordinator|sekreterare|konsulent|kontaktperson|ansvarig|chef|leder|leiar|team|enhet|bok|roman|film|pjäs|författare|forfatter|@|[.?!]$|(?<!\p{L})(?:intervju|interview|debatt|krönika|kronikk|\p{L}{0,12}artikk?el|presentation|presentasjon|offert|motion|interpellation|skrivelse|advokat|forsvarer|forsvarar|jurist|ombud|rådman|kurator|rektor|logoped|psykolog|journalist|dramaturg|semester|ferie|vikari\p{L}+|föredrar|presenterar?|informerar?|orienter(?:ar|er)|deltar|deltager|deltek|kallar|kalder|indkalder|innkaller|håller|holder|bokar|booker|bestiller|bjuder|inviterer|tar (?:protokoll|referat)|hr|it|brand\p{L}*)(?!\p{L})/iu;
/** Whoever orders, answers for or writes about something is named above what it is as well. */
const OF_STAFF =
  /(?<!\p{L})(?:beställare|bestiller|kontakt|referens|ref|ansvarig|ansvarlig|projektledare|prosjektleder|projektleder|leverantör|leverandør|handläggare|resenär|föreläsare|lärare|lærer|chef|sjef|leder|referent|rapport|statistik|statistikk)(?:\p{L}{0,8})(?!\p{L})/iu;
/** Fields of a form or an invoice that say what somebody is given, or why. */
const FIELD =
  /^[\s>*•-]{0,6}(?:insats(?:er)?|tjänst|tjeneste|ydelse|indsats|foranstaltning|boende(?:form)?|vårdform|tiltak|diagnos(?:e|er)?|orsak|årsak|anledning|avser)\s{0,2}:/iu;
/** Unless it is a form of somebody's own, which names them as well. */
const OF_CLIENT =
  /(?<!\p{L})(?:namn|navn|nimi|name|brukare|bruker|klient|elev|barn|patient|pasient|borger|beboer|person(?:nummer|nr)|född|født|fødd)(?:s|en|et|n)?\s{0,2}:/iu;
const NAME_AHEAD = 160;

const isFullName = (text: string, { kind, start, end }: PersonSign): boolean =>
  kind === 'name' && /\p{L}\s\p{Lu}/u.test(text.slice(start, end));

/** Does the line of a strong term name a file, and whose it is? */
export function namesFile({ layout, signs }: Evidence, anchor: TermHit): boolean {
  const { text } = layout;
  const reach = Math.max(0, anchor.start - LONGEST - 1);
  const start = reach + text.slice(reach, anchor.start).lastIndexOf('\n') + 1;
  const stop = text.slice(anchor.end, start + LONGEST + 1).indexOf('\n');
  const end = stop < 0 ? text.length : anchor.end + stop;
  if (end - start > LONGEST) return false;
  const line = text.slice(start, end).trim();
  if (OF_NOBODY.test(line)) return false;
  if (FIELD.test(line)) {
    const from = Math.max(0, start - NAME_AHEAD);
    return (
      (OF_CLIENT.test(text.slice(from, end)) || !OF_STAFF.test(text.slice(from, end))) &&
      overlapping(signs, { start: from, end }).some((sign) => isFullName(text, sign))
    );
  }
  if (ROW.test(line)) return false;
  let [from, to] = [anchor.start, anchor.end];
  while (from > start && LETTERS.test(text.charAt(from - 1))) from--;
  while (to < end && LETTERS.test(text.charAt(to))) to++;
  const matter = text.slice(from, to);
  if (!MATTER.test(matter) || (MEETING.test(matter) && !MEETING.test(anchor.term.term))) return false;
  const names = overlapping(signs, { start, end }).filter((sign) => isFullName(text, sign));
  const [name, ...others] = names;
  if (name === undefined || others.length > 0) return false;
  return name.start >= to ? WHOSE.test(text.slice(to, name.start)) : BEHIND_NAME.test(text.slice(name.end, from));
}
