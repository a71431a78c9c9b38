/**
 * Lines that say whose file something is: "Orosanmälan Wilma Skog – skyddsbedömning" in a subject, "Insats: gruppbostad" below "Namn: Elin Storm".
 * Nobody tells anything in them, so that how they are put says nothing; what they name says all.
 */
import type { Span } from '../../core/text.ts';
import type { PersonSign } from '../person/person.ts';
import { overlapping, type Evidence } from './evidence.ts';

const LONGEST = 100;
const LETTERS = /[\p{L}-]/u;

/** Papers and meetings that there are only about somebody; as words of their own or as ends of longer ones. */
const MATTER =
  /(?:anmälan|bedömning|utredning|förhandling|intyg|yttrande|åtgärdsprogram|placering|omhändertagande|epikris|journal|remiss|insats|bistånd|möte|samtal|besök|lvu|lvm|lss|hvb|melding|meldelse|vedtak|attest|erklæring|møte|undersøkelse|undersøking|henvisning|sak|sag|plassering|underretning|afgørelse|møde|undersøgelse|anbringelse|vurdering|handleplan|ilmoitus|selvitys|todistus|päätös|report|referral|assessment)(?:en|et|n|t|er|ar|a)?$/iu;
/** What stands between the matter and whose it is. */
const WHOSE =
  /^[\s,:;–—-]{0,4}(?:(?:avseende|gällande|gäller|angående|ang\.?|om|för|for|på|vedr\.?|vedrørende|vedrørande|gjelder|gjeld|ang|re)[\s:]{1,2})?$/iu;
const BEHIND_NAME = /^[\s,:;–—/-]{1,4}$/u;
/** Training, forms and posts are named in the same way. */
const OF_NOBODY =
  /utbildning|opplæring|uddannelse|kurs|föreläs|foredrag|seminar|webb?inar|konferen|workshop|studie|forsk|rutin|policy|riktlinj|retningslinj|mall(?:en)?(?!\p{L})|skabelon|\bmal\b|blankett|skjema|skema|formulär|exempel|eksempel|sköterska|sykepleier|sygeplejerske|läkare|lege(?!erkl|attest)|handläggare|saksbehand|sagsbehand|koordinator|sekreterare|konsulent|kontaktperson|ansvarig|chef|leder|leiar|team|enhet|bok|roman|film|pjäs|författare|forfatter|@|[.?!]$/iu;
/** Fields of a form or an invoice that say what somebody is given, or why. */
const FIELD =
  /^[\s>*•-]{0,6}(?:insats(?:er)?|tjänst|tjeneste|ydelse|indsats|foranstaltning|boende(?:form)?|vårdform|tiltak|diagnos(?:e|er)?|orsak|årsak|anledning|avser)\s{0,2}:/iu;
const NAME_AHEAD = 160;

const isFullName = (text: string, { kind, start, end }: PersonSign): boolean =>
  kind === 'name' && /\p{L}\s\p{Lu}/u.test(text.slice(start, end));

/** Does the line of a strong term name a file, and whose it is? */
export function namesFile({ layout, signs }: Evidence, anchor: Span): boolean {
  const { text } = layout;
  const start = text.lastIndexOf('\n', anchor.start - 1) + 1;
  if (anchor.start - start > LONGEST) return false;
  const stop = text.indexOf('\n', anchor.end);
  const end = stop < 0 ? text.length : stop;
  if (end - start > LONGEST) return false;
  const line = text.slice(start, end).trim();
  if (OF_NOBODY.test(line)) return false;
  if (FIELD.test(line))
    return overlapping(signs, { start: start - NAME_AHEAD, end }).some((sign) => isFullName(text, sign));
  let [from, to] = [anchor.start, anchor.end];
  while (from > start && LETTERS.test(text.charAt(from - 1))) from--;
  while (to < end && LETTERS.test(text.charAt(to))) to++;
  if (!MATTER.test(text.slice(from, to))) return false;
  const names = overlapping(signs, { start, end }).filter((sign) => isFullName(text, sign));
  const [name, ...others] = names;
  if (name === undefined || others.length > 0) return false;
  return name.start >= to ? WHOSE.test(text.slice(to, name.start)) : BEHIND_NAME.test(text.slice(name.end, from));
}
