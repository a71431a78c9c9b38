/** A process of the fuzz run: inspects one mail at a time, checks what must hold of the report, and answers. */
import type { PartPath } from '../core/brand.ts';
import type { ExtractedText } from '../core/text.ts';
import { loadDetectorData } from '../config/detectors/detectors.ts';
import { PACKAGE_RULES } from '../config/package-rules.ts';
import type { InspectionReport } from '../core/inspection.ts';
import { compileDetectors } from '../detect/detect.ts';
import type { Part } from '../core/message.ts';
import { isTechnicalField } from '../extract/readings/technical-fields.ts';
import { DEFAULT_LIMITS } from '../extract/extract.ts';
import { sniff } from '../extract/sniff.ts';
import { inspectMessage } from '../inspect/inspect.ts';
import { decodings, parseMessage } from '../mime/mime.ts';
import { TIME_MS, type FuzzAnswer, type FuzzQuestion } from './fuzz-limits.ts';

const { data, problems } = loadDetectorData(PACKAGE_RULES);
if (problems.length > 0) throw new TypeError(`detector data: ${JSON.stringify(problems[0])}`);
const detectors = compileDetectors(data);

/** Processor time, so that other work on the machine changes nothing. */
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** P5: segments cover the text without gap or overlap. */
function segmentFailures(text: ExtractedText): string[] {
  let at = 0;
  for (const segment of text.segments) {
    if (segment.start !== at || segment.end <= segment.start) return [`segments of ${text.where} do not join`];
    at = segment.end;
  }
  return at === text.text.length ? [] : [`segments of ${text.where} do not cover the text`];
}

/**
 * Leaves that hold nothing to read although they have bytes: markup without text, pictures too small for writing, messages
 * of nothing but trace and machinery fields.
 */
async function holdsNothing(part: Part, body: Buffer): Promise<boolean> {
  const { fileName: name, declaredType, parameters } = part;
  const { type } = await sniff({
    part: part.path,
    path: [],
    where: 'body',
    name,
    declaredType,
    parameters,
    bytes: body,
  });
  const text = body.toString('latin1');
  if (type === null) return false;
  if (type.startsWith('image/') || /^PK\x05\x06[^]{0,30}$/u.test(text)) return true;
  // a '<' within a tag belongs to an attribute (WHATWG HTML §13.2.5.33)
  if (/^text\/html$|xml$/u.test(type)) return /^(?:<[a-z/!?][^>]*(?:>|$)|[\s\0])*$/iu.test(text);
  if (type !== 'message/rfc822') return false;
  const { headers, bodyStart } = parseMessage(body);
  return headers.every((one) => isTechnicalField(one.name)) && /^[\s\0]*$/u.test(text.slice(bodyStart));
}

/** P4: every leaf that holds anything was read, led to something inside it, or is listed as not inspected. */
async function silentLeaves(
  bytes: Buffer,
  texts: readonly ExtractedText[],
  report: InspectionReport,
): Promise<string[]> {
  const message = parseMessage(bytes);
  const known = new Set<string>();
  const mark = (part: PartPath): void => {
    for (let end = part.length; end >= 0; end = part.lastIndexOf('!', end - 1)) {
      known.add(part.slice(0, end));
      if (end === 0) break;
    }
  };
  for (const text of texts) if (text.where !== 'filename' || text.part.includes('!')) mark(text.part);
  for (const one of report.uninspected) mark(one.part);
  const odd = report.oddities.length > 0;
  const silent: string[] = [];
  const bodyOf = new Map(message.parts.map((part) => [part, decodings(part, bytes)[0]]));
  for (const [part, body] of bodyOf) {
    if (part.multipart || known.has(part.path)) continue;
    if (body === undefined || body.toString('latin1').replace(/[\s\0\x1a]/gu, '') === '') continue;
    // the same bytes twice in an odd mail are read once
    if (odd && [...bodyOf.values()].filter((other) => other?.equals(body) === true).length > 1) continue;
    if (await holdsNothing(part, body)) continue;
    silent.push(`silent ${part.declaredType} ${body.toString('latin1', 0, 4).replace(/[^\x20-\x7e]/gu, '.')}`);
  }
  return silent;
}

function reportFailures(bytes: Buffer, report: InspectionReport): string[] {
  const failures: string[] = [];
  structuredClone(report);
  const { outline } = report;
  const ranges = [...outline.removable.map((one) => one.range), ...outline.otherSubjects];
  if (outline.subject !== null) ranges.push(outline.subject);
  if (ranges.some(({ start, end }) => !(start >= 0 && start <= end && end <= bytes.length)))
    failures.push('range outside the mail');
  if (!(outline.bodyStart >= 0 && outline.bodyStart <= bytes.length)) failures.push('body outside the mail');
  for (const finding of report.findings)
    if (!(finding.score >= 0 && finding.score <= 100 && finding.count >= 1))
      failures.push('score or count out of range');
  for (const one of report.uninspected)
    if (/^(?:Type|Range|Reference|Syntax)?Error$/u.test(one.detail))
      failures.push(`reader threw ${one.detail} (${one.path.at(-1)?.slice(-12) ?? 'body'})`);
  return failures;
}

async function answer(bytes: Buffer): Promise<FuzzAnswer> {
  const start = cpuMs();
  let texts: readonly ExtractedText[] = [];
  const failures: string[] = [];
  try {
    const report = await inspectMessage(bytes, {
      detectors: {
        passwords: (all) => detectors.passwords(all),
        detect: (input) => {
          texts = input.texts;
          return detectors.detect(input);
        },
      },
      secureWords: data.options.secureWords,
      sender: 'anna@kommun.example',
      recipients: ['b@example.org'],
      receivedAt: '2026-03-02T10:00:00Z',
      reveal: false,
      limits: { ...DEFAULT_LIMITS, expandedBytes: 64 * 1024 * 1024, timeMs: TIME_MS },
      ocr: { budgetMs: 0, pages: 0 },
      personSalt: 'fuzz',
      now: cpuMs,
    });
    failures.push(
      ...texts.flatMap(segmentFailures),
      ...reportFailures(bytes, report),
      ...(await silentLeaves(bytes, texts, report)),
    );
  } catch (error) {
    const frame =
      error instanceof Error ? /\n\s+at [^\n]*?([\w.-]+:\d+):\d+\)?/u.exec(error.stack ?? '')?.[1] : undefined;
    failures.push(`threw ${error instanceof Error ? error.name : typeof error} at ${frame ?? 'unknown place'}`);
  }
  return { failures: [...new Set(failures)], ms: cpuMs() - start };
}

process.on('message', (question: FuzzQuestion) => {
  void answer(Buffer.from(question.bytes)).then((one) => process.send?.(one));
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
