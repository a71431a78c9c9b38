/** HTML: visible text, hidden text, and what stands in attributes, scripts and styles, each in a stream of its own. */
import type { Uninspected } from '../../core/finding.ts';
import { TextBuilder, type ExtractedText } from '../../core/text.ts';
import { decodeText, unreadableCharset } from '../charset.ts';
import { tokenizeHtml } from './events.ts';
import { MAY_TURN } from './bidi-lines.ts';
import { MAY_CUT } from './box-style.ts';
import { PLAIN_VIEW, type View } from './cascade.ts';
import type { Nodes } from './nodes.ts';
import { BESIDE, COLUMNS } from './lines-beside.ts';
import { gridNames } from './places.ts';
import { REORDERS } from './pieces.ts';
import { HtmlReader } from './reader.ts';
import { NO_RULES, styleRules, type StyleRules } from './rules.ts';
import type { Styling } from './styling.ts';
import { withEntities } from '../xml-entities.ts';
import { closedBlocks, cmsBlocks } from '../mail/armour.ts';
import { DECODED, pastedFiles } from '../mail/pasted.ts';
import { encodedFiles } from '../mail/uuencode.ts';
import type { Document, EmbeddedFile, Extraction, Format, FormatContext } from '../format.ts';
import { withLetters } from '../image/svg-letters.ts';
import { drawingsIn, type Drawing } from '../image/svg-source.ts';

/** How many documents may stand inside srcdoc attributes of each other, and how many letters all of them may have to be read; then that is said. */
const MAX_SRCDOC = 12;
const MOST_INNER = 20_000_000;

interface HtmlText {
  readonly texts: readonly ExtractedText[];
  readonly embedded: readonly EmbeddedFile[];
  readonly ambiguous: boolean;
  /** that may show letters as shapes */
  readonly drawings: readonly Drawing[];
  /** documents inside were too many or too deep to be read */
  readonly cut: boolean;
}

/**
 * Reads HTML source.
 * @param html the document; fragments and broken markup are fine
 * @param document whose text it is
 * @param context its budget is watched while reading
 * @param xml tags are case-sensitive and nothing is hidden by element name
 */
export function readHtml(html: string, document: Document, context: FormatContext, xml = false): HtmlText {
  const texts: ExtractedText[] = [];
  const embedded: EmbeddedFile[] = [];
  const drawings: Drawing[] = [];
  let ambiguous = false;
  let sources = [html];
  let left = MOST_INNER + html.length;
  for (let depth = 0; depth < MAX_SRCDOC && left >= 0 && sources.length > 0; depth++) {
    const inner: string[] = [];
    for (const source of sources) {
      left -= source.length;
      if (left < 0) break;
      const read = readSource(source, document, context, xml);
      inner.push(...read.sources);
      texts.push(...read.texts);
      embedded.push(...read.embedded);
      drawings.push(...drawingsIn(source, xml, () => context.budget.checkTime()));
      ambiguous ||= read.ambiguous;
    }
    sources = inner.filter((source) => source.length < html.length);
  }
  return { texts, embedded, ambiguous, drawings, cut: sources.length > 0 || left < 0 };
}

/** Reads one source. Rules that look ahead need its elements first; rules that may hold or not need a second look. */
function readSource(
  source: string,
  document: Document,
  context: FormatContext,
  xml: boolean,
): Omit<HtmlText, 'cut' | 'drawings'> & { readonly sources: readonly string[] } {
  const names = gridNames(source);
  const rules = styleRules(source, names, () => context.budget.checkTime());
  const layout = {
    reorders: REORDERS.test(source),
    beside: BESIDE.test(source),
    columns: COLUMNS.test(source),
    cuts: MAY_CUT.test(source),
    turns: MAY_TURN.test(source),
    times: rules.mayHide.size + rules.mayShow.size > 0 || /color/i.test(source),
  };
  const reading = (by: StyleRules, known: Nodes | null, view: View, sources: string[]): HtmlReader => {
    const reader = new HtmlReader(by, sources, { known, view, xml, names, layout });
    tokenizeHtml(source, xml, reader, () => context.budget.checkTime());
    return reader;
  };
  const nodes = rules.looksAhead ? reading({ ...NO_RULES, active: true }, null, PLAIN_VIEW, []).styling.nodes : null;
  const sources: string[] = [];
  const reader = reading(rules, nodes, PLAIN_VIEW, sources);
  const texts = reader.finish(document);
  const { embedded } = reader;
  let ambiguous = reader.ambiguous || rules.cut || reader.styling.most > MOST_VIEWS;
  const views = ambiguous ? [] : otherViews(reader.styling);
  if (views.length * source.length > MOST_READ_AGAIN) ambiguous = true;
  else {
    let { steps } = PLAIN_VIEW;
    const known = new Set((texts[0]?.text ?? '').split('\n'));
    for (const view of views) {
      const again = reading(rules, nodes, { ...view, steps }, []);
      const [other] = again.finish(document);
      ambiguous ||= again.ambiguous;
      steps = again.styling.stepsLeft;
      const more = newLines(other?.text ?? '', known);
      if (more !== '') texts.push(new TextBuilder().add(more, { zone: 'body' }).build(document.part, document.where, document.path)); // prettier-ignore
    }
  }
  return { texts, embedded, ambiguous, sources };
}

