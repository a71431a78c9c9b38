import { createHmac } from 'node:crypto';
import { confidenceOf, type Category } from '../core/category.ts';
import type { DetectionContext } from '../core/detection.ts';
import type { Contribution, Finding } from '../core/finding.ts';
import { maskStrictly, maskTail } from '../core/mask.ts';
import type { ExtractedText, Segment } from '../core/text.ts';
import type { PlacedReading } from './observe.ts';

/** What a finding needs besides its place. */
export interface Seen {
  readonly detector: string;
  readonly category: Category;
  readonly score: number;
  readonly reasons: readonly Contribution[];
  readonly count: number;
  readonly masked: string;
  readonly maskedStrictly: string;
  readonly language?: string;
}

/** Puts a finding at its place. @param segment where it lies; null in a text without segments */
export function findingAt(source: ExtractedText, segment: Segment | null, seen: Seen): Finding {
  return {
    detector: seen.detector,
    category: seen.category,
    score: seen.score,
    confidence: confidenceOf(seen.score),
    where: source.where,
    part: source.part,
    path: source.path,
    zone: segment?.zone ?? 'body',
    locator: segment?.locator ?? '',
    quoted: segment?.quoted ?? false,
    count: seen.count,
    masked: seen.masked,
    maskedStrictly: seen.maskedStrictly,
    ...(seen.language === undefined ? {} : { language: seen.language }),
    reasons: seen.reasons,
  };
}

/**
 * Findings of the identifiers of one text: equal numbers are one finding with a count, at the best-rated place.
 * @param segmentAt place of an offset
 */
export function identifierFindings(
  source: ExtractedText,
  readings: readonly PlacedReading[],
  segmentAt: (offset: number) => Segment | null,
  context: DetectionContext,
): Finding[] {
  const groups = new Map<string, { best: PlacedReading; count: number }>();
  for (const placed of readings) {
    const key = `${placed.reading.detector}|${placed.reading.normalized}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { best: placed, count: 1 });
    else {
      group.count++;
      if (placed.reading.score > group.best.reading.score) group.best = placed;
    }
  }
  return [...groups.values()].map(({ best, count }) => {
    const { reading } = best;
    const placed = findingAt(source, segmentAt(best.start), {
      detector: reading.detector,
      category: 'national-id',
      score: reading.score,
      reasons: reading.reasons,
      count,
      masked: maskTail(reading.raw),
      maskedStrictly: maskStrictly(reading.raw),
    });
    return {
      ...placed,
      personKey: personKey(reading.normalized, reading.detector, context.personSalt),
      ...(reading.synthetic ? { synthetic: true } : {}),
      ...(context.reveal ? { normalized: reading.normalized } : {}),
    };
  });
}

/** Equal for the same person within one message; says nothing to anyone without the salt. */
function personKey(normalized: string, detector: string, salt: string): string {
  // The Swedish number is written with and without its century.
  const value = detector.startsWith('se-') ? normalized.slice(-10) : normalized;
  return createHmac('sha256', salt)
    .update(`${detector.slice(0, 2)}:${value}`)
    .digest('base64url')
    .slice(0, 16);
}

/**
 * Joins findings of the same file attached several times: equal in everything but the part they were seen in.
 */
export function joinRepeated(findings: readonly Finding[]): Finding[] {
  const joined = new Map<string, Finding>();
  for (const finding of findings) {
    const { detector, where, path, zone, locator, quoted, masked, score, personKey: person } = finding;
    const repeated = where === 'attachment' || where === 'filename';
    const place = repeated ? '' : finding.part;
    const key = JSON.stringify([
      detector,
      finding.category,
      where,
      place,
      path,
      zone,
      locator,
      quoted,
      masked,
      score,
      person,
    ]);
    const known = joined.get(key);
    joined.set(key, known === undefined ? finding : { ...known, count: known.count + finding.count });
  }
  return [...joined.values()];
}
