/**
 * Fields beside the subject that say what a mail is about: 'Thread-Topic' keeps the first subject when the sender has cleaned the second, and some
 * programs show keywords and comments. What they say beyond the subject is a text of its own, in the zone of a subject.
 */
import type { PartPath } from '../../core/brand.ts';
import type { Where } from '../../core/category.ts';
import type { HeaderField } from '../../core/message.ts';
import { TextBuilder, type ExtractedText } from '../../core/text.ts';
import { decodeWords } from '../../mime/mime.ts';
import { isTechnicalField } from '../readings/technical-fields.ts';

const TITLE =
  /^(?:(?:thread|conversation)-topic|[\w-]{1,40}-subject|(?:x-)?(?:comments?|keywords|summary|description|abstract|categories))$/i;
/** 'SV: Re: VB: ' */
const PREFIXES = /^(?:\s*(?:re|sv|vs|vb|ans|svar|vl|fw|fwd|aw)\s?:)+/i;
/** Fields that have a text each; those behind them share one. */
const MOST = 20;

/** What one or more fields say. */
export interface Title {
  readonly fields: readonly HeaderField[];
  readonly values: readonly string[];
}

const sameWords = (text: string): string => text.replace(PREFIXES, '').replace(/\s+/g, ' ').trim().toLowerCase();

/** The fields that tell more than the subject and each other. @param subject decoded */
export function titlesIn(headers: readonly HeaderField[], subject: string): readonly Title[] {
  const known = sameWords(subject);
  const seen = new Set<string>();
  const titles: Title[] = [];
  for (const one of headers) {
    if (!TITLE.test(one.name) || isTechnicalField(one.name)) continue;
    const value = decodeWords(one.value);
    const words = sameWords(value);
    if (words === '' || known.includes(words) || seen.has(words)) continue;
    seen.add(words);
    titles.push({ fields: [one], values: [value] });
  }
  if (titles.length <= MOST) return titles;
  const rest = titles.slice(MOST);
  return [
    ...titles.slice(0, MOST),
    { fields: rest.flatMap(({ fields }) => fields), values: rest.flatMap(({ values }) => values) },
  ];
}

/** A text of what such fields say. */
export function titleText(
  { fields, values }: Title,
  part: PartPath,
  where: Where,
  path: readonly string[],
): ExtractedText {
  const builder = new TextBuilder();
  for (const [at, value] of values.entries())
    builder.add(`${value}\n\n`, { zone: 'subject', locator: fields[at]?.name.slice(0, 40) ?? '' });
  return builder.build(part, where, path);
}
