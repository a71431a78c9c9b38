/**
 * Lists and invoices that say by a word of one's own trade who is cared for: 'Elin Storm, gruppbostad, 31 dygn'. No word of such a row weighs, and
 * nothing is told in it; but whoever is named beside a service in a list of those who are given it, is known to be given it.
 */
import { MEDIUM_SCORE } from '../../core/category.ts';
import type { Finding } from '../../core/finding.ts';
import type { ExtractedText, Span } from '../../core/text.ts';
import { unrealAt } from '../context/unreal.ts';
import { findingAt } from '../findings.ts';
import type { PersonSign } from '../person/person.ts';
import { overlapping, type Evidence } from './evidence.ts';

/** What a municipality gives to somebody in their home or in one of its own. */
const SERVICE =
  /(?<!\p{L})(?:gruppbosta|servicebosta|särskilt boende|korttids(?:boende|vistelse|tillsyn|plats|opphold|plass|ophold|plads)|hemtjänst|hemvård|hemsjukvård|boendestöd|avlösarservice|avlastning|avlasting|ledsag(?:ning|arservice)|kontaktperson (?:enl\p{L}*\.? )?(?:lss|sol)|kontaktfamilj|stödfamilj|daglig verksamhet|personlig assistans|familjehem|jourhem|stödboende|hvb|växelvård|äldreboende|(?:vård- och )?omsorgsboende|demensboende|trygghetslarm|dagverksamhet|omvårdnad|støttekontakt|hjemmetjeneste|heimeteneste|hjemmesykepleie|heimesjukepleie|hjemmehjelp|omsorgsbolig|omsorgsbustad|bofellesskap|sykehjem|sjukeheim|bpa|dagsenter|trygghetsalarm|fosterhjem|fosterheim|besøkshjem|besøksheim|beredskapshjem|praktisk bistand|aflastning|hjemmepleje|hjemmehjælp|hjemmesygepleje|bosted|botilbud|bostøtte|plejehjem|plejecenter|plejebolig|ledsage(?:ordning|lse)|dagtilbud for voksne|plejefamilie|opholdssted|praktisk hjælp|handicaphjælp|kotihoito|kotipalvelu|asumispalvelu|home care|respite care)\p{L}{0,12}/iu;
const SERVICES = new RegExp(SERVICE.source, 'giu');
/** So much of it, in time. */
const AMOUNT =
  /(?<![\d:.-])\d{1,4}(?:[.,]\d{1,2})?\s?(?:t|h|tim(?:mar|me)?\.?|tim(?:er|e|ar)|dygn|døgn|dag(?:ar|er|e)?|g[aå]nger|gange|ggr|nätter|netter|hours?)(?!\p{L})/iu;
/** The same as the head of a column. */
const AMOUNTS = /(?<!\p{L})(?:timmar|timer|timar|tim|antal|antall|dygn|døgn|dagar|dager|dage|hours)(?!\p{L})/iu;
/** Whom such a list is of. */
const OF_CLIENTS =
  /(?<!\p{L})(?:insats|innsats|indsats|ydelse|egenandel|egenbetal|(?:bruk(?:are?|er)|borger|boende|beboer|bebuar|klient|kund|omsorgstagare|vårdtagare|client)(?:e|n|en|ens|ne|na|nes|nas|ene|er|erna|erne|ers|s|as|ar|arar|ane|arna)?(?!\p{L})|visiter|placera|plassert|anbragt|(?:köpt|kjøpt|købt) plat?ss?|skjuts|kørselsliste|køreliste|kjøreliste|färdtjänst|matlåd|matlever|madlever|matombring|asiakas)/iu;
/** Heads of what is counted. */
const OF_ARTICLES = /(?<!\p{L})(?:art(?:ikel|ikkel)|typ|type|produkt|tiltak|foranstaltning)(?!\p{L})/iu;
/** Wages, clothes and courses are paid for as well. */
const PAID =
  /(?<!\p{L})(?:faktur|regning|afregning|avräkning|debiter|underlag för|avser|gäller|gjelder|vedr|utför[dt]|utfør[dt]|udført|invoice)/iu;
const MONTH =
  /(?<!\p{L})(?:jan|feb|mar|apr|ma[ij]|juni?|juli?|aug|sept?|o[kc]t|nov|dec|des)(?:uari|uar|rua[r]?i?|ts|s|il|usti?|ust|tember|ober|ember)?\.?(?!\p{L})/giu;
