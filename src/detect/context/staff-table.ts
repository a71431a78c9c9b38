/** Telephone lists, rosters and timetables: tables whose people are those who do the work. */

const WHO_WORKS =
  /(?<!\p{L})(?:instruktør|instruktör|instructor|led(?:are|er|ar)|lærer|lärare|lærar|teacher|handläggare|saksbehandler|sakshandsamar|sagsbehandler|kontakt(?:person)?|contact|ansvarig|ansvarlig|ansvarleg|fun(?:k|c)(?:tion|sjon)|tjänst|t(?:j|i)eneste|teneste|befattning|stilling|tit(?:el|tel|le)|roll|rolle|role|(?:bak|natt|dag|kvelds|kvälls)?va[kg]t|mottagning|mottak|ohjaaja|vastuuhenkilö|tehtävä)(?!\p{L})/iu;
const WHEN_OR_HOW =
  /(?<!\p{L})(?:tele(?:fon|phone|fontid)|tlf|tel|mobil|phone|puhelin|anknytning|direktnummer|e-?post|e-?mail|sähköposti|tid|time|dato|datum|uke|vecka|uge|kveld|kväll|natt|dag|day|päivä|aika|lokale?|sal|rum|rom|room|tila)(?!\p{L})/iu;
/** Columns that tell of those whom the work is done for. */
const FOR_WHOM =
  /person-?n(?:umme)?r|fød|född|födel|cpr|(?<!\p{L})[pf]nr(?!\p{L})|hetu|henkilö|diagnos|insats|indsats|tiltak|bruk(?:a|e)r|borger|innbygg|klient|elev|barn|børn|patient|pasient|delta[gk]|anhörig|pårørende|adress|sökande|søker|ansøger|oppilas|asiakas|potilas|pupil|child|client/iu;

/** @param header the cells of its first row, in one text */
export const isStaffHeader = (header: string): boolean =>
  WHO_WORKS.test(header) && WHEN_OR_HOW.test(header) && !FOR_WHOM.test(header);
