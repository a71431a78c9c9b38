import type { Span } from '../../core/text.ts';

/** Parts of a letter that are not its message. */
export interface Blocks {
  /** 'Hej Anna!' to the end of its line */
  readonly greetings: readonly Span[];
  /** from 'Med vänlig hälsning' on */
  readonly signatures: readonly Span[];
  /** 'Detta e-postmeddelande kan innehålla …' to the end of its paragraph */
  readonly disclaimers: readonly Span[];
  /** From, To and date lines of a quoted message */
  readonly headerLines: readonly Span[];
}

const LONGEST_SIGNATURE = 700;
/** Nobody signs with a sentence of so many words; what follows one is the letter's postscript, its enclosure, or the mail it answers. */
const SENTENCE = /^(?:[^\s]{1,40}\s{1,3}){6,60}[^\n]*[.!?…][)"'”»]?\s*$/u;
/** What opens something else below a signature: a postscript, an enclosure, an older mail. */
const OPENS_ANOTHER =
  /^[>\s*_]{0,10}(?:p\.?\s?s\.?(?:[\s:]|$)|(?:bilag[ae]?|vedlegg|liite|appendix|annex)\s?(?:\d|[a-h]?\s*$|:)|-{2,}\s?\p{L}[^\n]{0,60}-{2,})/iu;
const LONGEST_DISCLAIMER = 1500;
const LONGEST_GREETING = 70;
/** What may stand before a cue in its line, and the furthest a line end is looked for behind one. */
const LONGEST_LEAD = 500;
const MOST_SIGNATURES = 500;
const HEADER_LINE =
  /^[>\s]{0,10}\*{0,2}(?:från|from|fra|frå|lähettäjä|till|to|til|vastaanottaja|kopia|kopi|cc|bcc|skickat|sent|sendt|send|lähetetty|date|datum|dato)\s?:\*{0,2}\s.{0,300}$/gimu;
const WROTE_LINE =
  /^[>\s]{0,10}(?:den|on|am|på|ons|man|tir|tis|tor|tors|fre|lör|lør|sön|søn|ti|ke|to|pe|la|su|ma)\b.{5,160}(?:skrev|wrote|kirjoitti)\b.{0,80}:\s*$/gimu;
// '/Hemtjänsten', '//Ulla'
const SLASH_SIGNED = /^[>\t ]{0,10}\/{1,2}[ ]?\p{Lu}[^\n]{0,50}$/gmu;
const DASHES = /^[>\s]{0,10}-- ?$/gm;

/** Positions of the words that open such parts. */
export interface BlockCues {
  readonly greetings: readonly Span[];
  readonly signoffs: readonly Span[];
  readonly disclaimers: readonly Span[];
}

/**
 * Finds the parts of a letter.
 * @param quotedChanges offsets where quotation begins or ends: a signature does not reach over them
 */