/** The same is said of those who do the work. */
const OF_STAFF =
  /(?<!\p{L})(?:\p{L}{0,20}chef|\p{L}{0,20}sjef|ledare|leder|leiar|ansatt|ansat|anställ|tilsett|nyanställ|medarbe|\p{L}{0,12}personal|vikari|vikar|kontakt(?!person (?:enl|lss|sol)|famil)|tlf|tel|telefon|mobil|\p{L}{0,16}møte|\p{L}{0,16}möte|\p{L}{0,16}møde|kurs|utbild|opplær|uddann|delta[gk]|til stede|närvarande|tilstede|inbjud|invitasjon|invitation|studiebesök|\p{L}{0,12}schema|turnus|\p{L}{0,8}vagt|\p{L}{0,8}vakt|pass|inlogg|behörig|tilgang|adgang|passerkort|referens|referanse|reference|\p{L}{0,8}ref|attest|beställ|bestill|leverantör|leverandør|utförare|\p{L}{0,8}lön|\p{L}{0,8}lønn?|enhet|enhed|eining|avdelning|avdeling|afdeling|arbetsplats|arbeidss|arbejdss|arbetar|arbeider|arbejder|stilling|titel|tittel|befattning|rekryt|praktik|sommarjobb|sommerjobb|semester|ferie|övertid|overtid|overarb|tidrapport|arbete|arbeid|arbejde|verksamhet|virksomhed|virksomhet|tjenestested|tillits|förtroende|avdrag|förmån|trekk|lönn|statist|handlägg|saksbehand|sagsbehand|koordinator|\p{L}{0,12}sköterska|\p{L}{0,12}sykepleier|\p{L}{0,12}sygeplejerske|ombud|märk|mærk|merk|att:|leverans|levering|employee|staff)/iu;
/** 'Fakturor kontrolleras av' */
const BY = /(?<!\p{L})(?:av|af|ved|by)[ \t:]{0,3}\r?$/imu;
/** A field below a name says what it is. */
const FIELD_BELOW =
  /^[^\n]{0,80}\r?\n[\s>*•|-]{0,6}(?:avser|gäller|gjelder|tjänst|tjeneste|ydelse|insats|innsats|indsats|tiltak|foranstaltning|boende(?:form)?)\s{0,2}[:;|\t]([^\n]{1,80})/iu;
const FIELD_OF_CLIENT =
  /(?<!\p{L})(?:namn|navn|name|kund|kunden|bruker|brukare|borger|klient|boende|beboer|gäller|gjelder|avser|person)\s{0,2}[:;|\t]\s{0,3}$/iu;
/** Senders stand in the last line. */
const NOTHING = /^\s*$/u;
/** A bill names its payer and its receiver as well. */
const NOT_PAID_FOR = /adress|mottag|mottak|modtag|betalare|betaler(?!\p{L})|avsänd|avsend|afsend/iu;
const WORDS = /\p{L}{3,}/gu;
/** What is written small is no house and no street. */
const THING = /(?<!\p{L})\p{Ll}{3,}/u;

const LONGEST_ROW = 160;
/** What introduces a list. */
const AHEAD = 300;
const MOST_ROWS = 500;
/** Beside the name, the service and what may be counted: an address, a month, a house. */
const MOST_OTHER_WORDS = 5;
/** Of a row below a heading that names the service, or on a bill: an address, a house. */
const MOST_WORDS_BELOW = 2;
const LONGEST_HEADING = 80;
/** Rows begin with the name, behind a number, a time or a word for whose it is. */
const OPENS =
  /[;|\t]\s*$|^[\s>*•\d.,:()–-]*(?:(?:\p{L}{3,20} )?(?:avser|gäller|gjelder|vedr\.?|vedrørende|för|for)\s?:?\s?)?$/iu;

const isFullName = (text: string, { kind, by, start, end }: PersonSign): boolean =>
  kind === 'name' && by !== true && /\p{L}\s\p{Lu}/u.test(text.slice(start, end));

/** Somebody in a list of those who are given a service; null when a text has no such list. */
function firstServed(evidence: Evidence): Span | null {
  const { layout, signs } = evidence;
  const { text } = layout;
  let rows = 0;
  for (const sign of signs) {
    if (!isFullName(text, sign)) continue;
    if (rows++ >= MOST_ROWS) return null;
    if (isServed(evidence, sign)) return sign;
  }
  return null;
}

/** The line of a name, or null for one that is longer than a row. */
function rowOf(text: string, { start, end }: Span): Span | null {
  const from = Math.max(0, start - LONGEST_ROW);
  const before = text.slice(from, start).lastIndexOf('\n');
  const after = text.slice(end, end + LONGEST_ROW).indexOf('\n');
  const row = { start: from + before + 1, end: after < 0 ? Math.min(text.length, end + LONGEST_ROW) : end + after };
  return row.end - row.start <= LONGEST_ROW ? row : null;
}

