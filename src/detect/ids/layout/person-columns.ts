/** Tables of persons: which heads of columns hold names, and which say so little that the column beside names is the persons' own number. */

const NAMES =
  /^(?:för-?|efter-?|for-?|etter-?|fulla? |fullt |elevens? |elev|barnets? |patient|pasient|last[ _]?|first[ _]?|full[ _]?|given[ _]?)?(?:namn|navn|name)(?: ?\(.*\))?$|^(?:surname|given|etunimi|sukunimi|nimi|nafn|förnamn|efternamn|fornavn|etternavn|fornamn|etternamn|efternavn|elev|barn|patient|pasient|deltagare|deltaker|deltager|oppilas|medarbetare|ansatt|anställd|medarbejder)$/i;
const UNNAMED = /^(?:p?id(?: on file| no\.?| code)?|nr\.?|nummer|number|num|tunnus|id[-_ ]?(?:nr|nummer|number)|#)$/i;

/** Whether the head of a column says that it holds persons' names. */
export const namesPersons = (head: string): boolean => NAMES.test(head.trim());

/** Whether the head of a column says no more than that it numbers. */
export const isUnnamed = (head: string): boolean => UNNAMED.test(head.trim());
