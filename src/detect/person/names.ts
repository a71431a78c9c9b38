import type { Span } from '../../core/text.ts';
import type { PersonSign } from './person.ts';
import { isPlaceholder } from './placeholders.ts';
import { isSomebody, standingOf, standsBehindAbout } from './standing.ts';

/** A listed name where it stands. */
export interface NameHit extends Span {
  readonly kind: 'given' | 'surname';
  /** also a word: counts only with a surname behind it */
  readonly shy: boolean;
}

/** What the judgement needs to know of the surroundings. */
export interface NameSurroundings {
  /** signature, disclaimer, the From and To lines of a quotation: names there are those of the correspondents */
  isBoilerplate(offset: number): boolean;
  isGreeting(offset: number): boolean;
  /** ends of titles and contact words ('kurator', 'kontakta'), ascending */
  readonly officialEnds: readonly number[];
  /** starts of titles, ascending: 'Anna Vik, rektor' */
  readonly titleStarts: readonly number[];
  /** ends of roles of a case ('eleven', 'borgeren'), ascending */
  readonly roleEnds: readonly number[];
  /** lower-case words of the display names of sender and recipients */
  readonly correspondents: ReadonlySet<string>;
}

const FULL = 3;
const OFFICIAL = 1;
const GREETED = 1;
/** Characters between a title and the name it belongs to: 'kurator Anna', 'kontakta vår kurator Anna'. */
const TITLE_GAP = 2;

