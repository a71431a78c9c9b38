/** Builds detection input from plain strings, for tests of the detectors. */
import { partPath } from '../core/brand.ts';
import type { DetectionContext, DetectionInput } from '../core/detection.ts';
import { TextBuilder, type ExtractedText } from '../core/text.ts';

/** A mail in words. Lines of the body that begin with '>' are quoted. */
export interface MailSketch {
  readonly subject?: string;
  readonly body?: string;
  readonly header?: string;
  /** file name and text; rows with tabs become cells */
  readonly attachments?: readonly { readonly name: string; readonly text?: string; readonly documentHeader?: string }[];
  readonly from?: string;
  readonly bulk?: boolean;
}

const CONTEXT: DetectionContext = {
  today: '2026-03-02',
  senderName: '',
  recipientNames: [],
  bulk: false,
  autoSubmitted: false,
  reveal: false,
  personSalt: 'test',
};

/** The texts that reading such a mail would give. */
export function sketchedMail(sketch: MailSketch): DetectionInput {
  const texts: ExtractedText[] = [];
  if (sketch.subject !== undefined) {
    texts.push(new TextBuilder().add(sketch.subject, { zone: 'subject' }).build(partPath(''), 'subject', []));
  }
  if (sketch.header !== undefined) {
    texts.push(new TextBuilder().add(sketch.header, { zone: 'header' }).build(partPath(''), 'header', []));
  }
  if (sketch.body !== undefined) texts.push(bodyText(sketch.body));
  for (const [i, attachment] of (sketch.attachments ?? []).entries()) {
    const part = partPath(String(i + 2));
    texts.push(new TextBuilder().add(attachment.name, { zone: 'filename' }).build(part, 'filename', [attachment.name]));
    if (attachment.text === undefined) continue;
    const builder = new TextBuilder();
    if (attachment.documentHeader !== undefined) builder.add(`${attachment.documentHeader}\n`, { zone: 'header' });
    for (const [row, line] of attachment.text.split('\n').entries()) addLine(builder, line, row);
    texts.push(builder.build(part, 'attachment', [attachment.name]));
  }
  return {
    texts,
    context: { ...CONTEXT, senderName: sketch.from ?? '', bulk: sketch.bulk ?? false },
  };
}

function bodyText(body: string): ExtractedText {
  const builder = new TextBuilder();
  for (const line of body.split('\n')) builder.add(`${line}\n`, { zone: 'body', quoted: line.startsWith('>') });
  return builder.build(partPath('1'), 'body', []);
}

function addLine(builder: TextBuilder, line: string, row: number): void {
  if (!line.includes('\t')) {
    builder.add(`${line}\n`, { zone: 'body' });
    return;
  }
  const cells = line.split('\t');
  for (const [column, cell] of cells.entries()) {
    const end = column === cells.length - 1 ? '\n' : '\t';
    builder.add(cell + end, { zone: 'cell', locator: `row ${row + 1}`, cell: { table: 0, row, column } });
  }
}
