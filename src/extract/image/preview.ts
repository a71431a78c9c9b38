/**
 * The picture of its first page that a document carries for lists of files. In: the picture and the document's texts. Out: whether
 * it shows a word that the document does not say, as one made before something was taken out does. Reading it like any picture
 * cost up to ten seconds for a small sheet and told everything twice; a quick look costs a tenth, and one that shows
 * nothing else is not read. What nobody could read (a page of 256 pixels) has no word that is sure.
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
const SHORTEST = 3;
/** A number as long as one of a person is the same or another one: like others, or put together from their digits, it is in every large sheet. */
const WHOLE_NUMBER = /^\D*(?:\d{6}|\d{8})[-+]?\d{4,5}\D*$/u;
const SHORT = 5;
/** Share of letter pairs that a misread word has in common with what it is; a short one has few that differ. */
const ALIKE = 0.65;
const ALIKE_SHORT = 0.75;

/** True when the picture shows what its document says, or nothing that could be read. */
export async function showsNothingElse(
  picture: Picture,
  size: Dimensions | null,
  said: readonly ExtractedText[],
  context: FormatContext,
): Promise<boolean> {
  if (size === null || size.width > MAX_SIDE || size.height > MAX_SIDE) return false;
  const text = beginningOf(said);
  const glance = await glanceAt(picture, languageOf(text), context);
  return glance.state === 'read' && !hasOther(glance.words, text);
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

/** True when a word is seen that is like none of the text. */
export function hasOther(seen: readonly SeenWord[], text: string): boolean {
  const vocabulary = new Vocabulary(text);
  let unsure = 0;
  for (const { text: shown, confidence } of seen.slice(0, MAX_WORDS)) {
    if (confidence < UNSURE) continue;
    if (confidence >= SURE && WHOLE_NUMBER.test(shown) && !vocabulary.hasNumber(shown)) return true;
    for (const word of wordsIn(fold(shown))) {
      if (word.length < SHORTEST || vocabulary.has(word)) continue;
      if (confidence >= (word.length === SHORTEST ? SURE_SHORT : SURE)) return true;
      if (word.length > SHORTEST) unsure++;
    }
  }
  return unsure >= ENOUGH_UNSURE;
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
