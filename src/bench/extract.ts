/** Time and memory of reading documents, against the bare library of each format. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NEW_SPACE_MEGABYTES } from '../inspect/isolation.ts';
import { plainText } from './nordic-text.ts';
import { docx, ods, odt, pdf, xlsx } from './sample-mail.ts';
import { printTable, short } from './statistics.ts';

interface Cost {
  readonly first: number;
  readonly later: number;
  readonly peakMiB: number;
}

const html = (length: number): Buffer =>
  Buffer.from(`<html><body><p>${plainText(length).replaceAll('\r\n', '</p>\r\n<p class="Brod">')}</p></body></html>`);

const DOCUMENTS: readonly { readonly format: string; readonly what: string; readonly make: () => Buffer }[] = [
  { format: 'docx', what: 'docx, 60 KB of text', make: () => docx(60_000) },
  { format: 'docx', what: 'docx, 1 MB of text', make: () => docx(1_000_000) },
  { format: 'docx', what: 'docx, 4 MB of text', make: () => docx(4_000_000) },
  { format: 'pdf', what: 'pdf, 10 pages', make: () => pdf(10) },
  { format: 'pdf', what: 'pdf, 100 pages', make: () => pdf(100) },
  { format: 'xlsx', what: 'xlsx, 1,000 rows', make: () => xlsx(1_000) },
  { format: 'xlsx', what: 'xlsx, 10,000 rows', make: () => xlsx(10_000) },
  { format: 'odt', what: 'odt, 60 KB of text', make: () => odt(60_000) },
  { format: 'odt', what: 'odt, 1 MB of text', make: () => odt(1_000_000) },
  { format: 'ods', what: 'ods, 1,000 rows', make: () => ods(1_000) },
  { format: 'ods', what: 'ods, 10,000 rows', make: () => ods(10_000) },
  { format: 'html', what: 'html, 100 KB', make: () => html(100_000) },
  { format: 'html', what: 'html, 2 MB', make: () => html(2_000_000) },
];

function costOf(who: 'OURS' | 'LIBRARY', format: string, file: string): Cost {
  const script = fileURLToPath(new URL('extract-process.ts', import.meta.url));
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--expose-gc', `--max-semi-space-size=${NEW_SPACE_MEGABYTES}`, '--import', 'tsx', script, who, format, file],
    {
      encoding: 'utf8',
      timeout: 120_000,
    },
  );
  if (status !== 0) throw new Error(`reading ${format} failed: ${stderr.slice(-500)}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Cost;
}

/** Prints the table. */
export async function extract(folder: string): Promise<void> {
  const rows = [
    ['document', 'KB', 'first ms', 'later ms', '/library first', '/library later', 'peak MiB', 'library MiB'],
  ];
  for (const { format, what, make } of DOCUMENTS) {
    const file = join(folder, `document.${format}`);
    const bytes = make();
    writeFileSync(file, bytes);
    const ours = costOf('OURS', format, file);
    const library = costOf('LIBRARY', format, file);
    rows.push([
      what,
      short(bytes.length / 1000),
      short(ours.first),
      short(ours.later),
      short(ours.first / library.first),
      short(ours.later / library.later),
      short(ours.peakMiB),
      short(library.peakMiB),
    ]);
  }
  printTable(
    'Reading documents (each in a fresh process; libraries: mammoth, pdf-parse, @e965/xlsx, htmlparser2; of .odt the bare text of its XML)',
    rows,
  );
  await Promise.resolve();
}
