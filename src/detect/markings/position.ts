import type { Where } from '../../core/category.ts';
import type { Span } from '../../core/text.ts';
import type { Layout } from '../context/layout.ts';

/** How much of a marking's place speaks for a marking. */
export type MarkingPlace =
  /** alone on its line, in brackets, or with nothing but its legal basis */
  | 'alone'
  /** in the subject, first lines, a document's header, footer or properties, but amid other words */
  | 'among-words'
  | 'none';

const FIRST_LINES = 15;
const FIRST_CHARACTERS = 2000;
/** Replies, forwards, brackets and bullets before a marking. */
const BEFORE =
  /^(?:\s|[[({*_#>|•\-–—:!"'“”])*(?:(?:re|sv|vs|vb|fw|fwd|vl|vd|svar|aw)\s?:\s{0,3}){0,4}(?:[[({*_#!\s]){0,4}$/iu;
/** A label before the value: 'Klassning: Känslig'. */
const LABEL =
  /^[\s*_#>|•-]{0,6}(?:sensitivity|x-[\w-]{0,30}|classification|klassificering|klassning|klass|informationsklass|informationsklassning|sekretess|säkerhetsklass|märkning|gradering|skjerming|tilgangskode|tilgang|klassifisering|klassifikation|fortrolighed|fortrolighet|luokitus|msip_labels?[\w-]{0,60}|label|status)\s{0,3}[:=]\s{0,3}$/iu;
/** What may stand behind a marking: punctuation, its law, paragraph and date. */
const AFTER =
  /^[\s\])}*_!.,:;"'“”|–—-]*(?:(?:enligt|enl\.?|jf\.?|jfr\.?|cf\.?|iht\.?|i henhold til|etter|ifølge|handling|dokument|uppgift(?:er)?|offentlighet|og|och|osl|offl\.?|offentleglova|offentlighetsloven|fvl\.?|forvaltningsloven|forvaltningslova|sikkerhetsloven|sikkerhetslova|tryggingslova|beskyttelsesinstruksen|beskyttelsesinstruks|säkerhetsskyddslagen|julkl|julkisuuslain?|mom\.?|momentti|stk\.?|k|forvaltningsloven|offentlighets-?|sekretesslagen|kap\.?|kapitlet|nr\.?|ledd|første|fyrste|andre|§+|\d{1,4}(?::\d{1,3})?[a-z]?)(?![\p{L}\p{N}])[\s\])}.,;:()/-]*){0,14}$/iu;
/** 'SALASSA PIDETTÄVÄ (JulkL 24 § 1 mom.)': its law in brackets. */
const LAW_IN_BRACKETS = /^\s?\([^()]{0,60}§[^()]{0,50}\)[\s.:;–-]*(?:$|\p{Lu})/u;
const NEXT_FIELD = /^[\s\])}]*(?:[-–—:|]\s|\]|\)|$)/u;

const FILLED_IN =
  '(?:ifyll(?:d|t|da|ande)|utfyl(?:t|te|d|da|ld|ling)|udfyld(?:t|te|else)|filled in|täytett\\p{L}{1,3})(?!\\p{L})';
/**
 * Printed on a form, it says what the form will be: 'Utfylt skjema er unntatt offentlighet', 'Unntatt offentlighet når utfylt'. In
 * 'SEKRETESS: ifylld ansökan' a form has been filled in.
 */
const ONCE_FILLED_IN = new RegExp(
  `(?<!\\p{L})${FILLED_IN}[^.!?:;–]{0,60}\\s(?:är|er|blir|omfattas|gäller|skal|ska|is|are|on)\\s`,
  'iu',
);
const WHEN_FILLED_IN = new RegExp(
  `(?<!\\p{L})(?:når|när|da|då|ved|vid|efter|etter|when|once|dersom|om|hvis|i)\\s(?:\\p{L}{1,20}\\s){0,3}${FILLED_IN}`,
  'iu',
);

