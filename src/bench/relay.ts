/** Messages per second and time to the answer, against the bare pass-through and against one that syncs. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadResult } from './load.ts';
import {
  processorMs,
  startGateway,
  startLoad,
  startPassThrough,
  withProcesses,
  type Load,
  type Processes,
  type Relay,
} from './processes.ts';
import { htmlMail, relayMails } from './sample-mail.ts';
import { median, printTable, quantile, short, verdict } from './statistics.ts';

const ROUNDS = 3;
const RUN_MS = 2_000;
/** V8 compiles what runs often: a gateway that runs for weeks is measured warm, and so are its peers. */
const FIRST_WARM_UP_MS = 15_000;
const WARM_UP_MS = 1_500;
const GOAL = 0.6;

interface Cell {
  readonly rate: number[];
  readonly p50: number[];
  readonly p99: number[];
  /** processor time per mail, ms, all processes */
  readonly cpu: number[];
}

async function measure(load: Load, relay: Relay, file: string, connections: number, ms: number): Promise<LoadResult> {
  const result = await load.run({ port: relay.port, ms, streams: [{ file, connections }] });
  const [stream] = result.streams;
  if (stream === undefined || stream.refused > 0 || result.delivered !== stream.answers.length) {
    throw new Error(`mails were refused or lost: ${stream?.refused ?? 0} refused, ${result.delivered} delivered`);
  }
  return result;
}

/** Prints the table. @param folder for data of the gateway */
export async function relay(folder: string): Promise<void> {
  await withProcesses(async (processes) => {
    await measureAll(folder, processes);
  });
}

async function measureAll(folder: string, processes: Processes): Promise<void> {
  const load = await processes.add(startLoad());
  const gateway = await processes.add(startGateway(join(folder, 'gateway'), load.port));
  const peers: readonly (readonly [string, Relay])[] = [
    ['bare', await processes.add(startPassThrough(load.port, null))],
    ['syncing', await processes.add(startPassThrough(load.port, join(folder, 'synced')))],
    ['Brevvakt', gateway],
  ];
  const rows = [
    [
      'mail',
      'connections',
      'bare/s',
      'syncing/s',
      'Brevvakt/s',
      '/bare',
      '/syncing',
      'p50 ms',
      'p99 ms',
      'p99 /syncing',
      'CPU ms',
      'CPU /syncing',
    ],
  ];
  const goals: string[] = [];
  const file = join(folder, 'mail.eml');
  writeFileSync(file, htmlMail(10_000));
  for (const [, peer] of peers) await measure(load, peer, file, 10, FIRST_WARM_UP_MS);
  for (const mail of relayMails()) {
    writeFileSync(file, mail.bytes);
    for (const [, peer] of peers) await measure(load, peer, file, 4, WARM_UP_MS);
    for (const connections of [1, 10]) {
      const cells = new Map<string, Cell>(peers.map(([name]) => [name, { rate: [], p50: [], p99: [], cpu: [] }]));
      for (let round = 0; round < ROUNDS; round++) {
        for (const [name, peer] of peers) {
          const before = processorMs(peer.pid);
          const { streams, delivered, seconds } = await measure(load, peer, file, connections, RUN_MS);
          const cell = cells.get(name);
          cell?.cpu.push((processorMs(peer.pid) - before) / delivered);
          cell?.rate.push(delivered / seconds);
          cell?.p50.push(quantile(streams[0]?.answers ?? [], 0.5));
          cell?.p99.push(quantile(streams[0]?.answers ?? [], 0.99));
        }
      }
      const of = (name: string, figure: keyof Cell): number => median(cells.get(name)?.[figure] ?? []);
      const ratio = of('Brevvakt', 'rate') / of('syncing', 'rate');
      rows.push([
        mail.name,
        String(connections),
        ...['bare', 'syncing', 'Brevvakt'].map((name) => short(of(name, 'rate'))),
        short(of('Brevvakt', 'rate') / of('bare', 'rate')),
        short(ratio),
        short(of('Brevvakt', 'p50')),
        short(of('Brevvakt', 'p99')),
        short(of('Brevvakt', 'p99') / of('syncing', 'p99')),
        short(of('Brevvakt', 'cpu')),
        short(of('Brevvakt', 'cpu') / of('syncing', 'cpu')),
      ]);
      if (mail.name.startsWith('10 KB') && connections === 10) {
        goals.push(
          `10 KB at 10 connections: ${short(ratio)} of the syncing pass-through, goal ${GOAL}: ${verdict(ratio >= GOAL)}`,
        );
      }
    }
  }
  printTable(
    `Relay: mails delivered per second, full inspection, default rules, SQLite (median of ${ROUNDS} interleaved rounds)`,
    rows,
  );
  for (const goal of goals) console.log(`  ${goal}`);
  console.log(`  start to "brevvakt ready": ${short(gateway.readyMs)} ms`);
}
