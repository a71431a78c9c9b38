/**
 * People whose name or address must not become known: sekretessmarkering, skyddad folkbokföring, fortrolig adresse, adressebeskyttelse.
 * Never quoted anywhere: findings carry an empty mask. A policy about such people must still pass.
 */
import type { Contribution } from '../../core/finding.ts';
import type { Span } from '../../core/text.ts';
import type { Where } from '../../core/category.ts';
import { overlapping, type Evidence, type TermHit } from '../terms/evidence.ts';
import { weigh } from '../terms/weigh.ts';
import { markingPlace } from './position.ts';

/** A protected identity that was found. */
export interface ProtectedIdentity extends Span {
  /** § 28 of the Danish CPR Act is common and milder: rules may treat it apart */
  readonly detector: 'protected-identity' | 'pid-dk-28';
  readonly score: number;
  readonly reasons: readonly Contribution[];
  readonly hit: TermHit;
}

const DANISH_SECTION_28 = 'dk28';
/** Register extracts carry them by machine: nothing else is needed. */
const DECISIVE = 'decisive';
const PROTECTED_SCORE = 95;
const TOPIC_SCORE = 40;
const NEAR = 120;
// 'Familjen', 'kvinnan', 'de' with a new address: people without a name.
const PEOPLE =
  /(?<!\p{L})(?:familjen|familien|kvinnan|kvinnen|kvinden|mamman|moren|moderen|barnen|barna|børnene|hushållet|hon|han|hun|ho|de har|the family|perhe\p{L}{0,3}|personen|person|eleven|barnet|borgeren|klienten|brukaren|brukeren|adress(?:en)?:|adresse:)(?!\p{L})/iu;

/** Finds protected identities among the terms of one text. */
export function findProtected(evidence: Evidence, where: Where): readonly ProtectedIdentity[] {
  const out: ProtectedIdentity[] = [];
  for (const hit of evidence.terms) {
    if (hit.term.category !== 'protected-identity') continue;
    const detector = hit.term.group === DANISH_SECTION_28 ? 'pid-dk-28' : 'protected-identity';
    const reason = whyProtected(evidence, where, hit);
    const score = reason === null ? TOPIC_SCORE : PROTECTED_SCORE;
    out.push({
      detector,
      score,
      reasons: [{ reason: reason ?? 'no-person', points: score }],
      hit,
      start: hit.start,
      end: hit.end,
    });
    if (out.length >= MOST) break;
  }
  return out;
}

const MOST = 200;

/** The reason to believe that somebody is meant, or null. */
function whyProtected(evidence: Evidence, where: Where, hit: TermHit): string | null {
  if (hit.term.group === DECISIVE) return 'register-code';
  const { genre, layout } = evidence;
  const near = { start: Math.max(0, hit.start - NEAR), end: hit.end + NEAR };
  const cues = overlapping(evidence.cues, near);
  const about = genre.policy || genre.jobad || cues.some((cue) => cue.kind === 'policy' || cue.kind === 'generic');
  const weighed = weigh(evidence, hit);
  const reasons = new Set(weighed.reasons.map((r) => r.reason));
  const named =
    reasons.has('person-name') ||
    reasons.has('person-id') ||
    reasons.has('person-initials') ||
    reasons.has('person-age');
  if (named && hit.term.strong) return 'person';
  if (about) return null;
  if (hit.term.strong && markingPlace(layout, where, hit) === 'alone') return 'marking-position';
  const spokenOf = weighed.hasPerson || PEOPLE.test(layout.text.slice(near.start, near.end));
  if (spokenOf && hit.term.strong) return 'person';
  return weighed.hasPerson && weighed.score >= 60 ? 'person' : null;
}
