/**
 * Names of files that a text mentions or links to: "file:///G:/Barn/Orosanmälan_Wilma_Skog.docx". They are read as the name of a file is;
 * what the web calls its pages is no name that somebody gave a paper.
 */
import type { ExtractedText, Segment } from '../core/text.ts';

const EXTENSION =
  /\.(?:pdf|docx?|docm|dotx?|xlsx?|xlsm|pptx?|od[tsp]|rtf|txt|csv|msg|eml|zip|7z|rar|jpe?g|png|tiff?|heic|mp3|mp4|m4a|wav)(?![\w\u00c0-\u024f])/gi;
/** No name of a file is longer. */
const LONGEST = 255;
/** How far before a name an address may begin. */
const ADDRESS = 600;
const MOST = 100;
/** Mentions that are looked at. */
const MOST_MENTIONS = 2000;
/** What no name holds, and where a path ends. */
const OUTSIDE = /[\s<>"'|*?:/\\;=(){}[\],]/;
const JOINED = /[_.+-]|%20|\p{Ll}\p{Lu}/u;
const WEB = /https?:\/\/\S*$/i;

/** The names of files in a text whose words may be joined; null when there are none. */
export function namedFiles(source: ExtractedText): ExtractedText | null {
  const { text } = source;
  const names = new Map<string, number>();
  let mentions = 0;
  for (const { 0: extension, index } of text.matchAll(EXTENSION)) {
    if (++mentions > MOST_MENTIONS) break;
    let start = index;
    const least = Math.max(0, index - LONGEST);
    while (start > least && !OUTSIDE.test(text.charAt(start - 1))) start--;
    const stem = text.slice(start, index);
    if (stem.length < 3 || !JOINED.test(stem) || WEB.test(text.slice(Math.max(0, start - ADDRESS), start))) continue;
    const name = stem + extension;
    if (!names.has(name)) names.set(name, start);
    if (names.size >= MOST) break;
  }
  if (names.size === 0) return null;
  let out = '';
  const segments: Segment[] = [];
  let at = 0;
  for (const [name, place] of names) {
    while ((source.segments[at]?.end ?? Infinity) <= place) at++;
    const { zone, quoted, locator } = source.segments[at] ?? { zone: 'body', quoted: false, locator: '' };
    const start = out.length;
    out += `${name}\n`;
    segments.push({ zone, quoted, locator, start, end: out.length });
  }
  return { ...source, text: out, segments };
}
