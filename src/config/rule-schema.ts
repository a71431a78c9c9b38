/** The schema of a rule file: validation and the JSON Schema for editors come from here. */
import { z } from 'zod';
import { ZONES } from '../core/category.ts';
import { UNINSPECTED_REASONS } from '../core/finding.ts';
import { MESSAGE_TYPES, RULE_MODES, UNINSPECTED_KINDS } from '../core/rules.ts';
import { ACTIONS } from '../core/ruling.ts';
import { address, day, headerName, line, oneOrMore, size, thingName, whole } from './values.ts';

const CONFIDENCES = ['low', 'medium', 'high'] as const;
const WHERES = ['subject', 'header', 'body', 'filename', 'attachment'] as const;

/** A name that may end in '*'. */
const pattern = z.string().regex(/^[^\s*]{1,64}\*?$/, { error: 'expected a name, which may end in *' });

/** What the gateway writes in the place of a rule when none decided. */
const GATEWAY_RULES: readonly string[] = ['default', 'uninspected-without-rule', 'inspection-failed'];

export const ruleId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,79}$/, { error: 'expected an id of lower-case letters, digits and hyphens' })
  .refine((id) => !GATEWAY_RULES.includes(id), { error: 'this id is taken by the gateway' });

const domainPattern = z.string().regex(/^(?:\*\.)?[^\s@*]{1,253}$/, {
  error: 'expected a domain such as example.org, or *.example.org for its subdomains',
});

const findingTest = z
  .strictObject({
    category: oneOrMore(pattern).optional().describe('categories, e.g. health; may end in *'),
    detector: oneOrMore(pattern).optional().describe('detectors, e.g. se-personnummer; may end in *'),
    confidence: z.enum(CONFIDENCES).default('medium').describe('at least this band; medium when left out'),
    score: whole(0, 100).optional().describe('at least this score'),
    where: oneOrMore(z.enum(WHERES)).optional().describe('subject, header, body, filename, attachment'),
    zone: oneOrMore(z.enum(ZONES)).optional().describe('where inside the text or document'),
    quoted: z.boolean().optional().describe('in a quoted reply or forwarded original, or not'),
    synthetic: z.boolean().optional().describe('official test and synthetic numbers, or real ones only'),
    count: whole(1, 1_000_000).default(1).describe('at least so many occurrences'),
  })
  .describe('a finding that passes all of these');

const uninspectedTest = z
  .strictObject({
    reason: oneOrMore(z.enum(UNINSPECTED_REASONS)).optional().describe('why it was not read'),
    kind: oneOrMore(z.enum(UNINSPECTED_KINDS)).optional().describe('what it is'),
    encryption: z
      .strictObject({
        algorithm: oneOrMore(pattern).optional().describe("e.g. 'AES*'"),
        bitsAtLeast: whole(1, 4096).optional().describe('key length; an unknown one never passes'),
      })
      .optional(),
  })
  .describe('something that could not be read');

const addressTest = z
  .union(
    [
      z.enum(['internal', 'external']),
      z.strictObject({
        is: z.enum(['internal', 'external']).optional().describe('by internalDomains of the settings'),
        addresses: oneOrMore(address).optional(),
        domains: oneOrMore(domainPattern).optional(),
        lists: oneOrMore(thingName).optional().describe('names of lists in rule files'),
      }),
    ],
    { error: 'expected internal, external, or keys is, addresses, domains, lists' },
  )
  .describe('internal, external, or an address that passes all of these');

/** A condition as written. Several keys in one map must all hold. */
export interface ConditionFile {
  readonly all?: readonly ConditionFile[] | undefined;
  readonly any?: readonly ConditionFile[] | undefined;
  readonly not?: ConditionFile | undefined;
  readonly finding?: z.output<typeof findingTest> | undefined;
  readonly distinctPersons?: number | undefined;
  readonly uninspected?: z.output<typeof uninspectedTest> | undefined;
  readonly recipient?: z.output<typeof addressTest> | undefined;
  readonly sender?: z.output<typeof addressTest> | undefined;
  readonly from?: z.output<typeof addressTest> | undefined;
  readonly listener?: readonly string[] | undefined;
  readonly secureWord?: boolean | undefined;
  readonly label?: readonly string[] | undefined;
  readonly size?: number | undefined;
  readonly attachments?: number | undefined;
  readonly recipients?: number | undefined;
  readonly messageType?: readonly (typeof MESSAGE_TYPES)[number][] | undefined;
  readonly signed?: boolean | undefined;
}

const condition: z.ZodType<ConditionFile> = z.lazy(() =>
  z
    .strictObject({
      all: z.array(condition).min(1).optional().describe('all of these hold'),
      any: z.array(condition).min(1).optional().describe('at least one of these holds'),
      not: condition.optional().describe('this does not hold'),
      finding: findingTest.optional(),
      distinctPersons: whole(1, 1_000_000).optional().describe('identifiers of at least so many different people'),
      uninspected: uninspectedTest.optional(),
      recipient: addressTest.optional(),
      sender: addressTest.optional().describe('the envelope sender'),
      from: addressTest.optional().describe('any address of the From field'),
      listener: oneOrMore(line).optional().describe('names of listeners in the settings'),
      secureWord: z.boolean().optional().describe('the subject asks for the secure channel'),
      label: oneOrMore(z.string().min(1).max(200)).optional().describe('classification labels; may end in *'),
      size: size.optional().describe('at least this large, e.g. 10MB'),
      attachments: whole(1, 100_000).optional().describe('at least so many attachments'),
      recipients: whole(1, 100_000).optional().describe('at least so many recipients'),
      messageType: oneOrMore(z.enum(MESSAGE_TYPES)).optional(),
      signed: z.boolean().optional().describe('S/MIME or PGP signed'),
    })
    .refine((one) => Object.values(one).some((value) => value !== undefined), {
      error: 'expected at least one condition, this one would always hold',
    }),
);