/** Is somebody named in a row or a field of those who are given something? */
function isServed({ layout, signs, genre, cues, titles }: Evidence, name: Span): boolean {
  const { text } = layout;
  const row = rowOf(text, name);
  if (row === null || genre.form || genre.bulk || layout.isOfStaff(name.start)) return false;
  const ahead = text.slice(Math.max(0, row.start - AHEAD), row.start);
  const before = text.slice(row.start, name.start);
  const behind = text.slice(name.end, row.end);
  const [below = '', given = ''] = FIELD_BELOW.exec(text.slice(name.end, name.end + 2 * LONGEST_ROW)) ?? [];
  const isField = SERVICE.exec(given.trimStart())?.index === 0;
  if (!isField && overlapping(signs, row).filter((sign) => isFullName(text, sign)).length !== 1) return false;
  const cell = layout.segmentAt(name.start)?.cell;
  const head = cell === undefined ? undefined : layout.headerRows().get(cell.table);
  const place: Place = {
    row: `${before} ${behind}`,
    told: cell === undefined ? behind : `${before} ${behind}`,
    introduced: head === undefined ? ahead : text.slice(head.start, head.end),
    inTable: head !== undefined,
    isLast: NOTHING.test(text.slice(row.end, row.end + AHEAD)) && !NOTHING.test(ahead),
  };
  const isListed = isField
    ? FIELD_OF_CLIENT.test(before) && isOfRecord(`${titles()}\n${ahead}${before} ${below}`)
    : (cell !== undefined || OPENS.test(before)) && isOfList(place, titles());
  return isListed && unrealAt(text, cues, name) === null;
}

/** Does what stands around a field say that somebody is given what it names? */
const isOfRecord = (about: string): boolean =>
  !OF_STAFF.test(about.replace(SERVICES, ' ')) && [OF_CLIENTS, PAID, AMOUNT].some((sign) => sign.test(about));

/** A row with its name taken out, and what stands around it. */
interface Place {
  readonly row: string;
  /** what may say more of whoever is named */
  readonly told: string;
  /** head of the table, or what stands above */
  readonly introduced: string;
  readonly inTable: boolean;
  /** nothing stands below it, but something above */
  readonly isLast: boolean;
}

function isOfList({ row, told, introduced, inTable, isLast }: Place, titles: string): boolean {
  const rest = row.replace(SERVICES, ' ');
  if (OF_STAFF.test(`${titles}\n${introduced}\n${rest}`.replace(SERVICES, ' '))) return false;
  if (BY.test(introduced)) return false;
  const others = told.replace(SERVICES, ' ').replace(MONTH, ' ');
  const words = (others.match(WORDS) ?? []).length;
  if (!SERVICE.test(row)) return !inTable && words <= MOST_WORDS_BELOW && isBelowService(introduced);
  const about = `${titles}\n${introduced}\n${rest}`;
  const isCounted = AMOUNT.test(rest) || (inTable && AMOUNTS.test(introduced));
  // hours are counted of those who work, too
  const isPaid = isCounted ? PAID.test(about) : isPaidFor(about, others);
  const mayBeSender = isLast && !inTable && !isCounted && !SERVICE.test(introduced);
  const isOfService = inTable && isCounted && OF_ARTICLES.test(introduced);
  return words <= MOST_OTHER_WORDS && (isPaid || isOfService || OF_CLIENTS.test(about)) && !mayBeSender;
}

const isPaidFor = (about: string, others: string): boolean =>
  !THING.test(others) &&
  (others.match(WORDS) ?? []).length <= MOST_WORDS_BELOW &&
  PAID.test(about) &&
  !NOT_PAID_FOR.test(about);

/** 'Skjuts daglig verksamhet v 14:' above rows of names and addresses. */
function isBelowService(introduced: string): boolean {
  const block =
    introduced
      .trimEnd()
      .split(/\n[ \t>]*\r?\n/u)
      .at(-1) ?? '';
  const heading = block.split('\n').findLast((line) => SERVICE.test(line)) ?? '';
  return heading.length <= LONGEST_HEADING && (OF_CLIENTS.test(heading.replace(SERVICES, ' ')) || PAID.test(heading));
}

/** Tells of such a list, where nothing else has told of the health of those in it. @param found what the text gives besides */
export function serviceFindings(source: ExtractedText, evidence: Evidence, found: readonly Finding[]): Finding[] {
  if (source.where !== 'body' && source.where !== 'attachment') return [];
  if (found.some(({ category, confidence }) => category === 'health' && confidence !== 'low')) return [];
  const served = firstServed(evidence);
  if (served === null) return [];
  return [
    findingAt(source, evidence.layout.segmentAt(served.start), {
      detector: 'health-services',
      category: 'health',
      score: MEDIUM_SCORE,
      reasons: [{ reason: 'service-given', points: MEDIUM_SCORE }],
      count: 1,
      masked: 'health',
      maskedStrictly: 'health',
    }),
  ];
}
