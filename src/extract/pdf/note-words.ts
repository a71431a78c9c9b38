/**
 * What a note on a page is about: the words that are marked, or the line beside which it is stuck. As with comments of documents
 * (office/commented.ts) the reader sees the name there, and the note says only "has got a diagnosis".
 */
import { aboutWords } from '../office/commented.ts';
import type { PlacedText } from './document-texts.ts';
import { contains } from './geometry.ts';
import type { Box } from './geometry.ts';
import type { Glyph } from './page-content.ts';
import { textInDrawingOrder } from './page-text.ts';

/** A note that somebody put on a page. */
export interface PageNote {
  readonly text: string;
  /** of words that are marked, a box a line; else of the note itself */
  readonly boxes: readonly Box[];
  /** its boxes lie on the words it is about */
  readonly marks: boolean;
}

/** Letters that are looked at for the notes of one page, all together. */
const MOST_LOOKS = 4_000_000;
/** Above the base line, in font sizes: the middle of a small letter. */
const MIDDLE = 0.25;

const middleOf = (g: Glyph): number => (g.y + g.endY) / 2 + g.size * MIDDLE;

/** Words under marks, or of the line before them when these name nobody ("she"). */
function aboutMarks(boxes: readonly Box[], glyphs: readonly Glyph[]): string {
  const marked = glyphs.filter((g) => boxes.some((box) => contains(box, (g.x + g.endX) / 2, middleOf(g))));
  const [first] = boxes;
  return aboutWords(textInDrawingOrder(marked).trim()) || (first === undefined ? '' : aboutLine(first, glyphs));
}

/** The line at the height of a box, as far as its end; all of it when the box stands before it. */
function aboutLine(box: Box, glyphs: readonly Glyph[]): string {
  const line = glyphs.filter((g) => middleOf(g) >= box.y0 && middleOf(g) <= box.y1);
  const before = line.filter((g) => g.x < box.x1);
  // of several lines at that height the first
  const text = textInDrawingOrder(before.length === 0 ? line : before).replace(/\n[^]*/u, '');
  return aboutWords(text.replaceAll('\t', ' ').trim());
}

/**
 * @param notes of one page
 * @param glyphs that are seen on it
 * @returns what they say, behind what they are about
 */
export function notesWithWords(
  notes: readonly PageNote[],
  glyphs: readonly Glyph[],
  locator: string,
): readonly PlacedText[] {
  let looks = 0;
  const told = new Map<string, PlacedText>();
  for (const { text, boxes, marks } of notes) {
    looks += glyphs.length * (marks ? boxes.length : 1);
    const [box] = boxes;
    const about = looks > MOST_LOOKS || box === undefined ? ''
      : marks ? aboutMarks(boxes, glyphs) : aboutLine(box, glyphs); // prettier-ignore
    told.set(about + text, { text: about + text, zone: 'annotation', locator, stored: text });
  }
  return [...told.values()];
}
