/**
 * Door of `pipeline`: the walk of one mail, in order, and the only place that knows the order.
 *
 * In: an envelope and spooled bytes from smtp-in. Out: the SMTP reply; behind it durable rulings, deliveries, held mail and
 * notices. Promises: no 250 before all of that is on stable storage (P1); any fault ends in a 4xx or a held mail, never in a
 * delivery or a loss (P3); nothing is ruled twice.
 */
export { startPipeline, type Departures, type Pipeline, type PipelineOptions } from './walk.ts';
export { decide, type Decided, type Rules } from './decide.ts';
export { unreadableReport } from './unreadable.ts';
export { afterwards, type Afterwards, type AfterwardsOptions } from './afterwards.ts';
export { releaseEdits, type ReleaseSettings } from './release.ts';
