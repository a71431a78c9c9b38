/**
 * Subtitles and transcripts of meetings (WebVTT, SubRip): what is said goes on from cue to cue, and numbers and times of the cues stand between. In:
 * the text. Out: what is said, in lines as it is shown, who says it where that changes; beside it everything else. Linear, total.
 */
import { TextBuilder, type ExtractedText } from '../core/text.ts';
import type { Document, Extraction, Format, FormatContext } from './format.ts';
import { extractPlain } from './plain.ts';

const HEAD = 400;
const BEGINS =
  /^(?:\xef\xbb\xbf|\ufeff)?(?:WEBVTT(?![^\s])|\s{0,9}\d{1,6}[ \t]{0,9}\r?\n\d{1,3}:\d\d:\d\d[,.]\d{3} {1,4}-->)/u;
/** "00:00:01,000 --> 00:00:02,000", the hours left out, settings behind */
const TIMES = /^\s{0,9}((?:\d{1,4}:)?\d{1,2}:\d\d)[,.]\d{1,3}\s{1,9}-->/u;
/** A cue names its speaker (WebVTT 4.2.2). */
const VOICE = /<v(?:\.[^\s>]{0,40})?\s+([^>]{1,80})>/u;
const TAG = /<\/?[a-z\d][^<>]{0,80}>|\{\\[^{}]{1,40}\}/giu;

/** What is said, and the rest, of one text; the text itself where it has no cues. */
function divided(source: ExtractedText): readonly ExtractedText[] {
  const lines = source.text.split('\n');
  const said = new TextBuilder();
  const rest = new TextBuilder();
  let at: string | null = null;
  let speaker = '';
  for (const [index, line] of lines.entries()) {
    const time = TIMES.exec(line)?.[1];
    if (time !== undefined) {
      at = time;
      rest.add(`${line}\n`, { zone: 'metadata' });
    } else if (line.trim() === '') at = null;
    // the number or name of the next cue
    else if (at === null || TIMES.test(lines[index + 1] ?? '')) rest.add(`${line}\n`, { zone: 'metadata' });
    else {
      const who = VOICE.exec(line)?.[1]?.trim() ?? '';
      const words = line.replace(TAG, '').trim();
      const begun = who === '' || who === speaker ? words : `${who}: ${words}`;
      if (who !== '') speaker = who;
      said.add(`${begun}\n`, { zone: 'body', locator: at });
    }
  }
  if (said.length === 0) return [source];
  return [said, rest]
    .filter(({ length }) => length > 0)
    .map((one) => one.build(source.part, source.where, source.path));
}

export const subtitleFormat: Format = {
  id: 'subtitles',
  recognises: (sniff, document) =>
    sniff.type?.startsWith('text/') === true && BEGINS.test(document.bytes.toString('latin1', 0, HEAD)),
  extract: (document: Document, context: FormatContext): Extraction => {
    const plain = extractPlain(document, context);
    return { ...plain, texts: plain.texts.flatMap(divided) };
  },
};
