/** A rule as written to a rule as policy evaluates it: everything filled in, shorthands written out. */
import { ruleId } from '../core/brand.ts';
import type {
  AddressTest,
  Condition,
  FindingTest,
  PolicyRule,
  RuleExample,
  RuleException,
  RuleThen,
  UninspectedTest,
} from '../core/rules.ts';
import { severityOf } from '../core/ruling.ts';
import type { Action } from '../core/ruling.ts';
import type { ConditionFile, ExampleFile, ExamplesFile, ExceptionFile, RuleInFile, ThenFile } from './rule-schema.ts';
import type { ValuePath } from './yaml-file.ts';

/** Place of a value as 'file:line:column'. */
export type SourceOf = (path: ValuePath) => string;

/** Recipients that examples may name without an address; `rules test` runs with these domains. */
export const EXAMPLE_ADDRESSES = {
  sender: 'avsandare@kommun.example',
  internal: 'kollega@kommun.example',
  external: 'mottagare@example.org',
} as const;

/** @param at path of the rule in its file */
export function compileRule(file: RuleInFile, at: ValuePath, sourceOf: SourceOf): PolicyRule {
  return {
    id: ruleId(file.id),
    name: file.name,
    why: oneParagraph(file.why),
    law: file.law ?? [],
    mode: file.mode,
    when: compileCondition(file.when),
    then: compileThen(file.then),
    insteadOf: (file.insteadOf ?? []).map(ruleId),
    exceptions: (file.exceptions ?? []).map(compileException),
    examples: compileExamples(file.examples, [...at, 'examples'], sourceOf),
    source: sourceOf(at),
  };
}

const oneParagraph = (text: string): string => text.trim().replace(/\s+/g, ' ');

/** What instead of an action that cannot be done. Never milder: hold stands at the end of every chain. */
const DEFAULT_FALLBACK: Readonly<Record<Action, readonly Action[]>> = {
  allow: [],
  tag: [],
  strip: ['reroute'],
  reroute: [],
  hold: [],
  block: [],
};

/** Fills in an action; a bare name has default details. */
export function compileThen(file: ThenFile): RuleThen {
  const given = typeof file === 'string' ? { action: file } : file;
  const chain = given.fallback ?? DEFAULT_FALLBACK[given.action];
  return {
    action: given.action,
    ...(given.channel === undefined ? {} : { channel: given.channel }),
    ...(given.tag === undefined ? {} : { tag: given.tag }),
    fallback: chain.at(-1) === 'hold' || chain.at(-1) === 'block' ? chain : [...chain, 'hold'],
    explain: given.explain ?? given.action !== 'allow',
    keepOriginal: given.keepOriginal ?? given.action === 'strip',
  };
}

/** The first fallback that is milder than what went before it; null when the chain only gets stricter. */
export function milderFallback(then: RuleThen): Action | null {
  let before = then.action;
  for (const action of then.fallback) {
    if (severityOf(action) < severityOf(before) && action !== 'hold') return action;
    before = action;
  }
  return null;
}

export const compileException = (file: ExceptionFile): RuleException => ({
  owner: file.owner,
  reason: file.reason,
  expires: file.expires,
  when: compileCondition(file.when),
});

/** Several keys in one map become `all` of them. */
export function compileCondition(file: ConditionFile): Condition {
  const parts = [...trees(file), ...contentTests(file), ...addressTests(file), ...messageTests(file)];
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: 'all', of: parts };
}

function trees(file: ConditionFile): readonly Condition[] {
  const parts: Condition[] = [];
  if (file.all !== undefined) parts.push({ kind: 'all', of: file.all.map(compileCondition) });
  if (file.any !== undefined) parts.push({ kind: 'any', of: file.any.map(compileCondition) });
  if (file.not !== undefined) parts.push({ kind: 'not', of: compileCondition(file.not) });
  return parts;
}

function contentTests(file: ConditionFile): readonly Condition[] {
  const parts: Condition[] = [];
  if (file.finding !== undefined) parts.push({ kind: 'finding', test: findingTest(file.finding) });
  if (file.uninspected !== undefined) parts.push({ kind: 'uninspected', test: uninspectedTest(file.uninspected) });
  if (file.distinctPersons !== undefined) {
    parts.push({ kind: 'distinct-persons', atLeast: file.distinctPersons, confidence: 'medium' });
  }
  return parts;
}

