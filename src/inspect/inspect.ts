/**
 * Door of `inspect`. In: the bytes of one mail and what the SMTP dialogue said. Out: an InspectionReport — findings with masks,
 * what could not be read, ranges and header facts. Promises: text never leaves; every part was read or is listed.
 * `inspectMessage` is the work itself (it runs inside an inspector process, in `scan`'s and in tests); `startInspectors`
 * is the pool of isolated processes that serve and scan use.
 */
export { inspectMessage, type InspectOptions } from './inspect-message.ts';
export { startInspectors, type Inspectors, type InspectionJob, type PoolSettings } from './pool.ts';
export { probeIsolation, type Isolation } from './isolation.ts';