/** Declarations of one property that show different things at one element; of more it is not told what is shown. */
const MOST_VIEWS = 8;

/** Letters that are read again for what contradicting rules may show: of a mail of 200 KB all views, of a book some. */
const MOST_READ_AGAIN = 6_000_000;

/** What else may be shown where it is not known which rule holds, or which of several a browser takes. */
function otherViews({ undecided, most }: Styling): readonly Omit<View, 'steps'>[] {
  const views: Omit<View, 'steps'>[] = undecided ? [{ bold: true, rank: 0 }] : [];
  for (let rank = 1; rank < most; rank++) views.push({ bold: false, rank });
  if (most > 1) views.push({ bold: false, rank: 'digits' });
  return views;
}

/** Lines of a text that are not known yet; they are then. */
function newLines(text: string, known: Set<string>): string {
  const lines = text.split('\n').filter((line) => !known.has(line));
  for (const line of lines) known.add(line);
  return lines.map((line) => `${line}\n`).join('');
}

/** The charset a document declares inside itself (HTML §4.2.5.4), null when it declares none. */
function metaCharset(bytes: Buffer): string | null {
  const head = bytes.toString('latin1', 0, 4096);
  return /<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{1,40})/i.exec(head)?.[1] ?? null;
}

/** Charsets of the east and those with shifts, in which digits may be other bytes: when the mail names another one, readers differ in whom they believe. */
const MULTIBYTE =
  /^(?:x-)?(?:shift|sjis|ms_?kanji|windows-(?:31j|9)|euc|gb|big5|iso-2022|hz|utf-7|unicode-1-1-utf-7|cp(?:9|1361)|ks_?c|johab)/i;

const LETTERS_LINE = /\n[ \t>]{0,20}[A-Za-z\d+/]{16,}={0,2}[ \t]*\r?\n/;

/** Base64 that stands in the text of the source: parts of a mail whose delimiters got lost. What tags hold is read with them. */
const lostParts = (html: string): readonly EmbeddedFile[] =>
  LETTERS_LINE.test(html) ? pastedFiles(html.replace(/<[^<>]*>/g, ' ').split(/\r?\n/), DECODED) : [];

/**
 * Reads an HTML document.
 * @param document its bytes, with the charset parameter when one was declared
 */
export function extractHtml(document: Document, context: FormatContext): Extraction & Pick<HtmlText, 'drawings'> {
  const texts: ExtractedText[] = [];
  const embedded: EmbeddedFile[] = [];
  const uninspected: Uninspected[] = [];
  const drawings: Drawing[] = [];
  const inside = metaCharset(document.bytes);
  const declared = document.parameters['charset'] ?? inside;
  const sources = new Set(decodeText(document.bytes, declared));
  if (inside !== null && MULTIBYTE.test(inside)) {
    for (const html of decodeText(document.bytes, inside)) sources.add(html);
    const charset = unreadableCharset(document.bytes, inside);
    if (charset !== null) uninspected.push({ part: document.part, path: document.path, reason: 'ambiguous', detail: `charset ${charset}`, kind: 'document' }); // prettier-ignore
  }
  // XHTML may declare entities of its own, and a browser that opens the file puts them in
  const closed = [...sources]
    .filter((source) => source.includes('<!ENTITY'))
    .map((source) => withEntities(source, () => false));
  for (const { text } of closed) sources.add(text);
  let ambiguous = closed.some(({ left }) => left);
  let cut = false;
  for (const html of sources) {
    const read = readHtml(html, document, context);
    texts.push(...read.texts);
    embedded.push(...read.embedded, ...read.texts.flatMap(({ text }) => [...encodedFiles(text), ...cmsBlocks(text)]));
    embedded.push(...lostParts(html));
    drawings.push(...read.drawings);
    if (uninspected.length === 0) uninspected.push(...read.texts.flatMap(({ text }) => closedBlocks(text, document)));
    ambiguous ||= read.ambiguous;
    cut ||= read.cut;
  }
  if (cut)
    uninspected.push({
      part: document.part,
      path: document.path,
      reason: 'limit',
      detail: 'documents inside documents too deep',
      kind: 'document',
    });
  if (ambiguous)
    uninspected.push({
      part: document.part,
      path: document.path,
      reason: 'ambiguous',
      detail: 'a script, style or entity writes text',
      kind: 'document',
    });
  return { texts, embedded, uninspected, signals: [], drawings };
}

export const htmlFormat: Format = {
  id: 'html',
  recognises: (sniff) => sniff.type === 'text/html' || sniff.type === 'application/xhtml+xml',
  extract: (document, context) => {
    const { drawings, ...extraction } = extractHtml(document, context);
    return withLetters(extraction, drawings, document, context);
  },
};
