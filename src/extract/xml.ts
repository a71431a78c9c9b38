/** XML that no office program wrote: element texts with the element's name as label, attributes apart. */
import type { Uninspected } from '../core/finding.ts';
import { TextBuilder, type ExtractedText } from '../core/text.ts';
import { decodeText, unreadableCharset } from './charset.ts';
import { tokenizeHtml } from './html/events.ts';
import { Pieces } from './html/pieces.ts';
import { mergedPlaces, placesOf, placesOfAttributes, type Places } from './html/places.ts';
import { SvgText } from './html/svg-text.ts';
import type { Document, Extraction, Format, FormatContext } from './format.ts';
import { withLetters } from './image/svg-letters.ts';
import { drawingsIn } from './image/svg-source.ts';
import { packedDiagrams } from './packed-diagrams.ts';
import { XmlAttachments } from './xml-attachments.ts';
import { withEntities } from './xml-entities.ts';
import { GlyphRuns } from './xps.ts';

/** Elements that only split a run of text: flat Office XML, ODF, drawings, and HTML inside XML. */
const RUNS = /^(?:[wam]:(?:t|r|rPr|proofErr)|text:(?:span|s)|span|tspan|b|i|u|em|strong|font|sub|sup|a)$/i;

/** A run of a drawing that says where it stands is a line of its own (SVG 2 §11.2). */
const isPlaced = (name: string, values: ReadonlyMap<string, string>): boolean =>
  /tspan$/i.test(name) && ['x', 'y', 'dy'].some((key) => values.has(key));

/** A digit before a tag and one behind it. */
const TAGS_IN_NUMBER = /[\d-]<[^<>]{1,300}>(?:<[^<>]{1,300}>){0,8}[\d-]/;
/** Drawings keep the letters of their boxes as HTML in an attribute: without its tags, where they stand in a number. */
const markedUp = (value: string): string =>
  TAGS_IN_NUMBER.test(value) ? `${value.replace(/<[^<>]{1,300}>/g, '')}\n` : '';

const localName = (name: string): string => name.slice(name.indexOf(':') + 1).slice(0, 60);

function encodingOf(bytes: Buffer): string | null {
  return /^\s*<\?xml[^>]{0,200}encoding\s*=\s*["']([\w.:-]{1,40})/i.exec(bytes.toString('latin1', 0, 400))?.[1] ?? null;
}

function readXml(
  source: string,
  document: Document,
  context: FormatContext,
  attachments: XmlAttachments,
): readonly ExtractedText[] {
  const text = new TextBuilder();
  const attributes = new TextBuilder();
  let label = '';
  let inline = false;
  // a drawing may hold each digit of a number in an element of its own
  const pieces = new Pieces(false);
  const glyphs = new GlyphRuns();
  const drawings = new SvgText();
  let depth = 0;
  let places: Places | null = null;
  tokenizeHtml(
    source,
    true,
    {
      open: (name, values, selfClosing) => {
        drawings.opened(localName(name).toLowerCase(), values, ++depth);
        if (selfClosing) drawings.closed(depth--);
        places = mergedPlaces([placesOf(values.get('style') ?? ''), placesOfAttributes(values), /text$/i.test(name) ? places : null]); // prettier-ignore
        if (!RUNS.test(name) || isPlaced(name, values)) {
          pieces.gap();
          text.breakLine();
          inline = false;
          label = localName(name);
        }
        glyphs.add(values);
        attachments.opened(values);
        for (const [key, value] of values)
          if (value.trim() !== '' && !key.startsWith('xmlns') && !/^xsi:|schemalocation$/.test(key))
            attributes.add(`${localName(key)}: ${value}\n${markedUp(value)}`, { zone: 'attribute' });
      },
      close: (name) => {
        drawings.closed(depth--);
        attachments.closed();
        if (RUNS.test(name)) return;
        text.breakLine();
        inline = false;
        label = '';
      },
      text: (piece) => {
        if (!inline && piece.trim() === '') return;
        if (!inline && attachments.took(piece)) return;
        if (!inline && label !== '') text.add(`${label}: `, { zone: 'body' });
        label = '';
        inline = true;
        text.add(piece, { zone: 'body' });
        pieces.text(piece, places);
        drawings.text(piece);
      },
      comment: (piece) => {
        if (piece.trim() !== '') attributes.add(`${piece.trim()}\n`, { zone: 'comment' });
      },
      other: (piece) => {
        if (piece.trim() !== '' && !/^\??xml\s/i.test(piece)) attributes.add(`${piece.trim()}\n`, { zone: 'metadata' });
      },
    },
    () => context.budget.checkTime(),
  );
  text.breakLine();
  pieces.finish();
  glyphs.finish();
  drawings.finish();
  for (const line of [...pieces.lines, ...glyphs.lines, ...drawings.lines])
    attributes.add(`${line}\n`, { zone: 'body' });
  return [text, attributes]
    .filter((builder) => builder.length > 0)
    .map((builder) => builder.build(document.part, document.where, document.path));
}

export const xmlFormat: Format = {
  id: 'xml',
  recognises: (sniff) => sniff.type === 'application/xml' || sniff.type === 'image/svg+xml',
  extract: (document: Document, context: FormatContext): Extraction | Promise<Extraction> => {
    const declared = document.parameters['charset'] ?? encodingOf(document.bytes);
    const sources = decodeText(document.bytes, declared).map((source) => withEntities(source));
    const attachments = new XmlAttachments(context.budget);
    const texts = sources.flatMap(({ text }) => readXml(text, document, context, attachments));
    const { part, path } = document;
    const charset =
      unreadableCharset(document.bytes, null) === null ? unreadableCharset(document.bytes, declared) : null;
    const noise: Uninspected[] = charset === null || declared === document.parameters['charset'] ? []
      : [{ part, path, reason: 'ambiguous', detail: `charset ${charset}`, kind: 'document' }]; // prettier-ignore
    const unread: Uninspected[] = sources.some(({ left }) => left)
      ? [{ part, path, reason: 'ambiguous', detail: 'entities that were not put in', kind: 'document' }]
      : [];
    const diagrams = sources.flatMap(({ text }) => packedDiagrams(text, context.budget));
    const drawings = sources.flatMap(({ text }) => drawingsIn(text, true, () => context.budget.checkTime()));
    const embedded = [...attachments.files, ...diagrams];
    return withLetters({ texts, embedded, uninspected: [...noise, ...unread], signals: [] }, drawings, document, context); // prettier-ignore
  },
};
