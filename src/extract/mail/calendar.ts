/** iCalendar and vCard (RFC 5545, RFC 6350, vCard 2.1): every property value. */
import type { Zone } from '../../core/category.ts';
import { TextBuilder, type ExtractedText } from '../../core/text.ts';
import { decodeCharset, decodeQuotedPrintable } from '../../mime/mime.ts';
import { decodeText } from '../charset.ts';
import type { Document, EmbeddedFile, Extraction, Format } from '../format.ts';
import { decodeDataUri } from '../html/script.ts';
import { linesOf } from '../plain.ts';

/** RFC 5545 §3.1: a line that begins with white space continues the one before; vCard 2.1 ends quoted-printable lines with '='. */
function unfold(lines: readonly string[]): readonly string[] {
  const out: string[] = [];
  for (const line of lines) {
    const last = out.length - 1;
    const before = out[last];
    if (before !== undefined && /^[ \t]/.test(line)) out[last] = before + line.slice(1);
    else if (
      before !== undefined &&
      before.endsWith('=') &&
      /^[^:]{0,500};(?:ENCODING=)?QUOTED-PRINTABLE/i.test(before.slice(0, 600))
    )
      out[last] = `${before.slice(0, -1)}${line}`;
    else out.push(line);
  }
  return out;
}

interface Property {
  readonly name: string;
  readonly parameters: string;
  readonly value: string;
}

/** Name, parameters and value; a ':' inside a quoted parameter does not end the parameters. */
function splitProperty(line: string): Property | null {
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const c = line.charAt(at);
    if (c === '"') quoted = !quoted;
    else if (c === ':' && !quoted) {
      const head = line.slice(0, at);
      const semicolon = head.indexOf(';');
      return {
        name: (semicolon < 0 ? head : head.slice(0, semicolon)).toUpperCase(),
        parameters: semicolon < 0 ? '' : head.slice(semicolon + 1),
        value: line.slice(at + 1),
      };
    }
  }
  return null;
}

/** RFC 5545 §3.3.11 */
const unescapeValue = (value: string): string =>
  value.replace(/\\([nN,;:\\])/g, (_all, c: string) => (c === 'n' || c === 'N' ? '\n' : c));

/** Times, rules and ids: no text. */
const TECHNICAL =
  /^(?:BEGIN|END|VERSION|CALSCALE|METHOD|DTSTAMP|DTSTART|DTEND|DUE|CREATED|LAST-MODIFIED|RRULE|EXDATE|RDATE|TZ.*|SEQUENCE|TRIGGER|DURATION|REV|X-MICROSOFT-.*|RECURRENCE-ID|TRANSP|PRIORITY|STATUS|CLASS)$/;

function decoded(property: Property): string {
  const { parameters, value } = property;
  if (!/QUOTED-PRINTABLE/i.test(parameters)) return value;
  const charset = /CHARSET=["']?([\w-]{1,40})/i.exec(parameters)?.[1];
  const bytes = decodeQuotedPrintable(Buffer.from(value, 'utf8')).bytes;
  return charset === undefined ? (decodeText(bytes, null)[0] ?? '') : decodeCharset(bytes, charset);
}

/**
 * Reads a calendar or card file. Broken lines are kept as text; binary values become files found inside.
 * @param document bytes that read as text
 */
export function extractCalendar(document: Document): Extraction {
  const texts: ExtractedText[] = [];
  const embedded: EmbeddedFile[] = [];
  for (const text of decodeText(document.bytes, document.parameters['charset'] ?? null)) {
    const zone = zoneOf(text);
    const builder = new TextBuilder();
    for (const line of unfold(linesOf(text))) {
      if (line.trim() === '') continue;
      const property = splitProperty(line);
      if (property === null) builder.add(`${line}\n`, { zone });
      else {
        const file = fileIn(property, zone);
        if (file !== null) embedded.push(file);
        if (file === null || file.declaredType === 'text/html') addProperty(builder, property, zone);
      }
    }
    // nothing but the frame of a calendar, as of one cut off: what there is of it is text all the same
    if (builder.length === 0 && embedded.length === 0) builder.add(text, { zone });
    texts.push(builder.build(document.part, document.where, document.path));
  }
  return { texts, embedded, uninspected: [], signals: [] };
}

/**
 * An invitation in a mail has no name and is not shown with its text: the zone tells people to look in the calendar. A card is a page of
 * text like any other.
 */
const zoneOf = (text: string): Zone =>
  /BEGIN:VCARD/i.test(text) && !/BEGIN:VCALENDAR/i.test(text) ? 'body' : 'calendar';

/** What a property holds instead of text: binary values, data URIs, the HTML form of a description. */
function fileIn(property: Property, zone: Zone): EmbeddedFile | null {
  const { name, parameters, value } = property;
  const own = { name: null, declaredType: null, internal: true, zone };
  if (/(?:ENCODING=(?:b|base64)|VALUE=BINARY)/i.test(parameters))
    return { ...own, bytes: Buffer.from(value, 'base64') };
  if (/^data:/i.test(value)) {
    const file = decodeDataUri(value.trim());
    return file === null ? null : { ...file, zone };
  }
  if (!/^X-ALT-DESC/.test(name)) return null;
  const html = `\ufeff${unescapeValue(decoded(property))}`;
  return { ...own, declaredType: 'text/html', bytes: Buffer.from(html) };
}

/** Shape of an identifier with its hyphen: no time, rule or id of a calendar has it. */
const IDENTIFIER = /(?<![\w-])\d{6}(?:\d{2})?[-+]\d{4}(?![\w-])/;

/** Whether a technical property holds what it should: a name of a component, a time, a rule, no words. */
const isMachinery = ({ name, value }: Property): boolean =>
  !IDENTIFIER.test(value) &&
  (/^(?:BEGIN|END)$/.test(name) ? /^\s*[\w-]{1,40}\s*$/.test(value) : !/\p{L}{2,}\s+\p{L}{2,}/u.test(value));

function addProperty(builder: TextBuilder, property: Property, zone: Zone): void {
  if (TECHNICAL.test(property.name) && isMachinery(property)) return;
  const name = property.name.slice(0, 60);
  const value = unescapeValue(decoded(property));
  if (/^X-ALT-DESC/.test(name)) builder.add(`${value.replace(/<[^>]*>/g, '')}\n`, { zone, locator: name });
  else builder.add(`${name}: ${value}\n`, { zone: /^(?:UID|PRODID)$/.test(name) ? 'metadata' : zone, locator: name });
  // CN="…" and other parameter texts
  for (const match of property.parameters.matchAll(
    /(?:^|;)(CN|ALTREP|LABEL|FILENAME|X-[\w-]{1,40})=(?:"([^"]*)"|([^;]*))/gi,
  ))
    builder.add(`${match[2] ?? match[3] ?? ''}\n`, { zone: 'attribute', locator: name });
}

export const calendarFormat: Format = {
  id: 'calendar',
  recognises: (sniff) => sniff.type === 'text/calendar' || sniff.type === 'text/vcard',
  extract: extractCalendar,
};
