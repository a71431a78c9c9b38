/** What mailparser makes of a message whose structure is odd: another widely used reading of the same bytes. */
import { simpleParser, type ParsedMail } from 'mailparser';
import type { Document } from '../format.ts';
import { decodeText } from '../charset.ts';
import { digestOf } from '../digest.ts';

/** A leaf as mailparser sees it. */
export interface OpinionLeaf {
  readonly name: string | null;
  readonly declaredType: string;
  readonly bytes: Buffer;
  readonly body: boolean;
}

/** mailparser holds everything in memory several times over; larger messages go without its opinion. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Characters searched through for all lines of a message; what is left after that is read once more, as if it were new. */
const MOST_SEARCHED = 256 * 1024 * 1024;

const squeezed = (text: string): string => text.replace(/\s+/g, '');

const textKey = (document: Pick<Document, 'declaredType' | 'bytes' | 'parameters'>): string =>
  squeezed(decodeText(document.bytes, document.parameters['charset'] ?? null)[0] ?? '');

/**
 * Asks mailparser and leaves out what was read already.
 * @param bytes the message
 * @param known leaves of our own readings
 * @returns what only mailparser sees; nothing when it fails, because it is an addition
 */
export async function secondOpinion(bytes: Buffer, known: readonly Document[]): Promise<readonly OpinionLeaf[]> {
  if (bytes.length > MAX_BYTES) return [];
  try {
    const parsed = await simpleParser(bytes, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
    return newLeaves(parsed, known);
  } catch (error) {
    // it throws on some malformed mail, which our own readings have read already
    if (error instanceof Error) return [];
    throw error;
  }
}

const textOr = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

/** Tells which lines a text does not hold. Each is looked for once, and all of them together within a bound. */
function linesMissingIn(text: string): (line: string) => boolean {
  const known = new Map<string, boolean>();
  let searched = 0;
  return (line) => {
    const before = known.get(line);
    if (before !== undefined) return before;
    searched += text.length;
    const missing = searched > MOST_SEARCHED || !text.includes(line);
    known.set(line, missing);
    return missing;
  };
}

function newLeaves(parsed: ParsedMail, known: readonly Document[]): readonly OpinionLeaf[] {
  const seen = new Set<string>();
  for (const document of known)
    seen.add(document.declaredType?.startsWith('text/') === true ? textKey(document) : digestOf(document.bytes));
  const leaves: OpinionLeaf[] = [];
  const add = (leaf: OpinionLeaf, key: string): void => {
    if (leaf.bytes.length === 0 || seen.has(key)) return;
    seen.add(key);
    leaves.push(leaf);
  };
  // mailparser joins all text parts into one: only text that none of ours holds is new
  const isNew = linesMissingIn([...seen].join('\n'));
  for (const [text, declaredType] of [
    [parsed.text ?? '', 'text/plain'],
    [typeof parsed.html === 'string' ? parsed.html : '', 'text/html'],
  ] as const) {
    const fresh = text
      .split('\n')
      .filter((line) => line.trim() !== '' && isNew(squeezed(line)))
      .join('\n');
    add({ name: null, declaredType, bytes: Buffer.from(fresh, 'utf8'), body: true }, squeezed(fresh));
  }
  for (const attachment of parsed.attachments) {
    // its types promise strings, but an empty Content-Type arrives as false
    const declaredType = textOr(attachment.contentType, 'application/octet-stream');
    const name = textOr(attachment.filename, '') || null;
    const bytes = Buffer.from(attachment.content);
    const isText = declaredType.startsWith('text/');
    const key = isText ? textKey({ declaredType: null, bytes, parameters: {} }) : digestOf(bytes);
    add({ name, declaredType, bytes, body: false }, key);
  }
  return leaves;
}
