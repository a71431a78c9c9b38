/**
 * What an inspector says, checked. A document that took the process over must not reach the parent with a report of another
 * shape, ranges outside the mail, or text where only the name of a fault belongs.
 */
import { z } from 'zod';
import { partPath, type PartPath } from '../core/brand.ts';
import { LANGUAGES, ZONES } from '../core/category.ts';
import { UNINSPECTED_REASONS } from '../core/finding.ts';
import type { InspectionReport } from '../core/inspection.ts';
import type { ByteRange } from '../core/message.ts';
import type { FromInspector } from './protocol.ts';

/** Most entries of any list of a report; inspectMessage stays below it. */
const MAX_ENTRIES = 200_000;
/** Longest single text of a report. Paths and header facts come from mails, which have no limit of their own. */
const MAX_TEXT = 1024 * 1024;

const text = z.string().max(MAX_TEXT);
const part = text.transform(partPath);
const count = z.int().nonnegative();
const many = <T extends z.ZodType>(one: T) => z.array(one).max(MAX_ENTRIES);

const finding = z.object({
  detector: text,
  category: text,
  score: z.number().min(0).max(100),
  confidence: z.enum(['low', 'medium', 'high']),
  where: z.enum(['subject', 'header', 'body', 'filename', 'attachment']),
  part,
  path: many(text),
  zone: z.enum(ZONES),
  locator: text,
  quoted: z.boolean(),
  count,
  masked: text,
  maskedStrictly: text,
  normalized: text.exactOptional(),
  synthetic: z.boolean().exactOptional(),
  personKey: text.exactOptional(),
  language: text.exactOptional(),
  reasons: many(z.object({ reason: text, points: z.number() })),
});
const uninspected = z.object({
  part,
  path: many(text),
  reason: z.enum(UNINSPECTED_REASONS),
  detail: text,
  kind: z.enum([
    'archive',
    'document',
    'image',
    'audio-video',
    'signature',
    'message',
    'harmless',
    'executable',
    'unknown',
  ]),
  encryption: z.object({ algorithm: text, bits: z.number().nullable() }).exactOptional(),
});

const range = z.object({ start: count, end: count });
const outline = z.object({
  size: count,
  bodyStart: count,
  subject: range.extend({ valueStart: count, encoded: z.literal(true).exactOptional() }).nullable(),
  otherSubjects: many(range),
  removable: many(z.object({ path: part, range, maskedName: text })),
  signed: z.enum(['smime', 'pgp']).nullable(),
});
const facts = z.object({
  from: many(text),
  to: many(text),
  cc: many(text),
  bcc: many(text),
  messageId: text.nullable(),
  date: text.nullable(),
  hopCount: count,
  autoSubmitted: z.boolean(),
  bulk: z.boolean(),
  loopMarks: many(text),
  language: z.enum(LANGUAGES).nullable(),
  secureWord: range
    .extend({
      insert: z
        .string()
        .regex(/^[A-Za-z0-9+/=]{0,16}$/u)
        .exactOptional(),
    })
    .nullable(),
  labels: many(text),
  attachmentCount: count,
  quotedOnly: z.boolean(),
});
const oddity = z.object({ key: text, part });
const report = z.object({
  findings: many(finding),
  uninspected: many(uninspected),
  oddities: many(oddity),
  outline,
  facts,
});
const message = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('ocr'), number: count }),
  z.object({ type: z.literal('left'), number: count }),
  z.object({ type: z.literal('report'), number: count, report }),
  // goes to the log: a class name and a place in our code, nothing that could carry content
  z.object({
    type: z.literal('failed'),
    number: count,
    error: z.string().regex(/^[\w$]{1,60}(?: at (?:[\w.-]{1,80}:\d{1,6}|unknown place))?$/u),
  }),
]);

/** What is cut out or replaced lies inside the mail that was given to read. */
function isInside({ outline, facts }: InspectionReport, size: number): boolean {
  const ranges: ByteRange[] = [...outline.otherSubjects, ...outline.removable.map((one) => one.range)];
  if (outline.subject !== null) ranges.push(outline.subject);
  if (facts.secureWord !== null) ranges.push(facts.secureWord);
  return (
    outline.size === size &&
    outline.bodyStart <= size &&
    (outline.subject === null || outline.subject.valueStart <= outline.subject.end) &&
    ranges.every(({ start, end }) => start <= end && end <= size)
  );
}

const mark = z.object({ number: count, part });

/**
 * Reads what an inspector marked.
 * @param line of readMark()
 * @param number of the mail at work
 * @returns the document it had begun last; null when it had begun none of this mail, or the line is none
 */
export function readMarked(line: string, number: number): PartPath | null {
  const read = mark.safeParse(parsed(line));
  return read.success && read.data.number === number ? read.data.part : null;
}

/** undefined when it is no JSON */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Reads one line of an inspector.
 * @param line as it came
 * @param sizeOf bytes of the mail with a number that was given to it, 0 for any other
 * @returns the message, null when it is none or says what cannot be
 */
export function readHeard(line: string, sizeOf: (number: number) => number): FromInspector | null {
  const read = message.safeParse(parsed(line));
  if (!read.success) return null;
  const { data } = read;
  return data.type === 'report' && !isInside(data.report, sizeOf(data.number)) ? null : data;
}
