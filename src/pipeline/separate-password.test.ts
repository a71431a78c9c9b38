import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InspectionReport } from '../core/inspection.ts';
import type { Spool } from '../spool/spool.ts';
import { aFinding, aReport } from '../testing/reports.ts';
import { handClock, openTestSpool, temporaryFolder } from '../testing/spooled-mail.ts';
import { withSeparatePassword } from './separate-password.ts';

const HOUR = 3_600_000;
const locked = aReport({
  uninspected: [{ part: aFinding().part, path: ['a.zip'], reason: 'encrypted', detail: 'AES-256', kind: 'archive' }],
});
const password = aReport({
  findings: [aFinding({ detector: 'password-in-clear', category: 'password-in-clear', score: 30, confidence: 'low' })],
});
const separate = (report: InspectionReport): boolean =>
  report.findings.some((finding) => finding.detector === 'password-sent-separately' && finding.confidence === 'high');

describe('a password and its file in two mails', () => {
  let folder = temporaryFolder();
  const clock = handClock();
  let spool: Spool;
  beforeEach(async () => {
    folder = temporaryFolder();
    spool = await openTestSpool(folder.path, { clock });
  });
  afterEach(async () => {
    await spool.close();
    folder.remove();
  });
  const send = (report: InspectionReport, ...to: string[]): Promise<InspectionReport> =>
    withSeparatePassword(spool.passwords, to, report);

  it('is noticed in either order, for any common recipient', async () => {
    expect(separate(await send(locked, 'B@example.org', 'c@example.org'))).toBe(false);
    expect(separate(await send(password, 'b@example.org'))).toBe(true);
    expect(separate(await send(password, 'd@example.org'))).toBe(false);
    expect(separate(await send(locked, 'd@example.org'))).toBe(true);
  });

  it('is forgotten after 24 hours, and then really gone', async () => {
    await send(locked, 'b@example.org');
    clock.advance(25 * HOUR);
    expect(separate(await send(password, 'b@example.org'))).toBe(false);
    clock.advance(25 * HOUR);
    await spool.expire(clock.now());
    expect(await spool.passwords.recalls('password', ['b@example.org'])).toBe(false);
  });

  it('leaves ordinary mail as it is', async () => {
    const plain = aReport();
    expect(await send(plain, 'b@example.org')).toBe(plain);
  });
});
