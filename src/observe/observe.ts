/**
 * Door of `observe`: what the gateway says about itself. In: ids, counts, durations, keys. Out: log lines (newline-delimited
 * JSON on standard output) and Prometheus metrics. Promises: fields come from an allow-list by type, and no content, subject or
 * identifier has a way in.
 */
export { makeLog, type LogLevel } from './log.ts';
export { makeMetrics, type Metrics } from './metrics.ts';
