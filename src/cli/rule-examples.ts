/** Runs the examples that rules carry: each through extraction, detection and its own rule. */
import { EXAMPLE_ADDRESSES } from '../config/config.ts';
import { messageId } from '../core/brand.ts';
import type { DetectorData } from '../core/detector-data.ts';
import type { Envelope } from '../core/envelope.ts';
import type { InspectionReport } from '../core/inspection.ts';
import type { PolicyRule, RuleExample } from '../core/rules.ts';
import { compileDetectors, type Detectors } from '../detect/detect.ts';
import { DEFAULT_LIMITS } from '../extract/extract.ts';
import { inspectMessage } from '../inspect/inspect.ts';
import { rule as ruleMail } from '../policy/policy.ts';
import { exampleMail } from './example-mail.ts';

/** Examples are read on this day, so that they mean the same next year. */
const EXAMPLE_DAY = '2026-11-23';
const EXAMPLE_DOMAIN = EXAMPLE_ADDRESSES.internal.slice(EXAMPLE_ADDRESSES.internal.indexOf('@') + 1);

/** What came of one example. */
export interface ExampleResult {
  readonly rule: PolicyRule;
  readonly example: RuleExample;
  readonly matched: boolean;
  readonly passed: boolean;
  readonly report: InspectionReport;
}

/** What examples run against. */
export interface ExampleSurroundings {
  readonly detectors: DetectorData;
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly channels: readonly string[];
  readonly internalDomains: readonly string[];
}

/**
 * Runs every example of the rules, one after the other, in this process: examples are the house's own text.
 * The rule is tried alone and as if enforced; its exceptions and `insteadOf` are left out. OCR is off.
 */
export async function* runExamples(
  rules: readonly PolicyRule[],
  around: ExampleSurroundings,
): AsyncGenerator<ExampleResult, void, undefined> {
  const detectors = compileDetectors(around.detectors);
  for (const rule of rules) {
    for (const example of rule.examples) {
      const envelope = envelopeOf(example);
      const report = await inspectExample(example, envelope, around.detectors.options.secureWords, detectors);
      const rulings = ruleMail({
        envelope,
        report,
        rules: [{ ...rule, mode: 'enforce', exceptions: [], insteadOf: [] }],
        lists: around.lists,
        channels: around.channels,
        internalDomains: [EXAMPLE_DOMAIN, ...around.internalDomains],
        today: EXAMPLE_DAY,
      });
      const matched = rulings.some(({ matches }) => matches.some((match) => match.rule === rule.id));
      yield { rule, example, matched, passed: matched === (example.kind === 'hit'), report };
    }
  }
}

function envelopeOf(example: RuleExample): Envelope {
  return {
    id: messageId('EXAMPLE'),
    sender: example.from ?? EXAMPLE_ADDRESSES.sender,
    recipients: [{ address: example.to }],
    receivedAt: `${EXAMPLE_DAY}T08:00:00Z`,
    body: '8BITMIME',
    smtputf8: false,
    requireTls: false,
    dsn: {},
    client: { address: '127.0.0.1', helo: 'example' },
    listener: 'example',
  };
}

const inspectExample = (
  example: RuleExample,
  envelope: Envelope,
  secureWords: readonly string[],
  detectors: Detectors,
): Promise<InspectionReport> =>
  inspectMessage(exampleMail(example), {
    detectors,
    secureWords,
    sender: envelope.sender,
    recipients: envelope.recipients.map(({ address }) => address),
    receivedAt: envelope.receivedAt,
    reveal: false,
    limits: DEFAULT_LIMITS,
    ocr: { budgetMs: 0, pages: 0 },
    personSalt: 'example',
    now: () => performance.now(),
  });
