/**
 * What numbers belong to besides persons: things, papers, accounts, places and moments, in all languages at once, as data.
 * A word of this list directly before a number, or alone at the head of a column, says what the number is; elsewhere in a sentence
 * it says nothing ("kortet till Anna, 780805-2398"). The last part of a compound decides: "lysmast" is a mast, "presentkort" a card.
 */
import { PERSONAL } from './label-words.ts';

/** Words of four letters and more; they may end a compound, and the usual endings may follow. */
const THINGS = `
station stasjon vekselretter växelriktare oppdrag uppdrag opgave konto boks låda meter punkt point avgift verdi value värde værdi märkning merking mærkning
förbindelse forbindelse fjärrlån fjernlån
kort adgangskort passerkort passekort nyckel nyckelbricka nøkkel nykel nøgle avain kortti bricka brikke tagg tagga dosa dekal klistermärke klistremerke
mätare vattenmätare målar måler maaler mittari mätpunkt målepunkt målepunkt sensor logg anturi sändare lähetin terminal
transponder radio pumpe pump pumpu kamera kamara skanner scanner skrivare printer tulostin skärm skjerm skærm näyttö dator datamaskin computer
maskin konetunnus apparat enhet enhed device laite ipad platta nettbrett tablet telefon mobiltelefon puhelin modem router switch server
palvelin abonnemang abonnement tilaus liittymä subscription licens lisens license licence lisenssi nøkkelkode
stolpe lyktstolpe mast lysmast brunn kum kumme ventil trafo transformator nätstation nettstasjon kärl dunk container konteiner beholder spand säiliö
pult stol bord soffa skåp skab hylla hylle reol lampa lampe armatur rullstol rullestol kørestol lift säng seng hjelpemiddel hjälpmedel hjælpemiddel
fordon kjøretøy køretøj ajoneuvo chassi chassis ramme ram stelnummer motor släp tilhenger buss bus vogn vagn cykel sykkel båt traktor
artikel artikkel artikkeli tuote tuotekoodi produkt product item asset reservdel reservedel komponent komponentti
order ordre beställning bestilling tilausnumero innkjøp indkøb inköp rekvisition rekvisisjon purchase leverans leveranse levering delivery toimitus
försändelse forsendelse sändning sending kolli paket pakke pakett paketti lähetys parcel shipment consignment spårning sporing følgeseddel följesedel
pall palle pallet vareparti parti batch erä
faktura invoice lasku räkning regning purring påminnelse rykker kvittering kvitto kuitti verifikation verifikat tosite kreditnota
kreditfaktura innbetaling indbetaling utbetalningsreferens transaktion transaksjon transaction överföring overføring overførsel
girering autogiro bankgiro plusgiro postgiro bankkonto sparkonto driftskonto kontostreng kontosträng kontering bankkonti account tili tilinumero
viite referens referanse reference referencenummer betalningsreferens betalingsreferanse
avtal avtale aftale sopimus contract agreement kontrakt leiekontrakt lejekontrakt hyreskontrakt polise garanti
bokning booking bestillingskode reservation reservasjon varaus biljett billett billet lippu ticket incident felanmälan avvik supportsak supportärende
upphandling anskaffelse udbud tender anbud tilbud offert tarjous prosjekt projekt project hanke
fastighet eiendom ejendom kiinteistö byggnad bygning rakennus matrikkel matrikel lägenhet leilighet lejlighed asunto rum room lokal tomt parcell grundstykke
koordinat koordinater easting northing polygon
kostnadsställe kostnadssted omkostningssted kostnadsbärare budgetkonto
dokument document asiakirja blankett formulär journalpost protokoll protokol pöytäkirja diarium löpnummer
streckkod strekkode stregkode viivakoodi barcode qrkod kurskod kurskode postnummer postkod postcode zip
dataset datasett tabell rad fil file session sesjon request körning kjøring jobb build release checksum kontrollsumma
kontrollsum timestamp tidsstämpel tidsstempel tidspunkt tidpunkt klockslag klokkeslett aikaleima kellonaika starttid sluttid datum dato
larm larmobjekt alarm alarmsender radiosender varenr hälytin varsel skylt skilt plakat skyltnr loggrad
bok exemplar eksemplar materiale kirja isbn issn film skiva
presentkort gavekort gåvokort lahjakortti värdekupong kupong lott
plomb plombe sigill segl provrør prøverør provrör nettverk subnet
`;

