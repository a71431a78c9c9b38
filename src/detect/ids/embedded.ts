/** Numbers that hold a national identifier: the VAT number of a Swedish sole trader, the Icelandic IBAN. */
import type { Today } from './registers/calendar.ts';
import { checkKennitala } from './registers/kennitala.ts';
import { checkSwedish } from './registers/samordningsnummer.ts';
import { SOLE_TRADER } from './words/sole-trader.ts';
import { LEVEL_SCORES } from './levels.ts';
import type { IdReading } from './reading.ts';

/** What stands before is looked at on a hit: a look-behind first would make every character of the text slow. */
const EMBEDDED = /(?:SE ?(\d{10}) ?01|IS\d\d(?: ?\d{4}){5} ?\d\d)(?![0-9A-Za-z\u00c0-\u024f])/g;
const WORD_BEFORE = /[0-9A-Za-z\u00c0-\u024f]/;
const NEAR = 80;

/** ISO 7064 mod 97-10, as ISO 13616 uses it for an IBAN. @param iban without blanks */
export function hasIbanCheck(iban: string): boolean {
  let remainder = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

function reading(
  detector: string,
  match: RegExpExecArray,
  digits: string,
  level: IdReading['level'],
  reason: string,
): IdReading {
  const end = match.index + match[0].length;
  return {
    detector,
    span: { start: match.index, end },
    normalized: digits,
    raw: match[0],
    level,
    score: LEVEL_SCORES[level],
    synthetic: false,
    reasons: [
      { reason: 'checksum', points: 30 },
      { reason, points: LEVEL_SCORES[level] - 30 },
    ],
  };
}

/**
 * Finds them in a text. A sole trader's VAT number is `SE` + personnummer + `01`: low, medium beside "enskild firma". An
 * Icelandic IBAN ends in its holder's kennitala: medium when a person's.
 * @param text normalised text
 */
export function findEmbedded(text: string, today: Today): IdReading[] {
  const found: IdReading[] = [];
  // answered at memory speed, and most texts have neither
  if (!text.includes('SE') && !text.includes('IS')) return found;
  EMBEDDED.lastIndex = 0;
  for (let match = EMBEDDED.exec(text); match !== null; match = EMBEDDED.exec(text)) {
    if (match.index > 0 && WORD_BEFORE.test(text.charAt(match.index - 1))) continue;
    const vat = match[1];
    if (vat === undefined) {
      const iban = match[0].replaceAll(' ', '');
      const kennitala = iban.slice(-10);
      if (hasIbanCheck(iban) && kennitala < '4' && checkKennitala(kennitala, today)?.strength === 'full')
        found.push(reading('is-kennitala', match, kennitala, 'medium', 'iban-holder'));
      continue;
    }
    const check = checkSwedish(vat, '', today);
    if (check?.strength !== 'full') continue;
    const around = text.slice(Math.max(0, match.index - NEAR), match.index + match[0].length + NEAR);
    const isSoleTrader = SOLE_TRADER.test(around);
    found.push(reading(check.detector, match, vat, isSoleTrader ? 'medium' : 'low', 'vat-number'));
  }
  return found;
}
