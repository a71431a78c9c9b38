/** Whether recognition read the figures that a page draws as shapes: what it saw, against what is written there as letters. */

/** Figures of an identity number. */
const ROW = 10;
/** Of a row that was not read well, those that are still figures. */
const FIGURES = 4;
/** A row of figures, some of them taken for letters that look like them; words do not begin or end within it. */
const SIGNS = '[\\dOoQDIil|BSsZzGgbqdHe]';
const RUN = new RegExp(`(?<![\\p{L}\\p{N}])${SIGNS}(?:[ -]?${SIGNS}){7,40}(?![\\p{L}\\p{N}])`, 'gu');

/** What a text is made of besides blanks and signs between. */
export const signsOf = (text: string): string => text.replace(/[^\p{L}\p{N}|]/gu, '');
const digitsOf = (text: string): string => text.replace(/\D/gu, '');

/**
 * @param seen what recognition made of the page
 * @param written what its letters say, as signsOf gives it
 * @returns true where a row was seen that is figures in part; none seen, or those that are written too: nothing is missing
 */
export function missesFigures(seen: string, written: string): boolean {
  const digits = digitsOf(written);
  const runs = (seen.match(RUN) ?? []).map(signsOf).filter((run) => !written.includes(run));
  const isRead = (run: string): boolean => /^\d+$/u.test(run) && run.length >= ROW && !digits.includes(run);
  if (runs.some(isRead)) return false;
  return runs.some((run) => /\D/u.test(run) && digitsOf(run).length >= FIGURES);
}
