/**
 * Which word is nearest to a number and says what it is.
 * Positive words act from up to 80 characters before and 30 after on the same line; negative ones from up to 40 characters
 * before within the same sentence. The nearest wins; ties go to the positive one.
 */
import { TIME_OF_DAY } from '../registers/calendar.ts';
import { labelWords, WORD_CHARACTER, type LabelHit } from './label-search.ts';
import type { LabelKind, Polarity } from './label-words.ts';
import {
  namesThings,
  holdsAnyNumber,
  isMoment,
  isNoThings,
  isPlainThing,
  thingBefore,
  thingBehind,
} from './other-numbers.ts';
import { endsInNameAndMark, followsName, isSurname, precedesName, type NameTest } from './beside.ts';
import { SOLE_TRADER } from './sole-trader.ts';

/** What the surroundings say about a number. */
export interface Label {
  readonly polarity: Polarity | 'none';
  /** registers the deciding strong word speaks of; empty otherwise */
  readonly kinds: readonly LabelKind[];
  /** it is the head of things, which no number has that is written as only persons' are */
  readonly isOfThings?: boolean;
  /** it is the head of days, under which a whole number may stand */
  readonly isOfDays?: boolean;
}
export const NO_LABEL: Label = { polarity: 'none', kinds: [] };

export const POSITIVE_BEFORE = 80;
/** Through one header line of a table that has lost its columns. */
export const POSITIVE_BEFORE_THROUGH_HEADER = 110;
export const NEGATIVE_BEFORE = 40;
export const POSITIVE_AFTER = 30;

/** Norwegian property numbers: "Gnr. 12 Bnr. 34 Fnr. 0" names a lease, not a person. */
const isLease = (piece: string, hit: LabelHit): boolean =>
  hit.kinds.includes('no') && /^f\.?n/i.test(piece.slice(hit.start, hit.end)) && /\b[gb]\.?nr\b/i.test(piece);

/** Whether a sentence, paragraph or line ends in the text between a word and the number. */
function endsSentence(gap: string): boolean {
  if (/[.!?]\s+[A-ZÅÄÖÆØ]|[.!?]\s*\n|\n[ \t]*\n/.test(gap)) return true;
  // A label may stand above its number, but a word in the midst of another line speaks of that line.
  return gap.includes('\n') && !/^[^\n\d]{0,25}\n[^\n\d]{0,12}$/.test(gap);
}

const DATES = /\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[./]\d{1,2}(?:[./](?:\d{4}|\d\d)?)?(?!\d)/g;

/** How digits are grouped: '6-4', '3-3-2-2', '10'. */
const grouping = (number: string): string =>
  (number.match(/\d+/g) ?? []).map((group) => String(group.length)).join('-');

/** "Bilaga nr 3, 780805-2398", "Stol nr 3 780805-2398" */
const COUNTED = /^\.? ?\d{1,3}(?:,| ) ?$/;

/** Whether a number written in another way stands between a negative word and ours, so that the word has had its number. */
function isSpent(gap: string, number: string): boolean {
  if (COUNTED.test(gap)) return true;
  const own = grouping(number);
  const others = gap.replace(DATES, ' ').match(/\d[\d .-]*\d/g);
  return others !== null && others.some((other) => grouping(other) !== own);
}

/** "Faktura för 780805-2398": the number is the person the thing is for, not the thing's. */
const ABOUT_A_PERSON =
  /\s(?:för|for|gällande|gäller|avseende|avser|angående|ang\.?|rörande|gjelder|gjeld|vedrørende|vedr\.?|angår|om|hos|af|av)\s+$/i;

/** The number a label is sought for: a range of the normalised text. */
export interface Numbered {
  readonly start: number;
  readonly end: number;
}

/** How far to look; the ends of a cell or line where it stands in a table. */
export interface Reach {
  readonly from: number;
  readonly to: number;
  /** a file name, where the thing is a paper and the number whom it is about: "kontrakt 780805-2398.pdf" */
  readonly isName?: boolean;
}

interface Nearest {
  readonly distance: number;
  readonly kinds: readonly LabelKind[];
}
const NOWHERE: Nearest = { distance: Infinity, kinds: [] };

interface Sides {
  strong: Nearest;
  weak: Nearest;
  negative: Nearest;
}

