/** `brevvakt scan` over a folder of mail, and mails that would show work growing faster than their size. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { CLI } from '../testing/gateway.ts';
import { plainText } from './nordic-text.ts';
import { attachmentMail, docx, DOCX_TYPE, htmlMail, textMail } from './sample-mail.ts';
import { printTable, short, verdict } from './statistics.ts';

const MAILS = 3_000;
/** Twice the size may take this many times as long; start-up costs make it less than two on small ones. */
const GROWTH = 3;

function scanSeconds(folder: string, path: string): { readonly seconds: number; readonly lines: string[] } {
  const start = performance.now();
  const { stdout, stderr, status } = spawnSync(process.execPath, [CLI, 'scan', '--json', path], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 512 * 1024 * 1024,
    timeout: 300_000,
  });
  if (status !== 0) throw new Error(`scan failed: ${stderr.slice(-500)}`);
  return { seconds: (performance.now() - start) / 1000, lines: stdout.trim().split('\n') };
}

function fill(folder: string): number {
  mkdirSync(folder);
  const kinds = [textMail(2_000), htmlMail(10_000), textMail(6_000), htmlMail(30_000)];
  const withDocument = attachmentMail('beslut.docx', DOCX_TYPE, docx(20_000, 30_000));
  let size = 0;
  for (let i = 0; i < MAILS; i++) {
    const bytes = i % 20 === 0 ? withDocument : (kinds[i % kinds.length] ?? withDocument);
    writeFileSync(join(folder, `${String(i).padStart(5, '0')}.eml`), bytes);
    size += bytes.length;
  }
  return size;
}

async function parseAll(folder: string): Promise<number> {
  const start = performance.now();
  for (const name of readdirSync(folder)) await simpleParser(readFileSync(join(folder, name)));
  return (performance.now() - start) / 1000;
}

const manyParts = (count: number): Buffer =>
  Buffer.from(
    [
      'From: berit.holm@kommun.example',
      'To: ola.lund@example.org',
      'Subject: delar',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="grans"',
      '',
      ...Array.from(
        { length: count },
        (_, i) => `--grans\r\nContent-Type: text/plain\r\n\r\nDel ${i}: ${plainText(100, i)}`,
      ),
      '--grans--',
      '',
    ].join('\r\n'),
  );
const manyRecipients = (count: number): Buffer =>
  Buffer.concat([
    Buffer.from(`Cc: ${Array.from({ length: count }, (_, i) => `namn.${i}@kommun.example`).join(',\r\n ')}\r\n`),
    textMail(2_000),
  ]);

/** The body's line ends taken out. */
function oneLine(mail: Buffer): Buffer {
  const body = mail.indexOf('\r\n\r\n') + 4;
  return Buffer.concat([mail.subarray(0, body), Buffer.from(mail.toString('utf8', body).replaceAll('\r\n', ' '))]);
}

/** What could grow faster than its size; small and twice that. */
const GROWING: readonly { readonly what: string; readonly make: (scale: number) => Buffer }[] = [
  { what: '25 MB of text in the body', make: (scale) => textMail(12_500_000 * scale) },
  { what: '25 MB of text in one line', make: (scale) => oneLine(textMail(12_500_000 * scale)) },
  { what: '10,000 parts', make: (scale) => manyParts(5_000 * scale) },
  { what: '40,000 addresses in Cc', make: (scale) => manyRecipients(20_000 * scale) },
];

/** Prints the tables. */
export async function scan(folder: string): Promise<void> {
  const mails = join(folder, 'mails');
  const megabytes = fill(mails) / 1e6;
  const parsed = await parseAll(mails);
  const { seconds, lines } = scanSeconds(folder, mails);
  if (lines.length !== MAILS) throw new Error(`scan printed ${lines.length} of ${MAILS} lines`);
  printTable(`brevvakt scan over ${MAILS} mails, ${short(megabytes)} MB`, [
    ['', 'seconds', 'MB/s', 'mails/s'],
    ['brevvakt scan', short(seconds), short(megabytes / seconds), short(MAILS / seconds)],
    ['mailparser alone, one process', short(parsed), short(megabytes / parsed), short(MAILS / parsed)],
    ['ratio', short(seconds / parsed), short(parsed / seconds), short(parsed / seconds)],
  ]);
  const rows = [['one mail', 'half s', 'whole s', 'growth', 'uninspected']];
  let worst = 0;
  for (const { what, make } of GROWING) {
    const times = [1, 2].map((scale) => {
      const file = join(folder, 'one.eml');
      writeFileSync(file, make(scale));
      const { lines: out } = scanSeconds(folder, file);
      return JSON.parse(out[0] ?? '{}') as { ms: number; uninspected: { reason: string }[] };
    });
    const [half, whole] = times;
    const growth = (whole?.ms ?? Number.NaN) / (half?.ms ?? Number.NaN);
    worst = Math.max(worst, growth);
    const reasons = [...new Set(whole?.uninspected.map((entry) => entry.reason))].join(', ');
    rows.push([what, short((half?.ms ?? 0) / 1000), short((whole?.ms ?? 0) / 1000), short(growth), reasons]);
  }
  printTable('Growth with size', rows);
  console.log(`  twice the size: at most ${short(worst)} times as long, goal ${GROWTH}: ${verdict(worst <= GROWTH)}`);
}
