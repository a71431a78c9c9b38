/** What parent and inspector say to each other over the process channel (channel.ts). */
import type { PartPath } from '../core/brand.ts';
import type { DetectorData } from '../core/detector-data.ts';
import type { UninspectedReason } from '../core/finding.ts';
import type { InspectionReport } from '../core/inspection.ts';
import type { ExtractLimits, OcrOptions } from '../extract/extract.ts';

/** One mail to look at. `bytes` for small ones, `path` of the spool file for others. */
export interface InspectionJob {
  readonly bytes?: Uint8Array;
  readonly path?: string;
  readonly size: number;
  readonly sender: string | null;
  readonly recipients: readonly string[];
  /** ISO 8601; "today" of the calendar checks */
  readonly receivedAt: string;
  /** findings carry the whole identifier: only for `scan --reveal` */
  readonly reveal: boolean;
}

/** What an inspector needs before its first mail. */
export interface InspectorSetUp {
  readonly detectors: DetectorData;
  readonly limits: ExtractLimits;
  readonly ocr: OcrOptions;
}

export type ToInspector =
  | { readonly type: 'set-up'; readonly setUp: InspectorSetUp }
  | {
      readonly type: 'inspect';
      readonly number: number;
      readonly job: InspectionJob;
      /** documents that cost an inspector its life before */
      readonly skip: readonly (readonly [PartPath, UninspectedReason])[];
    }
  /** another inspector is to read it; answered with `left`, unless it has been begun */
  | { readonly type: 'leave'; readonly number: number };

export type FromInspector =
  | { readonly type: 'ready' }
  | { readonly type: 'ocr'; readonly number: number }
  | { readonly type: 'left'; readonly number: number }
  | { readonly type: 'report'; readonly number: number; readonly report: InspectionReport }
  /** the name of the error class and where it was thrown; never its message, which may carry content */
  | { readonly type: 'failed'; readonly number: number; readonly error: string };