export function findBlocks(text: string, cues: BlockCues, quotedChanges: readonly number[]): Blocks {
  // No cue looks further than a letter's parts reach: a text may be one line of many megabytes and full of cues.
  const lineStart = (offset: number): number => {
    const from = Math.max(0, offset - LONGEST_LEAD);
    return from + text.slice(from, offset).lastIndexOf('\n') + 1;
  };
  const opensLine = (cue: Span): boolean => {
    const start = lineStart(cue.start);
    const isLineStart = start === 0 || text.charAt(start - 1) === '\n';
    return isLineStart && /^[>\s*_]*$/.test(text.slice(start, cue.start));
  };
  const endOfLine = (offset: number): number => {
    const newline = text.slice(offset, offset + LONGEST_LEAD).indexOf('\n');
    return newline < 0 ? Math.min(text.length, offset + LONGEST_LEAD) : offset + newline;
  };
  const stop = (from: number, limit: number): number => {
    const boundary = quotedChanges.find((offset) => offset > from) ?? text.length;
    return Math.min(boundary, from + limit, text.length);
  };
  const dashes = (text.includes('--') ? [...text.matchAll(DASHES)] : []).map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  // Hostile text may be nothing but cues; no letter has more than these.
  const signatures = [
    ...cues.signoffs.filter(opensLine).filter((cue) => endOfLine(cue.end) - cue.end < 60),
    ...dashes,
  ].slice(0, MOST_SIGNATURES);
  // The fast search for what they have first: most texts quote nobody.
  const headers = text.includes(':')
    ? [
        ...(text.includes('\n') || text.length < LONGEST_LEAD ? text.matchAll(HEADER_LINE) : []),
        ...(hasLineEndingInColon(text) ? text.matchAll(WROTE_LINE) : []),
      ]
    : [];
  return {
    greetings: mergedSpans(
      cues.greetings
        .filter(opensLine)
        .map((cue) => ({ start: cue.start, end: Math.min(endOfLine(cue.end), endOfGreeting(text, cue.end)) })),
    ),
    signatures: mergedSpans([
      ...signatures.map((cue) => {
        const end = stop(cue.start, LONGEST_SIGNATURE);
        return { start: cue.start, end: endOfSigning(text, endOfLine(cue.end), end, headers) };
      }),
      ...slashSigned(text),
    ]),
    disclaimers: mergedSpans(
      cues.disclaimers.map((cue) => {
        const paragraph = text.slice(cue.end, cue.end + LONGEST_DISCLAIMER).indexOf('\n\n');
        const end = paragraph < 0 ? text.length : cue.end + paragraph;
        return { start: lineStart(cue.start), end: Math.min(end, cue.start + LONGEST_DISCLAIMER) };
      }),
    ),
    headerLines: mergedSpans(headers.map((match) => ({ start: match.index, end: match.index + match[0].length }))),
  };
}

/** The first line below a closing that no signature has. @param until the furthest that one reaches */
function endOfSigning(text: string, from: number, until: number, headers: readonly RegExpExecArray[]): number {
  const older = headers.find(({ index }) => index > from && index < until)?.index ?? until;
  let start = from + 1;
  while (start < older) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 || newline > older ? older : newline;
    const line = text.slice(start, end).trim();
    if (SENTENCE.test(line) || OPENS_ANOTHER.test(line)) return start;
    start = end + 1;
  }
  return Math.max(from, older);
}

/** Does a line end in a colon, as 'Anna Vik skrev:' does? Colons are few and found at memory speed. */
function hasLineEndingInColon(text: string): boolean {
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) {
    let next = at + 1;
    while (text.charCodeAt(next) === 32 || text.charCodeAt(next) === 9) next++;
    const follows = text.charAt(next);
    if (follows === '' || /\s/.test(follows)) return true;
  }
  return false;
}

// 'Anna!', 'Anna Berg,', 'Anna och Per': only names and what joins them; 'Hej, det gäller Anna' greets nobody.
const GREETED =
  /^,?(?:[ \t]{1,2}(?:\p{Lu}[\p{L}'’.-]{0,24}|og|och|and|ja|&|alla|alle|all|igen|igjen|igen|med|jer|dig|deg|dere|du|ni|på)){1,6}(?=[ \t]{0,2}(?:[,!.:;?–-]|\r?\n|$))|^(?:[ \t]\p{Lu}[\p{L}'’-]{0,24}){1,2}(?=[ \t])/u;

const slashSigned = (text: string): readonly Span[] =>
  text.includes('\n/') || text.includes('> /') || text.includes('>/')
    ? [...text.matchAll(SLASH_SIGNED)].map((match) => ({ start: match.index, end: match.index + match[0].length }))
    : [];

/** 'Hej Anna, …' ends at the comma, 'Hej, Anna! …' at the mark, 'Hej! …' at once. */
function endOfGreeting(text: string, from: number): number {
  return from + (GREETED.exec(text.slice(from, from + LONGEST_GREETING))?.[0].length ?? 0);
}

/** Joins overlapping spans, ascending. */
export function mergedSpans(spans: readonly Span[]): Span[] {
  const out: { start: number; end: number }[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = out[out.length - 1];
    if (last !== undefined && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else out.push({ start: span.start, end: span.end });
  }
  return out;
}

/** Does one of the spans contain the offset? @param spans ascending, not overlapping, as mergedSpans() makes them */
export function within(spans: readonly Span[], offset: number): boolean {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const span = spans[low];
  return span !== undefined && offset >= span.start;
}
