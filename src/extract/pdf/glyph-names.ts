/**
 * What letters a font draws, where it does not say: glyphs under invented names and no table for copying (ISO 32000-1 §9.10.2), or codes
 * that mean glyphs of the font only. What pdf.js gives for them is the code as a character, which is right by convention in many files. And
 * fonts whose letters are drawn as others: what they say is true of nothing that is seen.
 */
import { exchangedAmong, isAsUsual, isTold, outlinesOf, type Exchanged } from '../letter-outlines.ts';
import type { Glyph } from './page-content.ts';
import { separatorBetween } from './page-text.ts';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
const at = (list: unknown, index: number): unknown =>
  Array.isArray(list) ? (list as readonly unknown[])[index] : undefined;

/** Marks the letters of a font that draws others than it says. */
const EXCHANGED = 'exchanged ';
/** What was found of a font, which all pages of a document share. */
const known = new WeakMap<object, Exchanged>();

/**
 * Tells whether an embedded font draws other letters than those that would be copied, as far as their outlines tell.
 * @param font as pdf.js gives it, with its extra properties
 */
function exchangedOf(font: Readonly<Record<string, unknown>>): Exchanged {
  const before = known.get(font);
  if (before !== undefined) return before;
  const { data, toUnicode, toFontChar } = font;
  const outlines =
    data instanceof Uint8Array ? outlinesOf(Buffer.from(data.buffer, data.byteOffset, data.byteLength)) : null;
  const names = isRecord(toUnicode) ? toUnicode['_map'] : null;
  const signs: (readonly [string, number])[] = [];
  if (outlines !== null && Array.isArray(names) && Array.isArray(toFontChar)) {
    // sparse: of a font with thousands of glyphs only those that are named
    for (const [code, name] of Object.entries(names as readonly unknown[])) {
      const sign = typeof name === 'string' ? name : '';
      const character = at(toFontChar, Number(code));
      const lines = isTold(sign) && typeof character === 'number' ? outlines.linesOf(character) : null;
      // a digit that says it is a letter is read by its code as well
      const digit = digitOf(Number(code), sign);
      if (lines !== null && !(digit !== '' && isAsUsual(digit, lines))) signs.push([sign, lines]);
    }
  }
  const result = exchangedAmong(signs);
  known.set(font, result);
  return result;
}

/** @param name of the font @returns for a sign what marks it as drawn otherwise, or ''; null for nearly every font */
export function exchangedSigns(font: unknown, name: string): ((sign: string) => string) | null {
  if (!isRecord(font)) return null;
  const { digits, letters } = exchangedOf(font);
  if (!digits && !letters) return null;
  // a hyphen goes with either
  return (sign) => ((/\d/.test(sign) ? digits : letters || !/\p{L}/u.test(sign)) ? EXCHANGED + name : '');
}

/** Names that are codes: /a65 and /x41 of TeX's bitmap fonts, /G41 and /c65 of printer drivers. */
function isCode(name: string, code: number): boolean {
  const decimal = /^[A-Za-z]{1,5}[._-]?0{0,4}(\d{1,3})$/u.exec(name)?.[1];
  const hexadecimal = /^[A-Za-z]{0,5}[._-]?([\dA-Fa-f]{2})$/u.exec(name)?.[1];
  return Number(decimal ?? -1) === code || Number.parseInt(hexadecimal ?? '-1', 16) === code;
}

/**
 * Tells for which codes nothing in a font says what letter they are.
 * @param font as pdf.js gives it, with its extra properties
 * @returns null when there are none
 */
export function unnamedCodes(font: unknown): ((code: unknown) => boolean) | null {
  if (!isRecord(font) || !isRecord(font['toUnicode'])) return null;
  const { toUnicode, differences, composite } = font;
  const known = toUnicode['_map'];
  if (composite === true)
    return (code) => typeof code === 'number' && code > 0 && (!Array.isArray(known) || at(known, code) === undefined);
  const names: readonly unknown[] = Array.isArray(differences) ? differences : [];
  const unnamed = new Set<unknown>();
  for (const [code, name] of names.entries()) {
    if (typeof name !== 'string' || name === '' || name.startsWith('.')) continue;
    if (at(known, code) === undefined && !isCode(name, code)) unnamed.add(code);
  }
  return unnamed.size === 0 ? null : (code) => unnamed.has(code);
}

