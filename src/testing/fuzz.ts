/**
 * `npm run fuzz`: changed goldens through the whole inspection, in processes of their own.
 *
 *   npm run fuzz -- [--seconds N] [--seed N] [--processes N] [--out DIR] [--seeds DIR]...
 *
 * Checks that an inspection never throws, ends within its time, stays within its memory, gives a report that can be sent
 * between processes, covers texts with segments (P5) and loses no part silently (P4). Each new kind of failure is printed
 * with a shortened mail that shows it. Exits 1 when there was any. A case follows from the seed and its number alone.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Dice, mutate, mutateDocument, wrap } from './fuzz-mutations.ts';
import { FuzzProcess } from './fuzz-process.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    seed: { type: 'string', default: '1' },
    processes: { type: 'string', default: '2' },
    out: { type: 'string' },
    /** further folders of mails and documents */
    seeds: { type: 'string', multiple: true, default: [] },
  },
});

/** Bytes above which a golden only slows the run. */
const MAX_GOLDEN = 400_000;
const MINIMISE_TRIES = 60;
const MINIMISE_MS = 90_000;

interface Golden {
  readonly name: string;
  readonly bytes: Buffer;
}

/** One thing to try: what is shortened when it fails, and how a mail is made of it. */
interface Case {
  readonly name: string;
  readonly core: Buffer;
  readonly toMail: (core: Buffer) => Buffer;
}

function goldensIn(folder: string): Golden[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/\.(?:json|md|ts)$/u.test(entry.name))
    .map((entry) => ({ name: entry.name, bytes: readFileSync(join(entry.parentPath, entry.name)) }))
    .filter((golden) => golden.bytes.length > 0 && golden.bytes.length <= MAX_GOLDEN)
    .sort((a, b) => a.name.localeCompare(b.name));
}

const fixtures = fileURLToPath(new URL('../../test-fixtures/', import.meta.url));
const goldens = ['mail', 'documents', 'corpus']
  .map((folder) => goldensIn(join(fixtures, folder)))
  .concat(values.seeds.map(goldensIn));
const mails = goldens.flat().filter((golden) => golden.name.endsWith('.eml'));
const documents = goldens.flat().filter((golden) => !golden.name.endsWith('.eml'));
const TYPES = [
  'application/octet-stream',
  'application/octet-stream',
  'text/plain',
  'message/rfc822',
  'application/pdf',
  'image/png',
];

/** The case of a number: the same for the same seed and goldens. */
function caseOf(seed: number, number: number): Case {
  const dice = new Dice(seed * 1_000_003 + number);
  const all = goldens.flat();
  const other = dice.pick(all).bytes;
  if (dice.below(5) < 2) {
    const golden = dice.pick(mails);
    const crlf = Buffer.from(golden.bytes.toString('latin1').replace(/\r?\n/gu, '\r\n'), 'latin1');
    return { name: golden.name, core: mutate(crlf, dice, other), toMail: (core) => core };
  }
  const golden = dice.pick(documents);
  const core = mutateDocument(golden.bytes, dice, other);
  const declared = dice.pick(TYPES);
  const name = dice.below(6) === 0 ? dice.pick(documents).name : golden.name;
  if (dice.below(6) > 0) return { name: golden.name, core, toMail: (bytes) => wrap(name, bytes, declared) };
  // the mail around it is changed as well
  return { name: golden.name, core: mutate(wrap(name, core, declared), dice, other), toMail: (bytes) => bytes };
}

/** Cuts pieces away while the failure stays; bounded, not perfect. */
async function minimise(one: Case, failure: string, lane: FuzzProcess): Promise<Buffer> {
  const end = Date.now() + MINIMISE_MS;
  let core = one.core;
  let tries = 0;
  for (let pieces = 2; pieces <= 64 && core.length > 1; pieces *= 2) {
    const size = Math.ceil(core.length / pieces);
    for (let at = 0; at < core.length;) {
      if (++tries > MINIMISE_TRIES || Date.now() > end) return core;
      const shorter = Buffer.concat([core.subarray(0, at), core.subarray(at + size)]);
      const { failures } = await lane.ask(one.toMail(shorter));
      if (failures.includes(failure)) core = shorter;
      else at += size;
    }
  }
  return core;
}

const seconds = Number(values.seconds);
const seed = Number(values.seed);
const width = Number(values.processes);
if (![seconds, seed, width].every((value) => Number.isSafeInteger(value) && value > 0))
  throw new TypeError('--seconds, --seed and --processes are whole numbers above 0');
const out = values.out ?? mkdtempSync(join(tmpdir(), 'brevvakt-fuzz-'));
mkdirSync(out, { recursive: true });

const seen = new Map<string, number>();
let next = 0;
let slowest = { ms: 0, number: 0 };

async function keep(one: Case, failure: string, number: number, lane: FuzzProcess): Promise<void> {
  const count = seen.get(failure) ?? 0;
  seen.set(failure, count + 1);
  if (count > 0) return;
  // memory left over from other mails is none of this one's doing
  const again = await lane.ask(one.toMail(one.core), true);
  if (!again.failures.includes(failure)) {
    seen.delete(failure);
    console.log(`case ${number} (${one.name}): ${failure}, not again in a fresh process`);
    return;
  }
  const path = join(out, `${seed}-${number}.eml`);
  writeFileSync(path, one.toMail(await minimise(one, failure, lane)));
  console.log(`case ${number} (${one.name}): ${failure}\n  ${path}`);
}

async function run(lane: FuzzProcess, end: number): Promise<void> {
  while (Date.now() < end) {
    const number = ++next;
    const one = caseOf(seed, number);
    const { failures, ms } = await lane.ask(one.toMail(one.core));
    if (ms > slowest.ms) slowest = { ms, number };
    for (const failure of failures) await keep(one, failure, number, lane);
  }
  lane.stop();
}

const lanes = Array.from({ length: width }, () => new FuzzProcess());
console.log(`${mails.length} mails, ${documents.length} documents, seed ${seed}, ${seconds} s, failures to ${out}`);
await Promise.all(lanes.map((lane) => run(lane, Date.now() + seconds * 1000)));
const peak = Math.max(...lanes.map((lane) => lane.peakBytes));
console.log(
  `${next} cases; slowest ${Math.round(slowest.ms)} ms of processor time (case ${slowest.number}); ` +
    `most memory ${Math.round(peak / 1_048_576)} MiB; kinds of failure: ${seen.size}`,
);
for (const [failure, count] of seen) console.log(`  ${count} × ${failure}`);
process.exitCode = seen.size === 0 ? 0 : 1;
