import { isBirthDate, twoDigits, type Today } from './calendar.ts';
import { idCheck, type IdCheck } from './check.ts';

const CHECK_CHARACTERS = '0123456789ABCDEFHJKLMNPRSTUVWXY';

/** Century of an intermediate character, the marks in force since 2023 included; null for any other. */
export function hetuCentury(mark: string): number | null {
  if (mark === '+') return 1800;
  if (/^[-YXWVU]$/.test(mark)) return 1900;
  return /^[A-F]$/.test(mark) ? 2000 : null;
}

/**
 * Checks a candidate Finnish henkilötunnus (DVV). Example: 131052-308T: 131052308 mod 31 = 25, the character T.
 * @param text 11 characters, upper case, with the century mark (it tells persons apart since 2023)
 * @returns `full`, or `wrong` when only the check character fails; null when it cannot be one. Serials from 900 are synthetic
 */
export function checkHetu(text: string, today: Today): IdCheck | null {
  if (!/^\d{6}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]$/.test(text)) return null;
  const century = hetuCentury(text.charAt(6));
  if (century === null) return null;
  const serial = Number(text.slice(7, 10));
  if (serial < 2) return null;
  if (!isBirthDate(century + twoDigits(text, 4), twoDigits(text, 2), twoDigits(text, 0), today)) return null;
  const expected = CHECK_CHARACTERS.charAt(Number(text.slice(0, 6) + text.slice(7, 10)) % 31);
  return idCheck('fi-hetu', 'fi', expected === text.charAt(10) ? 'full' : 'wrong', { synthetic: serial >= 900 });
}