/** "Ref: Anna Svensson 780805-2398": a full name directly before a hyphenated number claims it. */
const NAME_BEFORE = /[A-ZÅÄÖÆØ][a-zåäöæøéü]+[ -][A-ZÅÄÖÆØ][a-zåäöæøéü]+[,:(]{0,2} {0,2}\(?$/;
const belongsToName = (gap: string, number: string): boolean => number.includes('-') && NAME_BEFORE.test(gap);

/** Whether a negative word before a gap is about the number behind it. */
const speaksOf = (gap: string, number: string): boolean =>
  !endsSentence(gap) && !isSpent(gap, number) && !ABOUT_A_PERSON.test(gap) && !belongsToName(gap, number);

/** "Personnummer till fakturan är", "coordination number for the invoice", "personnummer som referens": what the number is for, between its label and itself. */
const PURPOSE = /^[^\d.!?\n]{0,30}\s(?:för|for|till|til|to|on|på|som|as)\s(?:the\s|your\s|our\s|den\s|vår\s|er\s)?$/i;

/** Positive words act from 80 characters before, through the line break behind a table's header from a little further. */
const isWithinReach = (distance: number, gap: string): boolean =>
  distance <= POSITIVE_BEFORE || (distance <= POSITIVE_BEFORE_THROUGH_HEADER && gap.split('\n').length === 2);

/** The organisation number of a sole trader is the trader's personal one. */
const isSoleTraders = (text: string, { start, end }: Numbered): boolean =>
  SOLE_TRADER.test(text.slice(Math.max(0, start - 80), end + 80));

/** With hyphen or century: as nobody writes another number. */
const isWrittenOut = (number: string): boolean => number.includes('-') || /^\d{12}$/.test(number);

/**
 * 'userId: 197808052398': the name of a field before twelve digits of the last century. A serial number is a person's in the names of
 * certificates (X.520 §6.2.9), which are written with an equals sign; lists of devices are not.
 */
const isKeyOfAnybody = (key: string, gap: string, number: string, around: string): boolean =>
  /^19\d{10}$/.test(number) &&
  (/^serialNumber$/i.test(key)
    ? gap.startsWith('=') && !DEVICE.test(around)
    : /^[a-z]+(?:Number|Id|ID|_number|_id)$/.test(key) && !KEY_OF_THINGS.test(key));
const DEVICE =
  /(?:^|[^a-z])(?:model|modell|device|enhet|enhed|dator|laptop|computer|printer|skrivare|skriver|firmware|imei|mac|bios|vendor|asset|host(?:name)?|os|hp|dell|lenovo)(?![a-z])/i;
/** What stands around a number, for words that stand nowhere near in particular. */
const aroundOf = (text: string, { start, end }: Numbered): string => text.slice(Math.max(0, start - 60), end + 60);
/** Keys of what is ordered, built, sent or measured. */
const KEY_OF_THINGS =
  /^(?:order|invoice|article|item|product|part|meter|sensor|device|asset|batch|build|job|transaction|payment|account|session|request|trace|event|message|case|ticket|shipment|parcel|delivery|document|file|room|booking|phone|tele|mobile|fax)/;

/**
 * Nobody is called by eleven digits or twelve, but with the prefix of a country. In the same breath with the word they may be a number
 * abroad that lacks its plus sign: "telefon saknas, 197808052398" is none.
 */
const isTooLongToCall = (word: string, gap: string, number: string): boolean =>
  /^(?:tel|tlf|tfn|mob|fax|ring|phone|cell|puh|växel|sími)/i.test(word) &&
  /^(?!00|46|45|47|358|354)\d{11,12}$/.test(number) &&
  /[,;\n]/.test(gap);

/** "Oppgi fødselsnummer når du ringer: 179120 99997": they call and give the number, which is not the one to call. */
const CALLING = /(?:^|[^\p{L}])(?:når|när|om|hvis|da|when|if)\s(?:du|ni|dere|dykk|i|de|man|you|vi|we)\s$/iu;
const isSaidInACall = (before: string, word: string): boolean => /^ring/i.test(word) && CALLING.test(before);

/** A number that begins with a day, as columns and fields for days of birth hold it; a day with a time of it is none. */
export const isDated = (number: string): boolean => /^(?:\d\d)?\d{6}-\d{4}$/.test(number) && !TIME_OF_DAY.test(number);

/** "Asiakasnro 131052-308T": with a letter of control it is the customer's own. */
const LETTERED_HETU = /^\d{6}[-+A-Y]\d{3}[A-Y]$/i;
const FINNISH_NUMBER = /(?:nro|numero)$/i;

/** Whether a number is written so that the word for a thing before it says nothing. */
const isNobodyElses = (number: string, word: string, announced: boolean): boolean =>
  (announced && number.includes('-')) || (isWrittenOut(number) && holdsAnyNumber(word)) || isNoThings(word, number);

/**
 * Whether a word for another kind of number is no word about ours: somebody's surname ("Nils Kort 780805-2398"), the end of a
 * sentence before ("Stäng kontot. 780805-2398"), or a mere thing while a person stands beside a hyphenated number ("larm
 * 780805-2398, Anna Test").
 * @param word its range in the text
 */
function isOutspoken(text: string, word: Numbered, number: Numbered, isGivenName: NameTest): boolean {
  if (isSurname(text, word.start, isGivenName)) return true;
  const own = text.slice(number.start, number.end);
  const last = SENTENCE_END.exec(text.slice(word.start, number.start))?.[0];
  if (last !== undefined && isWrittenOut(own) && !/^[^.?!]*(?:nummer|numret|numero|nr|id)[.?!]/i.test(last))
    return true;
  const written = text.slice(word.start, word.end);
  if (isPassedOn(text.slice(word.end, number.start), written, own, isGivenName)) return true;
  if (isOfCentury(own) && standsWithName(text, word, number, isGivenName)) return true;
  // Nordic telephone numbers that are hyphenated so begin with a nought.
  if (/^ring/i.test(written) && /^[1-9]\d{5}[-+]/.test(own)) return true;
  if (!own.includes('-') || !isPlainThing(written) || EXPLICIT.test(text.slice(word.end, number.start))) return false;
  if (precedesName(text, number.end, isGivenName)) return true;
  return !ORDERED.test(written) && followsName(text, word.start, isGivenName);
}
/** Day of birth with its century, hyphen and four digits, and no moment: other numbers look so only by design, or bear the day of an order of these years. */
const isOfCentury = (number: string): boolean => /^(?:19\d\d|20[01]\d)\d{4}-\d{4}$/.test(number) && !isMoment(number);

/** "Kund nr 19780805-2398, Bo Lund", "Bo Lund, org.nr 19780805-2398": a full name before the word or behind the number, there also on the next line. */
function standsWithName(text: string, word: Numbered, number: Numbered, isGivenName: NameTest): boolean {
  const mark = /^[.,]?[ \t]{0,3}\r?\n[ \t>]{0,6}/.exec(text.slice(number.end, number.end + 16))?.[0].length ?? 0;
  return precedesName(text, number.end + mark, isGivenName) || followsName(text, word.start, isGivenName);
}

/**
 * "Fakturan gick till 780805-2398", "kontot tillhör 780805-2398", "samtal med Anna, 780805-2398": what stands between a word and a
 * number that is written out leads to a person. Eleven digits that something is paid to are an account.
 */
function isPassedOn(gap: string, word: string, number: string, isGivenName: NameTest): boolean {
  if (isMoment(number)) return false;
  const isHyphened = number.includes('-');
  if (isHyphened && ENDS_CLAUSE.test(gap) && !NUMBERED.test(word)) return true;
  if (!isHyphened && !/^(?:19\d{10}|\d{6} ?\d{5})$/.test(number)) return false;
  if (BELONGS.test(gap)) return true;
  // accounts are parted otherwise: "Konto til lærling 198840 11534"
  if (/^\d{6} \d{5}$/.test(number) && FOR_SOMEBODY.test(gap)) return true;
  if (!isHyphened && MONEY.test(word)) return false;
  if (TO_A_PERSON.test(gap)) return true;
  // 'Ref: Anna Test 197808052398': twelve digits in a row stay a reference.
  return number.length !== 12 && (endsInNameAndMark(gap, isGivenName) || followsName(gap, gap.length, isGivenName));
}
const TO_A_PERSON = /\s(?:till|til|åt|med|från|fra|to|with|from|mellom|mellan|mellem)\s+$/i;
const FOR_SOMEBODY = /\s(?:till|til|åt|for|för|to)\s[\p{L} ]{2,30}[:,]?\s+$/iu;
const BELONGS = /\s(?:tillhör|tillhörande|tilhører|tilhørende|tilhøyrer|belongs to|ägs av|eies av|ejes af)\s+$/i;
/** "period nov-dec, 780805-2398" */
const ENDS_CLAUSE = /\p{L}{2,}[^.!?:\n]*,\s$/u;
const NUMBERED = /(?:nummer|numret|numero|nr|no|id|number)\.?$/i;
const MONEY = /konto|account|giro|kid|ocr|bank|iban|bel[oø]p|bel[øo]b|summa|betal|^(?:bg|pg)$/i;

/** The last word of a sentence directly before a number; with a full stop only what is too long for an abbreviation. */
const SENTENCE_END = /\p{L}+[?!]\s{1,3}$|\p{L}{6,}\.\s{1,3}$/u;
/** "Ref: Anna Test, order 780805-2398": these have a person to ask, who is named before their number. */
const ORDERED =
  /order|ordre|fakt|invoice|lasku|best[äi]l|tilau|offert|tilbud|tarjou|avtal|aftal|sopimu|lever|toimitu|försänd|forsend|paket|pakk|rekv/i;
/** "Kort nr 780805-2398" */
const EXPLICIT = /\b(?:nr|nro|no|nummer|number|numret|id|kode?)\b|#/i;

/** "Personnummer/kundnr", "Personnummer (tel)" */
const JOINED = /^ ?[/(]-? ?$|^ (?:eller|och|og|or|and|tai) $/i;
/** "Anna nr 780805-2398" */
const OF_A_WORD = /^(\p{L}+)\s(?:nr|nro|nummer|number|numero|numret)$/iu;

function lookLeft(text: string, number: Numbered, reach: Reach, near: Sides, isGivenName: NameTest): void {
  const furthest = number.start - POSITIVE_BEFORE_THROUGH_HEADER;
  let from = Math.max(reach.from, furthest);
  // Not beginning in the middle of a word, where a fragment could pass for a label.
  while (from > reach.from && from > furthest - 24 && WORD_CHARACTER.test(text.charAt(from - 1))) from--;
  const piece = text.slice(from, number.start);
  const own = text.slice(number.start, number.end);
  const around = aroundOf(text, number);
  let strongEnd = 0;
  for (const hit of labelWords(piece)) {
    const distance = piece.length - hit.end;
    const gap = piece.slice(hit.end);
    const found: Nearest = { distance, kinds: hit.kinds };
    if (hit.polarity === 'strong') strongEnd = hit.end;
    if (hit.polarity === 'negative') {
      if (strongEnd > 0 && PURPOSE.test(piece.slice(strongEnd, hit.start))) continue;
      const word = piece.slice(hit.start, hit.end);
      if (LETTERED_HETU.test(own) && FINNISH_NUMBER.test(word)) continue;
      if (isWrittenOut(own) && /id$/i.test(word) && holdsAnyNumber(word)) continue;
      if (NUMBERED_DAY.test(word) && isDated(own)) continue;
      if (isTooLongToCall(word, gap, own) || isSaidInACall(piece.slice(0, hit.start), word)) continue;
      if (isKeyOfAnybody(word, gap, own, around)) continue;
      if (isOutspoken(text, { start: from + hit.start, end: from + hit.end }, number, isGivenName)) continue;
      if (/^org/i.test(piece.slice(hit.start)) && isSoleTraders(text, number)) continue;
      if (strongEnd > 0 && JOINED.test(piece.slice(strongEnd, hit.start))) continue;
      const counted = OF_A_WORD.exec(word)?.[1];
      if (counted !== undefined && isGivenName(counted)) continue;
      if (distance <= NEGATIVE_BEFORE && speaksOf(gap, own)) near.negative = found;
    } else if (isWithinReach(distance, gap) && !isLease(piece, hit)) near[hit.polarity] = found;
  }
  const thing = reach.isName === true ? null : thingBefore(piece);
  if (thing === null || thing.end >= near.negative.distance) return;
  const word = /^[\p{L}.]*/u.exec(piece.slice(piece.length - thing.start))?.[0] ?? '';
  if (/^org/i.test(word) && isSoleTraders(text, number)) return;
  const behind = piece.slice(piece.length - thing.start + word.length);
  if (isKeyOfAnybody(word, behind, own, around) || isNobodyElses(own, word, thing.announced)) return;
  const start = number.start - thing.start;
  const end = start + word.replace(/\.$/, '').length;
  if (!thing.announced && isOutspoken(text, { start, end }, number, isGivenName)) return;
  const between = piece.slice(strongEnd, piece.length - thing.start);
  // "CPR kort", "personnummer till fakturan"
  if (strongEnd > 0 && (/^[\s:-]{0,3}$/.test(between) || PURPOSE.test(between))) return;
  near.negative = { distance: thing.end, kinds: [] };
}

/** "780805-2398 (ditt personnummer)", not "(inte personnummer)" */
const isExplained = (before: string): boolean => /^ ?\((?:\p{L}{2,12} ){0,3}$/u.test(before) && !DENIED.test(before);
const DENIED = /(?<!\p{L})(?:inte|ej|icke|ikke|ikkje|not|no|utan|uten|uden|saknar|mangler|än|enn|end|ei)(?!\p{L})/iu;

function lookRight(text: string, number: Numbered, reach: Reach, near: Sides): void {
  const line = /^[^\n]*/.exec(text.slice(number.end, Math.min(reach.to, number.end + POSITIVE_AFTER)))?.[0] ?? '';
  const whole = text.slice(number.end, Math.min(reach.to, number.end + POSITIVE_AFTER + 24));
  for (const hit of labelWords(whole)) {
    if (hit.polarity === 'negative' || hit.start >= line.length) continue;
    // A label with a number of its own behind it speaks of that one.
    if (/^[\s:.)=-]{0,5}\d{4}/.test(text.slice(number.end + hit.end, number.end + hit.end + 9))) continue;
    // in brackets it explains the number, whatever stands before
    const distance = isExplained(whole.slice(0, hit.start)) ? 0 : hit.start;
    if (distance < near[hit.polarity].distance) near[hit.polarity] = { distance, kinds: hit.kinds };
  }
  const distance = isNoThings('', text.slice(number.start, number.end)) ? Infinity : thingBehind(line);
  if (distance < near.negative.distance) near.negative = { distance, kinds: [] };
}

/**
 * The label of a number in running text or in a cell.
 * @param reach the part of the text that may speak for it; the windows apply within it
 */
export function labelOf(text: string, number: Numbered, reach: Reach, isGivenName: NameTest): Label {
  const near: Sides = { strong: NOWHERE, weak: NOWHERE, negative: NOWHERE };
  lookLeft(text, number, reach, near, isGivenName);
  lookRight(text, number, reach, near);
  return decide(near);
}

function decide({ strong, weak, negative }: Sides): Label {
  if (negative.distance < strong.distance && negative.distance < weak.distance)
    return { polarity: 'negative', kinds: [] };
  if (strong.distance <= negative.distance && strong.distance < Infinity)
    return { polarity: 'strong', kinds: strong.kinds };
  return weak.distance < Infinity ? { polarity: 'weak', kinds: weak.kinds } : NO_LABEL;
}

const OF_DAYS = /(?:dat(?:um|o)|date)\.?$/i;
/** "F.DATUM NR" */
const NUMBERED_DAY = /^dat(?:um|o) nr$/i;

/** What a short text that is a label by itself (a header cell, a key before a value) says; strong before negative before weak. */
export function labelOfCell(cell: string): Label {
  const hits = labelWords(cell.slice(0, 120));
  const hit =
    hits.find(({ polarity }) => polarity === 'strong') ??
    hits.find(({ polarity }) => polarity === 'negative') ??
    hits[0];
  if (hit !== undefined && hit.polarity !== 'weak')
    return { polarity: hit.polarity, kinds: hit.kinds, isOfDays: NUMBERED_DAY.test(cell.slice(hit.start, hit.end)) };
  if (namesThings(cell)) return { polarity: 'negative', kinds: [], isOfThings: true, isOfDays: OF_DAYS.test(cell) };
  return hit === undefined ? NO_LABEL : { polarity: hit.polarity, kinds: hit.kinds };
}

/** The strong label that a word glued to a number is ("pnr850709-9805", "Pnr.850709-9805"), or none. @param end end of the word */
export function gluedLabel(text: string, end: number): Label {
  let start = Math.max(0, end - 24);
  while (start > 0 && start > end - 48 && WORD_CHARACTER.test(text.charAt(start - 1))) start--;
  const piece = text.slice(start, end);
  const hit = labelWords(piece).find(({ end: hitEnd }) => hitEnd === piece.length);
  return hit?.polarity === 'strong' ? { polarity: 'strong', kinds: hit.kinds } : NO_LABEL;
}
