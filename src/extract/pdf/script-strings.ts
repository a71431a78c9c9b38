/** Texts in the scripts of a PDF: what an expression puts together of strings is what the reader of a form sees. */

/** Scripts longer than this are libraries. */
const LONGEST = 200_000;
const MOST = 500;
/** Enough digits for an identity number. */
const DIGITS = /\d(?:\D{0,3}\d){9}/u;
const STRING = /"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'/gu;

/** @returns strings with the digits of an identity number, those between which only a plus stands as one */
export function scriptStrings(script: string): readonly string[] {
  if (script.length > LONGEST || !DIGITS.test(script.replace(/["'\s+]/gu, ''))) return [];
  const texts: string[] = [];
  let text = '';
  let end = -1;
  for (const match of script.matchAll(STRING)) {
    const between = end < 0 ? '' : script.slice(end, match.index);
    if (!/^\s*\+\s*$/u.test(between)) {
      texts.push(text);
      text = '';
    }
    text += match[0].slice(1, -1);
    end = match.index + match[0].length;
    if (texts.length > MOST) break;
  }
  return [...new Set([...texts, text])].filter((one) => DIGITS.test(one));
}
