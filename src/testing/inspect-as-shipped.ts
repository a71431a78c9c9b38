/** A mail through the whole inspection with the rules and settings of the package, without character recognition. */
import { loadSettings, readRules } from '../config/config.ts';
import { systemClock } from '../core/clock.ts';
import type { InspectionReport } from '../core/inspection.ts';
import { compileDetectors } from '../detect/detect.ts';
import { DEFAULT_LIMITS } from '../extract/extract.ts';
import { inspectMessage } from '../inspect/inspect.ts';
import { REPOSITORY } from './gateway.ts';

/** What the rules of the package give the detectors. */
export const { detectors: SHIPPED } = readRules(loadSettings({ env: {}, cwd: REPOSITORY }), systemClock);
const detectors = compileDetectors(SHIPPED);

/** @param mail an RFC 5322 message from a member of staff to somebody outside @param recipients of the envelope */
export const inspectAsShipped = (mail: Buffer, recipients = ['bo@partner.example']): Promise<InspectionReport> =>
  inspectMessage(mail, {
    detectors,
    secureWords: SHIPPED.options.secureWords,
    tags: SHIPPED.options.tags,
    sender: 'anna.berg@kommun.example',
    recipients,
    receivedAt: '2026-11-23T09:00:00.000Z',
    reveal: false,
    limits: DEFAULT_LIMITS,
    ocr: { budgetMs: 0, pages: 0 },
    personSalt: 'test',
    now: () => performance.now(),
  });
