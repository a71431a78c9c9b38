/**
 * Entry of the isolated inspector process: waits for its set-up, then inspects one mail at a time. The next may have come
 * already, so that nobody waits for the parent to turn to it.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { compileDetectors, type Detectors } from '../detect/detect.ts';
import { inspectMessage } from './inspect-message.ts';
import { markDocument, readFrames, writeLine } from './channel.ts';
import type { FromInspector, InspectorSetUp, ToInspector } from './protocol.ts';

type Inspect = Extract<ToInspector, { type: 'inspect' }>;

let setUp: InspectorSetUp | null = null;
let detectors: Detectors | null = null;

const say = (message: FromInspector): void => writeLine(message);

/** Class and innermost frame of an error: enough to find the fault, nothing of the mail. */
function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frame = /\n\s+at [^\n]*?([\w.-]+:\d+):\d+\)?/u.exec(error.stack ?? '')?.[1] ?? 'unknown place';
  return `${error.constructor.name} at ${frame}`;
}

async function inspect({ number, job, skip }: Inspect): Promise<void> {
  try {
    if (setUp === null || detectors === null) throw new TypeError('inspector was not set up');
    const bytes = job.bytes === undefined ? await readFile(job.path ?? '') : Buffer.from(job.bytes);
    const report = await inspectMessage(bytes, {
      detectors,
      secureWords: setUp.detectors.options.secureWords,
      tags: setUp.detectors.options.tags,
      sender: job.sender,
      recipients: job.recipients,
      receivedAt: job.receivedAt,
      reveal: job.reveal,
      limits: setUp.limits,
      ocr: { ...setUp.ocr, starting: () => say({ type: 'ocr', number }) },
      personSalt: randomBytes(16).toString('base64'),
      now: () => performance.now(),
      skip: new Map(skip),
      onDocument: (part) => markDocument(number, part),
    });
    say({ type: 'report', number, report });
  } catch (error) {
    say({ type: 'failed', number, error: traceOf(error) });
  }
}

/** Read one after the other, each when the parent had its chance to take it back. */
let mails: readonly Inspect[] = [];
let isReading = false;

function readNext(): void {
  const [mail, ...others] = mails;
  mails = others;
  isReading = mail !== undefined;
  if (mail !== undefined) void inspect(mail).then(() => setImmediate(readNext));
}

readFrames(process.stdin, (message) => {
  switch (message.type) {
    case 'set-up':
      setUp = message.setUp;
      detectors = compileDetectors(message.setUp.detectors);
      say({ type: 'ready' });
      return;
    case 'inspect':
      mails = [...mails, message];
      if (!isReading) {
        isReading = true;
        setImmediate(readNext);
      }
      return;
    case 'leave': {
      const { number } = message;
      if (!mails.some((mail) => mail.number === number)) return;
      mails = mails.filter((mail) => mail.number !== number);
      say({ type: 'left', number });
    }
  }
});
process.stdin.on('end', () => process.exit(0));
// The parent decides when to stop; a Ctrl-C on the terminal reaches the whole group.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
