/**
 * Tables turned round: the first column holds the heads ('Namn | Anna Berg', 'Diagnos | ADHD'), so that one column after the other is
 * somebody, and no row says of whom it speaks.
 */

/** Larger tables are lists, which hold somebody in each row. */
export const MOST_TURNED_ROWS = 40;
export const MOST_TURNED_COLUMNS = 12;

/** Whom a column is about. */
const WHOM =
  /^(?:\p{L}{2,16}\s)?(?:(?:för|efter|for|etter|fore)?(?:namn|navn|name)|nimi|elev|barn|bruker|brukare|brukar|borger|klient|patient|pasient|sökande|søker|ansøger|søkjar|person|beboer|boende|omsorgstagare|pupil|child|client|oppilas|lapsi|asiakas|potilas)(?:en|et|ens|ets|s|n)?$/iu;
/** What is told of them. */
const TOLD =
  /diagnos|funktions(?:ned|hind|vari)|funksjons|handicap|sjukdom|sykdom|sygdom|medi[cs]in|läkemedel|insats|indsats|innsats|tiltak|åtgärd|foranstaltning|ydelse|stöd|støtte|anpass|tilpas|tilpass|frånvaro|fravær|orsak|årsak|årsag|behov|problem|bakgrund|bakgrunn|baggrund|ålder|alder|född|født|fødd|fødsel|klass|skola|skole|skule|adress|vårdnadshavare|foresatt|føresett|forælder|anhörig|pårørende|beslut|vedtak|afgørelse|hälsa|helse|helbred|allergi|boende|personn(?:umme)?r|cpr|ikä|luokka/iu;
/** Courses, posts and rosters are told of in the same way. */
const OF_WORK =
  /(?<!\p{L})(?:tit(?:el|tel|le)|befattning|stilling|förel|foredr|föredr|oplæg|ledare|leder|ansvarig|ansvarlig|kurs|lokale?|arbetsplats|arbeidssted|arbejdssted|chef|sjef|tema|emne|ämne|område|tjänsteställe|beställ|bestill|talare|speaker|författar|forfatter|forfattar|author|modell)/iu;
/** A manual shows how a form is filled in. */
const EXAMPLE = /exempel|eksempel|example|esimerkki|betydelse|betydning|beskriv|förklar|forklar/iu;
const TWO_NAMES = /^\p{Lu}\p{Ll}{1,20}(?:[ -]\p{Lu}[\p{Ll}.]{0,20}){1,3}$/u;

const isHead = (cell: string): boolean => WHOM.test(cell) || TOLD.test(cell) || EXAMPLE.test(cell);
const clean = (cell: string | undefined): string => (cell ?? '').replace(/[\s:*]+$/u, '').trim();

/** Rows above the first that holds more than a title. */
function belowTitle(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const first = rows.findIndex((cells) => cells.filter((cell) => clean(cell) !== '').length > 1);
  return first < 0 || first > MOST_TITLE_ROWS ? rows : rows.slice(first);
}

const MOST_TITLE_ROWS = 2;

/**
 * Do the heads stand in the first column? They name whom the other columns are about, or the first row does, and what is told of them; and no
 * further head stands in the first row. Or does each cell hold its head itself ('Navn: Ola Nes', 'Født: 1940')?
 * @param rows cells of the first rows
 */
export function isTurned(rows: readonly (readonly string[])[]): boolean {
  if (rows.length < 2 || rows.some((cells) => cells.length > MOST_TURNED_COLUMNS)) return false;
  const [top = [], ...others] = belowTitle(rows);
  if (isOfFields([top, ...others])) return true;
  const [title = []] = rows;
  const heads = [top, ...others].map(([head]) => clean(head));
  const besides = top.slice(1).map(clean);
  if (top.length < 2 || heads.some((head) => OF_WORK.test(head)) || besides.some(isHead)) return false;
  const isOfOne = TWO_NAMES.test(clean(title[0])) && title.slice(1).every((cell) => clean(cell) === '');
  const told = isOfOne ? heads : heads.slice(1);
  if (!told.some((head) => head.length <= LONGEST_HEAD && TOLD.test(head))) return false;
  const areNames = heads[0] === '' && besides.every((cell) => TWO_NAMES.test(cell));
  return isOfOne || areNames || heads.some((head) => WHOM.test(head));
}

const LONGEST_HEAD = 40;
const FIELD = /^\s*([^:]{2,40}):\s*\S/u;

/** Cells that hold a head and what is answered, one of them whom it is about. */
function isOfFields(rows: readonly (readonly string[])[]): boolean {
  const heads = rows.flat().flatMap((cell) => FIELD.exec(cell)?.[1]?.trim() ?? []);
  return heads.some((head) => WHOM.test(head)) && heads.some((head) => TOLD.test(head));
}
