/** The one place that turns a value into something that may be shown. */

/**
 * Mask for the person who runs `scan`: the last four characters hidden ('19121212-****').
 * @param value the identifier as found
 */
export function maskTail(value: string): string {
  const characters = Array.from(value);
  let left = 4;
  for (let i = characters.length - 1; i >= 0 && left > 0; i--) {
    if (/[\p{L}\p{N}]/u.test(characters[i] ?? '')) {
      characters[i] = '*';
      left--;
    }
  }
  return characters.join('');
}

/**
 * Mask for anything that is sent or shown to others: only the first two digits stay ('19******-****').
 * @param value the identifier as found
 */
export function maskStrictly(value: string): string {
  let shown = 0;
  return Array.from(value)
    .map((c) => (/[\p{L}\p{N}]/u.test(c) ? (shown++ < 2 ? c : '*') : c))
    .join('');
}

/** Finland's number with its letters, or a run of digits however it is separated. */
const NUMBERS = /\p{Nd}{6}[-+A-FU-Ya-fu-y]\p{Nd}{3}[\p{Nd}A-Ya-y]|\p{Nd}[\p{Nd}\p{Pd}\s.+/_\u2212]{4,}\p{Nd}/gu;

/**
 * Masks numbers in a file name or other label that may carry an identifier ('1912******-****.pdf' becomes '19**********.pdf').
 * Runs of fewer than six digits stay.
 */
export function maskDigits(label: string): string {
  return label.replace(NUMBERS, (run) => (run.replace(/\P{Nd}/gu, '').length >= 6 ? maskStrictly(run) : run));
}

/**
 * Text from a mail as it may go to a terminal or into a letter: no control character (an escape sequence could rewrite the
 * screen), no invisible one (a name could read backwards).
 */
export function printable(text: string): string {
  return text.replace(/\p{Cf}/gu, '').replace(/[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, '\uFFFD');
}

const LONGEST_NAME = 100;

/** A file name for people: printable, and no longer than a name is. */
export function shownName(name: string): string {
  const characters = Array.from(printable(name));
  return characters.length <= LONGEST_NAME ? characters.join('') : `${characters.slice(0, LONGEST_NAME - 1).join('')}…`;
}
