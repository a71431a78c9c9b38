/** Telephone lists, rosters and timetables: tables whose people are those who do the work. */

/** What somebody is, beside their name. */
const FUNCTION =
  /(?<!\p{L})(?:fun(?:k|c)(?:tion|sjon)|tjänst|t(?:j|i)eneste|teneste|befattning|stilling|tit(?:el|tel|le)|roll|rolle|role|mottagning|mottak|tehtävä)(?!\p{L})/iu;
/** Who does the work. */
const WORKER =
  /(?<!\p{L})(?:instruktør|instruktör|instructor|led(?:are|er|ar)|lærer|lärare|lærar|teacher|handläggare|saksbehandler|sakshandsamar|sagsbehandler|kontakt(?:person)?|contact|ansvarig|ansvarlig|ansvarleg|(?:bak|natt|dag|kvelds|kvälls)?va[kg]t|ohjaaja|vastuuhenkilö)(?!\p{L})/iu;
const WHEN_OR_HOW =
  /(?<!\p{L})(?:tele(?:fon|phone|fontid)|tlf|tel|mobil|phone|puhelin|anknytning|direktnummer|e-?post|e-?mail|sähköposti|träffas|treffes|treffast|træffes|öppet|öppettid(?:er)?|åpent|åpningstid(?:er)?|åbningstid(?:er)?|telefontid(?:er)?|tid(?:er)?|time|dato|datum|uke|vecka|uge|kveld|kväll|natt|dag|day|päivä|aika|lokale?|sal|rum|rom|room|tila)(?!\p{L})/iu;
const NAME = /(?<!\p{L})(?:(?:för|efter|for|etter|first|last|sur)?(?:namn|navn|name)|nimi)(?!\p{L})/iu;
/** Where and in what: the words of a unit or a course tell nothing of whoever stands beside them. */
const WHERE_OR_WHAT =
  /(?<!\p{L})(?:enhet|eining|enhed|avdelning|avdeling|afdeling|avd|område|team|sektion|unit|department|sted|plats|stad|kurs|aktivitet(?:er)?|ämne|fag|emne|tema|pass|course|subject|yksikkö|paikka|kurssi|nr|#)(?!\p{L})/iu;
/** Columns that tell of those whom the work is done for. */
const FOR_WHOM =
  /person-?n(?:umme)?r|fød|född|födel|cpr|(?<!\p{L})[pf]nr(?!\p{L})|hetu|henkilö|diagnos|insats|indsats|tiltak|bruk(?:a|e)r|borger|innbygg|klient|elev|barn|børn|patient|pasient|delta[gk]|anhörig|pårørende|adress|sökande|søker|ansøger|oppilas|asiakas|potilas|pupil|child|client/iu;

const KNOWN: readonly RegExp[] = [FUNCTION, WORKER, WHEN_OR_HOW, NAME, WHERE_OR_WHAT];

/**
 * A column of another kind ('Kommentar', 'Orsak', 'Behov') may say anything of anybody, and a name that stands beside somebody's who
 * does the work ('Namn', 'Handläggare') is whom it is done for.
 * @param cells of the first row
 */
export function isStaffHeader(cells: readonly string[]): boolean {
  const has = (kind: RegExp): boolean => cells.some((cell) => kind.test(cell));
  return (
    (has(FUNCTION) || (has(WORKER) && !has(NAME))) &&
    has(WHEN_OR_HOW) &&
    !has(FOR_WHOM) &&
    cells.every((cell) => cell.trim() === '' || KNOWN.some((kind) => kind.test(cell)))
  );
}

/** Where a bus or a train stops. */
const STOP =
  /^(?:håll(?:plats|ställe)|stopp?|stop?pe?st(?:ed|ad)|holdeplass|haldeplass|busstopp|station|stasjon|avgång|avgang|linje|rute?|pysäkki|bus stop)(?:er|ar|en|et|e)?$/iu;
const RUN = /^(?:(?:tur|kl|lör|lau|lø|sön|sun|sø|ma|må|ti|on|to|fr)?\p{L}{0,6}\.?\s?)?[\d:.–-]{0,11}$/u;

/** Stops beside the times of their runs: those named after a home, a court or a church are places. @param cells of the first row */
export const isTimetableHeader = (cells: readonly string[]): boolean =>
  cells.length > 2 &&
  STOP.test((cells[0] ?? '').trim()) &&
  cells.slice(1).every((cell) => RUN.test(cell.trim()) && !FOR_WHOM.test(cell));

/** Where somebody works; in a home or a ward others live. */
const WORKPLACE =
  /^(?:enhet|eining|enhed|avdelning|avdeling|afdeling|avd|team|sektion|arbetsplats|arbetsställe|tjänsteställe|arbeidsplass|arbeidssted|arbejdssted|arbejdsplads|unit|workplace|yksikkö|työpaikka)\.?$/iu;
/** Rooms and beds are theirs who live there. */
const LIVES =
  /(?<!\p{L})(?:rum|rom|room|huone|sal|säng|seng|lägenhet|leilighet|lejlighed|adress|inflytt\p{L}*|innflytt\p{L}*|indflyt\p{L}*)(?!\p{L})/iu;
/** 'Demensboendet', 'Psykosvården', 'Strokeenheten Ekbacken': the name of a unit, whatever it was named after. */
const UNIT =
  /^\p{Lu}?\p{L}{2,30}(?:boende|avdeling|avdelning|afdeling|afsnit|vård|omsorg|hus|huset|hem|hjem|enhet|eining|enhed|team|mottagning|mottak|tjänst|tjeneste|teneste|bostad|bustad|bolig|senter|center|centr|sentr|klinik|klinikk|gruppe|grupp|verksamhet|jour)(?:en|et|n|t|a|an|na|s)?(?: \p{Lu}\p{L}{1,20}){0,2}(?:,? \d{1,2})?$/u;

/** Names beside where they work, by telephone and time at most: nothing says that the work is done for them. @param cells of the first row */
export const isUnitHeader = (cells: readonly string[]): boolean =>
  cells.some((cell) => NAME.test(cell)) &&
  cells.some((cell) => WORKPLACE.test(cell.trim())) &&
  cells.every(
    (cell) =>
      !FOR_WHOM.test(cell) &&
      !LIVES.test(cell) &&
      (cell.trim() === '' ||
        WORKPLACE.test(cell.trim()) ||
        [NAME, FUNCTION, WORKER, WHEN_OR_HOW].some((kind) => kind.test(cell)) ||
        /^(?:pass|skift|vakt|vagt|ort|nr|#)$/iu.test(cell.trim())),
  );

/** Is a cell the name of a unit and nothing more? */
export const isUnitName = (cell: string): boolean => UNIT.test(cell.trim());