/** Shorter words and abbreviations; only by themselves. */
const ABBREVIATIONS = `
art artnr pos posnr po pono so inv invnr sn sim puk pin vin issi itsi imei imsi iccid mac ip ipv4 ssid utm utm32 utm33 utm35 epsg wgs84 rsk ean ean13 upc sku gtin gln doi pid
lnr jnr dnr snr gnr bnr bfe bbr ver rev crc lot seq row rad rowid tx rx inc chg bok fil kum båt rum rør rör bil tomt eske req cve job prn task msg oid guid uuid hash md5 sha1 sha256 hw fw tag lgh
kid ocr fik bg pg iban bic swift kto konto clearing reg regnr fax tel tlf tfn mob mobil puh gsm ring ankn ext lokalnr rekv rekvnr best bestnr ord ordre fakt faktnr
nøkkel kod kode code koodi kolli bur ur p-nummer pnummer cvr nace sni log nis nnin rek reknr viite ref ordernr
tid tidp kl klo klokken klockan time epoch utc version versjon
`;

/** Endings that a word of the list takes: definite and plural forms, genitive. */
const ENDINGS = /(?:arna|erna|orna|ene|ane|ens|ets|en|et|er|ar|or|na|ne|n|t|a|s|r)$/;
const SHORTEST = 4;

const listed = (words: string): string[] => words.split(/\s+/).filter((word) => word !== '');
const THING_WORDS: ReadonlySet<string> = new Set(listed(THINGS));
const ABBREVIATED: ReadonlySet<string> = new Set(listed(ABBREVIATIONS));

/** Words that hold any number, a person's as well: against one that is written as persons' numbers are they say nothing. */
const ANY_NUMBER =
  /^(?:verdi|values?|värde[nt]?|værdi|kode?n?|codes?|koodi|rad(?:en)?|row|rowid|fil(?:en)?|file|data(?:set|sett)?|tabell(?:en)?|session|sesjon|request|(?:external|user|person|subject|remote|login|object)_?id)$/i;

/** Whether a word may stand before the number of a person too. @param word as thingBefore finds it */
export const holdsAnyNumber = (word: string): boolean => ANY_NUMBER.test(word.replaceAll('.', ''));

/** Beside these a number that is hyphenated or of eleven digits is the person's who lies, lives or sits there, or comes at that time: they have none of the kind. */
const NEVER_HYPHENED =
  /^(?:säng|seng|rum|rom|room|lgh|lägenhet|leilighet|lejlighet|hjälpmedel|hjelpemidd?el|hjælpemiddel|rullstol|rullestol|kørestol|lift|blankett|formulär|larm(?:et)?|alarm(?:en)?|tid|time|kl|klo|klokken|klockan|datum|dato)$/i;

/** What a person has an appointment, a journey or a safety alarm by; its own number looks otherwise than a person's. */
const APPOINTMENT =
  /(?:avtale|avtalen|avtaler|aftale|aftalen|aftaler|bokning|bokningen|bokningar|booking|bookinger|bookings|reservation|reservationer|reservasjon|reservasjoner|varaus|trygghetslarm|trygghetsalarm|tryghedsalarm)$/i;

/** A moment of this century as programs write it: "20171123-0951". */
const MOMENT = /^2\d{7}-(?:[01]\d|2[0-3])[0-5]\d$/;

/** Whether a number is a moment as programs write it. */
export const isMoment = (number: string): boolean => MOMENT.test(number);

