import { isBirthDate, isBirthDateInSomeCentury, twoDigits, type Today } from './calendar.ts';
import { idCheck, type IdCheck } from './check.ts';
import { hasLuhnDigit } from './personnummer.ts';

/**
 * Luhn with letters (CGI, Nationellt reservidformat): a letter counts as its ASCII code, doubled where the weight is 2,
 * the digits of the product added. Example: 22950606FH20.
 * @param text characters 0-9 A-Z, check digit last
 */
export function hasLetteredLuhn(text: string): boolean {
  let sum = 0;
  for (let i = text.length - 1, doubled = false; i >= 0; i--, doubled = !doubled) {
    const code = text.charCodeAt(i);
    const product = (code >= 48 && code <= 57 ? code - 48 : code) * (doubled ? 2 : 1);
    sum += Math.floor(product / 100) + (Math.floor(product / 10) % 10) + (product % 10);
  }
  return sum % 10 === 0;
}

/** NRID: birth century + 3, 6 … 78 (19 gives 22, 25 …; 20 gives 23, 26 …), or 00 with an impossible date. */
function isNationalReserve(text: string, today: Today): boolean {
  if (!/^\d{8}[A-HJ-NPR-UX-Z]{2}[0-9A-Z]\d$/.test(text) || !hasLetteredLuhn(text)) return false;
  const prefix = twoDigits(text, 0);
  const month = twoDigits(text, 4);
  const day = twoDigits(text, 6);
  if (prefix === 0) return month >= 20 && day >= 40 && day <= 59;
  return [18, 19, 20].some(
    (century) =>
      prefix > century &&
      prefix - century <= 78 &&
      (prefix - century) % 3 === 0 &&
      isBirthDate(century * 100 + twoDigits(text, 2), month, day, today),
  );
}

/** Region Stockholm: 99, year 1980–2299; documented with Luhn over positions 5–12, published with Luhn over the last ten. */
function isStockholmReserve(text: string): boolean {
  if (!/^99\d{10}$/.test(text)) return false;
  const year = Number(text.slice(2, 6));
  return year >= 1980 && year <= 2299 && (hasLuhnDigit(text.slice(4)) || hasLuhnDigit(text.slice(2)));
}

/** Inera: year and month, day 32–59, Luhn over the last ten. */
function isIneraReserve(text: string, today: Today): boolean {
  if (!/^(?:19|20)\d{10}$/.test(text)) return false;
  const month = twoDigits(text, 4);
  const day = twoDigits(text, 6);
  return Number(text.slice(0, 4)) <= today.year && month <= 12 && day >= 32 && day <= 59 && hasLuhnDigit(text.slice(2));
}

const VASTRA_GOTALAND_LETTERS: Readonly<Record<string, string>> = { K: '5', M: '7', X: '8' };

/** Västra Götaland: `GggC`, gg 06–89, the letter G counted as 5, 7 or 8 in Luhn over the last ten. */
function isVastraGotalandReserve(text: string): boolean {
  const match = /^\d{8}([KMX])(\d{2})\d$/.exec(text);
  if (match === null) return false;
  const number = Number(match[2]);
  return (
    number >= 6 && number <= 89 && hasLuhnDigit(text.slice(2).replace(/[KMX]/, (c) => VASTRA_GOTALAND_LETTERS[c] ?? ''))
  );
}

/** Date of the first six or eight digits, in the order year, month, day. */
function hasLeadingDate(text: string, today: Today): boolean {
  const length = /^\d*/.exec(text)?.[0].length ?? 0;
  const isLong = length >= 8 && /^(?:18|19|20)/.test(text);
  if (isLong && isBirthDate(Number(text.slice(0, 4)), twoDigits(text, 4), twoDigits(text, 6), today)) return true;
  return length >= 6 && isBirthDateInSomeCentury(twoDigits(text, 0), twoDigits(text, 2), twoDigits(text, 4), today);
}

/**
 * Checks a candidate Swedish reserve number of health care or school: national (NRID), Stockholm, Västra Götaland, Inera,
 * and the forms without a check digit (Värmland, Skåne, TF10/TF00: a date and four characters with a letter).
 * @param text 10 or 12 characters, upper case, separators removed
 * @returns `full` where a check digit holds, `unchecked` where the form has none; always needs a keyword
 */
export function checkReservnummer(text: string, today: Today): IdCheck | null {
  const rare = { needsKeyword: true };
  if (
    isNationalReserve(text, today) ||
    isStockholmReserve(text) ||
    isIneraReserve(text, today) ||
    isVastraGotalandReserve(text)
  )
    return idCheck('se-reservnummer', 'reserve', 'full', rare);
  // At least one digit in the tail: XXXX is a placeholder.
  const isDateAndLetters = /^(?:\d{6}|\d{8})(?=\d{0,3}[A-Z])(?=[A-Z]{0,3}\d)[0-9A-Z]{4}$/.test(text);
  return isDateAndLetters && hasLeadingDate(text, today)
    ? idCheck('se-reservnummer', 'reserve', 'unchecked', rare)
    : null;
}

/**
 * Checks a candidate interim number of a student: a date, a letter and three digits, the letter counted as 1 in Luhn.
 * Example: 20000101T220.
 * @param text 10 or 12 characters, upper case, separators removed
 * @returns `full` or null; always needs a keyword
 */
export function checkInterimsnummer(text: string, today: Today): IdCheck | null {
  if (!/^(?:\d{6}|\d{8})[TRSUWXJKLMN]\d{3}$/.test(text) || !hasLeadingDate(text, today)) return null;
  const ten = text.slice(-10).replace(/[A-Z]/, '1');
  return hasLuhnDigit(ten) ? idCheck('se-interimsnummer', 'reserve', 'full', { needsKeyword: true }) : null;
}
