/** A password in one mail and its locked file in another protect as little as both in one. */
import { partPath } from '../core/brand.ts';
import { confidenceOf } from '../core/category.ts';
import type { Finding } from '../core/finding.ts';
import type { InspectionReport } from '../core/inspection.ts';
import type { PasswordMemory } from '../spool/spool.ts';

const givesPassword = (report: InspectionReport): boolean =>
  report.findings.some((finding) => finding.detector === 'password-in-clear');

const carriesLockedFile = (report: InspectionReport): boolean =>
  report.uninspected.some(
    (entry) => entry.reason === 'encrypted' && (entry.kind === 'archive' || entry.kind === 'document'),
  );

const FINDING: Finding = {
  detector: 'password-sent-separately',
  category: 'password-in-clear',
  score: 90,
  confidence: confidenceOf(90),
  where: 'body',
  part: partPath(''),
  path: [],
  zone: 'body',
  locator: '',
  quoted: false,
  count: 1,
  masked: 'password-in-clear',
  maskedStrictly: 'password-in-clear',
  reasons: [{ reason: 'other-half-sent-within-24-hours', points: 90 }],
};

/**
 * Adds a finding when one of the recipients was sent the other half (password or locked file) within 24 hours, and remembers
 * the half at hand. Ordinary mail has neither and costs nothing.
 */
export async function withSeparatePassword(
  memory: PasswordMemory,
  addresses: readonly string[],
  report: InspectionReport,
): Promise<InspectionReport> {
  const password = givesPassword(report);
  const lockedFile = carriesLockedFile(report);
  if (!password && !lockedFile) return report;
  const other =
    (password && (await memory.recalls('locked-file', addresses))) ||
    (lockedFile && (await memory.recalls('password', addresses)));
  if (password) await memory.remember('password', addresses);
  if (lockedFile) await memory.remember('locked-file', addresses);
  return other ? { ...report, findings: [FINDING, ...report.findings] } : report;
}