/**
 * Whether a word for a thing says nothing against a number: because of the word, or because day of birth, century, hyphen and four
 * digits, or a Finnish letter of control, are nobody's way to write anything else, unless they are a moment.
 */
export const isNoThings = (word: string, number: string): boolean =>
  !isMoment(number) &&
  ((/-|^\d{11}$/.test(number) && (NEVER_HYPHENED.test(word.replaceAll('.', '')) || APPOINTMENT.test(word))) ||
    /^(?:\d{8}[-+]\d{4}|\d{6}[-+A-Y]\d{3}[A-Y])$/i.test(number));

/** Remarks, which may be about anybody, and what only sounds like a thing. */
const NO_THING = /^(?:an|be)m[äæ]rkning/;

/** Cards that bear their holder's number, appointments and dates of a person. */
const HOLDERS_NUMBER =
  /^fdat(?:um|o)$|(?:födelse|fødsel|person|henk|hlö|elev|student|patient|pasient|klient|lma-?kort|timeavtale|körkort|førerkort|kørekort|ajokortti|sjukvårdskort|sygesikringskort|helsekort|legitimasjonskort|id-?kort|bankid|minid|frejaid)/;

const isHolders = (word: string): boolean => HOLDERS_NUMBER.test(word.toLowerCase());

const BEGINS_PERSONAL = new RegExp(`^(?:${PERSONAL})`, 'i');
/** "Lev.nr", "orderId", "traceId" */
const NUMBERED = /^[A-Za-zåäöæøÅÄÖÆØ]{2,}\.-?(?:nr|id)\.?$|[a-zåäöæø](?:Id|ID|No|Nr|Ref|Key|Code|Num|Number)$/;
/** "arkivref", "felkod", "laitetunnus" */
const REFERENCE = /^[a-zåäöæø]{2,}(?:ref|kode?|tunnus|numero|koodi)$/;

function isCompound(word: string): boolean {
  for (let i = 0; i <= word.length - SHORTEST; i++) if (THING_WORDS.has(word.slice(i))) return true;
  return false;
}

/** Whether a word names something other than a person that has a number. @param word one word, any case, with or without dots */
export function isThing(word: string): boolean {
  const plain = word.toLowerCase().replaceAll('.', '');
  if (ABBREVIATED.has(plain)) return true;
  if (HOLDERS_NUMBER.test(plain) || NO_THING.test(plain)) return false;
  if (!BEGINS_PERSONAL.test(plain) && (NUMBERED.test(word) || REFERENCE.test(plain))) return true;
  if (plain.length < SHORTEST || plain.length > 40) return false;
  const stem = plain.replace(ENDINGS, '');
  // "stolpar", "lampor": the vowel of the singular is gone
  return (
    isCompound(plain) ||
    isCompound(stem) ||
    (/(?:ar|or|er|arna|orna|ene|ane)$/.test(plain) && (isCompound(`${stem}e`) || isCompound(`${stem}a`)))
  );
}

/**
 * Whether a word names a mere thing ("faktura", "larm") that may be a person's, not what is counted, paid to or called: those have
 * numbers of every form.
 */
export const isPlainThing = (word: string): boolean =>
  /^[\p{L}]{4,40}$/u.test(word) && isThing(word) && !NUMBERED_BY_NATURE.test(word);
const NUMBERED_BY_NATURE =
  /nummer|numero|numret|nr$|id$|kod|code|ref|konto|account|tili|giro|tele|phone|mobil|puhelin|artik|produ|tuote|item|varen|isbn|kid$|ocr$/i;

const LETTERS = 'A-Za-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u024f';
/** The word before a number with what may stand between: its punctuation, "nr", "id", "is". */
const WORD_BEFORE = new RegExp(
  `([${LETTERS}][${LETTERS}0-9_]*(?:[./-][${LETTERS}]+)*)` +
    `([.]?["']?[ \\t]?(?:(?:med |with |som har |har )?(?:nr|nro|no|nummer|number|numret|id|kod|kode)\\b[.]?)?[ \\t]{0,2}[:=#(]?[ \\t]{0,4}["']?` +
    `(?:(?:är|er|is|on|med|med nr\\.?|with)[ \\t]+)?[(#]?)$`,
  'i',
);
const FURTHEST = 64;