/** 'Kursspørsmål: unnateke offentlegheit', 'Webbinarium – sekretess enligt OSL': a subject that names the marking as its matter. */
const SPOKEN_OF =
  /(?:fråg(?:a|or)|spørsmål|spurnad(?:er)?|spurning(?:ar)?|kurs(?:er)?|utbildning(?:ar)?|opplæring|oplæring|kursus|seminari?u?m?|web(?:b)?inari?u?m?|föreläsning(?:ar)?|foredrag|föredrag|førelesing|questions?|course|training|koulutus|kysym(?:ys|yksiä))\s?[-–—:|]\s$/iu;

/** The end of a line that goes on in the next one: a long one, and no punctuation but a comma. */
const GOES_ON = /[^\n]{40}[\p{Ll},-][ \t]?\n$/u;

/** Is a line the rest of a sentence that a narrow page broke? A stamp begins with a capital or stands on its own. */
const isContinued = (text: string, lineStart: number, lineEnd: number, span: Span): boolean =>
  span.start === lineStart &&
  text.slice(span.end, lineEnd).trim() !== '' &&
  /^\p{Ll}/u.test(text.slice(span.start, span.start + 1)) &&
  GOES_ON.test(text.slice(Math.max(0, lineStart - 60), lineStart));

/** Decides whether a phrase stands where a marking would. */
export function markingPlace(layout: Layout, where: Where, span: Span): MarkingPlace {
  const { text } = layout;
  if (where === 'filename') return inFileName(text, span);
  const lineStart = layout.lineStart(span.start);
  const lineEnd = layout.lineEnd(span.end);
  if (lineEnd - lineStart > LONGEST_LINE) return 'none';
  const before = text.slice(lineStart, span.start);
  const after = text.slice(span.end, lineEnd);
  if (ONCE_FILLED_IN.test(before) || WHEN_FILLED_IN.test(after) || isContinued(text, lineStart, lineEnd, span))
    return 'none';
  if (where === 'header') return LABEL.test(before) || BEFORE.test(before) ? 'alone' : 'among-words';
  const opens = BEFORE.test(before) || LABEL.test(before);
  const closes = AFTER.test(after) || LAW_IN_BRACKETS.test(after);
  if (where === 'subject') {
    if (opens && (closes || NEXT_FIELD.test(after))) return 'alone';
    const bracketed = /[[(]\s?$/.test(before) && /^[^\])]{0,40}[\])]/.test(after);
    const isTopic = SPOKEN_OF.test(before) && !isUpper(text.slice(span.start, span.end));
    if (bracketed || (closes && !isTopic && /[-–—:|]\s$/.test(before))) return 'alone';
    return opens && !text.includes('?') ? 'among-words' : 'none';
  }
  const zone = layout.segmentAt(span.start)?.zone;
  if (opens && closes) return 'alone';
  // 'FORTROLIGT – må ikke videregives'
  if (opens && isUpper(text.slice(span.start, span.end)) && NEXT_FIELD.test(after) && isEarly(text, span.start))
    return 'alone';
  const cell = layout.segmentAt(span.start)?.cell !== undefined;
  if (zone === 'header' || zone === 'footer' || zone === 'metadata' || zone === 'master') {
    return opens || closes ? 'alone' : 'among-words';
  }
  // A sentence that speaks of secrecy is none; a line that begins with it, and asks nothing, may be.
  return !cell && opens && !after.includes('?') && isEarly(text, span.start) ? 'among-words' : 'none';
}

const isUpper = (word: string): boolean => word === word.toUpperCase() && word !== word.toLowerCase();

const LONGEST_LINE = 300;

function isEarly(text: string, offset: number): boolean {
  if (offset > FIRST_CHARACTERS) return false;
  let lines = 0;
  for (let i = 0; i < offset; i++) if (text.charCodeAt(i) === 10) lines++;
  return lines < FIRST_LINES;
}

function inFileName(text: string, span: Span): MarkingPlace {
  const opens = /^[\s[(_\-.]*$/.test(text.slice(0, span.start));
  const next = text.slice(span.end, span.end + 1);
  const closes = next === '' || /[_\-.\])( ]/.test(next);
  const word = text.slice(span.start, span.end);
  return closes && (opens || isUpper(word) || /[[(_-]$/.test(text.slice(0, span.start))) ? 'alone' : 'among-words';
}