// What follows a given name: more names, initials, 'von', 'af'.
const MORE_NAMES = /^(?:[ -](?:(?:von|van|de|af|al|el|bin)[ -])?(?:\p{Lu}\.|\p{Lu}[\p{L}'’-]{0,24})){1,4}/u;
/** 'Per L: …' */
const INITIAL = /^ \p{Lu}\.?$/u;
/**
 * 'Maria Holm Läkarintyg', 'Elias Berg ADHD-utredning', 'Elias Berg LVU': what somebody's paper is called is no part of the name, though it
 * begins with a capital too.
 */
const PAPER =
  /[ -](?:[\p{L}-]{0,24}(?:anm(?:ä|ae?)lan|intyg|utredning|bed(?:ö|oe?)mning|yttrande|(?:å|aa?)tg(?:ä|ae?)rdsprogram|placering|epikris|journal|remiss|melding|meldelse|attest|erkl(?:æ|ae?)ring|vedtak|underretning|unders(?:ø|oe?)[kg]else|henvisning|vurdering|afg(?:ø|oe?)relse|ilmoitus|todistus|diagnose?)(?:en|et|n|t|er|ar)?)(?![\p{L}-])/iu;
const ABBREVIATION = /(?<=\p{Ll})[ -]\p{Lu}{3,6}(?![\p{L}-])/u;
const SURNAME_SHAPE =
  /(?:sson|sen|dotter|dóttir|sson|ström|berg|gren|qvist|kvist|lund|dahl|stad|nen|nius|ski|ska|ić|ovic|evic|wicz|zadeh|oğlu)s?$/iu;
// Places, institutions and companies named after persons.
export const NOT_A_PERSON =
  /^(?:s|:s)?[ -](?:\p{Lu}\p{Ll}{1,20}[ -])?(?:gat|gata|gatan|väg|vägen|gate|gaten|vei|veien|veg|vegen|vej|gade|allé|alle|plats|plass|plads|torg|torget|park|parken|skol|skola|skolan|skole|skolen|skule|skulen|förskola|förskolan|barnehage|barnehagen|børnehave|kyrka|kyrkan|kirke|kirken|kapell|sjukhus|sykehus|sygehus|universitet|stiftelse|stiftelsen|fond|fonden|fondet|kommun|kommune|kyrkogård|backe|backen|hus|huset|institutet|AB|HB|KB|AS|A\/S|ApS|Oy|hotell|hotel|symfoni|priset|prisen|legat)(?!\p{L})/u;
const COMPOUND_PLACE =
  /^(?:\p{L}{0,12})(?:gatan|gata|vägen|väg|gaten|gata|veien|vegen|vej|gade|allé|plats|torg|torget|park|parken|skolan|skolen|skole|kyrkan|kirke|kirken|sjukhus|fonden|stiftelsen|stad|by)(?!\p{L})/u;
const HOLY =
  /(?:Sankt|Sancta|Sta|S:t|S:ta|St\.?|Sct\.?|Kung|Kong|Drottning|Dronning|Prins|Prinsessan?|Kronprins|Påven|Stiftelsen|Hotell?|Orkanen|Stormen|Restaurang|Café|Firma|AB|\p{Lu}\p{L}*(?:jouren|föreningen|foreningen|hemmet|hjemmet|skolan|skolen|gården|huset|kyrkan|kirken|stiftelsen|klubben|förbundet|forbundet|centret|senteret|barnehage|barnehagen|linjen|laget|teatern|teatret|caféet))\s$/u;
const OPEN_SENTENCE = /\p{Ll},?\s$/u;
// 'Lena Falk (S)': an elected member speaking.
const PARTY = /^\s?\((?:S|M|SD|C|V|KD|L|MP|FI|Ap|AP|H|FrP|Frp|FRP|SV|Sp|SP|KrF|Krf|R|MDG|A|Ø|F|B|I|K|O|Å)\)/u;

// 'Camilla Vang, Socialdemokratiet', 'Anders Moe fra Venstre': whom a speaker speaks for.
const PARTY_BY_NAME =
  /^(?:\s\p{Lu}[\p{L}.-]{1,20}){0,3}(?:,|\s(?:fra|från|frå|for|för|i))\s(?:Det\s|De\s)?(?:Social[dD]emokrat\p{L}*|Socialistisk\s(?:Folkeparti|Venstreparti)|Sosialistisk\sVenstreparti|Dansk\sFolkeparti|Konservative(?:\sFolkeparti)?|Radikale(?:\sVenstre)?|Liberal\sAlliance|Nye\sBorgerlige|Danmarksdemokraterne|Enhedslisten|Alternativet|Venstre|Moderat\p{L}*|Centerpartiet|Vänsterpartiet|Miljöpartiet|Liberalerna|Kristdemokrat\p{L}*|Sverigedemokrat\p{L}*|Arbeiderpartiet|Arbeidarpartiet|Høyre|Høgre|Fremskrittspartiet|Framstegspartiet|Senterpartiet|Kristelig\sFolkeparti|Kristeleg\sFolkeparti|Miljøpartiet|Rødt|Raudt|SF|SFP|FrP|SV|KrF|MDG)(?=[ \t]{0,2}(?:[.,;:!?)–\n\r]|$))/u;
export const PARTY_REACH = 80;
/** Does what follows a name, or the first word of one, say for which party it speaks? */
export const isOfParty = (behind: string): boolean => PARTY_BY_NAME.test(behind) || PARTY.test(behind);

// 'Tor: fiskesuppe', 'Tor. 12.30': Thursday.
const WEEKDAY = /^(?:Tor|Tors|Ons|Fre|Fred|Man|Lør|Sun|Søn)(?::|\. ?\d?)/u;

/** Reads listed names as persons, officials or no persons at all. @param hits ascending by start */
export function judgeNames(text: string, hits: readonly NameHit[], around: NameSurroundings): PersonSign[] {
  const signs: PersonSign[] = [];
  let covered = -1;
  for (const hit of hits) {
    if (hit.start < covered || around.isBoilerplate(hit.start) || isInAddress(text, hit)) continue;
    const sign = hit.kind === 'given' ? givenName(text, hit, around) : loneSurname(text, hit, around);
    if (sign === null) continue;
    signs.push(sign);
    covered = sign.end;
  }
  return signs;
}

function givenName(text: string, hit: NameHit, around: NameSurroundings): PersonSign | null {
  const after = text.slice(hit.end, hit.end + 80);
  const before = text.slice(Math.max(0, hit.start - 24), hit.start);
  if (NOT_A_PERSON.test(after) || HOLY.test(before) || WEEKDAY.test(text.slice(hit.start, hit.end + 2))) return null;
  const more = withoutPaper(MORE_NAMES.exec(after)?.[0] ?? '');
  const lastWord = /\p{L}+$/u.exec(more.replace(/[.'’-]+$/, ''))?.[0] ?? '';
  // Amid a sentence only names begin with a capital; 'Storm har' at its head may be the weather.
  if (hit.shy && more === '' && !OPEN_SENTENCE.test(before) && !isSomebody(text, hit)) return null;
  const behind = text.slice(hit.end + more.length, hit.end + more.length + PARTY_REACH);
  if (NOT_A_PERSON.test(behind) || COMPOUND_PLACE.test(lastWord.toLowerCase())) return null;
  const span = { start: hit.start, end: hit.end + more.length };
  const isShort = lastWord.length < 3 && !(INITIAL.test(more) && standingOf(text, span, false) === 'subject');
  if (hit.shy && more !== '' && !SURNAME_SHAPE.test(lastWord) && isShort) return null;
  if (isPlaceholder(text.slice(span.start, span.end))) return null;
  return namedPerson(text, span, behind, around);
}

function withoutPaper(names: string): string {
  const ends = [PAPER, ABBREVIATION].map((paper) => paper.exec(names)?.index ?? names.length);
  return names.slice(0, Math.min(...ends));
}

/** What a name that is a person's says, by where and how it stands. */
function namedPerson(text: string, span: Span, behind: string, around: NameSurroundings): PersonSign {
  if (around.isGreeting(span.start)) return { kind: 'greeted-name', points: GREETED, ...span };
  const role = lastAtMost(around.roleEnds, span.start);
  const standing = standingOf(text, span, role >= 0 && span.start - role <= TITLE_GAP);
  if (standing === 'speaker' || isOfParty(behind) || isHolderOfTitle(text, span, around, IS_A)) {
    return { kind: 'official-name', points: OFFICIAL, ...span };
  }
  if (standing === 'subject') return { kind: 'name', points: FULL, said: true, ...span };
  if (isHolderOfTitle(text, span, around, WITH_TITLE)) return { kind: 'official-name', points: OFFICIAL, ...span };
  if (isCorrespondent(text, span, around) || isOfficial(text, span, around)) {
    return { kind: 'official-name', points: OFFICIAL, ...span };
  }
  if (standing === 'by') return { kind: 'name', points: FULL, by: true, ...span };
  if (isHeading(text, span)) return { kind: 'name', points: FULL, said: true, labelled: true, ...span };
  return { kind: 'name', points: FULL, ...(standsBehindAbout(text, span) ? { said: true } : {}), ...span };
}

/** A surname alone counts behind a courtesy title, an initial or 'familjen'. */
function loneSurname(text: string, hit: NameHit, around: NameSurroundings): PersonSign | null {
  const before = text.slice(Math.max(0, hit.start - 14), hit.start);
  // 'Tamanna Ahmadi': a given name that is not listed before a surname that is.
  if (/(?:^|[^\p{L}-])\p{Lu}\p{Ll}{2,20}\s$/u.test(text.slice(Math.max(0, hit.start - 24), hit.start))) {
    const after = text.slice(hit.end, hit.end + 40);
    if (!NOT_A_PERSON.test(after) && !around.isGreeting(hit.start)) {
      const span = { start: hit.start, end: hit.end };
      return namedPerson(text, span, after, around);
    }
  }
  if (!COURTESY.test(before)) return null;
  if (around.isGreeting(hit.start)) return { kind: 'greeted-name', points: GREETED, start: hit.start, end: hit.end };
  return { kind: 'name', points: FULL, said: true, start: hit.start, end: hit.end };
}

const COURTESY =
  /(?:\bherr|\bfru|\bfröken|\bhr\.?|\bfr\.?|\bfrk\.?|amiljen|amilien|ekteparet|\bmr\.?|\bmrs\.?|\bms\.?|(?:^|\P{L})\p{Lu}\.)\s$/iu;

/** Part of a mail address or a web address. */
function isInAddress(text: string, hit: Span): boolean {
  const before = text.charAt(hit.start - 1);
  if (before === '@' || before === '/' || before === '.') return text.charAt(hit.start - 2) !== ' ' && before !== '.';
  return /^[\w.+-]{0,40}@[\w-]/u.test(text.slice(hit.end, hit.end + 60));
}

function isCorrespondent(text: string, span: Span, around: NameSurroundings): boolean {
  if (around.correspondents.size < 1) return false;
  const words = text
    .slice(span.start, span.end)
    .toLowerCase()
    .split(/[\s-]+/);
  return words.every((word) => around.correspondents.has(word));
}

/** 'Lönespecifikation Anna Vik' as the first line of a document: whom the rest is about. */
function isHeading(text: string, span: Span): boolean {
  if (span.start > HEADING_REACH || !/^[ \t\r]*\n[^\n]/.test(text.slice(span.end, span.end + 40))) return false;
  const before = text.slice(0, span.start);
  return !/\S[^\n]*\n/.test(before) && before.trimStart() !== '';
}
const HEADING_REACH = 80;

/** 'Magnus Thorell är ny enhetschef', 'Anna Vik, rektor': the title is what is said of them. */
function isHolderOfTitle(text: string, span: Span, around: NameSurroundings, link: RegExp): boolean {
  const following = firstAtLeast(around.titleStarts, span.end);
  return following >= 0 && following - span.end <= 28 && link.test(text.slice(span.end, following));
}
const WITH_TITLE = /^,\s(?:\p{Ll}{1,10}\s)?$/u;
const IS_A =
  /^\s(?:som\s)?(?:är|er|is|blir|var|jobbar som|arbetar som|jobber som|arbejder som)\s(?:\p{Ll}{1,10}\s){0,2}$/u;

// Every house has titles of its own: 'familjehemssekreterare', 'kursholder', 'digitaliseringsstrateg'.
const TITLE_SHAPE =
  /(?:sekreterare|sekretær|rådgiver|rådgivare|rådgjevar|konsulent|konsult|leder|leiar|ledare|chef|sjef|handläggare|behandler|behandlar|arbeider|arbejder|lærer|lærar|lärare|pedagog|psykolog|lege|läkare|læge|sköterska|pleier|plejer|plejerske|pleiar|direktør|direktör|samordnare|koordinator|ansvarig|ansvarlig|holder|haldar|ombud|terapeut|instruktör|instruktør|författare|forfatter|forsker|forskare|kantor|dirigent|tränare|trener|træner|handledare|vejleder|veileder|inspektör|inspektør|strateg|utvecklare|utvikler|udvikler|upphandlare|kock|kokk|präst|prest|præst|artist|musiker|ordförande|formand|leverantör|kontakt|oppvekstsjef|fotograf|moderator|talare|journalist|politiker|ledamot|jurist|psykiater|neurolog|onkolog|kardiolog|geriatriker|överläkare|professor|docent|dosent)(?:n|en|et|a|er)?,?\s$/iu;

function isOfficial(text: string, span: Span, around: NameSurroundings): boolean {
  if (TITLE_SHAPE.test(text.slice(Math.max(0, span.start - 28), span.start))) return true;
  const title = lastAtMost(around.officialEnds, span.start);
  if (title >= 0 && span.start - title <= TITLE_GAP + 1) return !/[.!?\n]/.test(text.slice(title, span.start));
  const following = firstAtLeast(around.titleStarts, span.end);
  return following >= 0 && following - span.end <= 3 && /^\s?[,(–-]\s?/.test(text.slice(span.end, following));
}

function lastAtMost(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return sorted[low - 1] ?? -1;
}

function firstAtLeast(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return sorted[low] ?? -1;
}
