/** Plain text, and every other text that needs no reader of its own: source, logs, JSON. */
import { TextBuilder, type ExtractedText } from '../core/text.ts';
import { decodeText } from './charset.ts';
import type { Uninspected } from '../core/finding.ts';
import { armouredWords, closedBlocks } from './mail/armour.ts';
import { pastedFiles } from './mail/pasted.ts';
import { packedDiagrams } from './packed-diagrams.ts';
import { typedTables } from './office/power-query.ts';
import type { Document, EmbeddedFile, Extraction, Format, FormatContext } from './format.ts';
import { quotedLines } from './mail/quotes.ts';
import { encodedBlocks, mayHoldBlocks } from './mail/uuencode.ts';

/** RFC 3676 §4: a line ending in a blank goes on in the next line of the same quote depth. */
function unflow(lines: readonly string[], deleteSpace: boolean): readonly string[] {
  const out: string[] = [];
  let open = false;
  let openDepth = 0;
  for (const raw of lines) {
    const marks = /^>*/.exec(raw)?.[0] ?? '';
    const unquoted = raw.slice(marks.length);
    const text = unquoted.startsWith(' ') ? unquoted.slice(1) : unquoted;
    const signature = text === '-- ';
    const flows = text.endsWith(' ') && !signature;
    const content = flows && deleteSpace ? text.slice(0, -1) : text;
    if (open && openDepth === marks.length && !signature) out[out.length - 1] = (out[out.length - 1] ?? '') + content;
    else out.push(marks === '' ? content : `${marks} ${content}`);
    open = flows;
    openDepth = marks.length;
  }
  return out;
}

/** Declared type of text that stands beside the parts of a multipart. */
export const PREAMBLE_TYPE = 'text/x-preamble';

/** Splits at CRLF, LF and bare CR; form feeds and the Unicode separators end lines too. */
export const linesOf = (text: string): readonly string[] => text.split(/\r\n|[\n\r\f\u2028\u2029\u0085]/);

/** The lines of a text with the quoted ones marked. */
export function textOf(lines: readonly string[], document: Document): ExtractedText {
  const builder = new TextBuilder();
  const zone = document.declaredType === PREAMBLE_TYPE ? 'preamble' : 'body';
  const quoted = quotedLines(lines);
  for (const [at, line] of lines.entries()) {
    if (at === lines.length - 1 && line === '') break;
    builder.add(`${line}\n`, { zone, quoted: quoted[at] === true });
  }
  return builder.build(document.part, document.where, document.path);
}

/**
 * Reads text of any charset. Blocks of uuencode and yEnc become files found inside.
 * @param document bytes that read as text
 */
export function extractPlain(document: Document, context: FormatContext): Extraction {
  const texts: ExtractedText[] = [];
  const embedded: EmbeddedFile[] = [];
  const uninspected: Uninspected[] = [];
  for (const text of decodeText(document.bytes, document.parameters['charset'] ?? null)) {
    context.budget.checkTime();
    let lines = linesOf(text);
    if ((document.parameters['format'] ?? '').toLowerCase() === 'flowed')
      lines = unflow(lines, (document.parameters['delsp'] ?? '').toLowerCase() === 'yes');
    if (mayHoldBlocks(text)) {
      const raw = linesOf(document.bytes.toString('latin1'));
      for (const block of encodedBlocks(raw)) embedded.push(block.file);
    }
    texts.push(textOf(lines, document));
    embedded.push(
      ...pastedFiles(lines, document.declaredType),
      ...typedTables(text, context.budget),
      ...packedDiagrams(text, context.budget),
    );
    const named = armouredWords(text);
    if (named.lines.length > 0) {
      const builder = new TextBuilder().add(`${named.lines.join('\n')}\n`, {
        zone: 'metadata',
        locator: 'key or signature',
      });
      texts.push(builder.build(document.part, document.where, document.path));
    }
    for (const bytes of named.pictures) embedded.push({ name: null, declaredType: null, bytes, internal: true });
    if (uninspected.length === 0) uninspected.push(...closedBlocks(text, document));
  }
  return { texts, embedded, uninspected, signals: [] };
}

export const plainFormat: Format = {
  id: 'plain',
  recognises: (sniff) => sniff.type?.startsWith('text/') === true || sniff.type === 'application/json',
  extract: extractPlain,
};
