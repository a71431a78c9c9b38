import type { Category } from '../core/category.ts';
import { confidenceOf } from '../core/category.ts';
import type { Finding } from '../core/finding.ts';
import { partPath } from '../core/brand.ts';
import type { DocumentSignal } from '../extract/extract.ts';

const CATEGORY_OF = {
  'hidden-data': 'hidden-data',
  'weak-encryption': 'weak-encryption',
  'password-in-clear': 'password-in-clear',
  'opened-with-password': 'password-in-clear',
} as const satisfies Record<Exclude<DocumentSignal['kind'], 'type-mismatch'>, Category>;

/**
 * Turns what the readers noticed about files (a redaction that is none, weak encryption, a password that opened its file)
 * into findings. A lying file type alone is no finding: its content was read by what it is.
 * @returns one finding per place, counted
 */
export function findingsOfSignals(signals: readonly DocumentSignal[]): Finding[] {
  const findings = new Map<string, Finding>();
  for (const signal of signals) {
    if (signal.kind === 'type-mismatch') continue;
    const key = [signal.kind, signal.part, signal.detail, signal.zone].join('\u0000');
    const before = findings.get(key);
    findings.set(
      key,
      before === undefined
        ? {
            detector: signal.kind,
            category: CATEGORY_OF[signal.kind],
            score: 90,
            confidence: confidenceOf(90),
            where: signal.path.length === 0 ? 'body' : 'attachment',
            part: partPath(signal.part),
            path: signal.path,
            zone: signal.zone,
            locator: signal.locator,
            quoted: false,
            count: 1,
            masked: signal.detail,
            maskedStrictly: signal.detail,
            reasons: [{ reason: signal.kind, points: 90 }],
          }
        : { ...before, count: before.count + 1 },
    );
  }
  return [...findings.values()];
}
