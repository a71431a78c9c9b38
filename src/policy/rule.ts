import type { Envelope } from '../core/envelope.ts';
import type { InspectionReport } from '../core/inspection.ts';
import type { PolicyRule } from '../core/rules.ts';
import type { Ruling } from '../core/ruling.ts';

/** All a ruling depends on. */
export interface PolicyInput {
  readonly envelope: Envelope;
  readonly report: InspectionReport;
  readonly rules: readonly PolicyRule[];
  /** named lists of addresses and domains */
  readonly lists: Readonly<Record<string, readonly string[]>>;
  /** names of the secure channels, the default first */
  readonly channels: readonly string[];
  readonly internalDomains: readonly string[];
  /** 'YYYY-MM-DD', for exceptions */
  readonly today: string;
}

/** One ruling per recipient, in the order of the envelope. */
export function rule(input: PolicyInput): readonly Ruling[] {
  throw new TypeError(`not written yet ${input.today}`);
}

/** Rulings under `mode: observe`: everything is allowed, nothing explained, what would have been ruled stays in `matches`. */
export function observed(rulings: readonly Ruling[]): readonly Ruling[] {
  return rulings;
}