/** What a code stands for in nearly every encoding, when the text that comes with it is another. */
export function digitOf(code: unknown, text: string): string {
  if (typeof code !== 'number' || !((code >= 0x30 && code <= 0x39) || code === 0x2d)) return '';
  const digit = String.fromCharCode(code);
  return text === digit || /^[\u2010-\u2015\u2212\u00ad]$/u.test(text) ? '' : digit;
}

/** Letters of one line from which they could be a number, or half of one. */
const LEAST_IN_LINE = 4;
/** Letters that must have come together before a font is judged by whether they are words. */
const LEAST_WORDS = 24;

/** Whether letters look as those of a language do: a code for a cipher does not. */
function looksLikeWords(sample: string): boolean {
  const letters = sample.match(/\p{L}/gu) ?? [];
  if (letters.length < LEAST_WORDS) return false;
  const vowels = letters.filter((letter) => /[aeiouyåäöæøéAEIOUYÅÄÖÆØÉ]/u.test(letter)).length;
  const others = sample.replace(/[\p{L}\s]/gu, '').length;
  const shouts = sample.match(/\p{Ll}\p{Lu}|[bcdfghjklmnpqrstvwxz]{6}/gu)?.length ?? 0;
  return vowels > letters.length * 0.25 && vowels < letters.length * 0.6
    && others < letters.length * 0.5 && shouts < letters.length * 0.05; // prettier-ignore
}

/** Advances from letter to letter differ by less than this share where somebody spaces the figures of a number. */
const EVEN = 0.1;
/** Different letters that a number has nearly always; a row of dots or of notes has fewer. */
const LEAST_DIFFERENT = 3;

/** Whether letters of one line stand together as those of a number do: touching, or spaced evenly. */
function standTogether(run: readonly Glyph[]): boolean {
  if (run.length < LEAST_IN_LINE || new Set(run.map(({ text }) => text)).size < LEAST_DIFFERENT) return false;
  const isTouching = run.every((glyph, i) => {
    const last = run[i - 1];
    return last === undefined || separatorBetween(last, glyph) === '';
  });
  if (isTouching) return true;
  const steps = run.slice(1).map((glyph, i) => Math.hypot(glyph.x - (run[i]?.x ?? 0), glyph.y - (run[i]?.y ?? 0)));
  return Math.max(...steps) - Math.min(...steps) < Math.max(...steps) * EVEN;
}

/** Letters of exchanged fonts from which they could be a number: figures are of the same width in nearly every type, letters of none but a typewriter's. */
export const NUMBER_LENGTH = 10;
const SAME_WIDTH = 0.02;

/** Whether the last letters of a run may be the figures of a number, a hyphen or a blank among them. */
export function areFigures(run: readonly Glyph[]): boolean {
  if (run.length < NUMBER_LENGTH || new Set(run.map(({ text }) => text)).size < LEAST_DIFFERENT) return false;
  const widths = run.map(({ x, endX, y, endY }) => Math.hypot(endX - x, endY - y)).sort((a, b) => a - b);
  const usual = widths[widths.length >> 1] ?? 0;
  return widths.filter((width) => Math.abs(width - usual) > usual * SAME_WIDTH).length <= 1;
}

/**
 * Whether something on a page can only be read from what is drawn.
 * @param glyphs that a reader sees
 */
export function hasUnnamedLetters(glyphs: readonly Glyph[]): boolean {
  if (!glyphs.some(({ unnamed }) => unnamed !== '')) return false;
  const samples = new Map<string, string[]>();
  const suspect = new Set<string>();
  let run: Glyph[] = [];
  for (const glyph of glyphs) {
    const last = run.at(-1);
    const separator = last === undefined ? '' : separatorBetween(last, glyph);
    if (separator === null || last?.unnamed !== glyph.unnamed) run = [];
    if (glyph.unnamed === '') continue;
    const sample = samples.get(glyph.unnamed) ?? [];
    samples.set(glyph.unnamed, sample);
    sample.push(separator === '' ? glyph.text : ` ${glyph.text}`);
    const isExchanged = glyph.unnamed.startsWith(EXCHANGED);
    run = [...run.slice(1 - (isExchanged ? NUMBER_LENGTH : LEAST_IN_LINE)), glyph];
    if (isExchanged ? areFigures(run) : standTogether(run)) suspect.add(glyph.unnamed);
  }
  return [...suspect].some((font) => font.startsWith(EXCHANGED) || !looksLikeWords((samples.get(font) ?? []).join('')));
}
