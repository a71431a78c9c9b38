import type { PartPath } from './brand.ts';
import type { Category, Confidence, Where, Zone } from './category.ts';

/** One reason for or against, kept for `explain`. */
export interface Contribution {
  /** stable key: 'checksum', 'label', 'person-name', 'damping-policy' … */
  readonly reason: string;
  /** points of the 0–100 scale it added or took */
  readonly points: number;
}

/** Something a detector saw. Says where, never what: only masks leave the inspector. */
export interface Finding {
  readonly detector: string;
  readonly category: Category;
  /** 0–100 */
  readonly score: number;
  readonly confidence: Confidence;
  readonly where: Where;
  readonly part: PartPath;
  readonly path: readonly string[];
  readonly zone: Zone;
  /** for people: page, sheet and cell, slide; '' when there is none */
  readonly locator: string;
  readonly quoted: boolean;
  /** times seen in this place; equal identifiers of one file are one finding */
  readonly count: number;
  /** for whoever runs `scan`: the last four characters of an identifier hidden; for terms the category; '' for protected identity */
  readonly masked: string;
  /** for anything sent or shown to others: all but two digits hidden */
  readonly maskedStrictly: string;
  /** only when the inspection was asked to reveal */
  readonly normalized?: string;
  readonly synthetic?: boolean;
  /** keyed hash that is equal for equal identifiers within one message; counts distinct persons */
  readonly personKey?: string;
  /** language of the term list that matched */
  readonly language?: string;
  readonly reasons: readonly Contribution[];
}

export const UNINSPECTED_REASONS = ['encrypted', 'damaged', 'unsupported', 'limit', 'timeout', 'ambiguous'] as const;
export type UninspectedReason = (typeof UNINSPECTED_REASONS)[number];

/** What could not be read. Weighs in the ruling; never silently dropped (P4). */
export interface Uninspected {
  readonly part: PartPath;
  readonly path: readonly string[];
  readonly reason: UninspectedReason;
  /** for people, without content: 'ZipCrypto', 'no OCR', 'more than 1000 entries' */
  readonly detail: string;
  /** what kind of thing it is; rules tell an image from an archive by it */
  readonly kind:
    'archive' | 'document' | 'image' | 'audio-video' | 'signature' | 'message' | 'harmless' | 'executable' | 'unknown';
  /** of an encrypted thing: e.g. 'AES-256', 'RC4-40', 'ZipCrypto'; true strength in bits where known */
  readonly encryption?: { readonly algorithm: string; readonly bits: number | null };
}

/** Orders findings most serious first: score, then part and place, so that equal input gives equal output (P8). */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    b.score - a.score ||
    a.part.localeCompare(b.part) ||
    a.detector.localeCompare(b.detector) ||
    a.masked.localeCompare(b.masked)
  );
}
