/** Lists of books, films, songs and lectures: a title says nothing of whoever made the work, however it is put. */

const WORK =
  /(?<!\p{L})(?:tit(?:el|tel|le)|nimeke|nimi|verk|værk|work|bok|bog|book|kirja|film|elokuva|låt|sång|sang|song|laulu|pjäs|skådespel|skuespill?|föreläsning|föredrag|foredrag|luento|lecture|uppsats|oppgave|opgave|program)(?:en|et|ens)?(?!\p{L})/iu;
const MAKER =
  /(?<!\p{L})(?:författare|författarinna|forfatter|forfattar|author|kirjailija|tekijä|regi|regissör|regissør|instruktør|director|ohjaaja|artist|kompositör|komponist|tonsättare|tonekunstner|composer|säveltäjä|upphovs(?:man|person)|opphav(?:er|sperson)?|ophav|föreläsare|föredragshållare|foredragsholder|speaker|luennoitsija|översättare|oversetter|oversætter|redaktör|redaktør|editor|illustratör|illustratør)(?:n|en|e)?(?!\p{L})/iu;
/** What else such a list tells of a work. */
const OF_WORKS =
  /(?<!\p{L})(?:isbn|issn|ean|förlag|forlag|publisher|kustantaja|år|year|vuosi|utgiv\p{L}*|utgitt|udgivet|språk|sprog|language|kieli|hylla|hylle|signum|dewey|exemplar|eksemplar\p{L}*|antal|antall|sidor|sider|längd|lengde|længde|genre|sjanger|ålder|datum|dato|date|tid|lokal|sal|nr|#|barkod|strekkode|stregkode)(?!\p{L})/iu;

const KNOWN: readonly RegExp[] = [WORK, MAKER, OF_WORKS];

/**
 * Titles and who made them, and nothing that could say more of anybody ('Låntagare', 'Kommentar').
 * @param cells of the first row
 */
export function isWorksHeader(cells: readonly string[]): boolean {
  const has = (kind: RegExp): boolean => cells.some((cell) => kind.test(cell));
  return has(WORK) && has(MAKER) && cells.every((cell) => cell.trim() === '' || KNOWN.some((kind) => kind.test(cell)));
}
