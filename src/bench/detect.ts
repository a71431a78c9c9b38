/** Megabytes of text per second of all detectors, against ripgrep looking for a fixed list. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { partPath } from '../core/brand.ts';
import type { DetectorData, TermEntry } from '../core/detector-data.ts';
import { TextBuilder } from '../core/text.ts';
import type { Detectors } from '../detect/detect.ts';
import { missingPrograms } from '../testing/gateway.ts';
import { builtConfig, builtDetect } from './built.ts';
import { inventedWords, textWithTerms } from './nordic-text.ts';
import { median, printTable, short, verdict } from './statistics.ts';

const PIECES = 5_000;
const PIECE_LENGTH = 10_000;
const ROUNDS = 3;
const FEW = 500;
const MANY = 5_000;
const MOST = 20_000;
const GOALS = { few: 0.9, many: 5, loss: 0.35 };

async function shippedData(folder: string): Promise<DetectorData> {
  const { loadSettings, readRules } = await builtConfig();
  const settings = loadSettings({ env: {}, cwd: folder });
  const loaded = readRules(settings, { now: () => Date.now() });
  if (loaded.errors.length > 0) throw new Error(loaded.errors.join('; '));
  return loaded.detectors;
}

/** So many of a list, from all over it. */
function spread<T>(list: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, list.length / count);
  return Array.from({ length: Math.min(count, list.length) }, (_, i) => list[Math.floor(i * step)]).filter(
    (item) => item !== undefined,
  );
}

/** Shipped terms as ripgrep can look for them: words and phrases that stand by themselves. */
const plainTerms = (terms: readonly TermEntry[]): readonly TermEntry[] =>
  terms.filter(({ term, mode }) => /^\p{L}[\p{L} -]{3,40}$/u.test(term) && mode !== 'suffix' && mode !== 'inside');

/**
 * A term list of a size: always the same shipped terms, and words that stand nowhere. So the hits stay the same and what is measured is the
 * number of terms.
 */
function withTerms(data: DetectorData, few: readonly TermEntry[], count: number): DetectorData {
  const invented = inventedWords(count - few.length).map((term): TermEntry => ({
    category: 'health',
    group: '',
    lang: 'sv',
    term,
    strength: 'weak',
    mode: 'inflect',
  }));
  return { ...data, terms: [...few, ...invented] };
}

/** @returns seconds for all pieces, each a mail's body of its own */
function detectAll(detectors: Detectors, pieces: readonly string[]): number {
  const context = {
    today: '2026-03-02T09:14:00Z',
    senderName: 'Berit Holm',
    recipientNames: ['ola.lund@example.org'],
    bulk: false,
    autoSubmitted: false,
    reveal: false,
    personSalt: 'bench',
  };
  const start = performance.now();
  for (const piece of pieces) {
    const text = new TextBuilder().add(piece, { zone: 'body' }).build(partPath('1'), 'body', []);
    detectors.detect({ texts: [text], context });
  }
  return (performance.now() - start) / 1000;
}

function ripgrep(terms: string, text: string): number {
  const start = performance.now();
  const { status } = spawnSync('rg', ['-i', '-w', '-F', '-c', '-f', terms, text], { stdio: 'ignore' });
  if (status !== 0 && status !== 1) throw new Error(`rg ended with ${status ?? 'a signal'}`);
  return (performance.now() - start) / 1000;
}

/** Prints the table. */
export async function detect(folder: string): Promise<void> {
  const missing = missingPrograms('rg');
  const { compileDetectors } = await builtDetect();
  const data = await shippedData(folder);
  const plain = plainTerms(data.terms);
  const fewTerms = spread(plain, FEW);
  const pieces = textWithTerms(
    PIECES,
    PIECE_LENGTH,
    fewTerms.map(({ term }) => term),
  );
  const text = join(folder, 'text.txt');
  writeFileSync(text, `${pieces.join('\n')}\n`);
  const megabytes = Buffer.byteLength(pieces.join('\n')) / 1e6;
  const lists = { few: join(folder, 'few.txt'), many: join(folder, 'many.txt') };
  const write = (file: string, terms: readonly TermEntry[]): void =>
    writeFileSync(file, terms.map(({ term }) => term).join('\n'));
  write(lists.few, fewTerms);
  write(lists.many, spread(plain, MANY));
  const buildStart = performance.now();
  const shipped = compileDetectors(data);
  const buildMs = performance.now() - buildStart;
  const few = compileDetectors(withTerms(data, fewTerms, FEW));
  const most = compileDetectors(withTerms(data, fewTerms, MOST));
  const seconds = new Map<string, number[]>();
  const take = (name: string, value: number): void => void seconds.set(name, [...(seconds.get(name) ?? []), value]);
  for (const detectors of [shipped, few, most]) detectAll(detectors, pieces.slice(0, PIECES / 10));
  for (let round = 0; round < ROUNDS; round++) {
    take('all detectors, shipped terms', detectAll(shipped, pieces));
    take(`all detectors, ${FEW} terms`, detectAll(few, pieces));
    take(`all detectors, ${MOST} terms`, detectAll(most, pieces));
    if (missing !== null) continue;
    take(`rg -i -w -F, ${FEW} terms`, ripgrep(lists.few, text));
    take(`rg -i -w -F, ${MANY} terms`, ripgrep(lists.many, text));
  }
  const rate = (name: string): number => megabytes / median(seconds.get(name) ?? []);
  printTable(
    `Detection over ${short(megabytes)} MB of Swedish and Norwegian text in pieces of 10 KB (${ROUNDS} rounds)`,
    [
      ['', 'MB/s', '/rg 500'],
      ...[...seconds.keys()].map((name) => [
        name,
        short(rate(name)),
        short(rate(name) / rate(`rg -i -w -F, ${FEW} terms`)),
      ]),
    ],
  );
  console.log(`  ${data.terms.length} shipped terms, compiled in ${short(buildMs)} ms`);
  if (missing === null) {
    const ours = rate('all detectors, shipped terms');
    const ofFew = ours / rate(`rg -i -w -F, ${FEW} terms`);
    const ofMany = ours / rate(`rg -i -w -F, ${MANY} terms`);
    console.log(`  of ripgrep with ${FEW} terms: ${short(ofFew)}, goal ${GOALS.few}: ${verdict(ofFew >= GOALS.few)}`);
    console.log(
      `  of ripgrep with ${MANY} terms: ${short(ofMany)}, goal ${GOALS.many}: ${verdict(ofMany >= GOALS.many)}`,
    );
  } else console.log(`  comparison with ripgrep ${missing}`);
  const loss = 1 - rate(`all detectors, ${MOST} terms`) / rate(`all detectors, ${FEW} terms`);
  console.log(
    `  lost from ${FEW} to ${MOST} terms: ${short(loss * 100)} %, goal at most ${GOALS.loss * 100}: ${verdict(loss <= GOALS.loss)}`,
  );
}
