/**
 * What mammoth makes of a .docx that this reader found odd: another widely used reading of the same document.
 *
 * It is asked only where the walk recorded damage or ambiguity, because it costs 13 to 30 times as much as the walk and
 * knows fewer places; and only about small, shallow documents, because it overflows on deep nesting and has been seen to
 * work for 15 seconds on 79 KB. It is handed the main part alone, unpacked within the budget: it has no limits of its own.
 */
import * as CFB from 'cfb';
import type { Sink } from './sink.ts';
import { unknownRuns } from './sweep.ts';
import { scanXml } from './xml.ts';

/** Characters of the main part that take mammoth well under a second in the worst shape tried. */
const MOST_CHARACTERS = 128 * 1024;
const DEEPEST = 200;

/**
 * Adds the lines that only mammoth sees to the side text.
 * @param mainParts XML of each part whose root is w:document
 */
export async function askMammoth(mainParts: readonly string[], sink: Sink): Promise<void> {
  for (const xml of mainParts) {
    sink.budget.checkTime();
    if (xml.length > MOST_CHARACTERS || depthOf(xml) > DEEPEST) continue;
    const lines = (await rawText(xml)).split('\n').filter((line) => line.trim() !== '');
    for (const line of unknownRuns(lines, sink.textSoFar())) sink.addAside(line, { zone: 'body' });
  }
}

/** @returns '' when mammoth fails: it throws plain errors for most damage, and it is an addition */
async function rawText(xml: string): Promise<string> {
  try {
    const { default: mammoth } = await import('mammoth');
    return (await mammoth.extractRawText({ buffer: packed(xml) })).value;
  } catch (error) {
    if (error instanceof Error) return '';
    throw error;
  }
}

const RELATIONS =
  '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" ' +
  'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>';
const TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>';

function packed(xml: string): Buffer {
  const file = CFB.utils.cfb_new();
  CFB.utils.cfb_add(file, '/[Content_Types].xml', Buffer.from(TYPES));
  CFB.utils.cfb_add(file, '/_rels/.rels', Buffer.from(RELATIONS));
  CFB.utils.cfb_add(file, '/word/document.xml', Buffer.from(xml));
  const written: unknown = CFB.write(file, { type: 'buffer', fileType: 'zip' });
  return Buffer.isBuffer(written) ? written : Buffer.alloc(0);
}

function depthOf(xml: string): number {
  let depth = 0;
  let deepest = 0;
  const handler = {
    open: () => (deepest = Math.max(deepest, ++depth)),
    close: () => depth--,
    text: () => undefined,
  };
  scanXml(xml, handler, () => undefined);
  return deepest;
}
