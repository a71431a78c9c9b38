/** A mail through the whole inspection with the rules and settings of the package, without character recognition. */
import { loadSettings, readRules } from '../config/config.ts';
import { systemClock } from '../core/clock.ts';
import type { InspectionReport } from '../core/inspection.ts';
import { compileDetectors } from '../detect/detect.ts';
import { DEFAULT_LIMITS } from '../extract/extract.ts';
import { inspectMessage } from '../inspect/inspect.ts';
import { REPOSITORY } from './gateway.ts';

const { detectors: data } = readRules(loadSettings({ env: {}, cwd: REPOSITORY }), systemClock);
const detectors = compileDetectors(data);

/** @param mail an RFC 5322 message from a member of staff to somebody outside */
export const inspectAsShipped = (mail: Buffer): Promise<InspectionReport> =>
  inspectMessage(mail, {
    detectors,
    secureWords: data.options.secureWords,
    tags: data.options.tags,
    sender: 'anna.berg@kommun.example',
    recipients: ['bo@partner.example'],
    receivedAt: '2026-11-23T09:00:00.000Z',
    reveal: false,
    limits: DEFAULT_LIMITS,
    ocr: { budgetMs: 0, pages: 0 },
    personSalt: 'test',
    now: () => performance.now(),
  });