const thenObject = z.strictObject({
  action: z.enum(ACTIONS).describe('allow < tag < strip < reroute < hold < block'),
  channel: thingName.optional().describe('secure channel of the settings; the first one when left out'),
  tag: line.optional().describe('word put before the subject; without it only header fields are added'),
  fallback: oneOrMore(z.enum(ACTIONS))
    .optional()
    .describe('what instead, in this order, when the action cannot be done; ends in hold'),
  explain: z.boolean().optional().describe('the sender is told; default: yes, except for allow'),
  keepOriginal: z.boolean().optional().describe('keep an encrypted copy of the original'),
});
const thenSchema = z
  .union([z.enum(ACTIONS), thenObject], {
    error: 'expected an action, or keys action, channel, tag, fallback, explain',
  })
  .describe('the action, alone or with its details');
export type ThenFile = z.output<typeof thenSchema>;

const exception = z.strictObject({
  owner: line.describe('who answers for it'),
  reason: line.describe('why it is right'),
  expires: day.describe('last day it counts'),
  when: condition.describe('when it counts; if it names findings or uninspected parts, only those are excused'),
});
export type ExceptionFile = z.output<typeof exception>;

const exampleRecipient = z.union([z.enum(['internal', 'external']), address], {
  error: 'expected internal, external, or an address',
});
const example = z.strictObject({
  note: line.optional().describe('what it shows'),
  from: address.optional(),
  to: exampleRecipient.optional().describe('internal, external (default), or an address'),
  subject: z.string().max(998).optional(),
  body: z.string().optional(),
  attachments: z
    .array(
      z.strictObject({
        name: line,
        text: z.string().optional().describe('content as text'),
        base64: z
          .string()
          .regex(/^[A-Za-z0-9+\/\s]*={0,2}\s*$/, { error: 'expected base64' })
          .optional()
          .describe('content as base64, for documents'),
      }),
    )
    .optional(),
  headers: z.record(headerName, z.string()).optional(),
});
export type ExampleFile = z.output<typeof example>;
const examples = z
  .strictObject({
    hit: z.array(example).optional().describe('mails the rule must match'),
    miss: z.array(example).optional().describe('mails it must not match'),
    near: z.array(example).optional().describe('mails that look alike and must not match'),
  })
  .describe('small mails that `brevvakt rules test` runs');
export type ExamplesFile = z.output<typeof examples>;

const asciiName = z.string().regex(/^[\x20-\x7e]{1,100}$/, {
  error: 'expected one line of at most 100 plain ASCII characters: it stands in SMTP replies',
});

const rule = z.strictObject({
  id: ruleId.describe('never changes once it is in use: rulings and audit refer to it'),
  name: asciiName.describe('short; stands in SMTP replies, so plain ASCII'),
  why: z.string().min(1).describe('the reason, for whoever must defend it'),
  law: z.array(line).optional().describe('laws, guidance and local policy it rests on'),
  mode: z
    .enum(RULE_MODES)
    .default('enforce')
    .describe('off; observe: recorded only; notify: recorded and told, decides nothing; enforce'),
  when: condition,
  then: thenSchema,
  insteadOf: oneOrMore(ruleId)
    .optional()
    .describe('rules that do not see what this one matched: the only way to be milder than they are'),
  exceptions: z.array(exception).optional(),
  examples: examples.optional(),
});
export type RuleInFile = z.output<typeof rule>;

const adjustment = z
  .strictObject({
    rule: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,79}\*?$/, { error: 'expected the id of a rule, which may end in *' })
      .describe('id of a rule in another file; may end in * for several'),
    mode: z.enum(RULE_MODES).optional(),
    then: thenSchema.optional().describe('replaces its action'),
    tag: line.optional().describe('replaces the word of its tag action'),
    law: z.array(line).optional().describe('added to its laws'),
    exceptions: z.array(exception).optional().describe('added to its exceptions'),
    examples: examples.optional().describe('added to its examples'),
  })
  .describe('changes a rule that stands elsewhere, so that shipped files stay as they came');
export type AdjustmentFile = z.output<typeof adjustment>;

/** A whole rule file. */
export const ruleFileSchema = z.strictObject({
  lists: z
    .record(thingName, z.array(z.union([address, domainPattern], { error: 'expected an address or a domain' })))
    .optional()
    .describe('named lists of addresses and domains'),
  rules: z.array(rule).optional(),
  adjust: z.array(adjustment).optional(),
});
export type RuleFile = z.output<typeof ruleFileSchema>;

/** JSON Schema (draft 2020-12) of a rule file, for editors. */
export function ruleFileJsonSchema(): unknown {
  return {
    $id: 'brevvakt-rule-file',
    title: 'Brevvakt rule file',
    ...z.toJSONSchema(ruleFileSchema, { io: 'input', unrepresentable: 'any' }),
  };
}
