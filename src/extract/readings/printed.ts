/**
 * What languages of printers and plotters show of a text that was taken for ordinary text: PostScript without its first line, labels of HP-GL
 * and of ZPL. Strings that nothing moves apart stand side by side. Pure.
 */
import type { Joined } from './split-numbers.ts';

/** A string of PostScript with its escapes, in hexadecimal, or a number, word or bracket between. */
const TOKEN = /\(((?:[^()\\]|\\[^]){0,500})\)|<([\da-fA-F\s]{2,400})>|[^\s()<>[\]{}/]{1,40}/gu;
const ESCAPE = /\\(?:([0-7]{1,3})|(\r?\n)|([^]))/gu;
const SHOWS = /^(?:a|width|awidth|k|x|y|xy|cshow|glyph)?show$|^T[jJ]$/u;
const MOVES = /^(?:r?moveto|showpage|T[dDm*]|translate|newpath)$/u;

/** A printer's command behind a string, or the marks of a label. */
const SUSPICION = /[)\]>]\s{0,3}(?:[a-z]{0,6}show|T[jJ])\b|\u0003|\^F[DS]/u;
const MOST_STRINGS = 5_000;
const LONGEST_LINE = 2_000;

const unescaped = (text: string): string =>
  text.replace(ESCAPE, (_all, octal?: string, end?: string, other?: string) =>
    octal !== undefined ? String.fromCharCode(Number.parseInt(octal, 8) & 255) : end === undefined ? (other ?? '') : '',
  );

/** Lines that a program in PostScript shows. */
function shown(text: string): readonly Joined[] {
  const lines: Joined[] = [];
  let waiting = '';
  let line = '';
  let start = 0;
  let count = 0;
  const settle = (): void => {
    if (/\d/u.test(line)) lines.push({ line: line.replace(/\s+/gu, ' '), at: start });
    line = '';
  };
  for (const match of text.matchAll(TOKEN)) {
    const [token, string, hex] = match;
    if (string !== undefined || hex !== undefined) {
      if (count++ > MOST_STRINGS) break;
      if (line === '' && waiting === '') start = match.index;
      waiting += string === undefined ? Buffer.from((hex ?? '').replace(/\s/gu, ''), 'hex').toString('latin1') : unescaped(string); // prettier-ignore
    } else if (SHOWS.test(token)) {
      line += waiting;
      waiting = '';
      if (line.length > LONGEST_LINE) settle();
    } else if (MOVES.test(token)) {
      settle();
      waiting = '';
    }
  }
  settle();
  return lines;
}

/** Digits and hyphens of labels that follow each other. */
function labels(text: string, label: RegExp): readonly Joined[] {
  const found = [...text.matchAll(label)].slice(0, MOST_STRINGS);
  const lines: Joined[] = [];
  let run = '';
  let start = 0;
  const settle = (): void => {
    if (/^(?:\d{6}|\d{8})[-+]?\d{4}$/u.test(run)) lines.push({ line: run, at: start });
    run = '';
  };
  for (const match of found) {
    const piece = (match[1] ?? '').trim();
    if (!/^[\d+-]{1,12}$/u.test(piece)) {
      settle();
      continue;
    }
    if (run === '') start = match.index;
    run += piece;
  }
  settle();
  return lines;
}

/** @returns lines that a printer would show of a text; none for nearly every text */
export function printedLines(text: string): readonly Joined[] {
  if (!SUSPICION.test(text)) return [];
  return [
    ...(/(?:show|T[jJ])\b/u.test(text) ? shown(text) : []),
    ...labels(text, /LB([^\u0003]{1,200})\u0003/gu),
    ...labels(text, /\^FD([^^]{1,200})\^FS/gu),
  ];
}