/** A word before a number, in characters before it. */
export interface WordBefore {
  readonly start: number;
  readonly end: number;
  /** it stands in a line that announces, not directly before the number */
  readonly announced: boolean;
}

/** Announces whose the number is, not what: "Faktura till:", "Nyckel för Anna Test:". */
const OPEN_END =
  /(?:^|\s)(?:för|for|till|til|av|af|om|hos|gjelder|gäller|gælder|avser|by|to|of)(?:\s[^:]*)?:\s*$|[A-ZÅÄÖÆØ][a-zåäöæøéü]+ [A-ZÅÄÖÆØ][a-zåäöæøéü]+:\s*$/;

/** "Søknad om rullestol: …" is about whoever applies. */
const ASKED_FOR =
  /(?:ansökan|søknad|ansøgning|beslut|vedtak|afgørelse|behov) (?:om|av|for)\s(?:(?:ny|en|et|ett)\w{0,3}\s)?$/i;

/** The word for a thing whose number follows directly; null for none. @param before the text before the number */
export function thingBefore(before: string): WordBefore | null {
  const match = WORD_BEFORE.exec(before.slice(-FURTHEST));
  const [whole = '', word, gap = ''] = match ?? [];
  if (ASKED_FOR.test(before.slice(-2 * FURTHEST, before.length - whole.length))) return null;
  if (word !== undefined && (isThing(word) || (!isHolders(word) && isThing(word.split('-').at(-1) ?? ''))))
    return { start: whole.length, end: gap.length, announced: false };
  // "Paller på lager: 14827640531"
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return line.length <= FURTHEST && announcesThings(line) && !OPEN_END.test(line)
    ? { start: line.length, end: 2, announced: true }
    : null;
}

/** Whether a short text by itself, a header or a heading, names things only: its last word does, or the one before "nr". */
export function namesThings(text: string): boolean {
  const words = text.match(new RegExp(`[${LETTERS}][${LETTERS}0-9./-]*`, 'g')) ?? [];
  const last = words
    .at(-1)
    ?.replace(/[.:]+$/, '')
    .toLowerCase();
  if (last === undefined || words.length > 4) return false;
  const head = /^(?:nr|no|nro|nummer|number|id|kod|kode)$/.test(last) ? words.at(-2) : last;
  return head !== undefined && isThing(head);
}

/** "14827640531 (KID)": a word in brackets behind a number. @returns its distance; Infinity for none */
export function thingBehind(after: string): number {
  const word = BRACKETED.exec(after)?.[1];
  return word !== undefined && namesThings(word) ? 1 : Infinity;
}
const BRACKETED = /^ {0,2}[([]([^()[\]\d]{2,24})[)\]]/;

/** "Følgende kort skal makuleres:": a line that announces a list of things, and does not speak of persons. */
export function announcesThings(line: string): boolean {
  const heading = ANNOUNCEMENT.exec(line)?.[1];
  if (heading === undefined || PERSONS.test(heading)) return false;
  const words = heading.match(/[A-Za-z\u00c0-\u024f]{4,}/g) ?? [];
  return words.some((word) => isThing(word) && !APPOINTMENT.test(word));
}
const ANNOUNCEMENT = /^[ \t>]*([^:]{3,100}):[ \t]*$/;
const PERSONS =
  /person|elev|barn|patient|pasient|bruk|deltag|deltak|ansat|anställd|ansökan|söker|søker|familj|familie|borger|innbygg|invånar|medlem|namn|navn|oppila|lapsi|lapse|asiakka|people|pupil|child|student|kund|kunde|ägare|eier|ejer/i;
