/** Page headers and footers of workbooks: three sections in one string (ECMA-376 part 1, 18.3.1.46; [MS-XLS] 2.4.136). Pure. */

import { LABEL } from '../readings/odd-characters.ts';

/** Fonts, sizes, colours, fields; '&&' is a mark of its own. */
const CODES = /&"[^"]*"|&K(?:[\dA-Fa-f]{6}|\d\d[+-]\d{3})|&\d{1,2}(?!\d)|&&|&[A-Z]/gu;
const SECTIONS = 'LCR';
/** Shape of an identifier that two or three sections show side by side; a day of these years and a number are a day and a number. */
const WHOLE = /^(?:\d{6}|\d{8})[-+]\d{4}$|^(?:1[89]|20[01])\d{10}$|^\d{11}$/u;

/**
 * What a header shows.
 * @param value with its codes
 * @returns its sections from left to right, then a line for what digits that meet across them show together
 */
export function pageLines(value: string): readonly string[] {
  const texts = ['', '', ''];
  // text without a code for its place stands in the middle
  let section = 1;
  let at = 0;
  const put = (text: string): void => {
    texts[section] = (texts[section] ?? '') + text;
  };
  for (const code of value.matchAll(CODES)) {
    put(value.slice(at, code.index));
    at = code.index + code[0].length;
    if (code[0] === '&&') put('&');
    const named = /^&[LCR]$/u.test(code[0]) ? SECTIONS.indexOf(code[0].charAt(1)) : -1;
    if (named >= 0) section = named;
  }
  put(value.slice(at));
  const shown = texts.map((text) => text.trim()).filter((text) => text !== '');
  return [shown.join('\t'), ...acrossSections(shown)];
}

/** Digits at the end of a section and at the beginning of the next. */
function acrossSections(texts: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (let first = 0; first + 1 < texts.length; first++) {
    let whole = /(?<!\d)[\d+-]{1,12}$/u.exec(texts[first] ?? '')?.[0] ?? '';
    const label = (texts[first] ?? '').slice(0, -whole.length);
    for (const next of texts.slice(first + 1)) {
      const part = /^[\d+-]{1,12}(?!\d)/u.exec(next)?.[0] ?? '';
      if (whole === '' || part === '') break;
      whole += part;
      if (WHOLE.test(whole) || (LABEL.test(label) && /^\d{10}$/u.test(whole))) found.push(`${label}${whole}`);
      if (part !== next) break;
    }
  }
  return found;
}
