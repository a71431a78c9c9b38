/**
 * `npm run train`: learns `rules/common/wording/model.json` from the labelled passages and mails.
 *
 * Passages are `test-fixtures/passages/*.tsv`: a label (a category, or `none`), a tab, one to three sentences. Mails are those of the
 * corpus that are not kept for measuring: every passage of a harmless one is harmless; of one that must be stopped, the passage that the model itself finds
 * weightiest, learnt in a second round. The model is a logistic regression over hashed features, so that its file stays
 * small, reading it costs no more than adding up bytes, and the same input gives the same file.
 *
 * `--corpus DIR` learns from the mails of another corpus, `--passages DIR` from other passages, `--out FILE` writes elsewhere.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadDetectorData } from '../config/detectors/detectors.ts';
import { PACKAGE_RULES } from '../config/package-rules.ts';
import type { WordingData } from '../core/detector-data.ts';
import { WORDING_VERSION } from '../core/wording-version.ts';
import { FEATURE_BITS } from '../detect/wording/features.ts';
import { compileTeaching, type Taught } from '../detect/wording/teaching.ts';
import { CORPUS, isTaught, readCorpus, textsOf } from './corpus.ts';
import { learn, type Example } from './logistic.ts';

const CATEGORY_BITS = 16;
/** Examples that a feature must stand in to be weighed. */
const LEAST = 2;
const LEAST_OF_CATEGORY = 3;
const ROUNDS = 2;
/** A passage of a harmless mail is seldom as hard as one that was written to be. */
const MAIL_WEIGHT = 0.5;
const HARMLESS = 'none';
/** Categories that have detectors of their own: a mail with them says nothing of the wording (passages may). */
const NOT_WORDING: ReadonlySet<string> = new Set([
  'national-id',
  'secrecy-marking',
  'state-security',
  'protected-identity',
  'password-in-clear',
  'weak-encryption',
  'hidden-data',
]);

interface Labelled extends Example {
  readonly label: string;
}

const flat = (taught: Taught): readonly number[] => taught.features.flat();

function readPassages(folder: string, teach: ReturnType<typeof compileTeaching>): Labelled[] {
  const seen = new Set<string>();
  const out: Labelled[] = [];
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.tsv'))
    .sort()) {
    for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
      const [label = '', text = ''] = line.split('\t');
      if (text === '' || seen.has(text)) continue;
      seen.add(text);
      out.push({ label, features: flat(teach.passage(text)), positive: label !== HARMLESS, weight: 1 });
    }
  }
  return out;
}

const { values } = parseArgs({
  options: {
    corpus: { type: 'string', default: CORPUS },
    passages: { type: 'string', default: fileURLToPath(new URL('../../test-fixtures/passages', import.meta.url)) },
    out: { type: 'string', default: join(PACKAGE_RULES, 'common/wording/model.json') },
  },
});
const { data } = loadDetectorData(PACKAGE_RULES);
const teach = compileTeaching(data);
const passages = readPassages(values.passages, teach);
const mails: { readonly act: boolean; readonly category: string; readonly taught: readonly Taught[] }[] = [];
for (const mail of readCorpus(values.corpus).filter(({ name }) => isTaught(name))) {
  if (mail.expected.categories.some((category) => NOT_WORDING.has(category))) continue;
  const taught = teach.mail(await textsOf(mail.bytes));
  mails.push({ act: mail.expected.act, category: mail.expected.categories[0] ?? 'health', taught });
}
const harmless = mails
  .filter((mail) => !mail.act)
  .flatMap((mail) => mail.taught.map((taught) => flat(taught)))
  .map((features): Labelled => ({ label: HARMLESS, features, positive: false, weight: MAIL_WEIGHT }));
let examples: readonly Labelled[] = [...passages, ...harmless];
let sensitive = learn(examples, FEATURE_BITS, LEAST);
for (let round = 1; round < ROUNDS; round++) {
  const weightiest = mails
    .filter((mail) => mail.act && mail.taught.length > 0)
    .map((mail): Labelled => {
      const all = mail.taught.map((taught) => flat(taught));
      const odds = all.map((features) => sensitive.logOdds(features));
      const features = all[odds.indexOf(Math.max(...odds))] ?? [];
      return { label: mail.category, features, positive: true, weight: 1 };
    });
  examples = [...passages, ...harmless, ...weightiest];
  sensitive = learn(examples, FEATURE_BITS, LEAST);
}

const positives = examples.filter((example) => example.positive);
const names = [...new Set(positives.map((example) => example.label))].sort();
const countOf = (name: string): number => positives.filter((example) => example.label === name).length;
const most = Math.max(...names.map(countOf));
// The rare categories would be drowned by the common one.
const rows = names.map((name) => {
  const own = Math.sqrt(most / countOf(name));
  return learn(
    positives.map((example) => {
      const positive = example.label === name;
      return { ...example, positive, weight: positive ? own : 1 };
    }),
    CATEGORY_BITS,
    LEAST_OF_CATEGORY,
  );
});
const base64 = (weights: Float32Array, scale: number): string =>
  Buffer.from(Int8Array.from(weights, (w) => Math.max(-127, Math.min(127, Math.round(w / scale)))).buffer).toString(
    'base64',
  );
/** The largest weights are clipped: a byte is better spent on the many small ones. */
function scaleOf(all: readonly Float32Array[]): number {
  const sizes = all
    .flatMap((weights) =>
      Array.from(
        weights.filter((w) => w !== 0),
        Math.abs,
      ),
    )
    .sort((a, b) => a - b);
  return (sizes[Math.floor(sizes.length * 0.9995)] ?? 1) / 127;
}
const scale = scaleOf([sensitive.weights]);
const categoryScale = scaleOf(rows.map((row) => row.weights));
const model: WordingData = {
  version: WORDING_VERSION,
  bits: FEATURE_BITS,
  scale,
  bias: sensitive.bias,
  weights: base64(sensitive.weights, scale),
  categories: names.map((name, i) => ({
    name,
    bias: rows[i]?.bias ?? 0,
    weights: base64(rows[i]?.weights ?? new Float32Array(1 << CATEGORY_BITS), categoryScale),
  })),
  categoryBits: CATEGORY_BITS,
  categoryScale,
};
writeFileSync(values.out, `${JSON.stringify(model)}\n`);
console.log(
  `${passages.length} passages, ${harmless.length} passages of ${mails.filter((mail) => !mail.act).length} harmless mails, ` +
    `${mails.filter((mail) => mail.act).length} mails to stop: ${values.out}`,
);
