/** Global set-up of the tests: everything they put into the temporary folder lies in one, which goes with the run. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Called by Vitest before its workers start, which inherit the environment. @returns what it calls at the end */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'brevvakt-tests-'));
  chmodSync(folder, 0o711); // servers that tests start as another user find their own folders in it
  process.env['TMPDIR'] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
