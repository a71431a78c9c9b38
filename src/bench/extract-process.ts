/**
 * Reads one document several times in a process of its own: `node --import tsx extract-process.ts OURS|LIBRARY FORMAT FILE`.
 * Prints first and later time in ms and the peak of memory above that of the loaded process in MiB, as JSON.
 */
import { readFileSync } from 'node:fs';
import { Parser } from 'htmlparser2';
import { DOCX_TYPE, attachmentMail } from './sample-mail.ts';
import { builtExtract } from './built.ts';
import { median } from './statistics.ts';

const TYPES: Readonly<Record<string, string>> = {
  docx: DOCX_TYPE,
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  html: 'text/html; charset=utf-8',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
};
const LATER = 3;

async function workbook(): Promise<(bytes: Buffer) => Promise<void>> {
  const { read, utils } = await import('@e965/xlsx');
  return async (bytes) => {
    const book = read(bytes);
    for (const sheet of Object.values(book.Sheets)) utils.sheet_to_csv(sheet);
    await Promise.resolve();
  };
}

/** The bare library of a format: text out, nothing else asked. */
const LIBRARIES: Readonly<Record<string, () => Promise<(bytes: Buffer) => Promise<void>>>> = {
  docx: async () => {
    const { default: mammoth } = await import('mammoth');
    return async (bytes) => {
      await mammoth.extractRawText({ buffer: bytes });
    };
  },
  pdf: async () => {
    const { PDFParse } = await import('pdf-parse');
    return async (bytes) => {
      const parser = new PDFParse({ data: new Uint8Array(bytes) });
      await parser.getText();
      await parser.destroy();
    };
  },
  xlsx: workbook,
  ods: workbook,
  odt: async () => {
    const { read } = await import('cfb');
    return async (bytes) => {
      const content = read(bytes, { type: 'buffer' }).FileIndex.find(({ name }) => name === 'content.xml')?.content;
      const texts: string[] = [];
      new Parser({ ontext: (text) => texts.push(text) }, { xmlMode: true }).end(
        Buffer.from(content ?? []).toString('utf8'),
      );
      await Promise.resolve(texts.join(''));
    };
  },
  html: async () => {
    await Promise.resolve();
    return async (bytes) => {
      const texts: string[] = [];
      new Parser({ ontext: (text) => texts.push(text) }).end(bytes.toString('utf8'));
      await Promise.resolve(texts.join(''));
    };
  },
};

async function ours(format: string, bytes: Buffer): Promise<() => Promise<void>> {
  const { extractMessage, DEFAULT_LIMITS } = await builtExtract();
  const mail = Buffer.from(attachmentMail(`fil.${format}`, TYPES[format] ?? '', bytes));
  return async () => {
    const reading = await extractMessage(mail, {
      limits: DEFAULT_LIMITS,
      ocr: { budgetMs: 0, pages: 0 },
      skip: new Map(),
      onDocument: () => undefined,
      passwords: () => [],
      now: () => performance.now(),
    });
    if (reading.uninspected.length > 0) throw new Error(`not read: ${JSON.stringify(reading.uninspected[0])}`);
  };
}

const [who, format = '', file = ''] = process.argv.slice(2);
const bytes = readFileSync(file);
const read = who === 'OURS' ? await ours(format, bytes) : await LIBRARIES[format]?.();
if (read === undefined) throw new TypeError(`no library for ${format}`);
// what building the mail left behind is not ours to answer for
globalThis.gc?.();
const idle = process.memoryUsage.rss();
const times: number[] = [];
for (let i = 0; i <= LATER; i++) {
  const start = performance.now();
  await read(bytes);
  times.push(performance.now() - start);
}
const peak = process.resourceUsage().maxRSS * 1024;
console.log(
  JSON.stringify({ first: times[0], later: median(times.slice(1)), peakMiB: Math.max(0, peak - idle) / 1_048_576 }),
);
process.exit(0);