function addressTests(file: ConditionFile): readonly Condition[] {
  const parts: Condition[] = [];
  if (file.recipient !== undefined) parts.push({ kind: 'recipient', test: addressTest(file.recipient) });
  if (file.sender !== undefined) parts.push({ kind: 'sender', test: addressTest(file.sender) });
  if (file.from !== undefined) parts.push({ kind: 'from', test: addressTest(file.from) });
  return parts;
}

function messageTests(file: ConditionFile): readonly Condition[] {
  const parts: Condition[] = [];
  if (file.listener !== undefined) parts.push({ kind: 'listener', names: file.listener });
  if (file.secureWord !== undefined) parts.push({ kind: 'secure-word', present: file.secureWord });
  if (file.label !== undefined) parts.push({ kind: 'label', names: file.label });
  if (file.size !== undefined) parts.push({ kind: 'size', atLeastBytes: file.size });
  if (file.attachments !== undefined) parts.push({ kind: 'attachments', atLeast: file.attachments });
  if (file.recipients !== undefined) parts.push({ kind: 'recipients', atLeast: file.recipients });
  if (file.messageType !== undefined) parts.push({ kind: 'message-type', types: file.messageType });
  if (file.signed !== undefined) parts.push({ kind: 'signed', signed: file.signed });
  return parts;
}

const findingTest = (file: NonNullable<ConditionFile['finding']>): FindingTest => ({
  confidence: file.confidence,
  count: file.count,
  ...(file.category === undefined ? {} : { category: file.category }),
  ...(file.detector === undefined ? {} : { detector: file.detector }),
  ...(file.score === undefined ? {} : { score: file.score }),
  ...(file.where === undefined ? {} : { where: file.where }),
  ...(file.zone === undefined ? {} : { zone: file.zone }),
  ...(file.quoted === undefined ? {} : { quoted: file.quoted }),
  ...(file.synthetic === undefined ? {} : { synthetic: file.synthetic }),
});

const uninspectedTest = (file: NonNullable<ConditionFile['uninspected']>): UninspectedTest => ({
  ...(file.reason === undefined ? {} : { reason: file.reason }),
  ...(file.kind === undefined ? {} : { kind: file.kind }),
  ...(file.encryption === undefined
    ? {}
    : {
        encryption: {
          ...(file.encryption.algorithm === undefined ? {} : { algorithm: file.encryption.algorithm }),
          ...(file.encryption.bitsAtLeast === undefined ? {} : { bitsAtLeast: file.encryption.bitsAtLeast }),
        },
      }),
});

function addressTest(file: NonNullable<ConditionFile['recipient']>): AddressTest {
  if (typeof file === 'string') return { internal: file === 'internal' };
  return {
    ...(file.is === undefined ? {} : { internal: file.is === 'internal' }),
    ...(file.addresses === undefined ? {} : { addresses: file.addresses }),
    ...(file.domains === undefined ? {} : { domains: file.domains }),
    ...(file.lists === undefined ? {} : { lists: file.lists }),
  };
}

/** Writes examples out. @param at path of the `examples` key */
export function compileExamples(
  file: ExamplesFile | undefined,
  at: ValuePath,
  sourceOf: SourceOf,
): readonly RuleExample[] {
  return (['hit', 'miss', 'near'] as const).flatMap((kind) =>
    (file?.[kind] ?? []).map((one, i) => compileExample(kind, one, sourceOf([...at, kind, i]))),
  );
}

function compileExample(kind: RuleExample['kind'], file: ExampleFile, source: string): RuleExample {
  const to = file.to ?? 'external';
  return {
    kind,
    note: file.note ?? '',
    ...(file.from === undefined ? {} : { from: file.from }),
    to: to === 'internal' || to === 'external' ? EXAMPLE_ADDRESSES[to] : to,
    subject: file.subject ?? '',
    body: file.body ?? '',
    attachments: (file.attachments ?? []).map(({ name, text, base64 }) => ({
      name,
      ...(text === undefined ? {} : { text }),
      ...(base64 === undefined ? {} : { base64 }),
    })),
    headers: file.headers ?? {},
    source,
  };
}
