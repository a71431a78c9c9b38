/** What small mails wait while large ones are inspected beside them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startGateway, startLoad, withProcesses, type Processes } from './processes.ts';
import { largeMail, pdfMail, textMail } from './sample-mail.ts';
import { median, printTable, quantile, short, verdict } from './statistics.ts';

const ROUNDS = 4;
const RUN_MS = 4_000;
const SMALL_CONNECTIONS = 2;
const SMALL_PAUSE_MS = 10;
const GOAL = 3;

/** Prints the table. */
export async function latency(folder: string): Promise<void> {
  await withProcesses((processes) => measure(folder, processes));
}

async function measure(folder: string, processes: Processes): Promise<void> {
  const load = await processes.add(startLoad());
  const gateway = await processes.add(startGateway(join(folder, 'gateway'), load.port));
  const files = { small: textMail(2_000), pdf: pdfMail(), large: largeMail(25_000_000) };
  const file = (name: keyof typeof files): string => join(folder, `${name}.eml`);
  for (const name of ['small', 'pdf', 'large'] as const) writeFileSync(file(name), files[name]);
  const small = { file: file('small'), connections: SMALL_CONNECTIONS, pauseMs: SMALL_PAUSE_MS };
  const alone = { p50: [] as number[], p99: [] as number[] };
  const beside = { p50: [] as number[], p99: [] as number[] };
  let pdfs = 0;
  const note = (into: typeof alone, answers: readonly number[]): void => {
    into.p50.push(quantile(answers, 0.5));
    into.p99.push(quantile(answers, 0.99));
  };
  await load.run({ port: gateway.port, ms: 1_500, streams: [small, { file: file('pdf'), connections: 1 }] });
  for (let round = 0; round < ROUNDS; round++) {
    const quiet = await load.run({ port: gateway.port, ms: RUN_MS, streams: [small] });
    note(alone, quiet.streams[0]?.answers ?? []);
    const busy = await load.run({
      port: gateway.port,
      ms: RUN_MS,
      streams: [small, { file: file('pdf'), connections: 2 }],
    });
    note(beside, busy.streams[0]?.answers ?? []);
    pdfs += busy.streams[1]?.answers.length ?? 0;
  }
  const flood = await load.run({
    port: gateway.port,
    ms: 60_000,
    streams: [
      { file: file('large'), connections: 1, mails: 1 },
      { file: file('small'), connections: 5, mails: 50 },
    ],
  });
  const ratio = median(beside.p99) / median(alone.p99);
  printTable(`Time to the answer of a 2 KB mail (median of ${ROUNDS} rounds)`, [
    ['', 'p50 ms', 'p99 ms'],
    ['alone', short(median(alone.p50)), short(median(alone.p99))],
    [`beside ${pdfs} PDF mails of 1 MB`, short(median(beside.p50)), short(median(beside.p99))],
    ['ratio', short(median(beside.p50) / median(alone.p50)), short(ratio)],
  ]);
  console.log(`  p99 beside a PDF: ${short(ratio)} times, goal at most ${GOAL}: ${verdict(ratio <= GOAL)}`);
  const [large, fifty] = flood.streams;
  console.log(
    `  50 small mails beside one of 25 MB: slowest answer ${short(Math.max(...(fifty?.answers ?? [])))} ms, the large one's ${short(large?.answers[0] ?? Number.NaN)} ms`,
  );
}
