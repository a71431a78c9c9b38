/**
 * The picture of its first page that a document carries for lists of files. In: the picture and the document's texts. Out: what
 * it shows when that is a word that the document does not say, as one made before something was taken out does. Reading it
 * like any picture cost ten seconds for a letter and told everything twice. A quick look costs a tenth, and where it can read
 * at all it reads numbers as well as a whole reading (of 20 in letters of 9 to 12 pixels 0 to 2 fewer), so that what it saw is
 * what is told. What nobody could read (a page of text on 400 by 500 pixels) has no word that is sure.
 */
import type { ExtractedText } from '../../core/text.ts';
import type { FormatContext } from '../format.ts';
import { glanceAt } from './ocr.ts';
import type { Language, Picture, SeenWord } from './ocr.ts';
import type { Dimensions } from './dimensions.ts';

/** A preview is a small picture; larger ones are read as pictures are. */
const MAX_SIDE = 1024;
/** The beginning of a document, which is what its preview shows; with more words, more of the unknown would be like one. */
const BEGINNING = 20_000;
/** Words of a preview that are compared. */
const MAX_WORDS = 1_000;
/** What is seen must be as sure as this (of 100), and short words surer: on 70 fresh previews nearly none of them was misread. */
const SURE = 70;
const SURE_SHORT = 85;
/** Four words that are unlike any, however unsure each of them, are another text. */
const UNSURE = 30;
const ENOUGH_UNSURE = 4;
/** Pages of text in letters of 7 pixels were seen with a mean of 17 to 46, and with words of other texts; what could be read with 63 to 94. */
const LEGIBLE = 52;
/** There a word must be surer: misread ones had up to 85. */
const SURE_AMONG_ILLEGIBLE = 90;
/** Height of lines in pixels from which on their letters are large enough to be read with certainty. */
const TALL = 11;
const SHORTEST = 3;
/** A number as long as one of a person is the same or another one: like others, or put together from their digits, it is in every large sheet. */
const WHOLE_NUMBER = /^\D*(?:\d{6}|\d{8})[-+]?\d{4,5}\D*$/u;
const SHORT = 5;
/** Share of letter pairs that a misread word has in common with what it is; a short one has few that differ. */
const ALIKE = 0.65;
const ALIKE_SHORT = 0.75;

/**
 * What a preview shows besides what its document says.
 * @returns '' when it shows nothing else or nothing that could be read, null when a quick look is not enough to know
 */
export async function shownBesides(
  picture: Picture,
  size: Dimensions | null,
  said: readonly ExtractedText[],
  context: FormatContext,
): Promise<string | null> {
  if (size === null || size.width > MAX_SIDE || size.height > MAX_SIDE) return null;
  const text = beginningOf(said);
  const glance = await glanceAt(picture, languageOf(text), context);
  if (glance.state !== 'read') return null;
  const words = glance.words.filter((word) => word.text.trim() !== '');
  if (isLegible(words)) return hasOther(words, text) ? glance.text : '';
  // large enough to be read: it may stand on its head, or in a shadow
  if (glance.lineHeight >= TALL) return hasOther(words, text) ? null : '';
  return hasOther(words, text, true) ? glance.text : '';
}

/** Whether most of what was seen could be read. */
function isLegible(words: readonly SeenWord[]): boolean {
  return words.reduce((sum, { confidence }) => sum + confidence, 0) >= LEGIBLE * words.length;
}

function beginningOf(texts: readonly ExtractedText[]): string {
  let text = '';
  for (const one of texts) {
    if (text.length >= BEGINNING) break;
    text += `${one.text.slice(0, BEGINNING - text.length)}\n`;
  }
  return fold(text);
}

/** Lower case without marks; the letters that one of the languages has for those of another are the same. */
const fold = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/ø/gu, 'o').replace(/æ/gu, 'a');

const languageOf = (text: string): Language => (/\b(?:ikke|jeg|og|til)\b/u.test(text) ? 'nor' : 'swe');

const wordsIn = (folded: string): readonly string[] => folded.match(/\p{L}+|\p{N}+/gu) ?? [];

/**
 * True when a word is seen that is like none of the text.
 * @param illegible nearly none of the words could be read: only what is quite sure counts
 */
export function hasOther(seen: readonly SeenWord[], text: string, illegible = false): boolean {
  const vocabulary = new Vocabulary(text);
  const sure = illegible ? SURE_AMONG_ILLEGIBLE : SURE;
  const sureShort = Math.max(sure, SURE_SHORT);
  let unsure = 0;
  for (const { text: shown, confidence } of seen.slice(0, MAX_WORDS)) {
    if (confidence < UNSURE) continue;
    if (confidence >= SURE && WHOLE_NUMBER.test(shown) && !vocabulary.hasNumber(shown)) return true;
    for (const word of wordsIn(fold(shown))) {
      if (word.length < SHORTEST || vocabulary.has(word)) continue;
      if (confidence >= (word.length === SHORTEST ? sureShort : sure)) return true;
      if (word.length > SHORTEST) unsure++;
    }
  }
  return !illegible && unsure >= ENOUGH_UNSURE;
}

/** The words of a text, found by their pairs of letters. */
class Vocabulary {
  private readonly text: string;
  /** pairs of each word, counted */
  private readonly sizes: number[] = [];
  private numbers: ReadonlySet<string> | null = null;
  private readonly byPair = new Map<string, number[]>();

  constructor(text: string) {
    this.text = text;
    for (const word of new Set(wordsIn(text))) {
      const pairs = pairsOf(word);
      for (const pair of pairs) {
        const known = this.byPair.get(pair);
        if (known === undefined) this.byPair.set(pair, [this.sizes.length]);
        else known.push(this.sizes.length);
      }
      this.sizes.push(pairs.size);
    }
  }

  /** A number, with its sign or without. */
  hasNumber(shown: string): boolean {
    this.numbers ??= new Set((this.text.match(/\d+(?:[-+]\d+)?/gu) ?? []).map((number) => number.replace(/\D/gu, '')));
    return this.numbers.has(shown.replace(/\D/gu, ''));
  }

  /** The word as it stands, a part of one that a narrow column cuts off, or something like it. */
  has(word: string): boolean {
    if (this.text.includes(word)) return true;
    const pairs = pairsOf(word);
    const common = new Map<number, number>();
    for (const pair of pairs) for (const at of this.byPair.get(pair) ?? []) common.set(at, (common.get(at) ?? 0) + 1);
    const enough = word.length <= SHORT ? ALIKE_SHORT : ALIKE;
    for (const [at, count] of common) if ((2 * count) / (pairs.size + (this.sizes[at] ?? 0)) >= enough) return true;
    return false;
  }
}

function pairsOf(word: string): ReadonlySet<string> {
  const pairs = new Set<string>();
  for (let at = 0; at + 2 <= word.length; at++) pairs.add(word.slice(at, at + 2));
  return pairs;
}
