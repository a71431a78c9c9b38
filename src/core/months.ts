/** Months as Swedish, Norwegian, Danish and English write them: their first three letters tell them apart. */
const BEGINNINGS: readonly string[] = 'jan,feb,mar,apr,ma[jiy],jun,jul,aug,sep,o[kc]t,nov,de[cs]'.split(',');
const NAMES: readonly RegExp[] = BEGINNINGS.map((beginning) => new RegExp(`(?<!\\p{L})${beginning}`, 'iu'));

/** Source of an expression for the beginning of any month's name, regardless of case; without groups. */
export const MONTH_BEGINNING: string = BEGINNINGS.join('|');

/** The number of the month that a text names, 1–12; 0 for none. */
export const monthNamed = (text: string): number => NAMES.findIndex((name) => name.test(text)) + 1;
