/**
 * Door of `inspect`. In: the bytes of one mail and what the SMTP dialogue said. Out: an InspectionReport — findings with masks,
 * what could not be read, ranges and header facts. Promises: text never leaves; every part was read or is listed.
 * `inspectMessage` is the work itself (it runs inside an inspector process, for rule examples and in tests);
 * `startInspectors` is the pool of isolated processes that serve and scan use.
 */
import type { InspectionReport } from '../core/inspection.ts';
import type { InspectOptions } from './inspect-message.ts';

export type { InspectOptions } from './inspect-message.ts';
export {
  prepareInspectors,
  startInspectors,
  type Inspectors,
  type InspectionJob,
  type PoolSettings,
  type PreparedInspectors,
} from './pool.ts';
export { probeIsolation, type Isolation } from './isolation.ts';

/**
 * Reads a mail in this process and says what is in it. The parsers are loaded at the first call: whoever has inspectors
 * of its own never needs them.
 * @param bytes the mail as spooled
 */
export async function inspectMessage(bytes: Buffer, options: InspectOptions): Promise<InspectionReport> {
  const { inspectMessage: inspect } = await import('./inspect-message.ts');
  return inspect(bytes, options);
}
