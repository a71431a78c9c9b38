/** Memory of the main process while large mails come in and go out. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { residentMiB, startGateway, startLoad, withProcesses, type Processes } from './processes.ts';
import { largeMail, textMail } from './sample-mail.ts';
import { printTable, short, verdict } from './statistics.ts';

const MAILS = 16;
const GOAL_MIB = 8;
const SAMPLE_MS = 20;

/** Prints the table. */
export async function memory(folder: string): Promise<void> {
  await withProcesses((processes) => measure(folder, processes));
}

async function measure(folder: string, processes: Processes): Promise<void> {
  const load = await processes.add(startLoad());
  const gateway = await processes.add(startGateway(join(folder, 'gateway'), load.port));
  const small = join(folder, 'small.eml');
  const large = join(folder, 'large.eml');
  writeFileSync(small, textMail(2_000));
  writeFileSync(large, largeMail(25_000_000));
  await load.run({ port: gateway.port, ms: 1_000, streams: [{ file: small, connections: 2 }] });
  await new Promise((done) => setTimeout(done, 1_000));
  const idle = residentMiB(gateway.pid);
  let peak = idle;
  const timer = setInterval(() => (peak = Math.max(peak, residentMiB(gateway.pid))), SAMPLE_MS);
  const result = await load.run({
    port: gateway.port,
    ms: 120_000,
    streams: [{ file: large, connections: MAILS, mails: MAILS }],
  });
  clearInterval(timer);
  const each = (peak - idle) / MAILS;
  printTable(`Main process, ${MAILS} mails of 25 MB at once`, [
    ['idle MiB', 'peak MiB', 'per mail MiB', 'delivered', 'seconds'],
    [short(idle), short(peak), short(each), String(result.delivered), short(result.seconds)],
  ]);
  console.log(`  above idle per mail: ${short(each)} MiB, goal at most ${GOAL_MIB}: ${verdict(each <= GOAL_MIB)}`);
}
