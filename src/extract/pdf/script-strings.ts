/** Texts in the scripts of a PDF: what an expression puts together of strings is what the reader of a form sees. */

/** Scripts longer than this are libraries. */
const LONGEST = 200_000;
/** Texts of one script, and strings that they are put together of. */
const MOST = 500;
const MOST_STRINGS = 20_000;
/** Enough digits for an identity number. */
const DIGITS = /\d(?:\D{0,3}\d){9}/u;
/** From its mark to the next one, or to the end of the line: each matches wherever its mark stands, so that none is tried again. */
const STRINGS: ReadonlyMap<string, RegExp> = new Map([
  ['"', /"((?:[^"\\\n]|\\[^]?)*)("?)/uy],
  ["'", /'((?:[^'\\\n]|\\[^]?)*)('?)/uy],
]);

interface ScriptString {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Strings from first to last. A mark without a second one begins none, nor do those like it that were passed while looking for it. */
function* stringsIn(script: string): Generator<ScriptString> {
  const passed = new Map<string, number>();
  for (let at = script.search(/["']/u), n = 0; at >= 0 && at < script.length && n < MOST_STRINGS;) {
    const mark = script.charAt(at);
    const pattern = STRINGS.get(mark);
    if (pattern === undefined || at < (passed.get(mark) ?? 0)) {
      at++;
      continue;
    }
    pattern.lastIndex = at;
    const [all = mark, text = '', closing = ''] = pattern.exec(script) ?? [];
    const end = at + all.length;
    if (closing === '') {
      passed.set(mark, end);
      at++;
      continue;
    }
    n++;
    yield { start: at, end, text };
    at = end;
  }
}

/** @returns strings with the digits of an identity number, those between which only a plus stands as one */
export function scriptStrings(script: string): readonly string[] {
  if (script.length > LONGEST || !DIGITS.test(script.replace(/["'\s+]/gu, ''))) return [];
  const texts: string[] = [];
  let text = '';
  let last = -1;
  for (const { start, end, text: string } of stringsIn(script)) {
    const between = last < 0 ? '' : script.slice(last, start);
    if (!/^\s*\+\s*$/u.test(between)) {
      texts.push(text);
      text = '';
    }
    text += string;
    last = end;
    if (texts.length > MOST) break;
  }
  return [...new Set([...texts, text])].filter((one) => DIGITS.test(one));
}
